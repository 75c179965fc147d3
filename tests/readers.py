"""Ten analysts while a flow loads every two seconds: `python -m tests.readers [--seconds 300] [--plain]`.

Ten processes open, ask and close, over and over; one keeps its session open; one loads a batch of a thousand
rows in two tables every two seconds. Counts what fails, and who sees half a batch. With --plain nothing
of ours is in between: the same readers open the writer's file, and each load is a short write connection.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

import duckdb

from flows.publishing import Publisher
from flows.settings import Settings
from warehouse.connect import writing
from warehouse.migrate import migrate
from warehouse.publish import published_path

READERS = 10
ROWS = 500  # of each of two tables in a batch
BETWEEN_LOADS = 2.0  # seconds
BETWEEN_PUBLICATIONS = 5.0
_HALVES = """
    select count(*) from (
        select split_part(entity_id, '-', 1) as batch, count(*) as names, count(alias) as aliases
        from entities left join entity_aliases using (entity_id) group by all
    ) where names <> $rows or aliases <> $rows
"""
_NAMES = "insert into entities (entity_id) select $batch || '-' || i from range($rows) as numbers(i)"
_ALIASES = """
    insert into entity_aliases (entity_id, alias)
    select $batch || '-' || i, 'x' from range($rows) as numbers(i)
"""
_COUNT = "select count(*) from entities"


@dataclass
class Tally:
    """What became of one process' tries; seconds of those that went well."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    halves: int = 0
    changed: int = 0  # times that an open session saw another number of rows than before
    problem: str = ""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.seconds + other.seconds,
            self.failed + other.failed,
            self.halves + other.halves,
            self.changed + other.changed,
            self.problem or other.problem,
        )

    def attempt(self, work: Callable[[], None]) -> None:
        """Does it once, without trying again."""
        began = time.monotonic()
        try:
            work()
        except Exception as fault:  # noqa: BLE001  # whatever an analyst or a flow would run into
            self.failed, self.problem = self.failed + 1, str(fault).partition("\n")[0]
        else:
            self.seconds.append(time.monotonic() - began)

    def __str__(self) -> str:
        if not self.seconds:
            return f"0 went well, {self.failed} failed"
        return (
            f"{len(self.seconds)} went well (median {statistics.median(self.seconds) * 1000:.0f} ms, "
            f"longest {max(self.seconds) * 1000:.0f} ms), {self.failed} failed"
        )


def _halves(connection: duckdb.DuckDBPyConnection) -> int:
    """How many batches are there in part."""
    return int(connection.execute(_HALVES, {"rows": ROWS}).fetchall()[0][0])


_all_ready: Barrier  # in each process


def _set_barrier(barrier: Barrier) -> None:
    global _all_ready  # noqa: PLW0603  # the way to hand it to a process of a pool
    _all_ready = barrier


def _end(seconds: float) -> float:
    """When to end, once all processes are ready."""
    _all_ready.wait()
    return time.time() + seconds


def read(path: Path, seconds: float) -> Tally:
    """Opens, asks and closes."""
    tally, until = Tally(), _end(seconds)

    def once() -> None:
        with duckdb.connect(path, read_only=True, config={"threads": 1}) as connection:
            tally.halves += _halves(connection)

    while time.time() < until:
        tally.attempt(once)
        time.sleep(0.1)
    return tally


def stay(path: Path, seconds: float) -> Tally:
    """Opens once, tries again only until that has worked, and asks every second."""
    tally, until = Tally(), _end(seconds)
    seen: set[int] = set()

    def ask(connection: duckdb.DuckDBPyConnection) -> None:
        seen.add(connection.execute(_COUNT).fetchall()[0][0])
        tally.halves += _halves(connection)

    while time.time() < until:
        try:
            connection = duckdb.connect(path, read_only=True, config={"threads": 1})
        except duckdb.Error:
            time.sleep(0.05)
            continue
        with connection:
            while time.time() < until:
                tally.attempt(partial(ask, connection))
                time.sleep(1)
    tally.changed = max(len(seen) - 1, 0)
    return tally


def load(data: Path, seconds: float, *, plain: bool) -> Tally:
    """A batch every two seconds, published as a flow does it, unless everything is plain."""
    tally, number, until = Tally(), 0, _end(seconds)
    publisher = Publisher(Settings(data=data, publish_every=0 if plain else BETWEEN_PUBLICATIONS))
    while time.time() < until:
        began, number = time.monotonic(), number + 1
        tally.attempt(partial(_load_batch, data / "warehouse.duckdb", f"b{number}", plain=plain))
        publisher.soon()
        time.sleep(max(0.0, began + BETWEEN_LOADS - time.monotonic()))
    publisher.finish()
    return tally


def _load_batch(path: Path, batch: str, *, plain: bool) -> None:
    opened: AbstractContextManager[duckdb.DuckDBPyConnection] = (
        duckdb.connect(path) if plain else writing(path, 60)
    )
    with opened as connection:
        if plain:
            connection.begin()
        for sql in (_NAMES, _ALIASES):
            connection.execute(sql, {"batch": batch, "rows": ROWS})
        if plain:
            connection.commit()


@dataclass(frozen=True)
class Measured:
    """What readers, the open session and the loads met with; batches that analysts can see at the end."""

    readers: Tally
    session: Tally
    loads: Tally
    visible: int


def measure(data: Path, seconds: float, *, plain: bool = False, session: bool = True) -> Measured:
    """Runs all of them over a new warehouse in a folder."""
    warehouse = data / "warehouse.duckdb"
    migrate(warehouse)
    Publisher(Settings(data=data, publish_every=1)).finish()
    seen = warehouse if plain else published_path(warehouse)
    count, context = READERS + 1 + session, get_context("spawn")
    with ProcessPoolExecutor(count, context, _set_barrier, (context.Barrier(count),)) as pool:
        readers = [pool.submit(read, seen, seconds) for _ in range(READERS)]
        staying = pool.submit(stay, seen, seconds) if session else None
        loads = pool.submit(load, data, seconds, plain=plain)
        met = sum((one.result() for one in readers), Tally())
        kept = staying.result() if staying else Tally()
        loaded = loads.result()
    with duckdb.connect(seen, read_only=True) as connection:
        (rows,) = connection.execute(_COUNT).fetchall()[0]
    return Measured(met, kept, loaded, rows // ROWS)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--plain", action="store_true", help="the writer's file and plain connections")
    parser.add_argument("--no-session", action="store_true", help="nobody keeps a session open")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), asked.seconds, plain=asked.plain, session=not asked.no_session)
    print(f"{'plain' if asked.plain else 'published'}, {asked.seconds:.0f} s")
    print(f"opening and asking: {found.readers}; half batches seen: {found.readers.halves}")
    print(f"the open session:   {found.session}; rows changed under it: {found.session.changed}")
    print(f"loads:              {found.loads}; batches visible at the end: {found.visible}")
    for tally in (found.readers, found.session, found.loads):
        if tally.problem:
            print(f"  e.g. {tally.problem}")


if __name__ == "__main__":
    main()
