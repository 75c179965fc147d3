"""`hearsay serve`: the schedule."""

from pathlib import Path

import click

from flows.cli import DONE
from flows.commands.options import data_option, publishes, settings_for
from flows.data_folder import prepare
from flows.finders import identity_of
from flows.serve import serve
from flows.serve_run import say
from warehouse.lookups import feed_list


@click.command("serve")
@click.option(
    "--every",
    "minutes",
    type=click.FloatRange(min=0.01, max=24 * 60),
    default=5.0,
    show_default=True,
    help="Minutes between two looks at what is due.",
)
@data_option
@publishes
def command(data: Path | None, minutes: float) -> int:
    """Poll feeds as they fall due, day and night, until stopped.

    Keeps a Prefect server on this machine, whose address it prints, unless PREFECT_API_URL names one. Feeds
    and pages are taken when their own next time has come; maintenance runs once a day.

    \b
    Example:
      hearsay serve
      hearsay serve --every 15 --data /srv/hearsay
    """
    settings = settings_for(data)
    identity_of(settings.mentions)  # what cannot be loaded is said before anything is made
    prepare(settings)
    if feed_list(settings.warehouse, timeout=settings.lock_timeout).is_empty():
        say("no feeds yet: `hearsay feeds add URL`; they are taken from the next run on")
    serve(settings, minutes, say)
    say("stopped")
    return DONE
