"""Times as people give them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.moments import moment

NOW = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)  # a Tuesday
TIMES = {
    "now": "2026-03-31T15:30",
    "today": "2026-03-31T00:00",
    " Yesterday ": "2026-03-30T00:00",
    "monday": "2026-03-30T00:00",
    "tue": "2026-03-31T00:00",
    "Wednesday": "2026-03-25T00:00",
    "2026-11-01": "2026-11-01T00:00",
    "2026-1-9": "2026-01-09T00:00",
    "2026-11-01T08:30": "2026-11-01T08:30",
    "2026-11-01 08:30:15": "2026-11-01T08:30:15",
    "2026-11-01T08:30+02:00": "2026-11-01T06:30",
    "2026-11-01T08:30Z": "2026-11-01T08:30",
    "45m": "2026-03-31T14:45",
    "12h": "2026-03-31T03:30",
    "7d": "2026-03-24T15:30",
    "2w": "2026-03-17T15:30",
    "2 weeks ago": "2026-03-17T15:30",
    "a day ago": "2026-03-30T15:30",
    "an hour ago": "2026-03-31T14:30",
    "10 days": "2026-03-21T15:30",
    "1mo": "2026-02-28T15:30",
    "3 months ago": "2025-12-31T15:30",
    "1y": "2025-03-31T15:30",
    "two thousand": None,
    "": None,
    "31": None,
    "2026-02-30": None,
    "99999999999 days ago": None,
    "3000 years ago": None,
    "in 2 days": None,
    "-7d": None,
    "1' or '1'='1": None,
}


@pytest.mark.parametrize(("text", "meant"), [(text, meant) for text, meant in TIMES.items() if meant])
def test_what_people_write(text: str, meant: str) -> None:
    """Days begin at midnight, everything is UTC, a month has as many days as it has."""
    assert moment(text, NOW) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", [text for text, meant in TIMES.items() if not meant])
def test_what_is_no_time(text: str) -> None:
    """The message shows how times are given."""
    with pytest.raises(ValueError, match="give it as today"):
        moment(text, NOW)


@pytest.mark.parametrize("text", ["today", "monday", "2026-11-01"])
def test_a_day_ends_a_day_after_it_began(text: str) -> None:
    """So that until a day includes the day."""
    assert moment(text, NOW, end=True) - moment(text, NOW) == timedelta(days=1)
    assert moment("7d", NOW, end=True) == moment("7d", NOW)


def test_today_is_that_of_utc() -> None:
    """Wherever the clock hangs."""
    late = datetime(2026, 4, 1, 1, tzinfo=timezone(timedelta(hours=9)))
    assert moment("today", late) == datetime(2026, 3, 31, tzinfo=UTC)


@given(st.text(max_size=20) | st.from_regex(r"\d{1,6}\s?(m|h|d|w|mo|y|years ago)", fullmatch=True))
def test_any_text_is_a_time_or_explained(text: str) -> None:
    """Nothing but ValueError is raised, and every time is in UTC."""
    try:
        found = moment(text, NOW)
    except ValueError:
        return
    assert found.tzinfo is UTC
