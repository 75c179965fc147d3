"""A month of polling feeds that do not exist (tests.simulated_feeds), by our rule and by others'.

    python -m tests.simulate [--feeds 10000] [--days 30]
    python -m tests.simulate --http [--feeds 200] [--days 1]

The decision function is the one that runs; HTTP and the warehouse are stubbed and the clock is virtual. All
rules are asked every five minutes, as the schedule does; all ask once a day without validators, and always
where those have lied (transforms.feed_lives): what is compared is when they poll, nothing else.

With --http ours again, with nothing stubbed but the clock: see tests.simulated_web.
"""

import argparse
import math
import sys
import time
from collections.abc import Iterable

import numpy as np

from tests.simulated_feeds import DAY, RETRY_AFTER, TICK, SimulatedFeed, simulated_feed
from tests.simulated_policies import POLICIES, Policy, Poll
from tests.simulated_tally import HEADINGS, Tally
from transforms.sightings import gap_suspected

MOVED_AFTER = 2  # polls by a permanent redirect until the feed is asked at its new address


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


def simulate(feeds: Iterable[SimulatedFeed], days: float, names: Iterable[str]) -> dict[str, Tally]:
    """What each rule comes to over some feeds and the first so many days."""
    tallies = {name: Tally() for name in names}
    for feed in feeds:
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
    parser.add_argument("--feeds", type=int)
    parser.add_argument("--days", type=float)
    parser.add_argument("--rule", action="append", choices=list(POLICIES), help="only this one; repeatable")
    parser.add_argument("--http", action="store_true", help="ours through HTTP and a warehouse as well")
    chosen = parser.parse_args()
    feeds = chosen.feeds or (200 if chosen.http else 10_000)
    days = chosen.days or (1 if chosen.http else 30)
    began = time.monotonic()
    simulated = (simulated_feed(number, days) for number in range(feeds))
    if chosen.http:
        from tests.simulated_web import polled_over_http, with_its_host  # noqa: PLC0415  # the others need no Prefect

        found = [with_its_host(feed) for feed in simulated]
        tallies = {**simulate(found, days, ["ours"]), "ours, through HTTP": polled_over_http(found, days)}
    else:
        tallies = simulate(simulated, days, chosen.rule or POLICIES)
    show([HEADINGS, *(tally.line(name, feeds, days) for name, tally in tallies.items())])
    print(f"{feeds:,} feeds, {days:g} days, {time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
