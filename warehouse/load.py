"""Loading a batch of frames into the warehouse: all of it or nothing, and twice is the same as once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import writing
from warehouse.errors import BadFrame, first_line
from warehouse.known import Known
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
        columns, known = _columns(connection), Known(connection)
        batches = {name: known.numbered(TABLES[name], frame) for name, frame in batches.items()}
        if "articles" in batches:
            batches["articles"] = _with_current(batches)
        inserted = {
            name: _insert(known, TABLES[name], columns[name], batch) for name, batch in batches.items()
        }
        _choose_current_versions(known, batches)
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


def _with_current(batches: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The articles with the version captured last, of those in the batch, and its newest extraction.

    As loads/current_versions.sql chooses them: for new articles, so that they need not be written twice.
    """
    articles = batches["articles"].drop(
        "current_version_id", "current_extraction_id", "current_extraction_number"
    )
    extractions = _newest(
        batches, "ops.extractions", "version_id", ("extracted_at", "extraction_id"), "extraction_number"
    )
    versions = _newest(batches, "article_versions", "article_id", ("captured_at", "version_id"))
    current = versions.join(extractions, on="version_id", how="left").select(
        "article_id",
        current_version_id="version_id",
        current_extraction_id="extraction_id",
        current_extraction_number="extraction_number",
    )
    return articles.join(current, on="article_id", how="left", maintain_order="left")


def _newest(
    batches: Mapping[str, pl.DataFrame], name: str, owner: str, order: tuple[str, str], *also: str
) -> pl.DataFrame:
    """The last row of each owner in a table: owner, key, and numbers (`also`)."""
    if name not in batches:
        return pl.DataFrame(schema={owner: pl.String, order[1]: pl.String, **dict.fromkeys(also, pl.Int64)})
    return batches[name].sort(order).unique(owner, keep="last").select(owner, order[1], *also)


def _insert(known: Known, table: Table, columns: list[str], batch: pl.DataFrame) -> int:
    wanted = ["position", *columns, *table.carried]
    absent = [name for name in wanted if name not in batch.columns]
    if absent:
        raise BadFrame(f"the frame for {table.name} lacks {', '.join(absent)}")
    rows = batch.select(wanted)
    found = known.look(table, rows)
    rows = known.with_number_of_owner(table, rows)
    known.connection.register("known", found)
    files = [f"{table.file}_known"] * (table.updated and found.height > 0) + [table.file]
    sql = ";\n".join(read_sql("loads", file) for file in files)
    # a key that stands in a frame twice must be met in one statement
    size = ROWS_A_CHUNK if rows.select(table.key).is_unique().all() else rows.height
    return sum(_run(known.connection, table.name, sql, chunk) for chunk in rows.iter_slices(size))


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


def _choose_current_versions(known: Known, batches: Mapping[str, pl.DataFrame]) -> None:
    touched = [
        batches[name].select("article_id")
        for name in ("article_versions", "ops.extractions")
        if name in batches
    ]
    if touched:
        articles = pl.concat(touched).unique()
        if "article_id" in known.new:
            articles = articles.join(known.new["article_id"], on="article_id", how="anti")
        _run(known.connection, "articles", read_sql("loads", "current_versions"), articles)
