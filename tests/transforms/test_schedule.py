"""What to do next with a page."""

from datetime import UTC, datetime, timedelta

from transforms.schedule import MAX_ATTEMPTS, after_fetch_failed, after_refusal

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_retry_after_is_respected() -> None:
    """A server that asks for more time gets it."""
    later = NOW + timedelta(hours=7)
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
