"""Writing the warehouse's file anew: without free blocks, and without what was deleted.

DuckDB leaves the blocks of deleted rows as they are until they are written over: of 2,000 texts
deleted from a file, all that could be found in its bytes before were still found after a checkpoint.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.blocks import sync
from warehouse.connect import copy_lock, writing
from warehouse.errors import DiskFull, WarehouseError, missing
from warehouse.sql import read_sql

MEMORY_LIMIT = "1GB"


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
    try:
        with (
            copy_lock(path, timeout),  # a publication must not find another file where it began to copy
            writing(path, timeout, memory_limit=MEMORY_LIMIT) as connection,
        ):
            before = path.stat().st_size
            _require_space(path, before)
            _forget(fresh)  # of a process that was killed
            connection.execute(read_sql("queries", "checkpoint"))  # a log beside it would be the old file's
            connection.commit()
            rows = _copied(connection, fresh)
            sync(fresh)
            fresh.replace(path)  # the connection still keeps everybody else off the old file
            sync(path.parent)
            connection.begin()  # as `writing` will end it
    finally:
        _forget(fresh)
    return Compacted(before, path.stat().st_size, rows)


def _copied(connection: duckdb.DuckDBPyConnection, fresh: Path) -> int:
    """Copies the open file into a new one, compares them table by table; how many rows there are."""
    ((source,),) = connection.execute(read_sql("queries", "current_database")).fetchall()
    # Neither is a parameter in DuckDB 1.5: names are quoted here.
    names = {"FILE_NAME": _quoted(str(fresh), "'"), "SOURCE": _quoted(source, '"')}
    for name in ("attach_target", "copy_database"):
        sql = read_sql("queries", name)
        for word, quoted in names.items():
            sql = sql.replace(word, quoted)
        connection.execute(sql)
    wanted, got = _counts(connection, source), _counts(connection, "target")
    if wanted != got:
        differ = sorted(name for name in wanted if wanted[name] != got.get(name))
        raise WarehouseError(f"the copy lacks rows of {', '.join(differ)}: the file was left as it is")
    connection.execute(read_sql("queries", "detach_target"))
    return sum(wanted.values())


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark


def _counts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    names = connection.execute(read_sql("queries", "tables_of"), {"database": database}).fetchall()
    sql, owner = read_sql("queries", "count_table"), _quoted(database, '"')
    return {
        name: int(connection.execute(sql, {"name": f"{owner}.{name}"}).fetchall()[0][0]) for (name,) in names
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
