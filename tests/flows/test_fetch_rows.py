"""Tests of the row that a fetch leaves behind."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.fetch_rows import one_line
from transforms.manners import retry_after

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.text(max_size=40) | st.integers().map(str))
def test_any_retry_after_is_sane(value: str) -> None:
    """A time from now to 24 hours ahead, or none."""
    at = retry_after(value, NOW)
    assert at is None or NOW <= at <= NOW + timedelta(hours=24)


@given(st.text(max_size=1000))
def test_errors_are_one_line(text: str) -> None:
    """No control characters, no line breaks, bounded."""
    line = one_line(text)
    assert line is not None
    assert line.isprintable()
    assert len(line) <= 300
