"""The flow `maintenance`: once a day, what keeps a warehouse well for years.

What is in ops is how each row came about, and stays; but for old requests of which nothing came: of ten
thousand feeds they are some 25 million a year. Prefect's own record of runs is pruned by its server (see
flows.serve_server).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout
from prefect import flow

from flows import alerts, artifacts
from flows.data_folder import prepare
from flows.only_one import only_one
from flows.publishing import at_the_end
from flows.removing import erase_when_idle
from flows.runs import recorded
from flows.session import Session
from flows.settings import Settings
from transforms import schemas
from warehouse.check import CheckResult, check
from warehouse.maintain import checkpoint, forget_unchanged

_STALE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a maintenance found and did."""

    checks: int
    complaints: int  # checks with offending rows
    forgotten: int  # requests of long ago that brought nothing new
    locks: int  # lock files of ended runs that were removed
    bytes: int  # of the warehouse

    @property
    def line(self) -> str:
        """It in one line."""
        return (
            f"{self.status}: {self.checks} checks, {self.complaints} with offending rows; "
            f"{self.forgotten} old requests without news forgotten; "
            f"{self.locks} stale lock files removed; warehouse {self.bytes / 2**20:.1f} MiB"
        )

    @property
    def status(self) -> str:
        """As ops.runs has it."""
        return "done_with_failures" if self.complaints else "done"


@flow(name="maintenance", persist_result=False)
def maintenance(settings: Settings | None = None) -> Upkeep:
    """Checkpoint, what is to leave the archive, stale lock files, data quality checks."""
    settings = settings or Settings()
    prepare(settings)
    session = Session(settings)  # not entered: nothing is fetched or read
    patience = settings.lock_timeout
    with (
        only_one(settings.data, "maintenance", patience),
        at_the_end(session.publisher),
        alerts.watched(session),
        recorded(session, "maintenance") as record,
    ):
        forgotten = _forget(settings, session.now())
        erase_when_idle(settings)
        checkpoint(settings.warehouse, patience)
        results = check(settings.warehouse, patience)
        session.load({"ops.check_results": _rows(session, results)})
        upkeep = Upkeep(
            checks=len(results),
            complaints=sum(not result.passed for result in results),
            forgotten=forgotten,
            locks=remove_stale_locks(settings.data / "runs", session.now().timestamp()),
            bytes=settings.warehouse.stat().st_size,
        )
        record["status"] = upkeep.status
        artifacts.of_maintenance(upkeep.status, results)
    return upkeep


def _forget(settings: Settings, now: datetime) -> int:
    if not settings.keep_unchanged:
        return 0
    before = now - timedelta(days=settings.keep_unchanged)
    return forget_unchanged(settings.warehouse, before, settings.lock_timeout)


def remove_stale_locks(folder: Path, now: float) -> int:
    """Removes the lock files of runs that ended a day ago or longer; how many. now: seconds of the epoch."""
    old = [lock for lock in folder.glob("*.lock") if now - lock.stat().st_mtime > _STALE.total_seconds()]
    return sum(_removed(lock) for lock in old)


def _removed(lock: Path) -> bool:
    try:
        with FileLock(lock, timeout=0):
            lock.unlink(missing_ok=True)
    except Timeout:
        return False  # a run of days, but a run
    return True


def _rows(session: Session, results: list[CheckResult]) -> pl.DataFrame:
    now = session.now()
    rows: list[dict[str, object]] = [
        {"name": one.name, "description": one.description, "row_count": one.count, "checked_at": now}
        for one in results
    ]
    return schemas.from_rows(rows, schemas.CHECK_RESULTS)
