"""Upkeep of the warehouse's file."""

from datetime import datetime
from pathlib import Path

from warehouse.connect import copy_lock, writing
from warehouse.sql import read_sql


def checkpoint(path: Path, timeout: float) -> None:
    """Writes what is left in the log of changes into the file itself; what was deleted becomes free space.

    timeout: seconds to wait for other processes. Raises what `warehouse.connect.writing` does.
    """
    with copy_lock(path, timeout), writing(path, timeout) as connection:  # not while it is being copied
        connection.execute(read_sql("queries", "checkpoint"))


def forget_unchanged(path: Path, before: datetime, timeout: float) -> int:
    """Deletes the rows of ops.fetches before a time that say "not modified"; how many.

    Nothing came of them; the last one of each feed and page stays. timeout and errors: as for checkpoint.
    """
    with writing(path, timeout) as connection:
        deleted = connection.execute(read_sql("queries", "forget_unchanged"), {"before": before}).fetchone()
    return int(deleted[0]) if deleted else 0
