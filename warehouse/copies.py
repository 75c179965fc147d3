"""A copy of the warehouse's file as it is at one moment, and putting one in its place."""

import shutil
import time
from pathlib import Path

import duckdb

from warehouse.compact import sync
from warehouse.connect import COMMON, Config, opened, reading, write_lock
from warehouse.errors import WarehouseError, missing
from warehouse.schema import require_current
from warehouse.sql import read_sql


def copy_to(path: Path, target: Path, timeout: float = 60.0) -> None:
    """Copies the warehouse after its last whole batch. Writers wait for as long as the copying takes.

    timeout: seconds to wait for others. Raises MissingWarehouse, WarehouseLocked, NotAWarehouse and the rest.
    """
    path = path.resolve()
    if not path.exists():
        raise missing(path)
    deadline = time.monotonic() + timeout
    with write_lock(path, timeout):
        _checkpoint(path, deadline)
        before = path.stat()
        shutil.copyfile(path, target)
        after = path.stat()
        changed = (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size)
        if changed or path.with_name(f"{path.name}.wal").exists():
            raise WarehouseError(
                f"{path} was written by another program while it was copied: close that first"
            )
    sync(target)


def put_in_place(copy: Path, path: Path, timeout: float = 60.0) -> None:
    """Makes a copy the warehouse, at once. The copy is moved.

    timeout: seconds to wait for others. Raises NewerSchema, NotAWarehouse or EditedMigration, before anything
    is changed, where this version cannot read the copy.
    """
    with reading(copy, timeout):
        pass
    sync(copy)
    with write_lock(path, timeout):
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)  # of the file that it replaces
        copy.replace(path)
        sync(path.parent)


def _checkpoint(path: Path, deadline: float) -> None:
    """Writes all into the file itself."""
    config: Config = {**COMMON, "storage_compatibility_version": "v1.5.0"}
    connection = opened(path, deadline, lambda: duckdb.connect(path, config=config))
    try:
        require_current(connection)
        connection.execute(read_sql("queries", "checkpoint"))
    finally:
        connection.close()
