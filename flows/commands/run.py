"""`hearsay run`: one run over the feeds."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows import show
from flows.cli import DONE, DONE_WITH_FAILURES
from flows.commands.options import data_option, json_option, settings_for
from flows.data_folder import prepare
from flows.errors import HearsayError, UsageError
from flows.finders import identity_of
from flows.prefect_server import prefect_api
from flows.progress import Silent, for_console, shown_by
from flows.settings import Settings
from flows.subscribe import subscribe_file
from warehouse.lookups import feed_list

if TYPE_CHECKING:
    from flows.ingest import Summary


@click.command("run")
@click.option(
    "--feeds",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Subscribe to an OPML file, a table (CSV), or a list of addresses, first.",
)
@click.option(
    "--all", "everything", is_flag=True, help="All feeds and pages now, whatever their next time says."
)
@data_option
@json_option
def command(files: tuple[Path, ...], data: Path | None, *, everything: bool, as_json: bool) -> int:
    """Poll the feeds that are due, and take the articles they lead to.

    \b
    Example:
      hearsay run --feeds my-feeds.opml
      hearsay run --all
    """
    settings = settings_for(data)
    identity_of(settings.mentions)  # what cannot be loaded is said before anything is made
    prepare(settings)
    skipped = [line for file in files for line in subscribe_file(settings, file).skipped]
    show.print_skipped(skipped)
    if feed_list(settings.warehouse, timeout=settings.lock_timeout).is_empty():
        raise UsageError("no feeds yet: `hearsay feeds add URL`, or `hearsay run --feeds FILE.opml`")
    _ask_for_contact(settings)
    summary = ingest_once(settings, everything=everything, quiet=as_json)
    if as_json:
        show.write_json(
            {"feeds": dict(summary.feeds), "pages": dict(summary.pages), "rows": dict(summary.rows)}
        )
    else:
        print_summary(settings, summary)
    _require_some(summary)
    return DONE_WITH_FAILURES if summary.failed or skipped else DONE


def ingest_once(settings: Settings, *, everything: bool, quiet: bool) -> "Summary":
    """Runs the flow under Prefect, showing progress on standard error."""
    with shown_by(Silent() if quiet else for_console(show.console(stderr=True))), prefect_api(settings.data):
        from flows.ingest import ingest  # noqa: PLC0415  # Prefect reads its settings when it is imported

        summary: Summary = ingest(settings, everything)
    return summary


def _ask_for_contact(settings: Settings) -> None:
    """Says once, before the first run of a data folder, that publishers like to know whom to write to."""
    if settings.contact or (settings.data / "runs").exists():
        return
    with suppress(OSError):  # a log on a full disk costs this line, not the run
        show.console(stderr=True).print(
            "Publishers like to see whom to write to: HEARSAY_CONTACT=you@example.org adds it to the "
            "User-Agent. (This is said once.)",
            soft_wrap=True,
        )


def _require_some(summary: "Summary") -> None:
    """Raises HearsayError where nothing came of the run."""
    none = f"none of {summary.feeds.total()} feeds could be"
    if summary.unreachable:
        raise HearsayError(f"{none} reached ({_listed(summary.feeds)}): is the network up?")
    if summary.nothing_read:
        raise HearsayError(
            f"{none} read ({_listed(summary.feeds)}): `hearsay feeds list` says why; check their addresses"
        )


def print_summary(settings: Settings, summary: "Summary") -> None:
    """What the run did, in a few lines."""
    show.print_line(f"feeds     {_listed(summary.feeds)}")
    show.print_line(f"pages     {'left for later' if summary.unreachable else _listed(summary.pages)}")
    rows = summary.rows
    names = ("entries", "articles", "article_versions", "mentions", "claims")
    show.print_line("new rows  " + ", ".join(f"{rows[name]} {name}" for name in names))
    show.print_line(f"warehouse {settings.warehouse}")


def _listed(counts: "dict[str, int]") -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) or "none due"
