"""The warehouse as Polars LazyFrames, for notebooks and scripts.

Nothing is held open: DuckDB's file is opened when a frame is collected, and closed when its rows are read.
Columns, limits and comparisons of columns with values reach DuckDB; other filters Polars applies itself,
batch by batch.
"""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
from duckdb.polars_io import duckdb_source

from warehouse.connect import reading
from warehouse.days import between, with_day
from warehouse.errors import QueryError, explained
from warehouse.publish import readable
from warehouse.query import asked, relation_of

_BATCH = 20_000  # rows that Polars gets at a time: of whole texts, some 100 MB

Relation = duckdb.DuckDBPyRelation
Step = Callable[[Relation], Relation]


def read(
    source: str,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    data: Path | str | None = None,
) -> pl.LazyFrame:
    """A table, a view, or one SELECT of the warehouse as a LazyFrame; times are UTC.

    since, until: only rows from that day on, and before that day (dates, or text such as 2026-01-31); what
    day a row is of says `warehouse.days`. data: the data folder, or a DuckDB file; by default HEARSAY_DATA
    from the environment, else hearsay-data. Read is what `file_in` finds there.
    Raises QueryError for what DuckDB does not know, and what `warehouse.connect.reading` does.

        warehouse.read("said", since="2026-01-01").filter(pl.col("speaker") == "Irena Malk").collect()
    """
    path = file_in(data or os.environ.get("HEARSAY_DATA") or "hearsay-data")
    rows = _Rows(path, source, _day(since), _day(until))
    with reading(path) as connection:
        schema = rows.of(connection).limit(0).pl().schema
    # What it asks of a relation is what _Rows can do, in DuckDB 1.5 and 2.0.
    return duckdb_source(rows, schema)  # type: ignore[arg-type]


def file_in(data: Path | str) -> Path:
    """The file to read in a data folder: the analysts' published copy where there is one, which no flow
    ever waits for, else the warehouse itself. A file is taken as it is."""
    folder = Path(data)
    if folder.is_file():
        return folder
    return readable(folder / "warehouse.duckdb")


class _Rows:
    """Rows to be read later: what Polars asks of them is noted, and done once they are read."""

    def __init__(
        self, path: Path, source: str, since: date | None, until: date | None, steps: tuple[Step, ...] = ()
    ) -> None:
        self._path, self._source, self._since, self._until = path, source, since, until
        self._steps = steps

    def of(self, connection: duckdb.DuckDBPyConnection) -> Relation:
        """The relation in an open file. Raises QueryError."""
        with asked():
            rows = relation_of(connection, self._source)
            columns = rows.columns
            if len(set(columns)) < len(columns):
                raise QueryError("two of the columns have the same name: name them apart with AS")
            if self._since or self._until:
                dated = between(with_day(rows), self._since, self._until)
                rows = dated.select(*(duckdb.ColumnExpression(name) for name in columns))
            for step in self._steps:
                rows = step(rows)
            return rows

    def project(self, columns: str) -> "_Rows":
        return self._then(lambda rows: rows.project(columns))

    def limit(self, count: int) -> "_Rows":
        return self._then(lambda rows: rows.limit(count))

    def filter(self, condition: duckdb.Expression) -> "_Rows":
        return self._then(lambda rows: rows.filter(condition))

    def _then(self, step: Step) -> "_Rows":
        return _Rows(self._path, self._source, self._since, self._until, (*self._steps, step))

    def to_arrow_reader(self, batch_size: int = _BATCH) -> "_Reader":
        """Opens the file; it is closed with the reader, or after the last batch."""
        with ExitStack() as stack:
            rows = self.of(stack.enter_context(reading(self._path)))
            return _Reader(rows.to_arrow_reader(min(batch_size, _BATCH)), stack.pop_all(), self._path)


class _Reader:
    """Batches of rows, with what has to be closed after them."""

    def __init__(self, batches: pa.RecordBatchReader, held: ExitStack, path: Path) -> None:
        self._batches, self._held, self._path = batches, held, path

    def read_next_batch(self) -> pa.RecordBatch:
        try:
            with explained(self._path):
                return self._batches.read_next_batch()
        except BaseException:  # StopIteration: that was the last one
            self.close()
            raise

    def close(self) -> None:
        self._batches.close()
        self._held.close()


def _day(value: date | str | None) -> date | None:
    """Raises QueryError for text that is no day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise QueryError(f"{value} is no day: write it as 2026-01-31") from None
