"""The steps from polled feeds to how each fares: moves, ends, lies, and what may have been missed."""

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from flows.fetch_rows import one_line
from flows.session import Session
from transforms import schemas
from transforms.article import Refused
from transforms.feed_lives import Life, Poll, after_poll, retired
from transforms.feeds import ParsedFeed
from transforms.identity import key
from transforms.sightings import gap_row, gap_suspected, newest_first, news
from transforms.urls import page_url
from warehouse.lookups import feed_lives, subscribed_addresses

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Followed:
    """How the feeds of a batch fare after their polls."""

    lives: pl.DataFrame
    moves: pl.DataFrame
    gaps: pl.DataFrame


def follow(session: Session, supply: pl.DataFrame, parsed: dict[str, ParsedFeed | Refused]) -> Followed:
    """What a batch of polls tells of its feeds; parsed: what the new bodies were, by feed_id."""
    known = _known(session, supply)
    addresses = _Addresses(session)
    lives, moves, gaps = [], [], []
    for row in supply.iter_rows(named=True):
        before = _as_polled(known[row["feed_id"]], row)
        result = parsed.get(row["feed_id"])
        after = addresses.settle(before, after_poll(before, _poll(row, before, result)))
        lives.append(_life_row(before, after))
        if after.url != before.url:
            moves.append(_move(before, after, row["fetch_id"]))
        if after is not before and isinstance(result, ParsedFeed):
            gaps += _gaps(before, newest_first(result.entries), row)
    return Followed(
        lives=schemas.from_rows(lives, schemas.FEED_LIVES),
        moves=schemas.from_rows(moves, schemas.FEED_MOVES),
        gaps=schemas.from_rows(gaps, schemas.GAPS),
    )


class _Addresses:
    """Which feed has which address: asked for only when one moves, which is rare."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._owners: dict[str, str] = {}
        self._polled: set[str] = set()

    def settle(self, before: Life, after: Life) -> Life:
        """The life after a poll; of a feed that moves to where another one is, the end.

        Where the other one is not polled (retired, disabled, removed) the feed is asked on where it was, or
        nobody would read it any more.
        """
        if after.url == before.url or after.retired_at:
            return after
        owners = self._owners or self._all()
        owner = owners.get(after.url) or owners.get(page_url(after.url) or "")
        if owner in (None, after.feed_id):
            owners[after.url] = after.feed_id
            return after
        if owner not in self._polled:
            return replace(after, url=before.url)
        reason = f"has moved to {one_line(after.url)}, which is subscribed to already"
        return replace(retired(before, reason, after.polled_at), polled_at=after.polled_at)

    def _all(self) -> dict[str, str]:
        settings = self._session.settings
        found = subscribed_addresses(settings.warehouse, timeout=settings.lock_timeout)
        current = found.filter("is_current")
        self._owners = dict(current.select("url", "feed_id").iter_rows())
        self._polled = set(current.filter("is_polled")["feed_id"])
        return self._owners


def _known(session: Session, supply: pl.DataFrame) -> dict[str, Life]:
    settings = session.settings
    new = {row["feed_id"]: Life(row["feed_id"], row["feed_url"]) for row in supply.iter_rows(named=True)}
    stored = feed_lives(settings.warehouse, new, timeout=settings.lock_timeout)
    return new | {
        row["feed_id"]: Life(**row | {"last_keys": row["last_keys"] or ()})
        for row in stored.iter_rows(named=True)
    }


def _as_polled(life: Life, row: Row) -> Life:
    """The life with the address of a new poll: a user may have changed it."""
    new = life.polled_at is None or row["fetched_at"] > life.polled_at
    return replace(life, url=row["feed_url"]) if new else life


def _poll(row: Row, life: Life, result: ParsedFeed | Refused | None) -> Poll:
    entries = result.entries if isinstance(result, ParsedFeed) else None
    refused = isinstance(result, Refused)
    return Poll(
        at=row["fetched_at"],
        outcome="parse_error" if refused else row["outcome"],
        status=row["status"],
        asked_whole=row["asked_whole"],
        redirects=[hop["status"] for hop in row["redirects"] or []],
        final_url=row["final_url"],
        validators=((row["old_etag"], row["old_last_modified"]), (row["etag"], row["last_modified"])),
        same_body=row["outcome"] == "ok" and row["body_hash"] == row["old_body_hash"],
        keys=None if entries is None else newest_first(entries),
        news=[] if entries is None else news(list(life.last_keys), entries),
    )


def _life_row(before: Life, after: Life) -> Row:
    """A row of ops.feed_lives; keys that are as they were are left out, which keeps them."""
    row = {name: getattr(after, name) for name in schemas.FEED_LIVES}
    return row if after.last_keys is not before.last_keys else row | {"last_keys": None}


def _move(before: Life, after: Life, fetch_id: str) -> Row:
    return {
        "move_id": key("move", before.feed_id, fetch_id),
        "feed_id": before.feed_id,
        "old_url": before.url,
        "new_url": after.url,
        "moved_at": after.polled_at,
        "fetch_id": fetch_id,
    }


def _gaps(before: Life, keys: list[str], row: Row) -> list[Row]:
    """A feed that lost all its entries is told of otherwise: there is nothing between them and others."""
    last = list(before.last_keys)
    if not (keys and before.seen_at and gap_suspected(last, keys)):
        return []
    since, until = before.seen_at, row["fetched_at"]
    return [gap_row(before.feed_id, row["feed_url"], since, until, last, keys, row["fetch_id"])]
