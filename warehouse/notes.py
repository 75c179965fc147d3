"""An analyst's notes and corrections: anchored to words of a text, so that no new extraction loses them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from warehouse.connect import reading, writing
from warehouse.sql import read_sql


def anchor(path: Path, key: str, *, timeout: float = 10.0) -> dict[str, object] | None:
    """Where a claim or article stands, by its key; None where there is neither.

    Keys: article_id, claim_id, text_hash, content_start, content_end, quotation.
    """
    with reading(path, timeout) as connection:
        found = connection.execute(read_sql("queries", "claim_to_note"), {"key": key})
        names, row = [column[0] for column in found.description], found.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def add(path: Path, notes: Sequence[Mapping[str, object]], *, timeout: float = 60.0) -> None:
    """Stores notes, all or none: dicts with the columns of the table, but for undone_at."""
    sql = read_sql("queries", "add_note")
    with writing(path, timeout) as connection:
        for note in notes:
            connection.execute(sql, dict(note))


def undo(path: Path, key: str, now: datetime, *, timeout: float = 60.0) -> int:
    """Takes back what was written last of a claim or article, or the note with this key; how many notes."""
    with writing(path, timeout) as connection:
        sql = read_sql("queries", "undo_note")
        ((count,),) = connection.execute(sql, {"key": key, "now": now}).fetchall()
    return int(count)


def listed(path: Path, key: str | None, *, timeout: float = 10.0) -> pl.DataFrame:
    """The notes that stand, newest first; of a claim, article or note, or all."""
    with reading(path, timeout) as connection:
        frame: pl.DataFrame = connection.sql(read_sql("queries", "list_notes"), params={"key": key}).pl()
    return frame
