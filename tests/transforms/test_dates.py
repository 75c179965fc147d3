"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import feed_date

MOMENT = datetime(2024, 5, 6, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "Mon, 06 May 2024 10:00:00 GMT",
        "Mon, 6 May 24 06:00 EDT",
        "2024-05-06T10:00:00Z",
        "2024-05-06T12:00:00.25+02:00",
        "2024-05-06 15:30:00 +0530",
        "20240506T100000Z",
        "1714989600",
        "1714989600000",
        "lundi 6 mai 2024 à 10:00",
        "6. Mai 2024 12:00 MESZ",
        "May 6, 2024 6:00 AM EDT",
        "Mon May  6 10:00:00 2024",
        "6 мая 2024 13:00 MSK",
        "06.05.2024 10:00",
        "2024년 05월 06일 10:00:00",
        "2024-05-06 오전 10:00:00",
        "Mon, 06 May 2024 12:00:00 GMT+0200",
        "mar. 6 mai 2024 10:00",
        "2024/05/06 10:00",
        "Mon, 06 May 2024 10:00:00 XYZ",
    ],
)
def test_one_moment_in_many_ways(raw: str) -> None:
    """Zones by name and offset, two-digit years, words of several languages, seconds since 1970."""
    assert feed_date(raw) == MOMENT


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "soon",
        "12",
        "--05-06",
        "04/05/2024",
        "2024-05",
        "0000-00-00",
        "Fri, 31 Feb 2024 10:00:00 GMT",
        "10:00",
        "Monday",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "2150-01-01",
        "99999999999999999999",
        "Mon, 06 May 2024 25:00:00 GMT",
        "Mon, 06 May 2024 10:00:00 +9999",
    ],
)
def test_no_date(raw: str) -> None:
    """Ambiguous, impossible, out of range or no date at all: none is made up."""
    assert feed_date(raw) is None


def test_a_day_is_its_midnight() -> None:
    """A day without a time counts from its beginning; 24:00 is the next day's."""
    assert feed_date("2024-05-06") == datetime(2024, 5, 6, tzinfo=UTC)
    assert feed_date("14/05/2024") == datetime(2024, 5, 14, tzinfo=UTC)
    assert feed_date("2024-05-05T24:00:00Z") == datetime(2024, 5, 6, tzinfo=UTC)


@given(
    st.integers(631_300_000, 4_133_900_000),
    st.sampled_from(["%Y-%m-%dT%H:%M:%S%z", "%a, %d %b %Y %H:%M:%S %z"]),
)
def test_standard_forms_come_back(seconds: int, form: str) -> None:
    """Whatever is written as the standards say is read as what it was."""
    moment = datetime.fromtimestamp(seconds, UTC)
    assert feed_date(moment.strftime(form)) == moment


@given(st.text(max_size=60) | st.text("0123456789-:/.T +ZMayJune년", max_size=30))
def test_any_text_gives_a_date_in_range_or_none(raw: str) -> None:
    """No exception, no year out of range, and always UTC."""
    found = feed_date(raw)
    assert found is None or (1990 <= found.year <= 2100 and found.tzinfo is UTC)
