"""The simulated feeds through real HTTP, the real line and a real warehouse; only the clock is virtual.

    SimulatedFeed --Web, as a proxy--> Session --feeds_line--> DuckDB --measured--> Tally

Each feed has a host of its own, which the web, a proxy on loopback, answers for. Feeds are read in this
process and not in others; all else is as `hearsay run` does it every five minutes. Pages are not fetched.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from unittest.mock import patch

import numpy as np

from flows.data_folder import prepare
from flows.line import feeds_line
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.line import Here, due_supplies
from tests.simulated_feeds import DAY, RETRY_AFTER, START, TICK, SimulatedFeed
from tests.simulated_tally import Tally
from tests.web import Received, Reply, Web, ok, redirect, reset, status
from warehouse.query import query
from warehouse.tables import TABLES


class Clock:
    """The time that everybody goes by."""

    def __init__(self) -> None:
        self.minutes = 0.0

    def now(self) -> datetime:
        return START + timedelta(minutes=self.minutes)


def polled_over_http(simulated: list[SimulatedFeed], days: float) -> Tally:
    """What came of polling some feeds (with_its_host) for so many days, told from the warehouse."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, Web() as web, patch("flows.session.Workers", Here):
        settings = Settings(data=Path(folder) / "data", proxy=web.url(""), host_pause=0)
        prepare(settings)
        for feed in simulated:
            for url in (feed.url, _moved(feed)):
                web.put(url, _answers(feed, clock, url))
        subscribe(settings, [(feed.url, None) for feed in simulated])
        with Session(settings, now=clock.now) as session:
            while clock.minutes < days * DAY:
                for supply in due_supplies(session):
                    feeds_line(session, supply)
                clock.minutes += TICK
        return _measured(settings.warehouse, simulated)


def with_its_host(feed: SimulatedFeed) -> SimulatedFeed:
    """The same feed, whose host can always be found: a proxy does not ask for names as we do."""
    outages = [
        replace(outage, kind="http_error" if outage.kind == "dns_error" else outage.kind)
        for outage in feed.outages
    ]
    return replace(feed, outages=outages)


def _moved(feed: SimulatedFeed) -> str:
    return feed.url.replace("rss.xml", "new.xml")


def _answers(feed: SimulatedFeed, clock: Clock, url: str) -> Callable[[Received], Reply]:
    """What the feed answers at an address by the time of the clock."""

    def answer(_: Received) -> Reply:
        now = clock.minutes
        outage = feed.outage(now)
        if outage:
            asked = {"retry_after": f"{RETRY_AFTER * 60:.0f}"} if outage.kind == "retry_after" else {}
            return reset() if outage.kind == "timeout" else status(503, **asked)
        if feed.moved_at is not None and now >= feed.moved_at and url == feed.url:
            return redirect(301, _moved(feed))
        newest = feed.published(now)
        etag = "always the same" if feed.lies else str(newest)
        return ok(_rss(feed, newest), "application/rss+xml", etag=f'"{etag}"')

    return answer


def _rss(feed: SimulatedFeed, newest: int) -> bytes:
    entries = zip(feed.keys, feed.dates, strict=True)
    items = "".join(_item(feed, key, date) for key, date in feed.body(list(entries), newest))
    return f'<rss version="2.0"><channel><title>{feed.number}</title>{items}</channel></rss>'.encode()


def _item(feed: SimulatedFeed, key: str, date: datetime | None) -> str:
    day = f"<pubDate>{format_datetime(date)}</pubDate>" if date else ""
    return f'<item><title>Entry {key}</title><guid isPermaLink="false">{key}</guid>{day}</item>'


_REQUESTS = "select count(*) as polls, sum(len(redirects)) as hops from ops.fetches where kind = 'feed'"
_NEWS = "select count(distinct fetch_id) as polls from entries"
_SIGHTINGS = """
    select feeds.url, guid, epoch(first_seen_at) as seen
    from entries join feeds using (feed_id)
    where guid <> 'pinned'
"""
_GAPS = (
    "select feeds.url, epoch(since) as since, epoch(until) as until from ops.gaps join feeds using (feed_id)"
)


def _measured(warehouse: Path, simulated: list[SimulatedFeed]) -> Tally:
    ((polls, hops),) = query(warehouse, _REQUESTS).rows()
    tally = Tally(requests=polls + int(hops), nothing_new=polls - query(warehouse, _NEWS)["polls"].item())
    seen: dict[str, dict[int, float]] = {feed.url: {} for feed in simulated}
    for url, guid, at in query(warehouse, _SIGHTINGS).rows():
        seen[_first(url)][int(guid)] = (at - START.timestamp()) / 60
    gaps = _gaps(warehouse)
    tally.gaps = len(gaps)
    for feed in simulated:
        own = [(since, until) for url, since, until in gaps if _first(url) == feed.url]
        _add(tally, feed, seen[feed.url], own)
    return tally


def _first(url: str) -> str:
    """The address that a feed had at first, whether or not its move has been followed."""
    return url.replace("new.xml", "rss.xml")


def _gaps(warehouse: Path) -> list[tuple[str, float, float]]:
    """The suspected gaps: the feed's address, since and until when."""
    if "ops.gaps" not in TABLES:
        return []
    rows = query(warehouse, _GAPS).rows()
    start = START.timestamp()
    return [(url, (since - start) / 60, (until - start) / 60) for url, since, until in rows]


def _add(tally: Tally, feed: SimulatedFeed, seen: dict[int, float], gaps: list[tuple[float, float]]) -> None:
    """What became of each entry that was published after the start."""
    published = [(number, time) for number, time in enumerate(feed.times) if time >= 0]
    last = max(seen, default=-1)
    tally.published += len(published)
    tally.delays.append(np.array([seen[number] - time for number, time in published if number in seen]))
    missed = [time for number, time in published if number < last and number not in seen]
    tally.missed += len(missed)
    tally.missed_with_gap += sum(any(since <= time <= until for since, until in gaps) for time in missed)
