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
from transforms.schedule import Next

# How much a failed poll weighs (after miniflux and Media Cloud's rss-fetcher, see README's design notes).
_HARD = {"tls_error", "bad_url", "blocked_address", "gone"}
_HARD_WEIGHT, _SOFT_WEIGHT, _DNS_WEIGHT = 1.0, 0.5, 0.25
FAILING_FROM = 3.0  # weight of failures in a row from which a feed is shown as failing

_UNKNOWN = 60.0  # minutes to the next poll of a feed of which nothing is known
_RETRY_WITHIN = 120.0  # minutes: a slow feed that failed is tried sooner than its rhythm would have it
_BACK_OFF_A_DAY_UNTIL = 14.0  # weight from which a feed is asked less than daily
_LONGEST_BACK_OFF = 30 * 1440.0
_JITTER, _JITTER_OF_FAILURES = 0.1, 0.5
_SPREAD_AFTER_SKIPPED = timedelta(minutes=10)

# The pause that makes waiting times shortest for a number of polls grows with the square root of the gap
# between entries; this is its length, in minutes, for a gap of a minute.
_PAUSE_A_ROOT = 6.7
_JUST_SEEN = 60.0  # minutes without an entry that say nothing yet
_QUIET = 4.0  # usual gaps of silence after which a feed is taken to have gone quiet
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


def _after_success(feed: Polled, now: datetime, bounds: Bounds, chance: float) -> tuple[float, str]:
    """Minutes to the next poll, within the bounds. Wishes are never undercut, but by the longest bound."""
    pause, reason = _by_rhythm(feed, now)
    wish, wisher = _wish(feed, now)
    if wish > pause:
        pause, reason = wish, f"{wisher} {_words(min(wish, bounds.longest))}"
    highest = bounds.longest / (1 + _JITTER)
    pause = max(min(pause, highest), bounds.shortest)
    if not reason.startswith(wisher or "-"):
        reason = f"{reason} {_words(pause)}"
    # After the very first poll anywhere within the pause, so that feeds added together part.
    spread = pause * chance if feed.first else pause * (1 + _JITTER * chance)
    return min(max(spread, wish, bounds.shortest), bounds.longest), reason


def _by_rhythm(feed: Polled, now: datetime) -> tuple[float, str]:
    if not feed.entry_times:
        return float(feed.hints.update_minutes or _UNKNOWN), "no rhythm known yet:"
    rate = entries_a_minute(feed.entry_times, now)
    pause = _PAUSE_A_ROOT / sqrt(rate)
    full = _WINDOW_SHARE * (feed.window or 1) / rate
    return (full, f"holds {feed.window} entries:") if feed.window and full < pause else (pause, "rhythm")


def entries_a_minute(times: Sequence[datetime], now: datetime) -> float:
    """How many entries a minute to expect, from the times of the newest ones, newest first.

    As many as there were since the oldest of them, with an hour to spare for a feed just seen to publish; and
    fewer where it has been silent for long, measured by its usual gap.
    """
    span = max((now - times[-1]).total_seconds() / 60, 0.0)
    silence = max((now - times[0]).total_seconds() / 60, 0.0)
    rate = len(times) / (span + _JUST_SEEN)
    quiet = silence * rate / _QUIET
    return rate / quiet if quiet > 1 else rate


def _wish(feed: Polled, now: datetime) -> tuple[float, str]:
    """The longest that the feed or its server asks us to wait, in minutes, and in which words."""
    fresh = (feed.fresh_until - now).total_seconds() / 60 if feed.fresh_until else 0.0
    return max((float(feed.hints.ttl_minutes or 0), "ttl"), (fresh, "Cache-Control"))


def _after_failure(
    feed: Polled, failures: float, now: datetime, bounds: Bounds, chance: float
) -> tuple[float, str]:
    """Doubles with each point of weight up to a day; after weeks of failures further, up to 30 days."""
    first = max(min(_by_rhythm(feed, now)[0], _RETRY_WITHIN), bounds.shortest)
    pause = min(first * 2 ** min(failures, 20.0), max(bounds.longest, first))
    pause *= 2 ** min(max(failures - _BACK_OFF_A_DAY_UNTIL, 0.0), 20.0)
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
    return int(key("jitter", feed_id, now.isoformat())[:8], 16) / 2**32


def _words(minutes: float) -> str:
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 2880 else f"{minutes / 1440:.0f} days"
