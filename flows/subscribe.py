"""Subscribing to feeds: from an address, an OPML file, a table, or a list of addresses."""

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.session import utc_now
from flows.settings import Settings
from transforms import schemas
from transforms.identity import key
from transforms.publishers import publisher_id, publishers_of
from transforms.subscription_csv import is_table, read_csv
from transforms.subscription_values import Subscription
from transforms.subscriptions import NotOpml, Subscriptions, read_list, read_opml
from transforms.urls import page_url
from warehouse.load import load
from warehouse.lookups import feed_list, subscribed_addresses

DISABLED_IN_LIST = "disabled in the list that it came from"


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What became of a list: numbers of feeds, and a line for each item that names none."""

    new: int
    known: int  # there already, left as they were
    removed: int  # there already, and left removed
    skipped: list[str]


def feed_id(url: str) -> str:
    """The key of a feed."""
    return key("feed", url)


def default_feeds() -> Subscriptions:
    """The feeds that come with Hearsay, for a first run."""
    return read_csv((files("flows") / "data" / "default_feeds.csv").read_bytes())


def subscribe_file(settings: Settings, file: Path) -> Subscribed:
    """Subscribes to what an OPML file, a table or a list of addresses names.

    Raises UsageError where the file is missing, unreadable or none of these.
    """
    found = _read(file)
    if not found.feeds:
        raise UsageError(f"{file} names no feeds{f': {found.skipped[0]}' if found.skipped else ''}")
    done = subscribe_all(settings, found.feeds)
    return replace(done, skipped=found.skipped)


def subscribe(settings: Settings, feeds: list[tuple[str, str | None]]) -> int:
    """Adds feeds by address and title; the number that were new. Those that are there stay as they are."""
    return subscribe_all(settings, [Subscription(url, title) for url, title in feeds]).new


def subscribe_all(settings: Settings, feeds: list[Subscription]) -> Subscribed:
    """Adds feeds with their settings. Those that are there stay as they are, and removed ones removed.

    A feed's own title, say, is better than a list's; what a user set or removed since is better, too. An
    address that one has moved from is that feed still.
    """
    stored = feed_list(settings.warehouse, timeout=settings.lock_timeout)
    feeds = list({feed.url: feed for feed in reversed(feeds)}.values())[::-1]  # each once, the first of it
    addresses = subscribed_addresses(settings.warehouse, timeout=settings.lock_timeout)
    held = list(
        addresses.reverse().select("url", "feed_id").iter_rows()
    )  # current addresses above former ones
    # A redirect may have led to an address that we would write otherwise.
    known = {page_url(url) or url: owner for url, owner in held} | dict(held)
    new = [feed for feed in feeds if feed.url not in known]
    gone = set(stored.filter(pl.col("status") == "removed")["feed_id"])
    removed = [feed for feed in feeds if known.get(feed.url) in gone]
    store_feeds(settings, [_feed_row(feed) for feed in new], [settings_row(feed) for feed in new])
    return Subscribed(len(new), len(feeds) - len(new) - len(removed), len(removed), [])


def store_feeds(
    settings: Settings, feeds: list[dict[str, object]], rows: list[dict[str, object] | None]
) -> None:
    """Loads rows of feeds (schemas.FEEDS, status, status_reason) and of settings (schemas.FEED_SETTINGS)."""
    frame = schemas.from_rows(
        feeds, pl.Schema({**schemas.FEEDS, "status": pl.String(), "status_reason": pl.String()})
    )
    named = pl.Series(
        [f"https://{row['publisher']}/" for row in rows if row and row["publisher"]], dtype=pl.String
    )
    batch = {
        "publishers": publishers_of(pl.concat([frame["url"], named])),
        "feeds": frame,
        "ops.feed_settings": schemas.from_rows([row for row in rows if row], schemas.FEED_SETTINGS),
    }
    load(settings.warehouse, batch, run_id="", now=utc_now(), timeout=settings.lock_timeout)


def publisher_of(url: str, named: str | None) -> str:
    """The key of a feed's publisher: the one that the user named, else that of its address."""
    return publisher_id(f"https://{named}/" if named else url)


def settings_row(feed: Subscription) -> dict[str, object] | None:
    """A row of settings; None where none are set."""
    names = [name for name in schemas.FEED_SETTINGS if name != "feed_id"]
    values = {name: getattr(feed, name) for name in names}
    return {"feed_id": feed_id(feed.url), **values} if any(values.values()) else None


def feed_address(text: str) -> str:
    """An address as given by a user, checked. Raises UsageError."""
    url = page_url(text if "://" in text else f"https://{text}")
    if url is None:
        raise UsageError(f"{text!r} is no web address: give one such as https://example.org/feed.xml")
    return url


def _feed_row(feed: Subscription) -> dict[str, object]:
    return {
        "feed_id": feed_id(feed.url),
        "url": feed.url,
        "publisher_id": publisher_of(feed.url, feed.publisher),
        "title": feed.title,
        "language": feed.declared_language,
        "status": "disabled" if feed.disabled else None,
        "status_reason": DISABLED_IN_LIST if feed.disabled else None,
    }


def _read(file: Path) -> Subscriptions:
    try:
        body = file.read_bytes()
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {fault.strerror}") from None
    try:
        if is_table(body):
            return read_csv(body)
        return read_opml(body) if b"<" in body[:1000] else read_list(body)
    except NotOpml as fault:
        raise UsageError(
            f"{file} is no list of feeds: {fault}. Give an OPML file, a table (CSV) with a column url, "
            "or one address a line"
        ) from None
