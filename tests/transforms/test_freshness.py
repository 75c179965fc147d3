"""How long an answer is fresh."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.freshness import fresh_until

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SOON = "Mon, 02 Mar 2026 10:30:00 GMT"


@pytest.mark.parametrize(
    ("control", "expires", "age", "date", "minutes"),
    [
        ("public, max-age=600", None, None, None, 10),
        ("max-age=600", SOON, None, None, 10),  # max-age comes first
        ('MAX-AGE = "600"', None, "120", None, 8),
        ("max-age=600", None, "900", None, None),  # a copy that was old already
        ("s-maxage=600", None, None, None, None),  # for shared caches only
        ("no-cache, max-age=600", None, None, None, None),
        ("max-age=0", None, None, None, None),
        ("max-age=99999999999", None, None, None, 30 * 1440),
        (None, SOON, None, None, 60),
        (None, SOON, None, "Mon, 02 Mar 2026 10:00:00 GMT", 30),  # their clock is half an hour ahead
        (None, "0", None, None, None),
        (None, "Mon, 02 Mar 2020 10:30:00 GMT", None, None, None),
        (None, None, None, None, None),
    ],
)
def test_freshness_is_read_from_the_headers(
    control: str | None, expires: str | None, age: str | None, date: str | None, minutes: int | None
) -> None:
    """In minutes from now."""
    headers = {"cache-control": control, "expires": expires, "age": age, "date": date}
    until = fresh_until(headers.get, NOW)
    assert until == (None if minutes is None else NOW + timedelta(minutes=minutes))


values = st.none() | st.text(max_size=60) | st.integers().map(lambda number: f"max-age={number}")


@given(st.fixed_dictionaries(dict.fromkeys(("cache-control", "expires", "age", "date"), values)))
def test_any_headers_are_sane(headers: dict[str, str | None]) -> None:
    """Later than now and within 30 days, or not stated."""
    until = fresh_until(headers.get, NOW)
    assert until is None or NOW < until <= NOW + timedelta(days=30)
