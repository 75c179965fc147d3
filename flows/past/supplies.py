"""What stands beside the fetches of a backfill, so that the line can take them like a run's.

found (schemas.FOUND) --> asked: what flows.line.pages_line wants to know of each page
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from flows.http import Request
from flows.session import Session
from transforms import schemas
from transforms.identity import key
from transforms.past import Window
from transforms.schedule import POSTPONED

_PAGES_AT_ONCE = 200
_LONGEST_WAIT = timedelta(minutes=30)  # for a host that asks to be left alone
_ROUNDS = 20  # of waiting for it
_SHORT = timedelta(seconds=1)
_TRIES = 3  # of a request that was itself answered so
_POSTPONED = pl.col("outcome") == POSTPONED  # not sent, as the host is closed
_BUSY = (  # the answer that closed it
    (pl.col("status") == 429) | ((pl.col("status") == 503) & pl.col("retry_after").is_not_null())
).fill_null(value=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a backfill is asked for.

    feeds: the subscriptions that it is about (warehouse.lookups.feeds_by_name), all where none was named.
    domains: of the publishers that it is about; empty: all. language: ISO 639-1. dry_run: it is only counted
    what there is, and nothing stored.
    """

    window: Window
    feeds: pl.DataFrame
    domains: frozenset[str] = field(default_factory=frozenset)
    language: str | None = None
    dry_run: bool = False
    live: bool = True  # what a web archive does not have is asked of its publisher
    names_feeds: bool = False  # whether feeds were named, and are not simply all

    @property
    def sites(self) -> frozenset[str]:
        """The domains of what was named, feeds or publishers, for a source of captures; empty: all."""
        return frozenset(self.feeds["domain"].drop_nulls()) if self.names_feeds else self.domains

    def of(self, found: pl.DataFrame) -> pl.DataFrame:
        """The pages found (schemas.FOUND) of these publishers, and of this language where it is told."""
        mine = pl.lit(value=True)
        if self.domains:
            mine = pl.col("publisher_id").is_in([key("publisher", domain) for domain in sorted(self.domains)])
        if self.language:
            mine &= (pl.col("language") == self.language).fill_null(value=True)
        return found.filter(mine)


def beside(found: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """What pages_line wants to know of each page found (schemas.FOUND), in their order."""
    none: dict[str, Any] = {
        "article_id": pl.String,
        "counted_from": schemas.TIME,
        "gone_at": schemas.TIME,
        "old_etag": pl.String,
        "old_last_modified": pl.String,
    }
    window = wanted.window
    return found.select(
        "page_id",
        "entry_id",
        "publisher_id",
        "day",
        "day_from",
        attempts=pl.lit(0, pl.Int16),
        visits=pl.lit(0, pl.Int16),
        failed_visits=pl.lit(0, pl.Int16),
        entry_published_at=pl.col("published_at"),
        feed_language=pl.col("language"),
        window_since=pl.lit(window.since),
        window_until=pl.lit(window.until),
        only_language=pl.lit(wanted.language, pl.String),
        **{name: pl.lit(None, kind) for name, kind in none.items()},
    )


def fetched_now(session: Session, found: pl.DataFrame, wanted: Wanted, via: str) -> Iterator[pl.DataFrame]:
    """Supplies of pages that are asked for live."""
    requests = [Request(url, "page", via=via) for url in found["url"]]
    return patiently(session, requests, beside(found, wanted))


def patiently(
    session: Session, requests: Sequence[Request], asked: pl.DataFrame, size: int = _PAGES_AT_ONCE
) -> Iterator[pl.DataFrame]:
    """The answers to requests, each of another address, beside the rows that ask (schemas.FETCHES first).

    Waits for a host that asks to be left alone, for as long as it says (30 minutes at most at a time).
    """
    late: list[pl.DataFrame] = []
    for tries in range(1, _ROUNDS + 1):
        late = []
        for supply in session.fetch(requests, asked, size):
            waits = supply.select(_POSTPONED | (_BUSY if tries < _TRIES else False)).to_series()
            late.append(supply.filter(waits))
            if not waits.all():
                yield supply.filter(~waits)
        waiting = set(pl.concat(late)["url"]) if late else set()
        if not waiting:
            return
        wait_for_host(session, pl.concat(late)["retry_after"].min())  # type: ignore[arg-type]  # polars' min() is wide
        asked = asked.filter(pl.Series([request.url in waiting for request in requests], dtype=pl.Boolean))
        requests = [request for request in requests if request.url in waiting]
    yield pl.concat(late)  # given up for now: the partition stays open


def wait_for_host(session: Session, until: datetime | None) -> None:
    """Waits until a host that asked to be left alone may be asked again, 30 minutes at most."""
    pause = min((until or session.now()) - session.now(), _LONGEST_WAIT)
    session.pause(max(pause, _SHORT).total_seconds())
