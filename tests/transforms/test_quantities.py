"""Quantities: value, upper end, unit and qualifier, told apart from other numbers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.quantities import quantities


def found(text: str) -> list[tuple[float | None, float | None, str | None, str | None]]:
    """What is found in a text, without offsets."""
    return [(q.value, q.upper, q.unit, q.qualifier) for q in quantities(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 Luranian brigades", (14, None, "brigades", None)),
        ("one senior clerk said", (1, None, "clerk", None)),
        ("13 Kestovans", (13, None, "Kestovans", None)),
        ("twenty-five men", (25, None, "men", None)),
        ("1,200 square miles", (1200, None, "square miles", None)),
        ("30,000 barrels a day", (30000, None, "barrels a day", None)),
        ("70 miles per hour", (70, None, "miles per hour", None)),
        ("10km away", (10, None, "km", None)),
        ("a five-day truce", (5, None, "day", None)),
        ("two and a half years", (2.5, None, "years", None)),
        ("half an hour", (0.5, None, "hour", None)),
        ("half a million herrings", (500_000, None, "herrings", None)),
        ("1.5 million herrings", (1_500_000, None, "herrings", None)),
        ("14 percent", (14, None, "percent", None)),
        ("4%", (4, None, "percent", None)),
        ("two percentage points", (2, None, "percentage points", None)),
        ("$1.2bn", (1.2e9, None, "$", None)),
        ("£3m", (3e6, None, "£", None)),
        ("€5 million", (5e6, None, "€", None)),
        ("US$40", (40, None, "US$", None)),
        ("24-48 hours", (24, 48, "hours", None)),
        ("two or three boats", (2, 3, "boats", None)),
        ("between 3 and 5 per cent", (3, 5, "percent", None)),
        ("from 3% to 5%", (3, 5, "percent", None)),
        ("3 to 5 million tons", (3e6, 5e6, "tons", None)),
        ("between $3 million and $5 million", (3e6, 5e6, "$", None)),
        ("at least 14 boats", (14, None, "boats", "at least")),
        ("up to a battalion of foot", (1, None, "battalion", "up to")),
        ("a battalion", (1, None, "battalion", None)),
        ("a whole tank brigade", (1, None, "brigade", None)),
        ("up to a Luranian mountain brigade", (1, None, "brigade", "up to")),
        ("half a regiment", (0.5, None, "regiment", None)),
        ("a company of Luranian soldiers", (1, None, "company", None)),
        ("at least a battery of heavy guns", (1, None, "battery", "at least")),
        ("two companies of soldiers", (2, None, "companies", None)),
        ("one platoon", (1, None, "platoon", None)),
        ("at least three divisions", (3, None, "divisions", "at least")),
        ("more than a year", (1, None, "year", "more than")),
        ("up to a dozen boats", (12, None, "boats", "up to")),
        ("some 1,200 liters", (1200, None, "liters", "some")),
        ("fewer than 20 boats", (20, None, "boats", "fewer than")),
        ("no more than three", (3, None, None, "no more than")),
        ("14 or more boats", (14, None, "boats", "or more")),
        ("more than half of them", (0.5, None, "share", "more than")),
        ("two-thirds of the crew", (2 / 3, None, "share", None)),
        ("several boats", (None, None, "boats", "several")),
        ("dozens of boats", (None, None, "boats", "dozens")),
        ("tens of thousands of boats", (None, None, "boats", "tens of thousands")),
        ("a few hundred boats", (None, None, "boats", "a few hundred")),
        ("a handful of boats", (None, None, "boats", "a handful")),
        ("hundreds were drowned", (None, None, None, "hundreds")),
        ("heavy losses", (None, None, "losses", "heavy")),
    ],
)
def test_a_quantity(text: str, expected: tuple[object, ...]) -> None:
    """Numbers in digits and words, ranges, fractions, money, and amounts that are left open."""
    assert found(f"the port had {text} in view") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "on the 14th day", "a two-state plan", "on Jan. 3, 2024", "on 3 January", "in 2019", "in 2015-16",
        "in the 1990s",
        "Ada Orr, 35, wept", "a 14-year-old mill", "aged 14", "he is 14 years old", "at 3 p.m.", "at 10:30",
        "under Article 5 of it", "Apollo 11 landed", "won 3-2", "one of them", "no one", "open 24/7",
        "a brigade commander", "a mill company", "a division of labor", "a brigade's flag",
        "a man of the brigade",
        "Covid-19", "the 5G mast", "it was up to a judge", "by at least 2021", "the number of boats",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    """Dates, years, ages, times, ordinals, scores and numbers in names count nothing."""
    assert found(text) == []


def test_an_and_joins_no_range() -> None:
    """Two numbers of one sentence are two quantities."""
    assert found("14 boats and 15 of the crew") == [(14, None, "boats", None), (15, None, None, None)]
    assert found("it drowned 14 and 15 swam") == [(14, None, None, None), (15, None, None, None)]


@given(st.text(alphabet="0123456789 .,-–$€%andortwohalfthirdseveralofdozens", max_size=60) | st.text())
def test_any_text_has_quantities_inside_it(text: str) -> None:
    """Nothing raises; spans lie in the text, in order, and do not overlap."""
    spans = [(q.start, q.end) for q in quantities(text, 0, len(text))]
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def _seconds(text: str) -> float:
    """The least of three tries: the garbage collector of a long test run may fall into one of them."""
    tries = []
    for _ in range(3):
        start = time.process_time()
        quantities(text, 0, len(text))
        tries.append(time.process_time() - start)
    return min(tries)


@pytest.mark.parametrize(
    "part", ["14 and ", "1,", "up to a ", "half of ", "tens of thousands of ", "3-", "9"]
)
def test_long_lines_are_read_in_linear_time(part: str) -> None:
    """Four times the text takes far less than sixteen times the time."""
    seconds = [_seconds(part * (length // len(part))) for length in (20_000, 80_000)]
    assert seconds[1] < 9 * seconds[0] + 0.1
