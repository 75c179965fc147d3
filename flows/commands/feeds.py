"""`hearsay feeds`: subscriptions."""

from pathlib import Path

import click
import polars as pl

from flows import show
from flows.cli import DONE, DONE_WITH_FAILURES, say
from flows.commands.feed_looks import check, discover_command
from flows.commands.feed_settings import disable, enable, remove, set_command
from flows.commands.options import data_option, json_option, publishes, settings_for
from flows.data_folder import prepare
from flows.errors import HearsayError, UsageError
from flows.feed_settings import Row, as_subscription, in_words, set_status, subscribed, the_feed
from flows.looks import Look, look_at_all
from flows.settings import Settings
from flows.subscribe import (
    Subscribed,
    default_feeds,
    feed_address,
    subscribe_all,
    subscribe_file,
)
from transforms.subscription_csv import write_csv
from transforms.subscription_opml import write_opml
from transforms.subscription_values import Subscription

_SHOWN = ["url", "title", "status", "status_reason", "next_check_at", "entries"]  # --json has all


@click.group("feeds")
def command() -> None:
    """Subscriptions: add, import and export, find and check, set and remove.

    \b
    Example:
      hearsay feeds add https://example.org/feed.xml
      hearsay feeds list
    """


for _part in (set_command, enable, disable, remove, check, discover_command):
    command.add_command(_part)


@command.command("add")
@click.argument("urls", nargs=-1, required=True)
@click.option("--no-check", is_flag=True, help="Subscribe without looking at the feed first.")
@data_option
@publishes
def add(urls: tuple[str, ...], data: Path | None, *, no_check: bool) -> int:
    """Subscribe to feeds, after a look at each.

    \b
    Example:
      hearsay feeds add https://example.org/feed.xml
    """
    settings = settings_for(data)
    addresses = [feed_address(url) for url in urls]
    prepare(settings)
    looks = {} if no_check else {look.url: look for look in look_at_all(settings, addresses)}
    failed = sum(not _add(settings, url, looks.get(url)) for url in addresses)
    if failed == len(addresses):
        raise HearsayError("no feed was added")
    return DONE_WITH_FAILURES if failed else DONE


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--default", "default", is_flag=True, help="The list of public news feeds that comes with Hearsay."
)
@data_option
@publishes
def import_file(file: Path | None, data: Path | None, *, default: bool) -> int:
    """Subscribe to what an OPML file, a table (CSV), or a list of addresses names.

    A table needs a head with the column url; title, publisher, language, folder, min_minutes, max_minutes and
    disabled may follow. Feeds that are there already stay as they are.

    \b
    Example:
      hearsay feeds import my-feeds.opml
      hearsay feeds import my-feeds.csv
      hearsay feeds import --default
    """
    if default == (file is not None):
        raise UsageError("give a file, or --default for the list that comes with Hearsay")
    settings = settings_for(data)
    prepare(settings)
    done = subscribe_file(settings, file) if file else subscribe_all(settings, default_feeds().feeds)
    show.print_line(f"{done.new} new feeds from {show.printable(file or 'the default list')}{_besides(done)}")
    if default:
        show.print_line(
            "these are public feeds as known when this version was made, not tried from here: they need the "
            "internet; `hearsay feeds check` looks at each"
        )
    show.print_skipped(done.skipped)
    return DONE_WITH_FAILURES if done.skipped else DONE


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option("--format", "form", type=click.Choice(["opml", "csv"]), help="By the file's name; else OPML.")
@data_option
def export(file: Path, form: str | None, data: Path | None) -> int:
    """Write the subscriptions with their settings to FILE, or to standard output.

    `hearsay feeds import` reads either form back. Removed feeds are left out.

    \b
    Example:
      hearsay feeds export my-feeds.opml
      hearsay feeds export --format csv
    """
    feeds = [as_subscription(row) for row in subscribed(settings_for(data)).iter_rows(named=True)]
    is_table = (form or file.suffix.removeprefix(".").lower()) == "csv"
    body = write_csv(feeds).encode() if is_table else write_opml(feeds, "Hearsay's feeds")
    if str(file) == "-":
        click.echo(body, nl=False)
    else:
        file.write_bytes(body)
        show.print_line(f"{len(feeds)} feeds written to {show.printable(file)}")
    return DONE


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that were removed, too.")
@data_option
@json_option
def list_feeds(data: Path | None, *, everything: bool, as_json: bool) -> int:
    """Show the subscriptions, how each is doing, and what you set for it.

    \b
    Example:
      hearsay feeds list
    """
    frame = subscribed(settings_for(data), removed=everything)
    if as_json:
        show.write_json(frame.to_dicts())
        return DONE
    settings = pl.Series("settings", [_settings_of(row) for row in frame.iter_rows(named=True)], pl.String)
    shown = frame.select(_SHOWN)
    show.print_table(shown.with_columns(settings) if settings.str.len_chars().sum() else shown)
    return DONE


def _add(settings: Settings, url: str, look: Look | None) -> bool:
    """Subscribes to one feed, unless the look at it found none; whether it did."""
    if look and look.kind is None:
        say(
            f"{url}: {look.problem}. Not added; `--no-check` adds it unseen, `hearsay feeds discover` looks "
            "for others"
        )
        return False
    feed = Subscription(url, look.title, declared_language=look.language) if look else Subscription(url)
    done = subscribe_all(settings, [feed])
    if done.removed:  # asked for by name: that is a newer word than the removal
        stored = the_feed(subscribed(settings, removed=True), url)
        set_status(settings, [stored], "active", "added again by hand")
    title = f" ({show.printable(feed.title)})" if feed.title else ""
    click.echo(f"{'already there' if done.known else 'added'}: {url}{title}")
    return True


def _besides(done: Subscribed) -> str:
    """What else became of a list."""
    parts = [
        f"{done.known} already there" if done.known else "",
        f"{done.removed} that you removed (`hearsay feeds enable` brings one back)" if done.removed else "",
        f"{len(done.skipped)} skipped" if done.skipped else "",
    ]
    return "".join(f"; {part}" for part in parts if part)


def _settings_of(row: Row) -> str:
    held = as_subscription(row)
    return in_words({name: getattr(held, name) for name in Subscription.__slots__})
