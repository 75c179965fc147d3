"""`hearsay export`: tables as Parquet, CSV or JSON Lines."""

import sys
import time
from datetime import datetime
from pathlib import Path

import click

from flows import show
from flows.commands.options import data_option, json_option, settings_for
from flows.errors import UsageError
from flows.export import Exported, Wanted, check_tables, export_table
from warehouse.export import TABLES
from warehouse.frames import file_in

_DAY = click.DateTime(["%Y-%m-%d"])
_SECONDS_BETWEEN_LINES = 10.0


@click.command("export")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the files; made if need be.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "jsonl"]),
    default="parquet",
    show_default=True,
    help="Parquet in a folder for each day; CSV or JSON Lines in a file for each table.",
)
@click.option(
    "--tables", default=",".join(TABLES), help=f"Tables and views, by comma.  [default: {', '.join(TABLES)}]"
)
@click.option("--since", type=_DAY, help="Only rows of this day (UTC) and later ones.")
@click.option("--until", type=_DAY, help="Only rows of earlier days than this one.")
@click.option("--exact", is_flag=True, help="CSV with every cell as stored, not made safe for spreadsheets.")
@data_option
@json_option
def command(  # noqa: PLR0913  # one for each option
    output: Path,
    form: str,
    tables: str,
    since: datetime | None,
    until: datetime | None,
    data: Path | None,
    *,
    exact: bool,
    as_json: bool,
) -> int:
    """Write tables to files, for a range of days.

    An article is of the day it was published, or of the day it was seen first where that is not known; what
    belongs to an article has its day. Tables whose rows are of no day, such as publishers, are written whole.
    Parquet goes to OUTPUT/said/day=2026-01-31/said.parquet, the rest to OUTPUT/said.csv.

    The same command again replaces the files of its days; other days, and other files, stay.

    CSV is made for spreadsheets: it begins with a byte order mark, and a text that begins with = + - or @, or
    a tab or line end, gets an apostrophe before it, since a spreadsheet would run it as a formula. --exact
    leaves both out. Lists are JSON.

    \b
    Example:
      hearsay export --output news --since 2026-01-01 --until 2026-02-01
      hearsay export --output for-excel --format csv --tables said,articles
    """
    first, end = (moment.date() if moment else None for moment in (since, until))
    if first and end and first >= end:
        raise UsageError("--until is the first day that is left out: it must be later than --since")
    wanted = Wanted(file_in(settings_for(data).data), output, form, first, end, exact)
    names = list(dict.fromkeys(name.strip() for name in tables.split(",") if name.strip()))
    check_tables(wanted, names)
    with _Shown() as shown:
        done = [export_table(wanted, name, shown.report) for name in names]
    _summarise(done, as_json=as_json)
    return 0


def _summarise(done: list[Exported], *, as_json: bool) -> None:
    rows = [
        {"table": item.table, "rows": item.rows, "files": item.files, "path": str(item.path)} for item in done
    ]
    if as_json:
        show.write_json(rows)
        return
    for item in done:
        files = "1 file" if item.files == 1 else f"{item.files:,} files"
        show.print_line(f"{item.table:<24}{item.rows:>12,} rows in {files}: {item.path}")


class _Shown:
    """How far an export is, on standard error: one line that changes on a terminal, else one now and then."""

    def __enter__(self) -> "_Shown":
        self._status = show.console(stderr=True).status("reading")
        self._live, self._last = sys.stderr.isatty(), time.monotonic()
        if self._live:
            self._status.start()
        return self

    def report(self, table: str, done: int, total: int) -> None:
        line = f"{table}: {done:,} of {total:,} rows"
        if self._live:
            self._status.update(line)
        elif time.monotonic() - self._last > _SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            click.echo(line, err=True)

    def __exit__(self, *_: object) -> None:
        self._status.stop()
