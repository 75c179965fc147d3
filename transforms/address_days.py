"""Which days an address names: a page's (/2025/01/03/bridge), and a sitemap's among others of its index
(sitemap-2025-01.xml, /2025/01/, ?yyyy=2025&mm=01&dd=03).

A number in the address of a sitemap may be the number of a part. Addresses that differ in nothing but their
numbers tell: what is a year, a month or a day is so in all of them.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

from transforms.dates import feed_date
from transforms.page_dates import EARLIEST, date_in_url
from transforms.past import Window

_NUMBER = re.compile(r"\d+")
_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?=/)")
_NAMED = re.compile(r"/((?:19|20)\d\d)[/-]([a-z]{3,12})(?:[/-](\d{1,2}))?(?=/)", re.IGNORECASE)
_IN_FIGURES = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-_/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?!\d)")
_YEAR_AND_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]([a-z]{3,12})(?![a-z])", re.IGNORECASE)
_NAME_AND_YEAR = re.compile(r"(?<![a-z])([a-z]{3,12})[-_/.]((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_YEARS, _MONTHS, _DAYS = {"yyyy", "year", "y"}, {"mm", "month", "mon", "m"}, {"dd", "day", "d"}


def days_of_page(url: str) -> Window | None:
    """The day, or the month, that a page's address names; None where it names neither."""
    path = urlsplit(url).path
    if stamp := date_in_url(path):
        return _day(stamp.day) if stamp.day >= EARLIEST else None
    if found := _NAMED.search(path):
        return _named(found[1], found[2], found[3])
    found = _MONTH.search(path)
    return _span(int(found[1]), int(found[2])) if found else None


def days_of_sitemaps(urls: Sequence[str]) -> dict[str, Window | None]:
    """The days, month or year that each sitemap's address names; urls: all of an index.

    An address with several dates (from=…&to=…) names what lies between. A year alone is none where no other
    address differs in it.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        alike[_NUMBER.sub("0", url)].append(url)
    return {url: days for urls in alike.values() for url, days in _days_of(urls).items()}


def _days_of(urls: list[str]) -> dict[str, Window | None]:
    """Of addresses that differ in numbers alone."""
    for read in (_by_parameters, _by_name, _together, _in_figures):
        found = read(urls)
        if any(found):
            return dict(zip(urls, found, strict=True))
    return dict.fromkeys(urls)


def _by_parameters(urls: list[str]) -> list[Window | None]:
    found: list[Window | None] = []
    for url in urls:
        given = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
        year, month, day = (
            next((int(given[name]) for name in names if given.get(name, "").isdecimal()), None)
            for names in (_YEARS, _MONTHS, _DAYS)
        )
        found.append(None if year is None else _span(year, month, day))
    return found


def _by_name(urls: list[str]) -> list[Window | None]:
    found: list[Window | None] = []
    for place in map(_place, urls):
        first, last = _YEAR_AND_NAME.search(place), _NAME_AND_YEAR.search(place)
        days = _named(first[1], first[2], None) if first else None
        found.append(days or (_named(last[2], last[1], None) if last else None))
    return found


def _together(urls: list[str]) -> list[Window | None]:
    """202501 or 20250103, in every address at hand: else they are just numbers."""
    dates = [
        [tuple(map(int, filter(None, found))) for found in _TOGETHER.findall(_place(url))] for url in urls
    ]
    return [_hull([_span(*one) for one in all_]) for all_ in dates] if all(dates) else [None]


def _in_figures(urls: list[str]) -> list[Window | None]:
    dates = [_IN_FIGURES.findall(_place(url)) for url in urls]
    if not all(dates):
        return [None]
    every = [one for all_ in dates for one in all_]
    months, days = [one[2] for one in every], [one[3] for one in every]
    if not _are_months(months):
        years = {one[0] for one in every}
        return [_hull([_span(int(one[0])) for one in all_]) for all_ in dates] if len(years) > 1 else [None]
    exact = _are_days(days)
    return [
        _hull([_span(int(year), int(month), int(day) if exact else None) for year, _, month, day in all_])
        for all_ in dates
    ]


def _are_months(numbers: list[str]) -> bool:
    """Two figures up to 12; one figure too, where the numbers end at 12: parts seldom do."""
    values = [int(number or 0) for number in numbers]
    padded = all(len(number) == 2 for number in numbers)
    return min(values) >= 1 and (max(values) <= 12 if padded else max(values) == 12)


def _are_days(numbers: list[str]) -> bool:
    """Beyond 12 and up to 31: 1, 2, 3 may be the parts of a month."""
    values = [int(number or 0) for number in numbers]
    return min(values) >= 1 and 12 < max(values) <= 31


def _named(year: str, name: str, day: str | None) -> Window | None:
    """A month written as a word; None where the word is none."""
    first = feed_date(f"1 {name} {year}")
    return _span(first.year, first.month, int(day) if day else None) if first else None


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def _hull(spans: list[Window | None]) -> Window | None:
    real = [span for span in spans if span]
    if not real or len(real) < len(spans):
        return None
    return Window(min(span.since for span in real), max(span.until for span in real))


def _span(year: int, month: int | None = None, day: int | None = None) -> Window | None:
    """A day, a month or a year; None for one that there is not."""
    with suppress(ValueError):
        if month and day:
            return _day(date(year, month, day))
        last = date(year, month or 12, monthrange(year, month or 12)[1])
        return Window(date(year, month or 1, 1), last + timedelta(days=1)) if last >= EARLIEST else None
    return None


def _day(day: date) -> Window:
    return Window(day, day + timedelta(days=1))
