"""What a user decides about single feeds: settings, and whether they are polled at all."""

from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.settings import Settings
from flows.subscribe import publisher_of, store_feeds
from transforms.subscription_values import Subscription, turned_around
from transforms.urls import page_url
from warehouse.lookups import feed_list

Row = dict[str, Any]

NAMES = {
    "min": "min_minutes",
    "max": "max_minutes",
    "language": "language",
    "publisher": "publisher",
    "folder": "folder",
}
"""The settings by the names that the command line has for them."""
_SHOWN = 5  # feeds in a message


def subscribed(settings: Settings, *, removed: bool = False) -> pl.DataFrame:
    """The subscriptions, with those that were removed or without."""
    feeds = feed_list(settings.warehouse, timeout=settings.lock_timeout)
    return feeds if removed else feeds.filter(pl.col("status") != "removed")


def the_feed(feeds: pl.DataFrame, text: str) -> Row:
    """The row of the one feed with this address, now or before it moved, or with a part of it that fits no
    other; UsageError.
    """
    whole = [text, page_url(text) or text]
    exact = feeds.filter(pl.col("url").is_in(whole))
    if exact.is_empty():
        exact = feeds.filter(pl.col("earlier_urls").list.set_intersection(whole).list.len() > 0)
    found = exact if exact.height else feeds.filter(pl.col("url").str.contains(text, literal=True))
    if found.height == 1:
        return found.row(0, named=True)
    if found.is_empty():
        raise UsageError(f"no feed has {text!r} in its address: `hearsay feeds list` shows them")
    named = ", ".join(found["url"].head(_SHOWN))
    more = f" and {found.height - _SHOWN} more" if found.height > _SHOWN else ""
    raise UsageError(f"{text!r} fits {found.height} feeds, {named}{more}: give more of the address")


def as_subscription(row: Row) -> Subscription:
    """A row of feed_list as a list of feeds would hold it."""
    return Subscription(
        url=row["url"],
        title=row["title"],
        declared_language=row["language"],
        language=row["set_language"],
        publisher=row["set_publisher"],
        folder=row["folder"],
        min_minutes=row["min_minutes"],
        max_minutes=row["max_minutes"],
        disabled=row["status"] == "disabled",
    )


def change(settings: Settings, row: Row, changes: Row) -> str:
    """Changes some settings of a feed (by column; None: no longer set); what is set then, in one line.

    Raises UsageError where the shortest time between polls would be more than the longest.
    """
    held = as_subscription(row)
    after = {name: changes.get(name, getattr(held, name)) for name in NAMES.values()}
    if turned_around(after["min_minutes"], after["max_minutes"]):
        raise UsageError(
            f"--min {after['min_minutes']}m would be more than --max {after['max_minutes']}m: change both"
        )
    feed = {"feed_id": row["feed_id"], "publisher_id": publisher_of(row["url"], after["publisher"])}
    store_feeds(settings, [{**feed, "url": row["url"]}], [{"feed_id": row["feed_id"], **after}])
    return in_words(after) or "nothing"


def set_status(settings: Settings, rows: list[Row], status: str, reason: str) -> None:
    """Sets the status of feeds and why; nothing else of them changes."""
    named = [{"feed_id": row["feed_id"], "url": row["url"]} for row in rows]
    store_feeds(settings, [{**feed, "status": status, "status_reason": reason} for feed in named], [])


def in_words(values: Row) -> str:
    """Settings in one line, those that are set; "" where none are."""
    parts = [
        f"min {minutes_in_words(values['min_minutes'])}" if values["min_minutes"] else "",
        f"max {minutes_in_words(values['max_minutes'])}" if values["max_minutes"] else "",
        *(f"{name} {values[name]}" for name in ("language", "publisher", "folder") if values[name]),
    ]
    return ", ".join(part for part in parts if part)


def minutes_in_words(minutes: int) -> str:
    """Minutes in the largest unit that divides them."""
    for size, unit in ((1440, "d"), (60, "h")):
        if minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"
