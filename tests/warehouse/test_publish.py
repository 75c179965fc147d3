"""The analysts' file: complete, current, never written to while it is read."""

import hashlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from warehouse.connect import copy_lock, has_log, reading, writing
from warehouse.errors import MissingWarehouse, WarehouseError, WarehouseLocked
from warehouse.maintain import checkpoint
from warehouse.publish import (
    current,
    forget_copies,
    last_publication,
    publish,
    published_files,
    published_path,
    readable,
)
from warehouse.replicas import Replica

SEED, KILLS = 11, 15


def add(path: Path, rows: int = 1, name: str = "x") -> None:
    """A batch of rows in one load."""
    with writing(path, 10) as connection:
        sql = "insert into entity_aliases select $name || i, sha256(i::varchar) from range($rows) as n(i)"
        connection.execute(sql, {"name": name, "rows": rows})


def count(path: Path) -> int:
    """How many there are."""
    with duckdb.connect(path, read_only=True) as connection:
        return int(connection.execute("select count(*) from entity_aliases").fetchall()[0][0])


def content(path: Path) -> list[tuple[object, ...]]:
    """All of them."""
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute("from entity_aliases order by all").fetchall()


def digest(path: Path) -> str:
    """Of the bytes of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def elsewhere(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A process that has said one line and then waits for the end of its input."""
    command = [sys.executable, "-c", code + "\nprint(flush=True); sys.stdin.read()", *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


SESSION = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
connection.execute("select count(*) from entity_aliases").fetchall()
"""
JUST_OPEN = "import sys; file = open(sys.argv[1], 'rb')"
LOAD = """
import sys, pathlib
from warehouse.connect import writing
with writing(pathlib.Path(sys.argv[1])) as connection:
    connection.execute("insert into entity_aliases select 'y' || i, 'y' from range(300000) as n(i)")
"""
FOREIGN = """
import sys, duckdb
with duckdb.connect(sys.argv[1]) as connection:
    connection.execute("insert into entity_aliases values ('foreign', 'f')")
"""


def run(code: str, path: Path) -> None:
    """Runs it in a process of its own."""
    subprocess.run([sys.executable, "-c", code, path], check=True, timeout=60)


def test_an_empty_warehouse(warehouse: Path) -> None:
    """It is published too: to be read by all who may read the warehouse, to be written by nobody."""
    warehouse.chmod(0o640)
    done = publish(warehouse)
    public = published_path(warehouse)
    assert done.new
    assert done.bytes_written == done.bytes == warehouse.stat().st_size
    assert digest(public) == digest(warehouse)
    assert public.stat().st_mode & 0o777 == 0o440
    assert count(readable(warehouse)) == 0


def test_before_anything_is_published(warehouse: Path, tmp_path: Path) -> None:
    """What there is to read is the warehouse."""
    assert readable(warehouse) == warehouse
    assert current(warehouse) is None
    assert last_publication(warehouse) is None
    with pytest.raises(MissingWarehouse):
        publish(tmp_path / "none.duckdb")
    assert not (tmp_path / "published").exists()


def test_what_is_loaded_is_seen(warehouse: Path) -> None:
    """And what nothing has changed since is not published again."""
    for batch in range(4):
        add(warehouse, 10, f"b{batch}")
        assert current(warehouse) is None
        done = publish(warehouse)
        assert content(published_path(warehouse)) == content(warehouse)
        again = publish(warehouse)
        assert not again.new
        assert (again.as_of, again.bytes_written) == (done.as_of, 0)


def test_what_is_written_follows_what_has_changed(warehouse: Path) -> None:
    """A small load into a large file."""
    add(warehouse, 600_000)
    for _ in range(2):  # the two files that take turns
        add(warehouse)
        assert publish(warehouse).bytes_written == warehouse.stat().st_size
    for _ in range(3):
        add(warehouse)
        done = publish(warehouse)
        assert 0 < done.bytes_written < done.bytes / 8
        assert digest(published_path(warehouse)) == digest(warehouse)


def kept_open(pid: int) -> Path:
    """What a process has open, whatever its name is now."""
    files = Path(f"/proc/{pid}/fd").iterdir()
    return next(file for file in files if "duckdb" in str(file.readlink()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks for files in /proc")
@pytest.mark.parametrize("held", [SESSION, JUST_OPEN])
def test_what_somebody_has_open_is_left_to_them(held: str, warehouse: Path) -> None:
    """A session, or a program that holds no lock; what they have is never written to."""
    add(warehouse, 10)
    publish(warehouse)
    public = published_path(warehouse)
    before = digest(public)
    with elsewhere(held, public) as process:
        kept = kept_open(process.pid)
        for batch in range(3):
            add(warehouse, 10, f"b{batch}")
            publish(warehouse)
        assert digest(kept) == before
    assert content(public) == content(warehouse)
    add(warehouse)
    assert publish(warehouse).bytes_written < warehouse.stat().st_size  # in turns again


def test_loads_go_on_while_a_copy_is_made(warehouse: Path) -> None:
    """They change nothing of the file, whether it has a log already or not, and whoever reads meanwhile."""
    add(warehouse, 1000)
    before = digest(warehouse)
    with copy_lock(warehouse, 1):
        for batch in range(3):
            add(warehouse, 5000, f"b{batch}")
            assert count(warehouse) == 1000 + (batch + 1) * 5000
            with reading(warehouse) as connection:
                connection.execute("from entity_aliases").fetchall()
        with pytest.raises(WarehouseLocked, match="being copied"):
            checkpoint(warehouse, 0.1)
        assert has_log(warehouse)
        assert digest(warehouse) == before
    add(warehouse)
    assert not has_log(warehouse)
    assert digest(warehouse) != before
    assert count(warehouse) == 16_001


def while_copying(monkeypatch: pytest.MonkeyPatch, code: str, path: Path, times: int = 1) -> None:
    """Lets something happen between the moment when the warehouse is at rest and the copy."""
    fill, left = Replica.fill, iter(range(times))

    def late(self: Replica, *arguments: object) -> int:
        if next(left, None) is not None:
            run(code, path)
        return fill(self, *arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(Replica, "fill", late)


def test_a_copy_is_of_the_moment_when_it_began(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load so large that DuckDB fills free blocks of the file with it is in the next one."""
    add(warehouse, 200_000)
    with writing(warehouse) as connection:
        connection.execute("delete from entity_aliases where entity_id like '%7%'")  # leaves free blocks
    before, size = content(warehouse), warehouse.stat().st_size
    while_copying(monkeypatch, LOAD, warehouse)
    publish(warehouse)
    assert warehouse.stat().st_size > size
    assert content(published_path(warehouse)) == before
    assert current(warehouse) is None
    publish(warehouse)
    assert content(published_path(warehouse)) == content(warehouse)


def test_a_program_that_knows_no_lock_of_ours(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is copied again; what goes on changing is not published."""
    add(warehouse, 10)
    publish(warehouse)
    with monkeypatch.context() as patch:
        while_copying(patch, FOREIGN, warehouse)
        add(warehouse)
        publish(warehouse)
    assert content(published_path(warehouse)) == content(warehouse)
    while_copying(monkeypatch, FOREIGN, warehouse, times=99)
    add(warehouse)
    with pytest.raises(WarehouseError, match="another program"):
        publish(warehouse)
    assert count(published_path(warehouse)) == 12


def test_what_was_written_into_is_copied_anew(warehouse: Path) -> None:
    """By somebody who opened the analysts' file for writing; nor is their log taken for its."""
    for _ in range(3):
        add(warehouse, 10)
        publish(warehouse)
    public = published_path(warehouse)
    public.chmod(0o600)
    with elsewhere(FOREIGN.replace("f')", "f')") + "connection = duckdb.connect(sys.argv[1])", public):
        pass
    shutil.copy(public, f"{public}.wal")
    assert current(warehouse) is None
    for _ in range(2):
        add(warehouse, 10)
        publish(warehouse)
        assert digest(public) == digest(warehouse)
        assert not public.with_name("published.duckdb.wal").exists()


def test_copies_are_forgotten_wholly(warehouse: Path) -> None:
    """Both, and what belongs to them; a session that is open goes on, and the next publication is whole."""
    for _ in range(2):
        add(warehouse)
        publish(warehouse)
    with reading(published_path(warehouse)) as connection:
        assert forget_copies(warehouse) == 5  # two files, the public name of one, two notes
        assert published_files(warehouse) == []
        assert connection.execute("select count(*) from entity_aliases").fetchall() == [(2,)]
    assert readable(warehouse) == warehouse
    publish(warehouse)
    assert digest(published_path(warehouse)) == digest(warehouse)


@pytest.mark.parametrize("leases", [True, False])
def test_without_leases_a_session_is_left_alone_too(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, leases: bool
) -> None:
    """DuckDB's own locks tell."""
    if not leases:
        monkeypatch.setattr("warehouse.replicas._leased", lambda _: None)
    add(warehouse)
    publish(warehouse)
    with elsewhere(SESSION, published_path(warehouse)):
        inode = published_path(warehouse).stat().st_ino
        for _ in range(2):
            add(warehouse)
            publish(warehouse)
        assert published_path(warehouse).stat().st_ino != inode
        assert (warehouse.parent / "published" / "a.duckdb").stat().st_ino != inode


def test_a_warehouse_behind_a_link(warehouse: Path, tmp_path: Path) -> None:
    """It is published where the user's name for it is."""
    link = tmp_path / "here" / "warehouse.duckdb"
    link.parent.mkdir()
    link.symlink_to(warehouse)
    with copy_lock(warehouse, 1):
        add(link)
        assert current(link) is None
    publish(link)
    assert count(readable(link)) == 1
    assert current(link)
    assert not published_path(warehouse).exists()


def test_two_at_once(warehouse: Path) -> None:
    """The second waits for the first, or says that it is under way."""
    add(warehouse)
    with copy_lock(warehouse, 1), pytest.raises(WarehouseLocked, match="is being copied by process"):
        publish(warehouse, 0.1)


FILL = """
import resource, signal, sys
from pathlib import Path
from warehouse.errors import DiskFull
from warehouse.publish import publish
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
room = path.stat().st_size // 2
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    publish(path)
except DiskFull as fault:
    sys.exit(28 if "no space left" in str(fault) else 1)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
def test_a_full_disk(warehouse: Path) -> None:
    """What was published stays; nothing is left of the attempt."""
    publish(warehouse)
    add(warehouse, 200_000)
    assert subprocess.run([sys.executable, "-c", FILL, warehouse], timeout=60, check=False).returncode == 28
    assert count(published_path(warehouse)) == 0
    left = {file.name for file in (warehouse.parent / "published").iterdir()}
    assert left == {"a.duckdb", "a.json"}
    publish(warehouse)
    assert count(published_path(warehouse)) == 200_000


PUBLISH = """
import sys, pathlib
from warehouse.publish import publish
from warehouse.replicas import Replica
fill = Replica.fill
def told(*arguments):
    print("copying", flush=True)
    return fill(*arguments)
Replica.fill = told
publish(pathlib.Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_killed_at_any_moment(warehouse: Path) -> None:
    """`kill -9`: the analysts' file opens, as it was after one batch or another; the next try succeeds."""
    dice, public = random.Random(SEED), published_path(warehouse)  # noqa: S311  # no secret
    add(warehouse, 300_000, "first")
    publish(warehouse)
    began = time.monotonic()
    run(PUBLISH, warehouse)
    whole, unfinished = time.monotonic() - began, 0
    for number in range(KILLS):
        add(warehouse, 1000, f"b{number}-")
        process = subprocess.Popen([sys.executable, "-c", PUBLISH, warehouse], stdout=subprocess.PIPE)
        assert process.stdout is not None
        if number % 3:
            process.stdout.readline()  # the copy begins
        time.sleep(dice.uniform(0, whole / (10 if number % 3 else 1)))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        unfinished += current(warehouse) is None
        rows = count(public) - 300_000
        assert rows % 1000 == 0
        assert 0 <= rows <= (number + 1) * 1000
    assert unfinished > KILLS / 3
    publish(warehouse)
    assert digest(public) == digest(warehouse)
