"""A copy of the warehouse's file as it is at one moment, and putting one in its place."""

import glob
import os
from pathlib import Path

from warehouse.blocks import headers, patched, sync
from warehouse.connect import at_rest, copy_lock, reading, write_lock
from warehouse.errors import WarehouseError
from warehouse.publish import source_of


def copy_to(path: Path, target: Path, timeout: float = 60.0) -> None:
    """Copies the warehouse as of its last whole batch, while others go on loading.

    timeout: seconds to wait for others. Raises MissingWarehouse, WarehouseLocked, NotAWarehouse and the rest.
    """
    path = path.resolve()
    with reading(path, timeout):  # of this schema, and whole as far as opening tells
        pass
    with copy_lock(path, timeout), source_of(path, timeout) as (source, _):
        file = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            patched(source.file, file, source.stamp[1], before=[])
        finally:
            os.close(file)
        if headers(source.file) != source.headers:
            raise WarehouseError(f"{path} was written by another program than Hearsay: let that end first")
    sync(target)


def put_in_place(copy: Path, path: Path, timeout: float = 60.0) -> None:
    """Makes a copy the warehouse, at once. The copy is moved.

    timeout: seconds to wait for others. Raises NewerSchema, NotAWarehouse or EditedMigration, before anything
    is changed, where this version cannot read the copy.
    """
    with reading(copy, timeout):
        pass
    sync(copy)
    # A publication must not go on with the old file; and that is whole by itself before its log goes.
    hold = at_rest if path.exists() else write_lock
    with copy_lock(path, timeout), hold(path, timeout):
        for log in path.parent.glob(f"{glob.escape(path.name)}*.wal"):
            log.unlink()
        copy.replace(path)
        sync(path.parent)
