"""Feeds that do not exist, with a month of entries: what `python -m tests.simulate` polls.

Minutes since the start everywhere. A feed is made from the seed and its number alone, so that any choice of
feeds and days is a part of the same world.

    rhythm   from an entry in 5 minutes to one in two weeks, log-uniform; by night a seventh of the day's
    bursts   a tenth of the feeds publish in clusters, five entries within minutes
    window   the last 10 to 50 entries; one feed in twenty keeps an old entry pinned beside them
    dates    a fifth of the feeds gives none
    outages  one a month on average, from 10 minutes to two days, of four kinds
    lies     one feed in twenty has an ETag that never changes; one in fifty moves
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TypeVar

import numpy as np

SEED = 20250105
START = datetime(2025, 1, 5, tzinfo=UTC)
DAY = 1440.0
TICK = 5.0  # minutes between two looks at what is due
RETRY_AFTER = 60.0  # minutes that a server asks for in one kind of outage
_SHORTEST_GAP, _LONGEST_GAP = 5.0, 14 * DAY
_NIGHT, _BY_DAY, _BY_NIGHT = 8 * 60.0, 1.4, 0.2  # its length; shares of the mean rate, which they keep
_BURST, _WITHIN_BURST = 5.0, 2.0  # entries of a burst, minutes between them
_BEFORE = 65  # entries before the start: more than any window
_OUTAGES = ("timeout", "dns_error", "http_error", "retry_after")
PINNED = "pinned"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a feed cannot be read, and how."""

    begins: float
    ends: float
    kind: str


@dataclass(frozen=True)
class SimulatedFeed:
    """times: when its entries appear, ascending; the first ones are before the start."""

    number: int
    window: int
    times: list[float]
    dated: bool
    pinned: bool
    lies: bool
    moved_at: float | None
    outages: list[Outage]

    @property
    def url(self) -> str:
        """Its address, on a host of its own."""
        return f"http://feed{self.number}.example/rss.xml"

    @cached_property
    def keys(self) -> list[str]:
        """A key for each entry; the last one is the pinned entry's."""
        return [*map(str, range(len(self.times))), PINNED]

    @cached_property
    def dates(self) -> list[datetime | None]:
        """When each entry says that it was published; the last one is the pinned entry's."""
        moments = [START + timedelta(minutes=time) for time in [*self.times, min(self.times)]]
        return list(moments) if self.dated else [None] * len(moments)

    def body(self, of_entries: list[T], newest: int) -> list[T]:
        """What the feed holds when there are so many entries, newest first; of_entries: keys, say."""
        held = of_entries[max(newest - self.window, 0) : newest][::-1]
        return [*held, of_entries[-1]] if self.pinned else held

    def published(self, now: float) -> int:
        """How many entries there are by now."""
        return bisect_right(self.times, now)

    def outage(self, now: float) -> Outage | None:
        """The outage that it is in, if any."""
        for outage in self.outages:  # no generator: asked very often
            if outage.begins <= now < outage.ends:
                return outage
        return None


def simulated_feed(number: int, days: float) -> SimulatedFeed:
    """The feed of that number, for so many days; fewer days give the beginning of the same."""
    rng = np.random.default_rng([SEED, number])
    gap = float(np.exp(rng.uniform(np.log(_SHORTEST_GAP), np.log(_LONGEST_GAP))))
    bursty, dated = bool(rng.random() < 0.1), bool(rng.random() < 0.8)
    pinned, lies = bool(rng.random() < 0.05), bool(rng.random() < 0.05)
    moved_at = float(rng.uniform(0, 30 * DAY)) if rng.random() < 0.02 else None
    window = int(rng.integers(10, 51))
    outages = _outages(rng)
    night = float(rng.uniform(0, DAY))
    return SimulatedFeed(
        number, window, _times(rng, gap, night, days, bursty=bursty), dated, pinned, lies, moved_at, outages
    )


def _outages(rng: np.random.Generator) -> list[Outage]:
    begins = rng.uniform(0, 30 * DAY, rng.poisson(1.0))
    lengths = np.exp(rng.uniform(np.log(10), np.log(2 * DAY), len(begins)))
    kinds = rng.integers(0, len(_OUTAGES), len(begins))
    return [
        Outage(float(at), float(at + length), _OUTAGES[kind])
        for at, length, kind in zip(begins, lengths, kinds, strict=True)
    ]


def _times(rng: np.random.Generator, gap: float, night: float, days: float, *, bursty: bool) -> list[float]:
    """A Poisson process that slows down by night, thinned from one at the day's rate; always 30 days long."""
    apart = gap * _BURST if bursty else gap
    begins, ends = -2.0 * _BEFORE * gap - 3 * DAY, 30 * DAY
    count = rng.poisson((ends - begins) * _BY_DAY / apart)
    at = rng.uniform(begins, ends, count)
    asleep = (at - night) % DAY < _NIGHT
    at = at[~asleep | (rng.random(count) < _BY_NIGHT / _BY_DAY)]
    if bursty:
        sizes = 1 + rng.poisson(_BURST - 1, len(at))
        at = np.repeat(at, sizes) + rng.exponential(_WITHIN_BURST * _BURST / 2, int(sizes.sum()))
    at = np.sort(np.round(at * 60) / 60)  # whole seconds, as feeds state them
    found: list[float] = at[at < days * DAY].tolist()
    return found
