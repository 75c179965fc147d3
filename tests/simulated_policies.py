"""How others decide when to poll a feed next, as the issue tells their rules; and ours, as it runs.

A policy is made anew for each feed. `after` gets what a poll came to and gives the minutes until the next
one, or None: never by itself.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from flows.subscribe import feed_id
from tests.simulated_feeds import DAY, START, SimulatedFeed
from transforms.cadence import Polled, next_check
from transforms.recent_entries import Recent, with_body


@dataclass(slots=True)
class Poll:
    """at: minutes since the start; new: entries not seen before; newest: entries published by then.

    body: whether an answer with entries came; its entries are the last `window` ones.
    """

    at: float
    outcome: str
    newest: int
    new: int
    body: bool
    retry_after: float | None


class Policy(Protocol):
    def __init__(self, feed: SimulatedFeed) -> None: ...
    def after(self, poll: Poll) -> float | None: ...


class Ours:
    """transforms.cadence, over what transforms.recent_entries remembers: both are what the flow calls."""

    def __init__(self, feed: SimulatedFeed) -> None:
        self._feed = feed
        self._feed_id = feed_id(feed.url)
        self._entries = list(zip(feed.keys, feed.dates, strict=True))
        self._failures = 0.0
        self._recent = Recent()
        self._first = True
        self.reason = ""

    def after(self, poll: Poll) -> float | None:
        now = START + timedelta(minutes=poll.at)
        if poll.body:
            self._recent = with_body(self._recent, self._feed.body(self._entries, poll.newest), now)
        retry_after = None if poll.retry_after is None else START + timedelta(minutes=poll.retry_after)
        polled = Polled(
            feed_id=self._feed_id,
            outcome=poll.outcome,
            failures=self._failures,
            entry_times=self._recent.times,
            window=self._recent.window,
            retry_after=retry_after,
            first=self._first,
        )
        self._failures, what_next = next_check(polled, now)
        self._first = False
        self.reason = what_next.reason
        assert what_next.at is not None
        return (what_next.at - now) / timedelta(minutes=1)


class Fixed:
    """Every 60 minutes, whatever comes."""

    def __init__(self, feed: SimulatedFeed) -> None:
        pass

    def after(self, poll: Poll) -> float | None:
        return 60.0


class _Miniflux:
    """Stops after three errors in a row."""

    def __init__(self, feed: SimulatedFeed) -> None:
        self._feed = feed
        self._errors = 0
        self._seen: list[float] = []

    def after(self, poll: Poll) -> float | None:
        self._errors = 0 if poll.outcome in ("ok", "not_modified") else self._errors + 1
        if poll.new:
            self._seen += self._feed.times[poll.newest - poll.new : poll.newest]
        return None if self._errors >= 3 else self._interval(poll.at)

    def _interval(self, now: float) -> float:
        raise NotImplementedError


class MinifluxInterval(_Miniflux):
    """Its default: 60 minutes, up to 1440 where a feed states a wish (these state none)."""

    def _interval(self, now: float) -> float:
        return 60.0


class MinifluxEntryFrequency(_Miniflux):
    """7 days over the entries of the last week, 5 to 1440 minutes."""

    def _interval(self, now: float) -> float:
        of_the_week = len(self._seen) - bisect_right(self._seen, now - 7 * DAY)
        return min(max(7 * DAY / of_the_week, 5.0), DAY) if of_the_week else DAY


class MediaCloud:
    """rss-fetcher: at first every 6 hours; longer by 10 minutes after two thirds of entries known, shorter
    by 60 after one third or fewer; 10 minutes to a day. A failure changes nothing here.
    """

    def __init__(self, feed: SimulatedFeed) -> None:
        self._window = feed.window
        self._interval = 360.0

    def after(self, poll: Poll) -> float | None:
        if poll.outcome in ("ok", "not_modified"):
            known = 1 - poll.new / self._window
            change = 10.0 if known >= 0.67 else -60.0 if known < 0.33 else 0.0
            self._interval = min(max(self._interval + change, 10.0), DAY)
        return self._interval


POLICIES: dict[str, type[Policy]] = {
    "ours": Ours,
    "fixed, 60 min": Fixed,
    "miniflux, interval": MinifluxInterval,
    "miniflux, entry frequency": MinifluxEntryFrequency,
    "Media Cloud": MediaCloud,
}
