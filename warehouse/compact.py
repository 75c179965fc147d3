"""Writing the warehouse's file anew: without free blocks, and without what was deleted.

DuckDB leaves the blocks of deleted rows as they are until they are written over: of 2,000 texts
deleted from a file, all that could be found in its bytes before were still found after a checkpoint.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connect import COMMON, Config, opened, write_lock
from warehouse.errors import DiskFull, WarehouseError, explained, missing
from warehouse.schema import require_current
from warehouse.sql import read_sql

MEMORY_LIMIT = "1GB"
_STORAGE = "v1.5.0"  # both DuckDB majors in use can open it


@dataclass(frozen=True, slots=True)
class Compacted:
    """Bytes of the file before and after; how many rows were carried over."""

    before: int
    after: int
    rows: int


def compact(path: Path, timeout: float = 60.0) -> Compacted:
    """Copies the warehouse into a new file, compares the rows of each table, and puts it in place.

    Nobody else reads or writes meanwhile. Killed at any moment, the old file or the new one is there, whole.
    timeout: seconds to wait for others. Raises DiskFull where the copy might not fit on the disk,
    MissingWarehouse, WarehouseLocked, OlderSchema, NewerSchema, and WarehouseError where rows would be lost.
    """
    path = path.resolve()
    if not path.exists():
        raise missing(path)
    fresh = path.with_name(f"{path.name}.compact")
    deadline = time.monotonic() + timeout
    with write_lock(path, timeout):
        before = path.stat().st_size
        _require_space(path, before)
        _forget(fresh)  # of a process that was killed
        try:
            with _both(path, fresh, deadline) as connection:
                rows = copied(connection)
                sync(fresh)
                fresh.replace(path)  # the connection still keeps everybody else off the old file
                sync(path.parent)
        finally:
            _forget(fresh)
    return Compacted(before, path.stat().st_size, rows)


def copied(connection: duckdb.DuckDBPyConnection) -> int:
    """Copies the open file `source` into `target`, compares them table by table; how many rows there are."""
    connection.execute(read_sql("queries", "copy_database"))
    wanted, got = (_counts(connection, name) for name in ("source", "target"))
    if wanted != got:
        differ = sorted(name for name in wanted if wanted[name] != got.get(name))
        raise WarehouseError(f"the copy lacks rows of {', '.join(differ)}: the file was left as it is")
    return sum(wanted.values())


def attach(connection: duckdb.DuckDBPyConnection, file: Path, alias: str) -> None:
    """Opens a file beside others. DuckDB 1.5 takes no parameter there, so the name is quoted here."""
    quoted = "'" + str(file).replace("'", "''") + "'"
    connection.execute(read_sql("queries", "attach").replace("ALIAS", alias).replace("FILE_NAME", quoted))


def sync(path: Path) -> None:
    """Has a file or folder written to the disk, not only to the system's memory."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def _both(path: Path, fresh: Path, deadline: float) -> Iterator[duckdb.DuckDBPyConnection]:
    config: Config = {**COMMON, "memory_limit": MEMORY_LIMIT, "storage_compatibility_version": _STORAGE}
    config["temp_directory"] = f"{fresh}.tmp"
    connection = duckdb.connect(config=config)
    try:
        opened(path, deadline, _attacher(connection, path, "source"))
        connection.execute("USE source; SET TimeZone = 'UTC'")
        require_current(connection)
        with explained(fresh):
            attach(connection, fresh, "target")
            yield connection
    finally:
        connection.close()


def _attacher(
    connection: duckdb.DuckDBPyConnection, file: Path, alias: str
) -> Callable[[], duckdb.DuckDBPyConnection]:
    def attached() -> duckdb.DuckDBPyConnection:
        attach(connection, file, alias)
        return connection

    return attached


def _counts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    names = connection.execute(read_sql("queries", "tables_of"), {"database": database}).fetchall()
    sql = read_sql("queries", "count_table")
    return {
        name: int(connection.execute(sql, {"name": f"{database}.{name}"}).fetchall()[0][0])
        for (name,) in names
    }


def _require_space(path: Path, needed: int) -> None:
    stats = os.statvfs(path.parent)
    if stats.f_bavail * stats.f_frsize < needed:
        raise DiskFull(
            f"compacting {path} may need {needed:,} bytes beside it, which are not free: free some"
        )


def _forget(file: Path) -> None:
    for name in (file, file.with_name(f"{file.name}.wal")):
        name.unlink(missing_ok=True)
