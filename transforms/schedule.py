"""What to do next with a page: pure decisions from what happened and the time. Feeds: transforms.cadence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
FORBIDDEN = "robots_denied"
FORBIDDEN_PAUSE = timedelta(hours=24)
_MAX_FORBIDDEN = 2
_NEVER_AGAIN = {"bad_url", "blocked_address"}


@dataclass(frozen=True, slots=True)
class Next:
    """A state, why, and when to look again (None: not by itself)."""

    state: str
    reason: str
    at: datetime | None


def reached(outcome: str) -> bool:
    """Whether somebody out there was reached, whatever the answer."""
    return outcome not in UNREACHABLE | _NEVER_AGAIN | {POSTPONED, FORBIDDEN}


def after_fetch_failed(outcome: str, attempts: int, retry_after: datetime | None, now: datetime) -> Next:
    """What becomes of a page that could not be fetched; attempts counts this one."""
    if outcome == POSTPONED:
        return Next("retry", outcome, retry_after or now + _PAGE_RETRY)
    if outcome == FORBIDDEN:
        again = attempts < _MAX_FORBIDDEN
        return Next("retry" if again else "failed", outcome, now + FORBIDDEN_PAUSE if again else None)
    if outcome in _NEVER_AGAIN or attempts >= MAX_ATTEMPTS:
        return Next("failed", outcome, None)
    return Next("retry", outcome, _later(now, _page_pause(attempts), retry_after))


def after_refusal(reason: str, attempts: int, now: datetime) -> Next:
    """What becomes of a page that was fetched and refused as an article."""
    if reason in PASSING_REFUSALS and attempts < MAX_ATTEMPTS:
        return Next("retry", reason, now + _page_pause(attempts))
    return Next("rejected", reason, None)


def _page_pause(attempts: int) -> timedelta:
    return min(_PAGE_RETRY * float(3 ** max(attempts - 1, 0)), _LONGEST_PAGE_RETRY)


def _later(now: datetime, pause: timedelta, retry_after: datetime | None) -> datetime:
    return max(now + pause, retry_after) if retry_after else now + pause
