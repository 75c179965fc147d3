"""When to poll a feed next, and why: a pure decision from what is known of it and the time.

    rhythm of its entries -> pause -> its stated wishes -> bounds -> jitter -> Retry-After -> hours to skip
    a failure             -> back-off -------------------------------^

README's design notes say where the numbers come from; `python -m tests.simulate` measures them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sqrt

from transforms.feed_hints import Hints
from transforms.identity import key
from transforms.schedule import FORBIDDEN, FORBIDDEN_PAUSE, POSTPONED, Next

# How much a failed poll weighs (after miniflux and Media Cloud's rss-fetcher, see README's design notes).
_HARD = {"tls_error", "bad_url", "blocked_address", "gone"}
_HARD_WEIGHT, _SOFT_WEIGHT, _DNS_WEIGHT = 1.0, 0.5, 0.25
FAILING_FROM = 3.0  # weight of failures in a row from which a feed is shown as failing

_UNKNOWN = 60.0  # minutes to the next poll of a feed of which nothing is known
_RETRY_WITHIN = 60.0  # minutes: a slow feed that failed is tried sooner than its rhythm would have it
_BACK_OFF_A_DAY_UNTIL = 20.0  # weight from which a feed is asked less than daily
_LONGEST_BACK_OFF = 30 * 1440.0
_JITTER, _JITTER_OF_FAILURES = 0.1, 0.5
_SPREAD_AFTER_SKIPPED = timedelta(minutes=10)

# The pause that makes waiting times shortest for a number of polls grows with the square root of the gap
# between entries; this is its length, in minutes, for a gap of a minute.
_PAUSE_A_ROOT = 6.7
_JUST_SEEN = 60.0  # minutes without an entry that say nothing yet
_WINDOW_SHARE = 0.5  # of the entries that a feed holds may be new at the next poll, not more


@dataclass(frozen=True, slots=True)
class Bounds:
    """Minutes between two polls of a feed that answers."""

    shortest: float = 15.0
    longest: float = 1440.0


@dataclass(frozen=True, slots=True)
class Polled:
    """A feed just after a poll.

    outcome: of the fetch (flows.outcomes.Outcome), or "parse_error"; failures: their weight before this poll;
    entry_times: of its newest entries, newest first; window: how many entries it holds; fresh_until: what
    Cache-Control or Expires says; retry_after: what the server asked for; first: whether this was the first.
    """

    feed_id: str
    outcome: str
    failures: float = 0.0
    entry_times: Sequence[datetime] = ()
    window: int | None = None
    hints: Hints = field(default_factory=Hints)
    fresh_until: datetime | None = None
    retry_after: datetime | None = None
    first: bool = False


def next_check(feed: Polled, now: datetime, bounds: Bounds | None = None) -> tuple[float, Next]:
    """The weight of failures in a row after this poll, and when to poll next; never None."""
    bounds = bounds or Bounds()
    chance = _chance(feed.feed_id, now)
    if feed.outcome in (POSTPONED, FORBIDDEN):
        return _not_asked(feed, now, bounds)
    if feed.outcome in ("ok", "not_modified"):
        failures, state = 0.0, "active"
        minutes, reason = _after_success(feed, now, bounds, chance)
    else:
        failures = feed.failures + _weight(feed.outcome)
        state = "failing" if failures >= FAILING_FROM else "active"
        minutes, reason = _after_failure(feed, failures, now, bounds, chance)
    at = now + timedelta(minutes=minutes)
    if feed.retry_after and feed.retry_after > at:
        at, reason = feed.retry_after + timedelta(minutes=chance), f"Retry-After: {feed.outcome}"
    allowed = _not_skipped(at, feed.hints, chance)
    if allowed > at:
        at, reason = allowed, f"{reason}; skipHours or skipDays"
    return failures, Next(state, reason, at)


def _not_asked(feed: Polled, now: datetime, bounds: Bounds) -> tuple[float, Next]:
    """No request was sent: the host is closed for a while, or robots.txt forbids the feed."""
    if feed.outcome == FORBIDDEN:
        failures = max(feed.failures, FAILING_FROM)
        return failures, Next("failing", "robots.txt forbids it", now + FORBIDDEN_PAUSE)
    state = "failing" if feed.failures >= FAILING_FROM else "active"
    opens = feed.retry_after or now + timedelta(minutes=bounds.shortest)
    return feed.failures, Next(state, "when its host opens", opens)


def _after_success(feed: Polled, now: datetime, bounds: Bounds, chance: float) -> tuple[float, str]:
    """Minutes to the next poll, within the bounds. Wishes are never undercut, but by the longest bound."""
    pause, reason = _by_rhythm(feed, now)
    pause = max(min(pause, bounds.longest / (1 + _JITTER)), bounds.shortest)
    wish, wisher = max(_wishes(feed, now))
    wish = min(wish, bounds.longest)
    if wish > pause:
        pause, reason = wish, wisher
    jitter = 1 + _JITTER * chance
    # After the very first poll anywhere within the pause, so that feeds added together part.
    spread = pause * (chance if feed.first else jitter)
    minutes = min(max(spread, max(wish, bounds.shortest) * jitter), bounds.longest)
    return minutes, f"{reason} {_words(pause)}"


def _by_rhythm(feed: Polled, now: datetime) -> tuple[float, str]:
    if not feed.entry_times:
        return _UNKNOWN, "no rhythm known yet:"
    rate = entries_a_minute(feed.entry_times, now)
    pause = _PAUSE_A_ROOT / sqrt(rate)
    full = _WINDOW_SHARE * (feed.window or 1) / rate
    return (full, f"holds {feed.window} entries:") if feed.window and full < pause else (pause, "rhythm")


def entries_a_minute(times: Sequence[datetime], now: datetime) -> float:
    """How many entries a minute to expect, from the times of the newest ones, newest first.

    As many as there were since the oldest of them, with an hour to spare for a feed just seen to publish. The
    longer it is silent, the fewer.
    """
    span = max((now - times[-1]).total_seconds() / 60, 0.0)
    return len(times) / (span + _JUST_SEEN)


def _wishes(feed: Polled, now: datetime) -> list[tuple[float, str]]:
    """How many minutes the feed and its server ask us to wait, and in which words.

    An update period is believed only while entries come no faster than it says: programs state one by
    default, for any site.
    """
    hints = feed.hints
    fresh = (feed.fresh_until - now).total_seconds() / 60 if feed.fresh_until else 0.0
    period = float(hints.update_minutes or 0)
    if feed.entry_times and entries_a_minute(feed.entry_times, now) * period > 1:
        period = 0.0
    return [(float(hints.ttl_minutes or 0), "ttl"), (fresh, "Cache-Control"), (period, "sy:updatePeriod")]


def _after_failure(
    feed: Polled, failures: float, now: datetime, bounds: Bounds, chance: float
) -> tuple[float, str]:
    """Doubles with every two points of weight up to a day; after weeks of that further, up to 30 days."""
    first = max(min(_by_rhythm(feed, now)[0], _RETRY_WITHIN), bounds.shortest)
    pause = min(first * 2 ** min(failures / 2, 20.0), max(bounds.longest, first))
    pause *= 2 ** min(max(failures - _BACK_OFF_A_DAY_UNTIL, 0.0) / 2, 20.0)
    minutes = min(pause * (1 + _JITTER_OF_FAILURES * chance), _LONGEST_BACK_OFF)
    return minutes, f"backing off after failures worth {failures / _SOFT_WEIGHT:g} soft ones: {feed.outcome}"


def _weight(outcome: str) -> float:
    if outcome in _HARD:
        return _HARD_WEIGHT
    return _DNS_WEIGHT if outcome == "dns_error" else _SOFT_WEIGHT


def _not_skipped(at: datetime, hints: Hints, chance: float) -> datetime:
    """The time, or the first moments after it that the feed does not ask to skip."""
    if not hints.skip_hours and not hints.skip_days:
        return at
    if _is_allowed(at, hints):
        return at
    hour = at.replace(minute=0, second=0, microsecond=0)
    starts = (hour + timedelta(hours=number) for number in range(1, 8 * 24))
    return next((start + _SPREAD_AFTER_SKIPPED * chance for start in starts if _is_allowed(start, hints)), at)


def _is_allowed(at: datetime, hints: Hints) -> bool:
    return at.hour not in hints.skip_hours and at.isoweekday() not in hints.skip_days


def _chance(feed_id: str, now: datetime) -> float:
    """From 0 up to 1, different for each feed and poll, the same whenever it is asked again."""
    return int(key("jitter", feed_id, int(now.timestamp()))[:8], 16) / 2**32


def _words(minutes: float) -> str:
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 2880 else f"{minutes / 1440:.0f} days"
