"""`hearsay demo`: the main job on a small sample web, served on this machine."""

import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from flows import show
from flows.commands.options import settings_for
from flows.data_folder import prepare
from flows.demo.web import SampleWeb
from flows.errors import UsageError
from flows.prefect_server import prefect_api
from flows.progress import for_console, shown_by
from flows.settings import Settings
from flows.subscribe import subscribe
from warehouse.query import query

if TYPE_CHECKING:
    from flows.ingest import Summary

_MARK = "made-by-hearsay-demo"
_SHOWN_ROWS = ("entries", "articles", "article_versions", "mentions", "claims", "ops.rejects")


@click.command("demo")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("hearsay-demo"),
    show_default=True,
    help="Folder for the demo's warehouse; made anew each time.",
)
def command(data: Path) -> int:
    """Run the whole line twice over a small sample web, and show who claims what.

    \b
    Example:
      hearsay demo
      hearsay sql --data hearsay-demo "select speaker, cue, claim from said limit 5"
    """
    with SampleWeb() as web:
        settings = settings_for(data, proxy=web.proxy, host_pause=0)
        _make_room(data)
        first, second = _two_visits(settings, web)
    show.print_line(f"Six newsrooms, {first.feeds.total()} feeds, two visits.\n")
    for name, title, frame in _tables(settings):
        show.print_table(frame, title)
        if name == "01_fetched":
            _print_growth(first, second)
    show.print_line(
        f'\nThe warehouse is {settings.warehouse}. Ask it: hearsay sql --data {data} "from said limit 5"'
    )
    return 0


def _two_visits(settings: Settings, web: SampleWeb) -> "tuple[Summary, Summary]":
    with shown_by(for_console(show.console(stderr=True))), prefect_api(settings.data):
        prepare(settings)
        subscribe(settings, [(feed.url, feed.title) for feed in web.feeds])
        first = _visit(settings)
        web.visit = 2
        return first, _visit(settings)


def _visit(settings: Settings) -> "Summary":
    from flows.ingest import ingest  # noqa: PLC0415  # Prefect reads its settings when it is imported

    summary: Summary = ingest(settings, everything=True)
    return summary


def _tables(settings: Settings) -> list[tuple[str, str, pl.DataFrame]]:
    """The demo's tables: name, title and rows."""
    folder = files("flows.demo") / "tables"
    found = []
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        sql = file.read_text("utf-8")
        title = sql.partition("\n")[0].removeprefix("-- ")
        found.append((file.name.removesuffix(".sql"), title, query(settings.warehouse, sql)))
    return found


def _print_growth(first: "Summary", second: "Summary") -> None:
    rows = [
        {"table": name, "first visit": first.rows[name], "second visit": second.rows[name]}
        for name in _SHOWN_ROWS
    ]
    show.print_table(pl.DataFrame(rows), "New rows: the second visit adds only what has changed")


def _make_room(data: Path) -> None:
    """Empties the demo's own folder; anything else is left alone. Raises UsageError."""
    if data.exists() and any(data.iterdir()):
        if not (data / _MARK).exists():
            raise UsageError(f"{data} is not a folder of the demo: give an empty or new one with --data")
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    (data / _MARK).touch()
