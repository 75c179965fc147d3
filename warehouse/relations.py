"""Queries of warehouse/queries over the warehouse and frames of ours."""

import duckdb
import polars as pl

from warehouse.query import frame_of
from warehouse.sql import read_sql


def rows(connection: duckdb.DuckDBPyConnection, name: str, **frames: pl.DataFrame) -> pl.DataFrame:
    """The answer to a query, in which the frames stand under the names given."""
    for view, frame in frames.items():
        connection.register(view, frame)
    answer = frame_of(connection.sql(read_sql("queries", name)))
    for view in frames:
        connection.unregister(view)
    return answer


def change(connection: duckdb.DuckDBPyConnection, name: str, **frames: pl.DataFrame) -> None:
    """Runs statements that change something, in which the frames stand under the names given."""
    for view, frame in frames.items():
        connection.register(view, frame)
    connection.execute(read_sql("queries", name))
    for view in frames:
        connection.unregister(view)
