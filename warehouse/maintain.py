"""Upkeep of the warehouse's file."""

from pathlib import Path

from warehouse.connect import writing
from warehouse.sql import read_sql


def checkpoint(path: Path, timeout: float) -> None:
    """Writes what is left in the log of changes into the file itself; what was deleted becomes free space.

    timeout: seconds to wait for other processes. Raises what `warehouse.connect.writing` does.
    """
    with writing(path, timeout) as connection:
        connection.execute(read_sql("queries", "checkpoint"))
