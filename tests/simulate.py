"""A month of polling feeds that do not exist (tests.simulated_feeds), by our rule and by others'.

    python -m tests.simulate [--feeds 10000] [--days 30]

The decision function is the one that runs; HTTP and the warehouse are stubbed and the clock is virtual. All
rules are asked every five minutes, as the schedule does; all ask once a day without validators, and always once
those have lied (transforms.feed_lives): what is compared is when they poll, nothing else.
"""

import argparse
import math
import sys
import time
from dataclasses import dataclass, field

import numpy as np

from tests.simulated_feeds import DAY, SimulatedFeed, simulated_feed
from tests.simulated_policies import POLICIES, Policy, Poll
from transforms.sightings import gap_suspected

TICK = 5.0  # minutes between two looks at what is due
MOVED_AFTER = 2  # polls by a permanent redirect until the feed is asked at its new address
RETRY_AFTER = 60.0  # minutes that a server asks for in one kind of outage


@dataclass(slots=True)
class Tally:
    """What a rule came to over all feeds."""

    requests: int = 0
    nothing_new: int = 0
    published: int = 0
    missed: int = 0
    missed_with_gap: int = 0
    gaps: int = 0
    stopped: int = 0
    delays: list[np.ndarray] = field(default_factory=list)

    def line(self, name: str, feeds: int, days: float) -> list[str]:
        """The row of the table."""
        delays = np.concatenate(self.delays) if self.delays else np.array([math.nan])
        known = f"{self.missed_with_gap / self.missed:.1%}" if self.missed else "none missed"
        return [
            name,
            f"{self.requests / feeds / days:.1f}",
            f"{np.median(delays):.1f}",
            f"{np.quantile(delays, 0.95):.0f}",
            f"{self.missed:,}",
            f"{self.missed / max(self.published, 1):.2%}",
            known,
            f"{self.gaps:,}",
            f"{self.nothing_new / max(self.requests, 1):.0%}",
            f"{self.stopped:,}",
        ]


HEADINGS = [
    "rule", "requests a feed and day", "delay, median min", "delay, p95 min", "missed", "of published",
    "misses with a gap row", "gap rows", "requests without news", "feeds given up",
]  # fmt: skip


class Reader:
    """One feed read by one rule."""

    def __init__(self, feed: SimulatedFeed, policy: Policy, tally: Tally) -> None:
        self._feed, self._policy, self._tally = feed, policy, tally
        self._keys = feed.keys
        self._seen_at = np.full(len(feed.times), np.nan)
        self._seen = feed.published(0) - feed.window  # entries up to this one were seen, or are gone
        self._body = 0  # how many entries there were at the last body
        self._asked_whole_at = -math.inf
        self._distrusted = False
        self._redirects_seen = 0

    def run(self, days: float) -> None:
        now: float | None = 0.0
        while now is not None and now < days * DAY:
            poll = self._poll(now)
            self._tally.requests += 1
            self._tally.nothing_new += not poll.new
            pause = self._policy.after(poll)
            now = None if pause is None else math.ceil((now + pause) / TICK - 1e-9) * TICK
        self._finish(days, stopped=now is None)

    def _poll(self, now: float) -> Poll:
        outage = self._feed.outage(now)
        if outage:
            retry_after = now + RETRY_AFTER if outage.kind == "retry_after" else None
            kind = "http_error" if outage.kind == "retry_after" else outage.kind
            return Poll(now, kind, self._body, 0, body=False, retry_after=retry_after)
        self._follow(now)
        whole = self._distrusted or now - self._asked_whole_at >= DAY
        newest = self._feed.published(now)
        if whole:
            self._asked_whole_at = now
        elif newest == self._body or self._feed.lies:
            return Poll(now, "not_modified", self._body, 0, body=False, retry_after=None)
        if newest == self._body:
            return Poll(now, "ok", newest, 0, body=False, retry_after=None)  # the same body again
        return Poll(now, "ok", newest, self._take(now, newest), body=True, retry_after=None)

    def _follow(self, now: float) -> None:
        """A feed that has moved costs a request more until the move is believed."""
        moved_at = self._feed.moved_at
        if moved_at is not None and now >= moved_at and self._redirects_seen < MOVED_AFTER:
            self._redirects_seen += 1
            self._tally.requests += 1

    def _take(self, now: float, newest: int) -> int:
        """A body with entries up to this one; how many of them are new."""
        feed, first = self._feed, max(newest - self._feed.window, 0)
        self._distrusted = self._distrusted or (feed.lies and self._body > 0)
        begins = max(self._seen, first)
        missed = sum(time >= 0 for time in feed.times[max(self._seen, 0) : begins])
        gap = self._body > 0 and self._gap(newest)
        self._tally.gaps += gap
        self._tally.missed += missed
        self._tally.missed_with_gap += missed * gap
        self._seen_at[begins:newest] = now
        self._seen = self._body = newest
        return newest - begins

    def _gap(self, newest: int) -> bool:
        feed = self._feed
        if newest - self._body < feed.window // 2:
            return False  # more than half is there again: not worth the time, see its property test
        return gap_suspected(feed.body(self._keys, self._body), feed.body(self._keys, newest))

    def _finish(self, days: float, *, stopped: bool) -> None:
        times = np.array(self._feed.times)
        after_start = times >= 0
        delays = (self._seen_at - times)[after_start]
        tally = self._tally
        tally.published += int(after_start.sum())
        tally.delays.append(delays[~np.isnan(delays)])
        tally.stopped += stopped
        if stopped:  # what has left its window since then will never be seen
            gone = max(self._feed.published(days * DAY) - self._feed.window, 0)
            unseen = np.isnan(self._seen_at[:gone]) & after_start[:gone]
            tally.missed += int(unseen[max(self._seen, 0) :].sum())


def simulate(feeds: int, days: float, names: list[str] | None = None) -> dict[str, Tally]:
    """What each rule comes to over the first so many feeds and days."""
    tallies = {name: Tally() for name in names or POLICIES}
    for number in range(feeds):
        feed = simulated_feed(number, days)
        for name, tally in tallies.items():
            Reader(feed, POLICIES[name](feed), tally).run(days)
    return tallies


def show(rows: list[list[str]]) -> None:
    """The table, in columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--rule", action="append", choices=list(POLICIES), help="only this one; repeatable")
    chosen = parser.parse_args()
    began = time.monotonic()
    tallies = simulate(chosen.feeds, chosen.days, chosen.rule)
    show([HEADINGS, *(tally.line(name, chosen.feeds, chosen.days) for name, tally in tallies.items())])
    print(f"{chosen.feeds:,} feeds, {chosen.days:g} days, {time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
