"""What to do next with a feed or a page."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transforms.schedule import FAILING_FROM, MAX_ATTEMPTS, after_fetch_failed, after_refusal, next_poll

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@given(
    st.sampled_from(["ok", "not_modified", "timeout", "http_error", "dns_error", "tls_error", "parse_error"]),
    st.floats(0, 1000),
)
def test_a_feed_is_always_polled_again(outcome: str, failures: float) -> None:
    """Whatever happened, the next poll is later than now and within a day."""
    _, what_next = next_poll(outcome, failures, None, NOW)
    assert what_next.at is not None
    assert NOW < what_next.at <= NOW + DAY


def test_a_success_forgets_the_failures() -> None:
    """One good poll makes a failing feed active again."""
    failures, what_next = next_poll("ok", 40.0, None, NOW)
    assert (failures, what_next.state) == (0.0, "active")


def test_repeated_failures_make_a_feed_failing_and_rarer() -> None:
    """Failures add up by weight; the pause grows with them."""
    failures, pauses, states = 0.0, [], []
    for _ in range(8):
        failures, what_next = next_poll("timeout", failures, None, NOW)
        pauses.append(what_next.at - NOW if what_next.at else None)
        states.append(what_next.state)
    assert pauses == sorted(pauses, key=lambda pause: pause or DAY)
    assert states[0] == "active"
    assert states[-1] == "failing"
    assert failures >= FAILING_FROM


def test_retry_after_is_respected() -> None:
    """A server that asks for more time gets it, for feeds and pages."""
    later = NOW + timedelta(hours=7)
    assert next_poll("http_error", 0.0, later, NOW)[1].at == later
    assert after_fetch_failed("http_error", 1, later, NOW).at == later


def test_a_page_is_given_up_after_some_attempts() -> None:
    """Retries end; an address that may never be fetched is not tried twice."""
    assert after_fetch_failed("timeout", MAX_ATTEMPTS - 1, None, NOW).state == "retry"
    assert after_fetch_failed("timeout", MAX_ATTEMPTS, None, NOW).state == "failed"
    assert after_fetch_failed("blocked_address", 1, None, NOW).state == "failed"


def test_a_consent_page_is_final_and_an_empty_body_is_not() -> None:
    """What another visit may cure is tried again; what the page is, is not."""
    assert after_refusal("consent_page", 1, NOW).state == "rejected"
    assert after_refusal("empty", 1, NOW).state == "retry"
    assert after_refusal("empty", MAX_ATTEMPTS, NOW).state == "rejected"
