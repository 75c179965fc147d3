"""`hearsay feeds`: subscriptions."""

import asyncio
import tempfile
from pathlib import Path

import click

from flows import show
from flows.archive import ArchiveWriter, read_record
from flows.cli import DONE, DONE_WITH_FAILURES, say
from flows.commands.options import data_option, json_option, settings_for
from flows.data_folder import prepare
from flows.errors import HearsayError
from flows.feed_steps import place_of
from flows.http import Fetcher, Request
from flows.settings import Settings
from flows.subscribe import feed_address, subscribe, subscribe_file
from transforms.feeds import NotAFeed, ParsedFeed, parse_feed
from warehouse.read import feed_list

_SHOWN = ["url", "title", "status", "status_reason", "next_check_at", "entries"]  # --json has all


@click.group("feeds")
def command() -> None:
    """Add, list and import subscriptions.

    \b
    Example:
      hearsay feeds add https://example.org/feed.xml
      hearsay feeds list
    """


@command.command("add")
@click.argument("urls", nargs=-1, required=True)
@click.option("--no-check", is_flag=True, help="Subscribe without looking at the feed first.")
@data_option
def add(urls: tuple[str, ...], data: Path | None, *, no_check: bool) -> int:
    """Subscribe to feeds, after a look at each.

    \b
    Example:
      hearsay feeds add https://example.org/feed.xml
    """
    settings = settings_for(data)
    addresses = [feed_address(url) for url in urls]
    prepare(settings)
    failed = 0
    for url in addresses:
        try:
            title = None if no_check else _look(settings, url).title
        except HearsayError as fault:
            failed += 1
            say(str(fault))
            continue
        new = subscribe(settings, [(url, title)])
        click.echo(
            f"{'added' if new else 'already there'}: {url}{f' ({show.printable(title)})' if title else ''}"
        )
    if failed == len(addresses):
        raise HearsayError("no feed was added")
    return DONE_WITH_FAILURES if failed else DONE


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
def import_file(file: Path, data: Path | None) -> int:
    """Subscribe to what an OPML file, or a list of addresses, names.

    \b
    Example:
      hearsay feeds import my-feeds.opml
    """
    settings = settings_for(data)
    prepare(settings)
    new, skipped = subscribe_file(settings, file)
    click.echo(f"{new} new feeds from {file}")
    show.print_skipped(skipped)
    return DONE_WITH_FAILURES if skipped else DONE


@command.command("list")
@data_option
@json_option
def list_feeds(data: Path | None, *, as_json: bool) -> int:
    """Show the subscriptions, and how each is doing.

    \b
    Example:
      hearsay feeds list
    """
    frame = feed_list(settings_for(data).warehouse)
    if as_json:
        show.write_json(frame.to_dicts())
    else:
        show.print_table(frame.select(_SHOWN))
    return DONE


def _look(settings: Settings, url: str) -> ParsedFeed:
    """Fetches and reads a feed once. Raises HearsayError where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder)
        row = asyncio.run(_fetch(settings, archive, url))
        if row["outcome"] != "ok":
            why = row["error"] or row["outcome"]
            raise HearsayError(f"{url}: {why}. Not added; `--no-check` adds it unseen")
        record = read_record(archive, place_of(row), settings.max_feed_bytes)
        try:
            return parse_feed(record.body, record.header("content-type"), str(row["final_url"]), "")
        except NotAFeed as fault:
            raise HearsayError(f"{url} is no feed: {fault}. Not added") from None


async def _fetch(settings: Settings, archive: Path, url: str) -> dict[str, object]:
    with ArchiveWriter(archive, "look") as writer:
        async with Fetcher(settings.http(), writer) as fetcher:
            return await fetcher.fetch(Request(url, "feed"))
