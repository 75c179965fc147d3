"""A run as a whole: its record, its lock, its Prefect server, and what it says at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from filelock import FileLock, Timeout

from flows.prefect_server import prefect_api
from flows.progress import Progress
from flows.session import Session
from flows.settings import Settings
from transforms.readings import extractor
from warehouse.migrate import migrate
from warehouse.read import unfinished_runs

if TYPE_CHECKING:
    from flows.ingest import Summary


def run_ingest(settings: Settings, progress: Progress, *, everything: bool) -> "Summary":
    """Runs the flow `ingest` once, under Prefect, and records the run.

    Raises HearsayError or WarehouseError where the run as a whole cannot go on.
    """
    prepare(settings)
    with prefect_api(settings.data):
        from flows.ingest import ingest  # noqa: PLC0415  # Prefect reads its settings when imported

        with Session(settings, progress) as session, recorded(session, "ingest") as record:
            try:
                summary = ingest(session, everything)
            finally:
                progress.close()
            record.update(_counts(summary))
            record["status"] = "done_with_failures" if summary.failed else "done"
    return summary


def prepare(settings: Settings) -> None:
    """Makes the data folder and brings the warehouse to this version's schema."""
    settings.data.mkdir(parents=True, exist_ok=True)
    migrate(settings.warehouse)


@contextmanager
def recorded(session: Session, flow: str) -> Iterator[dict[str, object]]:
    """Keeps the row of ops.runs for as long as the block runs; the caller adds counts to the yielded dict.

    A lock file tells a run that is under way from one that was killed: those are marked as interrupted.
    """
    locks = session.settings.data / "runs"
    locks.mkdir(exist_ok=True)
    _mark_interrupted(session, locks)
    row: dict[str, object] = {"run_id": session.run_id, "flow": flow, "started_at": session.started_at}
    row |= {"hearsay_version": _version(), "status": "running"}
    with FileLock(locks / f"{session.run_id}.lock"):
        session.load({"ops.runs": pl.DataFrame([row]), "ops.extractors": extractor()})
        try:
            yield row
        except BaseException as fault:
            row |= {"status": _status_of(fault), "error": f"{type(fault).__name__}: {fault}"[:500]}
            raise
        finally:
            session.load({"ops.runs": pl.DataFrame([row | {"finished_at": session.now()}])})
    (locks / f"{session.run_id}.lock").unlink(missing_ok=True)


def _mark_interrupted(session: Session, locks: Path) -> None:
    for row in unfinished_runs(session.settings.warehouse).iter_rows(named=True):
        lock = locks / f"{row['run_id']}.lock"
        try:
            with FileLock(lock, timeout=0):
                ended = {**row, "status": "interrupted", "finished_at": session.now()}
                session.load({"ops.runs": pl.DataFrame([ended])})
        except Timeout:
            continue  # that run is still at work
        lock.unlink(missing_ok=True)


def _status_of(fault: BaseException) -> str:
    return "interrupted" if isinstance(fault, KeyboardInterrupt) else "failed"


def _counts(summary: "Summary") -> dict[str, object]:
    rows = summary.rows
    return {
        "feeds_polled": summary.feeds.total(),
        "entries_new": rows["entries"],
        "pages_fetched": summary.pages.total(),
        "articles_new": rows["articles"],
        "versions_new": rows["article_versions"],
        "mentions_new": rows["mentions"],
        "claims_new": rows["claims"],
        "rejects_new": rows["ops.rejects"],
    }


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415

    return version("hearsay")
