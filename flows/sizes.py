"""What a data folder holds in bytes."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from flows.archive_files import archive_files
from flows.settings import Settings
from warehouse.publish import published_files

_MONTHS = {"month": pl.String, "files": pl.Int64, "bytes": pl.Int64}


def sizes(settings: Settings) -> dict[str, pl.DataFrame]:
    """What is there, as `status` shows it.

    `sizes`: one row, in bytes: the warehouse's file, its log of changes, published copies, the archive.
    `archive`: month (2026-03), files, bytes.
    """
    months = _by_month(settings.archive)
    held = {
        "warehouse_bytes": _bytes([settings.warehouse]),
        "wal_bytes": _bytes([settings.warehouse.with_name(f"{settings.warehouse.name}.wal")]),
        "published_bytes": _bytes(published_files(settings.warehouse)),
        "archive_bytes": months["bytes"].sum(),
        "archive_files": months["files"].sum(),
    }
    return {"sizes": pl.DataFrame([held]), "archive": months}


def _by_month(folder: Path) -> pl.DataFrame:
    rows = [(f"{file.day:%Y-%m}", 1, file.bytes) for file in archive_files(folder)]
    return pl.DataFrame(rows, schema=_MONTHS, orient="row").group_by("month").sum().sort("month")


def _bytes(files: Iterable[Path]) -> int:
    """Of the files that are there; a link, or a second name of one file, counts once."""
    found = {}
    for file in files:
        if file.is_file():
            stats = file.stat()
            found[stats.st_dev, stats.st_ino] = stats.st_size
    return sum(found.values())
