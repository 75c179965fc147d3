"""Which day a row is of, so that tables can be cut by days.

An article is of the day it was published, or, where that is not known, of the day we saw it first. What
belongs to an article has its day. An entry has the day that its feed gives, or we saw it first; a request the
day it was made. A row with a column `day` is of that day. All days are UTC.
"""

from datetime import date

import duckdb

from warehouse.errors import QueryError
from warehouse.sql import read_sql

DAY = "day_of_row"
# The columns that tell which of the queries in days/ finds the day; the first that fits counts.
_FINDERS = (
    ({"day"}, "day"),
    ({"published_date", "first_seen_at"}, "seen"),
    ({"article_id"}, "article"),
    ({"claim_id"}, "claim"),
    ({"published_at", "first_seen_at"}, "entry"),
    ({"fetched_at"}, "fetch"),
)


def has_day(rows: duckdb.DuckDBPyRelation) -> bool:
    """Whether these rows are of certain days."""
    return _finder(rows) is not None


def with_day(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The rows with their day in a further column, DAY. Raises QueryError for rows that have none."""
    finder = _finder(rows)
    if finder is None:
        raise QueryError(
            "these rows are of no day: only rows with a column day, article_id, claim_id or fetched_at are"
        )
    dated: duckdb.DuckDBPyRelation = rows.query("rows", read_sql("days", finder))  # type: ignore[assignment]
    return dated


def between(rows: duckdb.DuckDBPyRelation, since: date | None, until: date | None) -> duckdb.DuckDBPyRelation:
    """The rows of `with_day` from `since` on (with it) up to `until` (without it)."""
    day = duckdb.ColumnExpression(DAY)
    if since is not None:
        rows = rows.filter(day >= duckdb.ConstantExpression(since))
    if until is not None:
        rows = rows.filter(day < duckdb.ConstantExpression(until))
    return rows


def _finder(rows: duckdb.DuckDBPyRelation) -> str | None:
    columns = set(rows.columns)
    return next((name for needed, name in _FINDERS if needed <= columns), None)
