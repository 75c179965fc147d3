"""Dates in running text ("12. März 2024", "March 12, 2024", "2024年3月12日"): whole, unambiguous ones.

General date parsers fill in what is missing from the clock; a page must read the same on every day.
"""

import csv
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources

_DAY_FIRST = re.compile(
    r"(?<![\d.])(\d{1,2})(?:st|nd|rd|th|º|er)?\.?\s*(?:de\s+|of\s+|-)?([^\W\d_]{3,12})\.?,?-?\s*(?:de\s+)?((?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?(?:[-/.年])\s?(\d{1,2})\s?(?:[-/.月])\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})([./])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)")


def first_date(text: str) -> date | None:
    """The first whole date in a text. 3/4/2024 is none (which, depends on the country), 3.4.2024 is one."""
    found = [
        (place, day) for read in (_by_day, _by_month, _by_year, _by_numbers) for place, day in read(text)
    ]
    return min(found)[1] if found else None


def is_printed(day: date, markup: str) -> bool:
    """Whether a page has this day somewhere as a whole date, in figures or words; 5/6/2024 is not whole."""
    return re.search(_forms_of(day), markup, re.IGNORECASE) is not None


def _forms_of(day: date) -> str:
    """A pattern of the ways to print a day."""
    year, month, number = rf"(?:{day.year})(?!\d)", f"(?:0?{day.month})", f"(?:0?{day.day})"
    names = "|".join(re.escape(name) for name, at in _months().items() if at == day.month)
    told_apart = day.day > 12 or day.day == day.month
    forms = [
        rf"{day.year}\s?[-/.年]?\s?{day.month:02}\s?[-/.月]?\s?{day.day:02}",
        rf"{day.year}\s?[-/.年]\s?{month}\s?[-/.月]\s?{number}",
        rf"{number}\.\s?{month}\.\s?{year}",
        *([rf"{number}([/-]){month}\1{year}", rf"{month}([/-]){number}\2{year}"] if told_apart else []),
        rf"{number}(?:st|nd|rd|th)?\W{{1,6}}(?:de |of )?(?:{names})\W{{1,6}}(?:de )?{year}",
    ]
    month_first = rf"\b(?:{names})\W{{1,3}}{number}(?:st|nd|rd|th)?\W{{1,4}}{year}"
    return rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)|{month_first}"


def _by_day(text: str) -> list[tuple[int, date]]:
    return _made((m.start(), m[3], _month(m[2]), m[1]) for m in _DAY_FIRST.finditer(text))


def _by_month(text: str) -> list[tuple[int, date]]:
    return _made((m.start(), m[3], _month(m[1]), m[2]) for m in _MONTH_FIRST.finditer(text))


def _by_year(text: str) -> list[tuple[int, date]]:
    return _made((m.start(), m[1], int(m[2]), m[3]) for m in _YEAR_FIRST.finditer(text))


def _by_numbers(text: str) -> list[tuple[int, date]]:
    found = []
    for m in _NUMBERS.finditer(text):
        day, month = int(m[1]), int(m[3])
        if m[2] == "/" and day <= 12 and month <= 12 and day != month:
            continue
        day, month = (month, day) if month > 12 else (day, month)
        found.append((m.start(), m[4], month, day))
    return _made(found)


def _made(found: Iterable[tuple[int, str, int, str | int]]) -> list[tuple[int, date]]:
    dates = []
    for place, year, month, day in found:
        try:
            dates.append((place, date(int(year), month, int(day))))
        except ValueError:  # no month of that name, no such day
            continue
    return dates


def _month(name: str) -> int:
    return _months().get(name.casefold(), 0)


@cache
def _months() -> dict[str, int]:
    source = resources.files("transforms").joinpath("lexicon/months.csv").read_text("utf-8")
    rows = csv.DictReader(source.splitlines())
    return {name.casefold(): int(row["month"]) for row in rows for name in row["names"].split()}
