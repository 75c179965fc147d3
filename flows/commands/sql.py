"""`hearsay sql`: ad-hoc questions, read only."""

import sys
from pathlib import Path

import click
import polars as pl

from flows import show
from flows.commands.options import data_option, settings_for
from flows.errors import UsageError
from warehouse.read import query


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
@data_option
def command(statement: str, form: str, output: Path | None, data: Path | None) -> int:
    """Ask the warehouse one question in SQL; "-" reads it from standard input.

    \b
    Example:
      hearsay sql "select speaker, count(*) n from said group by all order by n desc limit 5"
      hearsay sql "from articles" --format csv --output articles.csv
    """
    text = sys.stdin.read() if statement == "-" else statement
    frame = query(settings_for(data).warehouse, text)
    if form == "parquet" and output is None:
        raise UsageError("Parquet is not for the terminal: give --output FILE")
    _write(frame, form, output)
    return 0


def _write(frame: pl.DataFrame, form: str, output: Path | None) -> None:
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


def _text(frame: pl.DataFrame, form: str) -> str:
    if form == "json":
        return frame.write_json() + "\n"
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    # CSV has no lists: they are written as JSON.
    flat = frame.with_columns(pl.struct(name).struct.json_encode().alias(name) for name in nested)
    return flat.write_csv()
