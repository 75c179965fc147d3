"""A user's own SQL: one question at a time, which can neither write nor look outside."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import reading
from warehouse.errors import QueryError, ReadOnlyViolation, first_line

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)?")
_READS = {"SELECT", "EXPLAIN"}
# Bytes and maps by something else than text are known to Polars, but it cannot write them as CSV or JSON.
_FOREIGN = re.compile(r"\b(?:INTERVAL|UNION|BIT|BIGNUM|VARIANT|BLOB)\b|\bMAP\((?!VARCHAR\b)")


def query(
    path: Path,
    sql: str,
    params: Sequence[object] | Mapping[str, object] | None = None,
    limit: int | None = None,
) -> pl.DataFrame:
    """The result of one SELECT-like statement (also FROM, WITH, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN).

    limit: at most that many rows. The connection can neither write nor reach files or the network.
    Raises ReadOnlyViolation for what tries to, QueryError for what DuckDB cannot run.
    """
    with reading(path) as connection, asked():
        result = connection.sql(_one_statement(connection, sql), params=params)
        return frame_of(_readable(result if limit is None else result.limit(limit)))


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


def frame_of(result: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """A result as a Polars frame."""
    frame: pl.DataFrame = result.pl()
    return frame


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
