"""`hearsay backfill`: what a source of the past has of a window."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows import show
from flows.cli import DONE, DONE_WITH_FAILURES
from flows.commands.options import data_option, json_option, settings_for
from flows.data_folder import prepare
from flows.finders import identity_of
from flows.past import shown
from flows.past.asked import Asked
from flows.past.counting import look
from flows.past.sources import NAMES
from flows.prefect_server import prefect_api
from flows.progress import Silent, for_console, shown_by
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.backfill import Filled

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("backfill")
@click.option("--since", type=_DAY, help="First day (UTC).")
@click.option("--until", type=_DAY, help="First day that is not wanted any more (UTC).")
@click.option("--from", "source", type=click.Choice(NAMES), help="Where the past comes from.")
@click.option("--gaps", is_flag=True, help="The gaps that `hearsay gaps` lists, each from what has it.")
@click.option("--place", "places", multiple=True, help="File, folder or base address that the source reads.")
@click.option("--feed", help="Only this feed: its address or title, or words of it.")
@click.option("--publisher", help="Only this publisher: its domain or name.")
@click.option("--language", help="Only articles in this language (ISO 639-1).")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many pages.")
@click.option("--rate", type=float, help="Requests a second to a host.  [default: by HEARSAY_HOST_PAUSE]")
@click.option("--again", is_flag=True, help="Also what is done already; without it, a backfill goes on.")
@click.option("--dask", default="", help="Dask scheduler whose workers read the pages: tcp://HOST:PORT.")
@click.option("--no-live", is_flag=True, help="Do not ask publishers for what a web archive does not have.")
@click.option("--dry-run", is_flag=True, help="Only count what there is, and what it would take.")
@data_option
@json_option
def command(  # noqa: PLR0913  # what can be asked of a backfill
    *,
    since: datetime | None,
    until: datetime | None,
    source: str | None,
    gaps: bool,
    places: tuple[str, ...],
    feed: str | None,
    publisher: str | None,
    language: str | None,
    limit: int | None,
    rate: float | None,
    again: bool,
    dask: str,
    no_live: bool,
    dry_run: bool,
    data: Path | None,
    as_json: bool,
) -> int:
    """Fill the days from --since to before --until with what a source of the past has.

    What is done stays done: an interrupted or repeated backfill goes on where it was.

    With --gaps the days are those in which entries of a feed were probably missed (of all feeds and times, or
    of --feed, --publisher, --since and --until). Each is looked for in the sources in turn, the feed's own
    pages first, until one has something new; --from names one source. What was looked for and not found is
    not looked for again without --again.

    \b
    Example:
      hearsay backfill --since 2025-01-01 --until 2025-02-01 --from urls --place addresses.txt
      hearsay backfill --since 2025-01-01 --until 2025-02-01 --from wayback --dry-run
      hearsay backfill --since 2025-01-01 --until 2025-02-01 --from sitemap --publisher news.example
      hearsay backfill --gaps
    """
    settings = settings_for(data)
    identity_of(settings.mentions)  # what cannot be loaded is said before anything is made
    prepare(settings)
    first, end = (moment.date() if moment else None for moment in (since, until))
    asked = Asked(
        first,
        end,
        source,
        list(places),
        feed,
        publisher,
        language,
        limit,
        rate,
        again,
        dask,
        not no_live,
        gaps,
    )
    asked.checked(settings)
    if dry_run:
        return _count(settings, asked, as_json=as_json)
    filled = fill(settings, asked, quiet=as_json)
    if as_json:
        show.write_json(shown.as_json(settings, filled))
    else:
        shown.print_filled(settings, filled)
    return DONE_WITH_FAILURES if filled.failed else DONE


def fill(settings: Settings, asked: Asked, *, quiet: bool) -> "Filled":
    """Runs the flow under Prefect, showing progress on standard error."""
    with shown_by(Silent() if quiet else for_console(show.console(stderr=True))), prefect_api(settings.data):
        from flows.backfill import backfill  # noqa: PLC0415  # Prefect reads its settings when it is imported

        filled: Filled = backfill(**asked.parameters, settings=settings)
    return filled


def _count(settings: Settings, asked: Asked, *, as_json: bool) -> int:
    """What there is, by publisher and day, and what reading it would take."""
    with shown_by(Silent() if as_json else for_console(show.console(stderr=True))):
        counted, problems = look(settings, asked)
    if as_json:
        show.write_json({"partitions": shown.named(settings, counted).to_dicts(), "problems": problems})
    else:
        shown.print_counted(settings, asked, counted, problems)
    return DONE_WITH_FAILURES if problems else DONE
