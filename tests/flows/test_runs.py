"""The record of a run, beside other runs."""

from pathlib import Path

import pytest
from filelock import FileLock

from flows import runs
from flows.data_folder import prepare
from flows.session import Session
from flows.settings import Settings
from transforms import schemas
from warehouse.query import query


def record(session: Session, status: str) -> None:
    """Stores the state of a run."""
    row: dict[str, object] = {"run_id": "r", "flow": "ingest", "started_at": session.now(), "status": status}
    session.load({"ops.runs": schemas.from_rows([row], schemas.RUNS)})


@pytest.mark.parametrize(("ends", "status"), [(False, "interrupted"), (True, "done")])
def test_a_run_that_ends_while_another_looks(
    local: Settings, monkeypatch: pytest.MonkeyPatch, *, ends: bool, status: str
) -> None:
    """A run is marked as interrupted only if it is still on record as running once its lock is free."""
    prepare(local)
    session = Session(local)
    record(session, "running")

    def lock(path: Path, timeout: float) -> FileLock:
        if ends:
            record(session, "done")
        return FileLock(path, timeout=timeout)

    monkeypatch.setattr(runs, "FileLock", lock)
    runs._mark_interrupted(session, local.data)  # the moment in between is the point
    assert query(local.warehouse, "select status from ops.runs")["status"].to_list() == [status]
