"""What to do next with a feed or a page: pure decisions from what happened and the time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# How much a failed poll weighs (after miniflux and Media Cloud's rss-fetcher, see README's design notes).
_HARD = {"tls_error", "bad_url", "blocked_address", "gone"}
_HARD_WEIGHT, _SOFT_WEIGHT, _DNS_WEIGHT = 1.0, 0.5, 0.25
FAILING_FROM = 3.0  # weight of failures in a row from which a feed is shown as failing

_POLL = timedelta(minutes=30)
_LONGEST_POLL = timedelta(hours=24)

_PAGE_RETRY = timedelta(minutes=10)
_LONGEST_PAGE_RETRY = timedelta(hours=24)
MAX_ATTEMPTS = 6

# Refusals that another visit may cure: the server sent something that is not the page.
PASSING_REFUSALS = {
    "empty",
    "undecodable",
    "not_html",
    "bot_wall",
    "error_page",
    "crash",
    "extractor_timeout",
}
# Where all requests of a run come to this, it is more likely our network that is down than all of theirs.
UNREACHABLE = {"dns_error", "connect_error", "timeout", "host_down"}
# No request was sent, by no fault of feed or page: it waits until the host opens.
POSTPONED = "host_closed"
# Nor was one sent here: robots.txt is asked again, a day later, whether it still forbids it.
_FORBIDDEN = "robots_denied"
_FORBIDDEN_PAUSE = timedelta(hours=24)
_MAX_FORBIDDEN = 2
_NEVER_AGAIN = {"bad_url", "blocked_address"}


@dataclass(frozen=True, slots=True)
class Next:
    """A state, why, and when to look again (None: not by itself)."""

    state: str
    reason: str
    at: datetime | None


def next_poll(
    outcome: str, failures: float, retry_after: datetime | None, now: datetime
) -> tuple[float, Next]:
    """The weight of failures in a row after this poll, and when to poll next.

    outcome: of the fetch (flows.http.Outcome), or "parse_error"; retry_after: what the server asked for.
    """
    if outcome in ("ok", "not_modified"):
        return 0.0, Next("active", f"every {_minutes(_POLL)}", _later(now, _POLL, retry_after))
    if outcome == POSTPONED:
        state = "failing" if failures >= FAILING_FROM else "active"
        return failures, Next(state, "when its host opens", retry_after or now + _POLL)
    if outcome == _FORBIDDEN:
        return max(failures, FAILING_FROM), Next("failing", "robots.txt forbids it", now + _FORBIDDEN_PAUSE)
    failures += _weight(outcome)
    pause = min(_POLL * 2 ** min(failures, 10), _LONGEST_POLL)
    state = "failing" if failures >= FAILING_FROM else "active"
    reason = "Retry-After" if retry_after and retry_after > now + pause else "backing off after failures"
    return failures, Next(state, f"{reason}: {outcome}", _later(now, pause, retry_after))


def reached(outcome: str) -> bool:
    """Whether somebody out there was reached, whatever the answer."""
    return outcome not in UNREACHABLE | _NEVER_AGAIN | {POSTPONED, _FORBIDDEN}


def after_fetch_failed(outcome: str, attempts: int, retry_after: datetime | None, now: datetime) -> Next:
    """What becomes of a page that could not be fetched; attempts counts this one."""
    if outcome == POSTPONED:
        return Next("retry", outcome, retry_after or now + _PAGE_RETRY)
    if outcome == _FORBIDDEN:
        again = attempts < _MAX_FORBIDDEN
        return Next("retry" if again else "failed", outcome, now + _FORBIDDEN_PAUSE if again else None)
    if outcome in _NEVER_AGAIN or attempts >= MAX_ATTEMPTS:
        return Next("failed", outcome, None)
    return Next("retry", outcome, _later(now, _page_pause(attempts), retry_after))


def after_refusal(reason: str, attempts: int, now: datetime) -> Next:
    """What becomes of a page that was fetched and refused as an article."""
    if reason in PASSING_REFUSALS and attempts < MAX_ATTEMPTS:
        return Next("retry", reason, now + _page_pause(attempts))
    return Next("rejected", reason, None)


def _weight(outcome: str) -> float:
    if outcome in _HARD:
        return _HARD_WEIGHT
    return _DNS_WEIGHT if outcome == "dns_error" else _SOFT_WEIGHT


def _page_pause(attempts: int) -> timedelta:
    return min(_PAGE_RETRY * float(3 ** max(attempts - 1, 0)), _LONGEST_PAGE_RETRY)


def _later(now: datetime, pause: timedelta, retry_after: datetime | None) -> datetime:
    return max(now + pause, retry_after) if retry_after else now + pause


def _minutes(pause: timedelta) -> str:
    return f"{pause.total_seconds() / 60:.0f} min"
