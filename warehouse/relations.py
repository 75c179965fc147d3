"""Queries over the warehouse and frames of ours."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import polars as pl

from warehouse.query import frame_of
from warehouse.sql import read_sql


def rows(connection: duckdb.DuckDBPyConnection, name: str, **frames: pl.DataFrame) -> pl.DataFrame:
    """The answer to a query of warehouse/queries, in which the frames stand under the names given."""
    return answer(connection, read_sql("queries", name), **frames)


def answer(connection: duckdb.DuckDBPyConnection, sql: str, **frames: pl.DataFrame) -> pl.DataFrame:
    """The same for SQL that is at hand."""
    with _standing(connection, frames):
        return frame_of(connection.sql(sql))


def change(connection: duckdb.DuckDBPyConnection, name: str, **frames: pl.DataFrame) -> None:
    """Runs statements that change something, in which the frames stand under the names given."""
    with _standing(connection, frames):
        connection.execute(read_sql("queries", name))


@contextmanager
def _standing(connection: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> Iterator[None]:
    for view, frame in frames.items():
        connection.register(view, frame)
    yield
    for view in frames:  # not after an error: the transaction is over then, and the connection too
        connection.unregister(view)
