"""The conditions that somebody should know of: each a query for what is so now."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import reading
from warehouse.sql import names_in, read_sql


def conditions(
    path: Path, now: datetime, hours: float, left_out: Collection[str] = (), *, timeout: float
) -> pl.DataFrame:
    """What is so now: kind (the query's name), subject, message, since.

    hours: how long no run may have ended well. left_out: kinds not to look for. timeout: seconds to
    wait while another process writes.
    """
    with reading(path, timeout) as connection:
        found = [
            _found(connection, kind, {"now": now, "hours": hours})
            for kind in names_in("alerts")
            if kind not in left_out
        ]
    return pl.concat(found)


def open_alerts(path: Path, *, timeout: float) -> pl.DataFrame:
    """The alerts that are not cleared, as ops.alerts has them, oldest first."""
    with reading(path, timeout) as connection:
        frame: pl.DataFrame = connection.sql(read_sql("queries", "open_alerts")).pl()
    return frame


def _found(connection: duckdb.DuckDBPyConnection, kind: str, given: dict[str, object]) -> pl.DataFrame:
    sql = read_sql("alerts", kind)
    params = {name: value for name, value in given.items() if f"${name}" in sql}
    frame: pl.DataFrame = connection.sql(sql, params=params or None).pl()
    return frame.select(
        pl.lit(kind).alias("kind"),
        *(pl.col(name).cast(pl.String) for name in ("subject", "message")),
        pl.col("since").cast(pl.Datetime("us", "UTC")),
    )
