"""A user's own SQL: one question at a time, which can neither write nor look outside."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from warehouse.connect import reading
from warehouse.errors import QueryError, ReadOnlyViolation, first_line
from warehouse.interrupts import Call, interruptible

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)?")
_READS = {"SELECT", "EXPLAIN"}
# Bytes and maps by something else than text are known to Polars, but it cannot write them as CSV or JSON.
_FOREIGN = re.compile(r"\b(?:INTERVAL|UNION|BIT|BIGNUM|VARIANT|BLOB)\b|\bMAP\((?!VARCHAR\b)")
_BATCH = 10_000  # rows: 30 MB of articles

Params = Sequence[object] | Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A result that is computed while it is read: its columns as an empty frame, and its rows in batches."""

    empty: pl.DataFrame
    batches: Iterator[pl.DataFrame]


def query(path: Path, sql: str, params: Params = None, limit: int | None = None) -> pl.DataFrame:
    """The result of one SELECT-like statement (also FROM, WITH, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN).

    limit: at most that many rows. The connection can neither write nor reach files or the network.
    Raises ReadOnlyViolation for what tries to, QueryError for what DuckDB cannot run.
    """
    with reading(path) as connection, asked():
        result = _result(connection, sql, params)
        return frame_of(_readable(result if limit is None else result.limit(limit)))


@contextmanager
def asking(path: Path, sql: str, params: Params = None) -> Iterator[Answer]:
    """The same for a person at a terminal: batch by batch, in little memory, and Ctrl-C ends it at once.

    Raises KeyboardInterrupt for that, and what `query` raises, also while batches are read.
    """
    with reading(path) as connection, interruptible(connection) as call, asked():
        reader = call(lambda: _readable(_result(connection, sql, params)).to_arrow_reader(_BATCH))
        names = _unique(reader.schema.names)
        empty = pl.DataFrame(reader.schema.empty_table().rename_columns(names))
        try:
            yield Answer(empty, _frames(call, reader, names))
        finally:
            reader.close()  # else the file stays open, and to open it again would wait for ever


def parameters(sql: str) -> frozenset[str]:
    """The names of the parameters ($name) in some SQL. Raises QueryError where it is no SQL."""
    return frozenset().union(*(statement.named_parameters for statement in _statements(sql)))


def split(sql: str) -> list[str]:
    """The statements in some SQL, one by one. Raises QueryError where it is no SQL."""
    return [statement.query.strip() for statement in _statements(sql)]


def is_finished(sql: str) -> bool:
    """Whether some SQL ends in a semicolon, which stands neither in a text nor in a comment."""
    tokens = [start for start, kind in duckdb.tokenize(sql) if kind != duckdb.token_type.comment]
    return bool(tokens) and sql.encode()[tokens[-1] :].lstrip().startswith(b";")


def frame_of(result: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """A result as a Polars frame."""
    frame: pl.DataFrame = result.pl()
    return frame


@contextmanager
def asked() -> Iterator[None]:
    """Turns what DuckDB raises at a user's own question into QueryError or ReadOnlyViolation."""
    try:
        yield
    except duckdb.PermissionException as fault:
        raise ReadOnlyViolation(f"that would reach outside the warehouse: {first_line(fault)}") from fault
    except duckdb.Error as fault:
        raise QueryError(str(fault).strip()) from fault


def relation_of(connection: duckdb.DuckDBPyConnection, source: str) -> duckdb.DuckDBPyRelation:
    """A table or view by its name, or one SELECT-like statement, with columns that Polars can read.

    Raises what DuckDB raises (see `asked`), QueryError and ReadOnlyViolation.
    """
    sql = f"from {source}" if _NAME.fullmatch(source) else source
    return _readable(connection.sql(_one_statement(connection, sql)))


def _frames(call: Call, batches: pa.RecordBatchReader, names: list[str]) -> Iterator[pl.DataFrame]:
    try:
        while (batch := call(lambda: next(batches, None))) is not None:
            yield pl.DataFrame(batch.rename_columns(names))
    except (OSError, pa.ArrowException) as fault:  # what Arrow makes of a fault of DuckDB's
        raise QueryError(str(fault).strip()) from fault


def _unique(names: list[str]) -> list[str]:
    """Names as DuckDB gives frames: a, a_1, a_2."""
    taken: list[str] = []
    for name in names:
        numbered = (f"{name}_{number}" for number in count(1))
        taken.append(next(new for new in chain([name], numbered) if new not in taken))
    return taken


def _statements(sql: str) -> list[duckdb.Statement]:
    with asked():
        return duckdb.extract_statements(sql)


def _result(connection: duckdb.DuckDBPyConnection, sql: str, params: Params) -> duckdb.DuckDBPyRelation:
    statement = _one_statement(connection, sql)
    try:
        return connection.sql(statement, params=params)
    except (duckdb.BinderException, duckdb.CatalogException):
        with suppress(TypeError):  # none of its faults: the first one counts
            connection.execute(statement, params)  # the same fault, and this one shows the place
        raise


def _one_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"give one statement at a time: there are {len(statements)}")
    statement = statements[0]
    if statement.type.name not in _READS:
        raise ReadOnlyViolation(f"only queries can be run here, such as SELECT: not {statement.type.name}")
    return statement.query


def _readable(result: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The result with columns as text where Polars has no use for their type: it would panic."""
    if not any(_FOREIGN.search(str(kind)) for kind in result.types):
        return result
    columns = zip(result.columns, result.types, strict=True)
    return result.select(*(_column(number, *column) for number, column in enumerate(columns, 1)))


def _column(number: int, name: str, kind: object) -> duckdb.Expression:
    column = duckdb.SQLExpression(f"#{number}")  # by position: a name may be there twice, or hold dots
    return (column.cast("VARCHAR") if _FOREIGN.search(str(kind)) else column).alias(name)
