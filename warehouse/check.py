"""The data quality checks: each a query for rows that should not be there."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import reading
from warehouse.sql import names_in, read_sql

SHOWN = 20


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found: how many offending rows, and the first 20 of them."""

    name: str
    description: str
    offending: pl.DataFrame
    count: int

    @property
    def passed(self) -> bool:
        """Whether there is nothing to complain of."""
        return self.count == 0


def check(path: Path, timeout: float = 10.0) -> list[CheckResult]:
    """Runs every check, in order of name. Raises what `warehouse.connect.reading` does.

    timeout: seconds to wait, for each check, while somebody writes: writers get their turn in between.
    """
    return [_checked(path, name, timeout) for name in names_in("checks")]


def _checked(path: Path, name: str, timeout: float) -> CheckResult:
    with reading(path, timeout) as connection:
        return _run(connection, name)


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> CheckResult:
    sql = read_sql("checks", name)
    found = connection.sql(sql)
    offending: pl.DataFrame = found.limit(SHOWN + 1).pl()
    count = offending.height
    if count > SHOWN:  # only then is it worth running the query again
        ((count,),) = found.count("*").fetchall()
    return CheckResult(name, _description(sql), offending.head(SHOWN), count)


def _description(sql: str) -> str:
    """A check's first line is a comment that says what it means."""
    return sql.partition("\n")[0].removeprefix("--").strip()
