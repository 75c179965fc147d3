"""What hosts ask of those who visit them: pure decisions from what they answered and the time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_CLOSURE = timedelta(hours=24)  # a longer Retry-After is taken for a mistake and cut to this
_UNSAID_CLOSURE = timedelta(minutes=1)  # after a 429 that does not say for how long
LONGEST_CRAWL_DELAY = 60.0  # seconds; a longer one in robots.txt is cut to this

_ROBOTS_KEPT = timedelta(hours=24)  # RFC 9309, section 2.4
_ROBOTS_RETRY = timedelta(minutes=10)
_LONGEST_ROBOTS_RETRY = timedelta(hours=1)
_OLDEST_ROBOTS = timedelta(days=30)  # RFC 9309, section 2.3.1.4: "a reasonably long period of time"
_NOBODY_THERE = {"dns_error", "connect_error", "timeout", "tls_error", "protocol_error"}


@dataclass(frozen=True, slots=True)
class Closure:
    """A host that wants to be left alone: until when, and its words."""

    until: datetime
    why: str


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """When Retry-After, in seconds or as a date, allows the next request: at most LONGEST_CLOSURE ahead."""
    value = (value or "").strip()[:64]
    if value.isascii() and value.isdecimal():
        return now + min(timedelta(seconds=min(int(value), 10**9)), LONGEST_CLOSURE)
    try:
        at = parsedate_to_datetime(value)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(at, now), now + LONGEST_CLOSURE)


def closure(status: int, value: str | None, now: datetime) -> Closure | None:
    """Whether an answer closes its host for everything that is asked of it, and for how long.

    status: of the answer; value: of its Retry-After. 429 closes the host for a minute where it does not say.
    """
    if status not in (429, 503):
        return None
    until = retry_after(value, now)
    if until is None:
        return Closure(now + _UNSAID_CLOSURE, "HTTP 429 without Retry-After") if status == 429 else None
    cut = f", taken as {_hours(LONGEST_CLOSURE)}" if until == now + LONGEST_CLOSURE else ""
    said = "".join(char for char in (value or "").strip()[:64] if char.isprintable())
    return Closure(until, f"HTTP {status}, Retry-After: {said}{cut}") if until > now else None


@dataclass(frozen=True, slots=True)
class RobotsVerdict:
    """What an attempt to read robots.txt leads to.

    rules: file (the copy just read), last file (an older copy), none (everything is allowed), closed
    (nothing is); expires_at: when to ask again.
    """

    rules: str
    expires_at: datetime


def robots_verdict(
    outcome: str, status: int | None, asked_back: datetime | None, copied_at: datetime | None, now: datetime
) -> RobotsVerdict | None:
    """What to go by after asking for robots.txt (RFC 9309, section 2.3.1); None: nobody was there to ask.

    outcome, status: of the fetch (flows.http.Outcome); asked_back: its Retry-After; copied_at: when the last
    good copy was read.
    """
    if outcome == "ok":
        return RobotsVerdict("file", now + _ROBOTS_KEPT)
    fails = outcome in _NOBODY_THERE or status == 429 or (status is not None and status >= 500)
    if not fails:
        return RobotsVerdict("none", now + _ROBOTS_KEPT)
    wait = min(max((asked_back or now) - now, _ROBOTS_RETRY), _LONGEST_ROBOTS_RETRY)
    if copied_at is not None and now - copied_at <= _OLDEST_ROBOTS:
        return RobotsVerdict("last file", now + wait)
    return None if outcome in _NOBODY_THERE else RobotsVerdict("closed", now + wait)


def crawl_delay(seconds: float | None) -> float:
    """The seconds between two starts that robots.txt asks for, at most LONGEST_CRAWL_DELAY; 0 for none."""
    return min(max(seconds or 0.0, 0.0), LONGEST_CRAWL_DELAY)


def _hours(length: timedelta) -> str:
    return f"{length.total_seconds() / 3600:.0f} h"
