"""Rows that are older than they are wanted: what would go, and its going in short transactions.

An article goes by the age of its last capture, with its texts, readings, mentions and claims; pages, entries,
refusals and requests when they are as old and no row that stays refers to them; entities when nothing names
them any more. What an analyst wrote a note of stays. Each step chooses again what is still there to go, so
that a run which was killed, or in between which something was loaded, is simply run again.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import reading, writing
from warehouse.sql import read_sql

ARTICLES_A_STEP = 5_000  # with some hundred rows each
ROWS_A_STEP = 100_000
# What is chosen by what stays comes after what goes. An article's pages go with it.
_STEPS = (
    (("articles", "article_pages"), ARTICLES_A_STEP),
    (("pages",), ROWS_A_STEP),
    (("entries",), ROWS_A_STEP),
    (("rejects",), ROWS_A_STEP),
    (("fetches",), ROWS_A_STEP),
    (("entities",), ROWS_A_STEP),
)
_ALL = ("articles", "pages", "entries", "rejects", "fetches", "entities")
Went = dict[str, int]  # rows by table


def prunable(path: Path, before: datetime, *, timeout: float = 10.0) -> tuple[Went, pl.DataFrame]:
    """What would go that is older than `before`: rows by table; and the archive's files still needed.

    The files: archive_file, and is_live where they are needed for polling. timeout: seconds to wait while
    another process writes. Nothing is changed.
    """
    with reading(path, timeout) as connection:
        connection.execute(read_sql("prunes", "nothing"))
        for name in _ALL:
            _choose(connection, name, before, None)
        files: pl.DataFrame = connection.sql(read_sql("prunes", "used_files")).pl()
        return counted(connection), files


def prune(path: Path, before: datetime, now: datetime, *, timeout: float = 60.0) -> Iterator[Went]:
    """Deletes what `prunable` tells, step by step; what went in each step, one transaction.

    now: when it was done, for the record that keeps feeds from bringing it back. timeout: seconds to wait for
    other processes, at each step. Raises what warehouse.connect.writing does; the steps before it stand.
    """
    for names, limit in _STEPS:
        while went := _step(path, names, limit, before, now, timeout):
            yield went


def _step(
    path: Path, names: tuple[str, ...], limit: int, before: datetime, now: datetime, timeout: float
) -> Went:
    with writing(path, timeout) as connection:
        connection.execute(read_sql("prunes", "nothing"))
        for name in names:
            _choose(connection, name, before, limit)
        return delete_chosen(connection, now)


def delete_chosen(connection: duckdb.DuckDBPyConnection, now: datetime) -> Went:
    """Deletes what stands in the temporary tables `doomed_…`, remembering it as pruned; rows by table."""
    went = counted(connection)
    if went:
        connection.execute(read_sql("prunes", "remember"), {"now": now})
        connection.execute(read_sql("prunes", "delete"))
    return went


def _choose(connection: duckdb.DuckDBPyConnection, name: str, before: datetime, limit: int | None) -> None:
    sql = read_sql("prunes", f"choose_{name}")
    given = {"before": before, "limit": limit}
    connection.execute(sql, {key: value for key, value in given.items() if f"${key}" in sql})


def counted(connection: duckdb.DuckDBPyConnection) -> Went:
    """What stands in the temporary tables `doomed_…`: rows by table."""
    return dict(connection.execute(read_sql("prunes", "count")).fetchall())


def files_gone(path: Path, files: dict[str, int], why: str, now: datetime, *, timeout: float = 60.0) -> None:
    """Records that files of the archive (with their bytes) are being deleted on purpose: before they are."""
    given = {"files": list(files), "sizes": list(files.values()), "why": why, "now": now}
    with writing(path, timeout) as connection:
        connection.execute(read_sql("prunes", "files_gone"), given)
