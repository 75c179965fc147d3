"""`hearsay sql`: ad-hoc questions, read only."""

import sys
from datetime import date
from pathlib import Path

import click
import polars as pl
from polars import selectors as cs

from flows import show
from flows.commands.options import data_option, settings_for
from flows.errors import HearsayError, UsageError
from warehouse.publish import readable
from warehouse.query import query

_UNWRITABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, TypeError, ValueError, OverflowError)
_A_DAY = {"d": 1, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_FIRST_DAY, _LAST_DAY = ((day - date(1970, 1, 1)).days for day in (date.min, date.max))


@click.command("sql")
@click.argument("statement")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file; needed for Parquet."
)
@click.option("--live", is_flag=True, help="Ask the writer's own file, and wait for those who write.")
@data_option
def command(statement: str, form: str, output: Path | None, data: Path | None, *, live: bool) -> int:
    """Ask the warehouse one question in SQL; "-" reads it from standard input.

    \b
    Example:
      hearsay sql "select speaker, count(*) n from said group by all order by n desc limit 5"
      hearsay sql "from articles" --format csv --output articles.csv
    """
    text = sys.stdin.read() if statement == "-" else statement
    warehouse = settings_for(data).warehouse
    frame = query(warehouse if live else readable(warehouse), text)
    if form == "parquet" and output is None:
        raise UsageError("Parquet is not for the terminal: give --output FILE")
    try:
        _write(frame, form, output)
    except _UNWRITABLE as fault:
        reason = str(fault).partition("\n")[0]
        raise HearsayError(
            f"this result cannot be shown as {form} ({reason}): cast columns to text, as x::text"
        ) from None
    return 0


def _write(frame: pl.DataFrame, form: str, output: Path | None) -> None:
    if form != "parquet":
        _check_times(frame)
    if form == "table" and output is None:
        show.print_table(frame)
        return
    if form == "parquet":
        frame.write_parquet(output)  # type: ignore[arg-type]  # checked by the caller
        return
    text = _text(frame, form)
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, "utf-8")


def _check_times(frame: pl.DataFrame) -> None:
    """Raises OverflowError for what Polars would panic at, with pages of advice on standard error."""
    for column in frame.select(cs.date() | cs.datetime()):
        unit = "d" if column.dtype == pl.Date else column.dtype.time_unit  # type: ignore[attr-defined]  # a Datetime
        days = column.to_physical() // _A_DAY[unit]
        if not days.is_between(_FIRST_DAY, _LAST_DAY).all():
            raise OverflowError(f"{column.name} goes beyond the years 1 to 9999")


def _text(frame: pl.DataFrame, form: str) -> str:
    if form == "json":
        return frame.write_json() + "\n"
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    # CSV has no lists: they are written as JSON.
    flat = frame.with_columns(pl.struct(name).struct.json_encode().alias(name) for name in nested)
    return flat.write_csv()
