"""A run as a whole: its record in the warehouse, and the lock that tells it from a killed one."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout
from prefect.runtime import flow_run

from flows.session import Session
from transforms import schemas
from transforms.readings import extractor
from warehouse.lookups import unfinished_runs


@contextmanager
def recorded(session: Session, flow: str) -> Iterator[dict[str, object]]:
    """Keeps the row of ops.runs for as long as the block runs; the caller adds counts to the yielded dict.

    A lock file tells a run that is under way from one that was killed: those are marked as interrupted.
    """
    locks = session.settings.data / "runs"
    locks.mkdir(exist_ok=True)
    _mark_interrupted(session, locks)
    row: dict[str, object] = {
        "run_id": session.run_id,
        "flow": flow,
        "prefect_flow_run_id": flow_run.get_id(),
        "hearsay_version": version("hearsay"),
        "started_at": session.started_at,
        "status": "running",
    }
    with FileLock(locks / f"{session.run_id}.lock"):
        extractors = extractor(session.finder)
        session.load({"ops.runs": schemas.from_rows([row], schemas.RUNS), "ops.extractors": extractors})
        try:
            yield row
        except BaseException as fault:
            row |= {"status": _status_of(fault), "error": f"{type(fault).__name__}: {fault}"[:500]}
            raise
        finally:
            session.load(
                {"ops.runs": schemas.from_rows([row | {"finished_at": session.now()}], schemas.RUNS)}
            )
    (locks / f"{session.run_id}.lock").unlink(missing_ok=True)


def _mark_interrupted(session: Session, locks: Path) -> None:
    patience = session.settings.lock_timeout
    for run_id in unfinished_runs(session.settings.warehouse, timeout=patience)["run_id"]:
        lock = locks / f"{run_id}.lock"
        try:
            with FileLock(lock, timeout=0):
                _end(session, run_id)
        except Timeout:
            continue  # that run is still at work
        lock.unlink(missing_ok=True)


def _end(session: Session, run_id: str) -> None:
    """Marks a run whose lock we hold as interrupted, unless it has come to its end since we looked."""
    patience = session.settings.lock_timeout
    left = unfinished_runs(session.settings.warehouse, timeout=patience).filter(run_id=run_id)
    ended = left.with_columns(status=pl.lit("interrupted"), finished_at=pl.lit(session.now()))
    session.load({"ops.runs": schemas.conform(ended, schemas.RUNS)})


def _status_of(fault: BaseException) -> str:
    # What is no Exception is Ctrl-C, or Prefect's word for SIGTERM.
    return "failed" if isinstance(fault, Exception) else "interrupted"
