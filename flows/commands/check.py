"""`hearsay check`: data quality."""

from pathlib import Path

import click
import polars as pl

from flows import show
from flows.cli import DONE, FAILED
from flows.commands.options import data_option, json_option, settings_for
from warehouse.check import check


@click.command("check")
@data_option
@json_option
def command(data: Path | None, *, as_json: bool) -> int:
    """Look for rows that should not be; exit code 1 if there are any.

    \b
    Example:
      hearsay check
    """
    results = check(settings_for(data).warehouse)
    bad = [result for result in results if result.count]
    if as_json:
        show.write_json([{"check": r.name, "description": r.description, "rows": r.count} for r in results])
        return FAILED if bad else DONE
    for result in bad:
        show.print_table(_cut(result.offending), f"{result.name}: {result.count} rows. {result.description}")
    show.print_line(f"{len(results)} checks, {len(bad)} with offending rows")
    return FAILED if bad else DONE


def _cut(frame: pl.DataFrame) -> pl.DataFrame:
    """Long texts shortened: a row is shown to be recognised, not read."""
    return frame.with_columns(pl.col(pl.String).str.slice(0, 80))
