"""Whole tables by days, in pieces that fit into memory.

The file is opened for some days at a time and closed in between, so that a long export from the warehouse
itself lets writers have their turn. Each piece is then of one moment, the whole of several.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import reading
from warehouse.days import DAY, between, has_day, with_day
from warehouse.query import relation_of
from warehouse.sql import read_sql

# What an analyst wants: each is of one moment, and together they hold all that current texts say.
TABLES = (
    "said",
    "articles",
    "article_versions",
    "current_claims",
    "claim_speakers",
    "claim_quantities",
    "current_claim_entities",
    "current_mentions",
    "current_entities",
    "publishers",
)
_BYTES = 75e6  # are sorted by day at a time, as far as the first rows tell: 25,000 rows of whole texts
_SAMPLE = 1_000
_TURN = 0.3  # seconds between two parts: longer than a writer sleeps between two tries to open the file
_BATCH = 10_000  # rows of a piece
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days that are read together: from first up to until (without it); None: open, or rows of no day."""

    first: date | None
    until: date | None
    rows: int
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What an export of one table will read. has_day: whether its rows are of days."""

    table: str
    schema: pl.Schema
    has_day: bool
    parts: list[Days]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


def tables_in(path: Path) -> list[str]:
    """The names of all tables and views."""
    with reading(path) as connection:
        return [name for (name,) in connection.execute(read_sql("queries", "readable_tables")).fetchall()]


def plan(path: Path, table: str, since: date | None, until: date | None) -> Plan:
    """How to read a table, from a day on and before a day (see warehouse.days; a table without days: all)."""
    with reading(path) as connection:
        rows = relation_of(connection, table)
        sample = rows.limit(_SAMPLE).pl()
        if not has_day(rows):
            return Plan(table, sample.schema, has_day=False, parts=[Days(None, None, _count(rows))])
        dated = between(with_day(rows), since, until)
        counts = dated.aggregate(f"{DAY}, count(*)").order(DAY).fetchall()
    return Plan(table, sample.schema, has_day=True, parts=_parts(counts, _rows_a_part(sample)))


def pieces(path: Path, wanted: Plan) -> Iterator[tuple[date | None, pl.DataFrame]]:
    """The rows of a plan, by day: each piece is of one day, and a day's pieces follow each other.

    The day is None for rows of no day, which come last.
    """
    for number, part in enumerate(wanted.parts):
        if number:
            time.sleep(_TURN)
        with reading(path) as connection:
            yield from _pieces(relation_of(connection, wanted.table), part, dated=wanted.has_day)


def _pieces(
    rows: duckdb.DuckDBPyRelation, part: Days, *, dated: bool
) -> Iterator[tuple[date | None, pl.DataFrame]]:
    if not dated:
        for batch in rows.to_arrow_reader(_BATCH):
            yield None, pl.DataFrame(pl.from_arrow(batch))
        return
    found = between(with_day(rows), part.first, part.until)
    if part.undated:
        found = found.filter(duckdb.ColumnExpression(DAY).isnull())
    for batch in found.order(DAY).to_arrow_reader(_BATCH):
        for piece in pl.DataFrame(pl.from_arrow(batch)).partition_by(DAY, maintain_order=True):
            yield piece[DAY][0], piece.drop(DAY)


def _count(rows: duckdb.DuckDBPyRelation) -> int:
    ((count,),) = rows.count("*").fetchall()
    return int(count)


def _rows_a_part(sample: pl.DataFrame) -> int:
    """How many rows such as these are read at a time: few of long texts, many of short ones."""
    width = sample.estimated_size() / max(sample.height, 1)
    return int(min(max(_BYTES / max(width, 1), 10_000), 1_000_000))


def _parts(counts: Sequence[tuple[date | None, int]], rows: int) -> list[Days]:
    """Days taken together until they hold so many rows; rows of no day by themselves."""
    parts: list[Days] = []
    for day, count in counts:
        if day is None:
            continue
        if parts and parts[-1].rows + count <= rows:
            parts[-1] = Days(parts[-1].first, _next(day), parts[-1].rows + count)
        else:
            parts.append(Days(day, _next(day), count))
    return parts + [Days(None, None, count, undated=True) for day, count in counts if day is None]


def _next(day: date) -> date | None:
    return day + _A_DAY if day < date.max else None
