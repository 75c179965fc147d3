"""`hearsay feeds set`, `enable`, `disable` and `remove`."""

from pathlib import Path
from typing import Any

import click

from flows import show
from flows.cli import DONE
from flows.commands.options import data_option, publishes, settings_for
from flows.data_folder import prepare
from flows.errors import UsageError
from flows.feed_settings import NAMES, Row, change, set_status, subscribed, the_feed
from flows.language_names import language_called
from flows.session import utc_now
from flows.settings import Settings
from transforms.subscription_values import folder_path, minutes_of, publisher_domain


@click.command("set")
@click.argument("url")
@click.option("--min", "shortest", help="Poll no more often than every 10m, 6h or 1d.")
@click.option("--max", "longest", help="Poll at least every 10m, 6h or 1d.")
@click.option("--language", help="Language of entries and articles that state none (ISO 639-1 or its name).")
@click.option("--publisher", help="Domain of whose feed it is, such as example.org.")
@click.option("--folder", help="Where you keep it: World/Asia.")
@click.option("--clear", multiple=True, type=click.Choice(list(NAMES)), help="Set this no longer.")
@data_option
@publishes
def set_command(url: str, clear: tuple[str, ...], data: Path | None, **given: str | None) -> int:
    """Change settings of one feed: URL, or a part of it that fits no other feed.

    They stand above what the feed says of itself, from the next poll on; what is stored stays as it is.

    \b
    Example:
      hearsay feeds set https://example.org/feed.xml --min 10m --max 6h --language uk
      hearsay feeds set example.org --clear language
    """
    changes = {**_changes(given), **{NAMES[name]: None for name in clear}}
    if not changes:
        raise UsageError("nothing to set: give --min, --max, --language, --publisher, --folder or --clear")
    settings = _prepared(data)
    row = the_feed(subscribed(settings), url)
    click.echo(f"{row['url']}: set now: {show.printable(change(settings, row, changes))}")
    return DONE


@click.command("enable")
@click.argument("urls", nargs=-1, required=True)
@data_option
@publishes
def enable(urls: tuple[str, ...], data: Path | None) -> int:
    """Poll feeds again that were disabled, removed or retired; each URL may be a part that fits one feed.

    \b
    Example:
      hearsay feeds enable https://example.org/feed.xml
    """
    settings = _prepared(data)
    rows = _the_feeds(settings, urls, removed=True)
    idle = [row for row in rows if row["status"] not in ("active", "failing")]
    set_status(settings, idle, "active", f"enabled by hand on {_today()}")
    return _said(rows, idle, "enabled")


@click.command("disable")
@click.argument("urls", nargs=-1, required=True)
@click.option("--why", default="", help="Your reason, for the record.")
@data_option
@publishes
def disable(urls: tuple[str, ...], why: str, data: Path | None) -> int:
    """Poll feeds no longer, not even with `hearsay run --all`, until they are enabled.

    \b
    Example:
      hearsay feeds disable https://example.org/feed.xml --why "only sports"
    """
    settings = _prepared(data)
    rows = _the_feeds(settings, urls)
    set_status(settings, rows, "disabled", _reason("disabled", why))
    return _said(rows, rows, "disabled")


@click.command("remove")
@click.argument("urls", nargs=-1, required=True)
@click.option("--why", default="", help="Your reason, for the record.")
@data_option
@publishes
def remove(urls: tuple[str, ...], why: str, data: Path | None) -> int:
    """Unsubscribe from feeds: they are polled and listed no longer. What they brought stays in the warehouse.

    Importing a list that holds them does not bring them back; `hearsay feeds enable` or `add` does.

    \b
    Example:
      hearsay feeds remove https://example.org/feed.xml
    """
    settings = _prepared(data)
    rows = _the_feeds(settings, urls)
    set_status(settings, rows, "removed", _reason("removed", why))
    for row in rows:
        click.echo(f"removed: {row['url']} (its {row['entries']} entries and their articles stay)")
    return DONE


def _changes(given: dict[str, str | None]) -> dict[str, Any]:
    """The settings that were given, by column. Raises UsageError for values that are none."""
    changes: dict[str, Any] = {}
    for name, column in (("shortest", "min_minutes"), ("longest", "max_minutes")):
        if text := given[name]:
            changes[column] = _good(minutes_of(text), text, "no time from 1 minute to 30 days: 10m, 6h or 1d")
    if text := given["language"]:
        changes["language"] = language_called(text)
    if text := given["publisher"]:
        changes["publisher"] = _good(publisher_domain(text), text, "no domain such as example.org")
    if text := given["folder"]:
        changes["folder"] = _good(folder_path(text), text, "no folder such as World/Asia")
    return changes


def _good(value: object, text: str, problem: str) -> object:
    if value is None:
        raise UsageError(f"{text!r} is {problem}")
    return value


def _prepared(data: Path | None) -> Settings:
    settings = settings_for(data)
    prepare(settings)
    return settings


def _the_feeds(settings: Settings, urls: tuple[str, ...], *, removed: bool = False) -> list[Row]:
    """One row for each; none is changed if one cannot be told."""
    feeds = subscribed(settings, removed=removed)
    return list({row["feed_id"]: row for row in (the_feed(feeds, url) for url in urls)}.values())


def _reason(done: str, why: str) -> str:
    return f"{done} by hand on {_today()}{f': {show.printable(why)}' if why else ''}"


def _today() -> str:
    return f"{utc_now():%Y-%m-%d}"


def _said(rows: list[Row], changed: list[Row], done: str) -> int:
    for row in rows:
        became = done if row in changed else f"is {row['status']} already"
        click.echo(f"{became}: {row['url']}")
    return DONE
