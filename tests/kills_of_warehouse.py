"""`kill -9` at random moments in load, migration, prune, compaction and removal.

`python -m tests.kills_of_warehouse` kills each ten times.

After each kill the file must open, every batch be there wholly or not at all, no check complain, and the same
work, begun again, end as if it had never been disturbed.
"""

import argparse
import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from flows.archive import ArchiveWriter
from flows.cli import run
from flows.warc import Capture
from tests.contents import counts
from tests.warehouse.conftest import SEEN, batch, put
from tests.warehouse.test_prune import KEYS, news
from warehouse import check as checking
from warehouse import prune as pruning
from warehouse import schema
from warehouse.compact import compact
from warehouse.connect import reading, writing
from warehouse.migrate import migrate, schema_version
from warehouse.query import query
from warehouse.sql import names_in

SEED = 11
BATCHES, ARTICLES = 10, 60  # loaded: so many batches of so many articles
BEFORE, NOW = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
OLD_SCHEMA = 5
MARK = "Wexcombe-"  # stands in what is removed


def articles(number: int, count: int, later: timedelta) -> dict[str, pl.DataFrame]:
    """A batch of articles with all that belongs to them, under keys of their own."""
    marks = pl.DataFrame({"mark": [f"-{one}" for one in range(count)]})
    frames = news(batch(), f"-{number}", later)
    return {
        name: frame.join(marks, how="cross")
        .with_columns(pl.col(key) + pl.col("mark") for key in KEYS if key in frame.columns)
        .drop("mark")
        for name, frame in frames.items()
    }


def load(path: Path) -> None:
    """Loads batch after batch."""
    for number in range(BATCHES):
        put(path, articles(number, ARTICLES, timedelta(days=400)))


def prune(path: Path) -> None:
    """Prunes half of what there is, a few articles a step."""
    pruning._STEPS = tuple((names, 20) for names, _ in pruning._STEPS)
    list(pruning.prune(path, BEFORE, NOW))


def remove(path: Path) -> None:
    """Removes one article, as the command does."""
    code = run(["remove", "a1", "--why", "test", "--yes", "--json", "--data", str(path.parent)])
    assert code == 0


WORK: dict[str, Callable[[Path], object]] = {
    "load": load,
    "migrate": migrate,
    "prune": prune,
    "compact": compact,
    "remove": remove,
}


@dataclass(frozen=True)
class Scene:
    """What a kind of work starts from, and how long it takes undisturbed, in seconds."""

    work: str
    start: Path  # a data folder, to copy
    seconds: float


def prepared(work: str, folder: Path) -> Scene:
    """Makes what a kind of work starts from, and times it on a copy."""
    path = folder / work / "warehouse.duckdb"
    if work == "migrate":
        _old_file(path)
    else:
        migrate(path)
        put(path, batch())
    if work in ("prune", "compact", "remove"):
        put(path, articles(98, ARTICLES, timedelta(0)), now=SEEN)
        put(path, articles(99, ARTICLES, timedelta(days=400)), now=SEEN + timedelta(days=400))
    if work == "remove":
        _archive(path)
    trial = copied(Scene(work, path.parent, 0), folder / f"{work}-trial")
    with start(work, trial) as worker:
        began = time.monotonic()
        assert worker.wait() == 0, work
    return Scene(work, path.parent, time.monotonic() - began)


def _old_file(path: Path) -> None:
    every = schema.known_migrations()
    for module in (sys.modules["warehouse.migrate"], schema):
        module.known_migrations = lambda: every[:OLD_SCHEMA]  # type: ignore[attr-defined]
    try:
        migrate(path)
    finally:
        for module in (sys.modules["warehouse.migrate"], schema):
            module.known_migrations = lambda: every  # type: ignore[attr-defined]


def _archive(path: Path) -> None:
    """Records for the article that is to go and for one that stays, in one file."""
    with ArchiveWriter(path.parent / "archive", "kills") as writer:
        for fetch, words in (("x1", MARK), ("x1-99-0", "stays")):
            place = writer.write(Capture(f"https://dam.example/{fetch}", SEEN, 200, [], words.encode() * 9))
            with_place(path, fetch, place.file, place.offset, place.length)


def with_place(path: Path, fetch: str, *place: object) -> None:
    """Has a row refer to a record."""
    with writing(path) as connection:
        connection.execute(
            """
            update ops.fetches
            set archive_file = ?, archive_offset = ?, archive_length = ?
            where fetch_id = ?
            """,
            [*place, fetch],
        )


def copied(scene: Scene, folder: Path) -> Path:
    """A fresh copy of what the work starts from; its warehouse."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(scene.start, folder)
    return folder / "warehouse.duckdb"


def start(work: str, path: Path) -> subprocess.Popen[str]:
    """Starts the work in a process of its own, as soon as that has imported what it needs."""
    command = [sys.executable, "-m", "tests.kills_of_warehouse", "--do", work, str(path)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def killed(scene: Scene, path: Path, moment: float) -> bool:
    """Starts the work and kills it after so many seconds; whether it was still at it."""
    worker = start(scene.work, path)
    time.sleep(moment)
    os.kill(worker.pid, signal.SIGKILL)
    with worker:  # closes its pipe
        return worker.wait() == -signal.SIGKILL


def complaints(path: Path) -> list[str]:
    """The checks that find fault, over one connection: opening the file anew costs more than most checks."""
    with reading(path) as connection:
        found = [checking._run(connection, name) for name in names_in("checks")]
    return [f"{one.name}: {one.offending.to_dicts()}" for one in found if not one.passed]


def look(scene: Scene, path: Path) -> None:
    """What must be so after a kill."""
    if scene.work == "migrate":
        assert OLD_SCHEMA <= schema_version(path) <= len(schema.known_migrations())
        return
    assert complaints(path) == []
    sql = "select regexp_extract(article_id, '^a1-(\\d+)-', 1) as batch, count(*) as n from {} group by 1"
    for table in ("articles", "claims", "mentions", "ops.pages"):
        found = dict(query(path, sql.format(table)).rows())
        assert scene.work == "prune" or set(found.values()) <= {1, ARTICLES}, (table, found)
        assert found.get("99", ARTICLES) == ARTICLES, "what is young stays"
    assert scene.work != "compact" or counts(path) == counts(scene.start / path.name)


def finished(scene: Scene, path: Path) -> dict[str, int]:
    """The same work, now to its end; the rows then."""
    with start(scene.work, path) as worker:
        assert worker.wait() == 0
    assert complaints(path) == []
    if scene.work == "remove":
        files = [file.read_bytes() for file in path.parent.rglob("*") if file.is_file()]
        plain = [gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body for body in files]
        assert not any(MARK.encode() in body for body in plain)
    return counts(path)


def kill_often(work: str, kills: int, folder: Path, dice: random.Random) -> str:
    """Kills a kind of work so often; a line on how it went."""
    scene = prepared(work, folder)
    wanted = counts(folder / f"{work}-trial" / "warehouse.duckdb")
    path, caught = copied(scene, folder / "now"), 0
    for number in range(kills):
        caught += killed(scene, path, dice.uniform(0, scene.seconds))
        look(scene, path)
        if number % 3 == 2 or number == kills - 1:  # three kills on top of one another, then to the end
            assert finished(scene, path) == wanted
            path = copied(scene, folder / "now")
    return f"{work:8} {kills} kills, {caught} at work; undisturbed {scene.seconds:.1f} s"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=10, help="of each kind of work")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--do", nargs=2, metavar=("WORK", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.do:
        print("ready", flush=True)
        WORK[asked.do[0]](Path(asked.do[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for work in WORK:
            print(kill_often(work, asked.kills, Path(folder), random.Random(asked.seed)), flush=True)  # noqa: S311  # no secret
    print("every batch wholly there or not at all; every check clean; every work ended")


if __name__ == "__main__":
    main()
