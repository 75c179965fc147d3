"""Loading a batch of frames into the warehouse: all of it or nothing, and twice is the same as once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import writing
from warehouse.errors import BadFrame, first_line
from warehouse.sql import read_sql
from warehouse.tables import TABLES, Table

ROWS_A_CHUNK = 10_000  # what one statement takes: memory stays bounded whatever the batch


def load(
    path: Path, frames: Mapping[str, pl.DataFrame], *, run_id: str, now: datetime, timeout: float = 60.0
) -> dict[str, int]:
    """Loads one batch in one transaction; how many rows each table really gained.

    frames: by table name ("entries", "ops.fetches", …; see warehouse.tables), with the table's columns in
    any order; further columns are ignored. Rows whose key is stored are left alone, or, where a table keeps
    a latest state, updated if they differ. run_id and now (UTC) fill the columns that say who loaded when.
    Raises BadFrame, WarehouseLocked, DiskFull and the rest of warehouse.errors; then nothing is stored.
    """
    batches = {name: _stamped(TABLES[name], frame, run_id, now) for name, frame in _in_order(frames)}
    with writing(path, timeout) as connection:
        columns = _columns(connection)
        inserted = {
            name: _insert(connection, TABLES[name], columns[name], batch) for name, batch in batches.items()
        }
        _choose_current_versions(connection, batches)
    return inserted


def _in_order(frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    unknown = sorted(set(frames) - set(TABLES))
    if unknown:
        raise BadFrame(f"there is no table {unknown[0]} to load: choose from {', '.join(TABLES)}")
    return ((name, frames[name]) for name in TABLES if name in frames)


def _stamped(table: Table, frame: pl.DataFrame, run_id: str, now: datetime) -> pl.DataFrame:
    """The frame with a position for each row and the columns that only the loader knows."""
    moment = pl.lit(now).cast(pl.Datetime("us", "UTC"))
    stamps = {
        "run_id": pl.lit(run_id),
        "added_at": moment,
        "loaded_at": moment,
        "extracted_at": moment,
        "rejected_at": moment,
        "changed_at": moment,
        "found_at": moment,
    }
    known = {name: stamps.get(name, pl.lit(None)) for name in (*table.extra, *table.carried)}
    filled = {name: value for name, value in known.items() if name not in frame.columns}
    return frame.with_columns(**filled).with_row_index("position")


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each table, in order."""
    return dict(connection.execute(read_sql("queries", "columns")).fetchall())


def _insert(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: list[str], batch: pl.DataFrame
) -> int:
    wanted = ["position", *columns, *table.carried]
    absent = [name for name in wanted if name not in batch.columns]
    if absent:
        raise BadFrame(f"the frame for {table.name} lacks {', '.join(absent)}")
    sql = read_sql("loads", table.file)
    chunks = batch.select(wanted).iter_slices(ROWS_A_CHUNK)
    return sum(_run(connection, table.name, sql, chunk) for chunk in chunks)


def _run(connection: duckdb.DuckDBPyConnection, name: str, sql: str, chunk: pl.DataFrame) -> int:
    """Runs a table's statements over one chunk; the count of the last one, which inserts."""
    if chunk.is_empty():
        return 0
    connection.register("batch", chunk)
    try:
        ((count,),) = connection.execute(sql).fetchall()
    except (duckdb.ConversionException, duckdb.ConstraintException, duckdb.BinderException) as fault:
        raise BadFrame(f"the frame for {name} does not fit its table: {first_line(fault)}") from fault
    connection.unregister("batch")  # not after an error: the transaction is over then, and the connection too
    return int(count)


def _choose_current_versions(
    connection: duckdb.DuckDBPyConnection, batches: Mapping[str, pl.DataFrame]
) -> None:
    touched = [batches[name]["article_id"] for name in ("articles", "article_versions") if name in batches]
    if touched:
        articles = pl.concat(touched).unique(maintain_order=True).to_frame()
        _run(connection, "articles", read_sql("loads", "current_versions"), articles)
