"""A copy of the warehouse's file as it is at one moment, and putting one in its place."""

import shutil
from pathlib import Path

from warehouse.compact import sync
from warehouse.connect import reading, write_lock
from warehouse.errors import WarehouseError
from warehouse.maintain import checkpoint

_TRIES = 5


def copy_to(path: Path, target: Path, timeout: float = 60.0) -> None:
    """Copies the warehouse as of its last whole batch. Writers wait for as long as the copying takes.

    timeout: seconds to wait for others. Raises MissingWarehouse, WarehouseLocked, NotAWarehouse and the rest.
    """
    path = path.resolve()
    with reading(path, timeout):  # of this schema, and whole as far as opening tells
        pass
    for _ in range(_TRIES):
        with write_lock(path, timeout):
            if not _log(path).exists():
                _copy_quietly(path, target)
                break
        checkpoint(path, timeout)
    else:
        raise WarehouseError(f"{path} is written by another program than Hearsay: let that end first")
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
        _log(path).unlink(missing_ok=True)  # of the file that it replaces
        copy.replace(path)
        sync(path.parent)


def _copy_quietly(path: Path, target: Path) -> None:
    """Copies a file that nobody of ours writes to now; WarehouseError where somebody else did."""
    before = path.stat()
    shutil.copyfile(path, target)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size) or _log(path).exists():
        raise WarehouseError(f"{path} was written by another program while it was copied: close that first")


def _log(path: Path) -> Path:
    """The log of changes that are not in the file yet."""
    return path.with_name(f"{path.name}.wal")
