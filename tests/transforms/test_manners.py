"""Tests of what hosts ask of those who visit them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.manners import (
    LONGEST_CLOSURE,
    LONGEST_CRAWL_DELAY,
    closure,
    crawl_delay,
    retry_after,
    robots_verdict,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
OUTCOMES = st.sampled_from(
    ["ok", "http_error", "gone", "timeout", "dns_error", "connect_error", "tls_error", "too_large", "bad_url"]
)


@given(st.integers(200, 599), st.none() | st.text(max_size=40) | st.integers().map(str))
def test_any_answer_closes_its_host_for_a_bounded_time(status: int, value: str | None) -> None:
    """Only 429 and 503 close, into the future, for a day at most, with a reason of harmless characters."""
    closed = closure(status, value, NOW)
    if closed:
        assert status in (429, 503)
        assert NOW < closed.until <= NOW + LONGEST_CLOSURE
        assert closed.why.isprintable()


@given(st.integers(1, 86_399))
def test_both_forms_mean_the_same(seconds: int) -> None:
    """Seconds, and the date that is so far ahead."""
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(str(seconds), NOW) == retry_after(date, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["31536000", "Mon, 01 Mar 2027 12:00:00 GMT", "9" * 60])
def test_absurd_waits_are_cut_and_said(value: str) -> None:
    """A year becomes a day, and the reason says so."""
    closed = closure(503, value, NOW)
    assert closed is not None
    assert closed.until == NOW + DAY
    assert closed.why == f"HTTP 503, Retry-After: {value}, taken as 24 h"


def test_what_does_not_close() -> None:
    """Nothing said with 503, a date that is past, another status; 429 alone closes for a minute."""
    assert closure(503, None, NOW) is None
    assert closure(429, "0", NOW) is None
    assert closure(429, "Sun, 01 Mar 2026 11:00:00 GMT", NOW) is None
    assert closure(403, "120", NOW) is None
    unsaid = closure(429, "soon", NOW)
    assert unsaid is not None
    assert unsaid.until == NOW + MINUTE


@given(OUTCOMES, st.sampled_from([None, 200, 301, 404, 429, 500, 503]), st.integers(0, 90).map(timedelta))
def test_any_robots_is_asked_for_again(outcome: str, status: int | None, age: timedelta) -> None:
    """Ten minutes to a day later; an old copy is gone by for 30 days at most."""
    verdict = robots_verdict(outcome, status, None, NOW - age, NOW)
    if verdict:
        assert NOW + 10 * MINUTE <= verdict.expires_at <= NOW + DAY
        assert verdict.rules != "last file" or age <= timedelta(days=30)


@pytest.mark.parametrize(
    ("outcome", "status", "copied", "rules", "wait"),
    [
        ("ok", 200, None, "file", DAY),
        ("http_error", 404, None, "none", DAY),
        ("gone", 410, NOW - DAY, "none", DAY),
        ("http_error", 403, None, "none", DAY),
        ("too_many_redirects", 302, None, "none", DAY),
        ("too_large", 200, None, "none", DAY),
        ("http_error", 500, None, "closed", 10 * MINUTE),
        ("http_error", 429, None, "closed", 10 * MINUTE),
        ("http_error", 503, NOW - DAY, "last file", 10 * MINUTE),
        ("http_error", 503, NOW - 31 * DAY, "closed", 10 * MINUTE),
        ("timeout", None, NOW - DAY, "last file", 10 * MINUTE),
    ],
)
def test_what_robots_comes_to(
    outcome: str, status: int | None, copied: datetime | None, rules: str, wait: timedelta
) -> None:
    """RFC 9309: 4xx allows all, 5xx nothing unless there is a copy that is not too old."""
    verdict = robots_verdict(outcome, status, None, copied, NOW)
    assert verdict is not None
    assert (verdict.rules, verdict.expires_at) == (rules, NOW + wait)


def test_nobody_there_and_no_copy() -> None:
    """Nothing is concluded, so that the next run asks at once."""
    assert robots_verdict("dns_error", None, None, None, NOW) is None


def test_a_wait_asked_for_is_granted_within_an_hour() -> None:
    """Retry-After of a failing robots.txt counts between ten minutes and an hour."""
    for asked, granted in ((MINUTE, 10 * MINUTE), (30 * MINUTE, 30 * MINUTE), (5 * HOUR, HOUR)):
        verdict = robots_verdict("http_error", 503, NOW + asked, None, NOW)
        assert verdict is not None
        assert verdict.expires_at == NOW + granted


@given(st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_crawl_delay_is_bounded(seconds: float | None) -> None:
    """From nothing to a minute."""
    assert 0 <= crawl_delay(seconds) <= LONGEST_CRAWL_DELAY
