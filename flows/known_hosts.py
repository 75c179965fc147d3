"""What is known of hosts, from earlier runs and from this one: who is closed, and whose robots.txt says what.

ops.hosts, ops.robots --read--> KnownHosts --frames--> ops.hosts, ops.robots, ops.fetches
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import polars as pl

from flows.archive import Place, place_of
from transforms import schemas
from transforms.manners import Closure
from warehouse.lookups import closed_hosts, known_robots

Row = dict[str, Any]
_SCHEMAS = {"ops.hosts": schemas.HOSTS, "ops.robots": schemas.ROBOTS, "ops.fetches": schemas.FETCHES}


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """What is gone by for an origin (rules: see transforms.manners.RobotsVerdict), and the last copy."""

    rules: str
    outcome: str
    status: int | None
    expires_at: datetime
    copied_at: datetime | None = None
    place: Place | None = None  # of the copy in the archive


class KnownHosts:
    """The memory of a run. It is told things in the event loop and asked for them in another thread."""

    def __init__(
        self, closed: dict[str, Closure] | None = None, robots: dict[str, RobotsCopy] | None = None
    ) -> None:
        self.closed = closed or {}
        self.robots = robots or {}
        self._news: SimpleQueue[tuple[str, Row]] = SimpleQueue()

    @classmethod
    def read(cls, warehouse: Path, now: datetime, timeout: float) -> "KnownHosts":
        """What earlier runs have left; timeout: seconds to wait while another process writes."""
        closed = closed_hosts(warehouse, now, timeout=timeout).iter_rows(named=True)
        robots = known_robots(warehouse, now, timeout=timeout).iter_rows(named=True)
        return cls(
            {row["host"]: Closure(row["closed_until"], row["closed_why"]) for row in closed},
            {row["origin"]: _copy(row) for row in robots},
        )

    def note_closure(self, host: str, closure: Closure, now: datetime) -> None:
        """A host wants to be left alone."""
        self.closed[host] = closure
        row = {"host": host, "closed_until": closure.until, "closed_why": closure.why, "closed_at": now}
        self._news.put(("ops.hosts", row))

    def note_robots(self, origin: str, copy: RobotsCopy, now: datetime) -> None:
        """What an origin's robots.txt came to."""
        self.robots[origin] = copy
        place = copy.place
        row = {
            "origin": origin,
            "rules": copy.rules,
            "outcome": copy.outcome,
            "status": copy.status,
            "checked_at": now,
            "expires_at": copy.expires_at,
            "copied_at": copy.copied_at,
            "archive_file": place.file if place else None,
            "archive_offset": place.offset if place else None,
            "archive_length": place.length if place else None,
        }
        self._news.put(("ops.robots", row))

    def note_fetch(self, row: Row) -> None:
        """A request that no feed and no page asked for (schemas.FETCHES)."""
        self._news.put(("ops.fetches", row))

    def frames(self) -> dict[str, pl.DataFrame]:
        """What has been learned since the last call, as the loader takes it."""
        rows: dict[str, list[Row]] = {}
        try:
            while True:
                table, row = self._news.get_nowait()
                rows.setdefault(table, []).append(row)
        except Empty:
            return {table: schemas.from_rows(found, _SCHEMAS[table]) for table, found in rows.items()}


def _copy(row: Row) -> RobotsCopy:
    return RobotsCopy(
        row["rules"],
        row["outcome"],
        row["status"],
        row["expires_at"],
        row["copied_at"],
        place_of(row) if row["archive_file"] else None,
    )
