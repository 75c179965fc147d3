"""One writer at a time, readers in between, and what a user reads when it cannot be had."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.connect import reading, writing
from warehouse.errors import (
    MissingWarehouse,
    NotAWarehouse,
    OlderSchema,
    WarehouseLocked,
)
from warehouse.query import query

ROW = "insert into entity_aliases values ('n', 'alias')"


def process(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that runs a script, and has printed its first line."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    with started.stdout as output:
        assert output.readline() == "open\n"
    return started


HOLD = """
import sys, time
from pathlib import Path
from warehouse.connect import {kind}
with {kind}(Path(sys.argv[1])) as connection:
    connection.execute({statement!r})
    print("open", flush=True)
    time.sleep(float(sys.argv[2]))
"""
WRITER = HOLD.format(kind="writing", statement=ROW)
READER = HOLD.format(kind="reading", statement="select 1")


def count(path: Path) -> int:
    return int(query(path, "select count(*) from entity_aliases").item())


def test_an_error_rolls_everything_back(warehouse: Path) -> None:
    """Commit at the end of the block, or nothing."""
    with pytest.raises(duckdb.Error, match="no_such"), writing(warehouse) as connection:
        connection.execute(f"{ROW}; select no_such")
    assert count(warehouse) == 0
    with writing(warehouse) as connection:
        connection.execute(ROW)
    assert count(warehouse) == 1


def test_a_writer_waits_for_another(warehouse: Path) -> None:
    """Both transactions are there in the end."""
    other = process(WRITER, warehouse, 0.5)
    with writing(warehouse, timeout=20) as connection:
        connection.execute(ROW)
    assert other.wait(10) == 0
    assert count(warehouse) == 2


def test_threads_of_one_process_take_turns(warehouse: Path) -> None:
    """Writers and readers together, in one process."""
    faults: list[Exception] = []

    def work(number: int) -> None:
        try:
            for _ in range(4):
                if number % 2:
                    assert count(warehouse) >= 0
                else:
                    with writing(warehouse, timeout=30) as connection:
                        connection.execute(ROW)
        except Exception as fault:  # noqa: BLE001  # any fault in a thread must reach the test
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert count(warehouse) == 8


@pytest.mark.parametrize("opened", [writing, reading])
def test_waiting_ends_with_the_name_of_the_writer(warehouse: Path, opened) -> None:
    """Who holds it: process, and for a writer also its command and since when."""
    other = process(WRITER, warehouse, 30)
    try:
        started = time.monotonic()
        with (
            pytest.raises(WarehouseLocked, match=f"process {other.pid} ") as caught,
            opened(warehouse, timeout=0.3),
        ):
            pass
        assert 0.3 <= time.monotonic() - started < 10
        assert "\n" not in str(caught.value)
        if opened is writing:
            assert "since 20" in str(caught.value)
            assert (
                json.loads((warehouse.parent / "warehouse.duckdb.lock.json").read_text())["pid"] == other.pid
            )
    finally:
        other.kill()
        other.wait()


def test_a_writer_waits_for_readers(warehouse: Path) -> None:
    """An open read-only session blocks the writer until it ends, or until time is up."""
    other = process(READER, warehouse, 1.0)
    with pytest.raises(WarehouseLocked, match=f"process {other.pid} "), writing(warehouse, timeout=0.1):
        pass
    with writing(warehouse, timeout=20) as connection:
        connection.execute(ROW)
    assert other.wait(10) == 0
    assert count(warehouse) == 1


def test_a_killed_writer_leaves_nothing_behind(warehouse: Path) -> None:
    """Neither its lock nor half a transaction."""
    other = process(WRITER, warehouse, 60)
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    with writing(warehouse, timeout=5) as connection:
        connection.execute(ROW)
    assert count(warehouse) == 1


@pytest.mark.parametrize("opened", [writing, reading])
def test_a_missing_file_is_not_made(tmp_path: Path, opened) -> None:
    """Only `migrate` makes warehouses."""
    with pytest.raises(MissingWarehouse, match="hearsay run"), opened(tmp_path / "none.duckdb"):
        pass
    assert list(tmp_path.iterdir()) == []


def not_warehouses(folder: Path, good: Path) -> dict[str, Path]:
    """Files that are something else, or damaged."""
    found = {
        name: folder / f"{name}.duckdb" for name in ("text", "empty", "sqlite", "other", "cut", "scratched")
    }
    found["text"].write_text("Dear diary, " * 2000)
    found["empty"].write_bytes(b"")
    with sqlite3.connect(found["sqlite"]) as lite:
        lite.execute("create table diary (day text)")
    lite.close()
    with duckdb.connect(found["other"]) as other:
        other.execute("create table diary (day text)")
    content = good.read_bytes()
    found["cut"].write_bytes(content[: 3 * 4096])
    found["scratched"].write_bytes(content[:12288] + b"\xff" * 4096 + content[16384:])
    return {**found, "folder": folder}


@pytest.mark.parametrize("opened", [writing, reading])
@pytest.mark.parametrize("kind", ["text", "empty", "sqlite", "other", "cut", "scratched", "folder"])
def test_what_is_no_warehouse_is_named_in_one_line(
    warehouse: Path, tmp_path: Path, kind: str, opened
) -> None:
    """Also a damaged one; and the file is left as it was."""
    path = not_warehouses(tmp_path, warehouse)[kind]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises((NotAWarehouse, OlderSchema)) as caught, opened(path, timeout=1):
        pass
    assert "\n" not in str(caught.value)
    assert not path.is_file() or path.read_bytes() == before


FILL = """
import resource, signal, sys
from pathlib import Path
from warehouse.connect import writing
from warehouse.errors import DiskFull
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
room = path.stat().st_size + 200_000
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
print("open", flush=True)
try:
    with writing(path) as connection:
        connection.execute(
            "insert into entity_aliases select 'n', sha256(i::varchar) || sha256((i * 7)::varchar)"
            " from range(200000) as numbers(i)"
        )
except DiskFull as fault:
    sys.exit(28 if "no space left" in str(fault) and "\\n" not in str(fault) else 1)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
def test_a_full_disk_loses_nothing(warehouse: Path) -> None:
    """The batch fails in one line; what was stored before is still there, and can be added to."""
    with writing(warehouse) as connection:
        connection.execute(ROW)
    assert process(FILL, warehouse).wait(60) == 28
    with writing(warehouse) as connection:
        connection.execute(ROW)
    assert count(warehouse) == 2


@pytest.mark.parametrize("kind", [reading, writing])
def test_an_interrupt_within_a_statement(kind: Callable[..., Any], warehouse: Path) -> None:
    """Ctrl-C while DuckDB works is the interrupt that it would be anywhere else."""
    a_second = "select sum(a.range * b.range % 7) from range(3000) as a, range(60000) as b"
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt), kind(warehouse) as connection:
            connection.execute(a_second)
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kind", [reading, writing])
def test_nothing_is_drawn_on_standard_output(kind: Callable[..., Any], warehouse: Path) -> None:
    """DuckDB would show the progress of what takes seconds, among our CSV or JSON."""
    with kind(warehouse) as connection:
        setting = connection.execute("select current_setting('enable_progress_bar')").fetchall()
    assert setting == [(False,)]
