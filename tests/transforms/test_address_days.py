"""The days that addresses name."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.address_days import days_of_page, days_of_sitemaps
from transforms.past import Window

A_DAY = timedelta(days=1)
JANUARY = Window(date(2025, 1, 1), date(2025, 2, 1))
THIRD = Window(date(2025, 1, 3), date(2025, 1, 4))
YEAR = Window(date(2025, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("/2025/01/03/bridge", THIRD),
        ("/world/2025/jan/03/bridge", THIRD),
        ("/2025-01-03-bridge", THIRD),
        ("/bridge-20250103.html", THIRD),
        ("/2025/01/bridge", JANUARY),
        ("/2025/1/bridge", JANUARY),
        ("/2025/januar/bridge", JANUARY),
        ("/2025/bridge", None),
        ("/bridge-2025-01", None),
        ("/1912/01/bridge", None),
        ("/2025/13/bridge", None),
        ("/bridge?date=2025-01-03", None),
    ],
)
def test_of_pages(path: str, days: Window | None) -> None:
    """A whole day or a month between slashes; a year, or a number that may be another, says nothing."""
    assert days_of_page(f"https://news.example{path}") == days


@pytest.mark.parametrize(
    ("paths", "days"),
    [
        (["/sitemap-2025-01.xml"], JANUARY),
        (["/sitemap_202501.xml.gz"], JANUARY),
        (["/2025/01/sitemap.xml"], JANUARY),
        (["/sitemap-january-2025.xml"], JANUARY),
        (["/sitemap/2025/jan"], JANUARY),
        (["/sitemap.xml?yyyy=2025&mm=01&dd=03"], THIRD),
        (["/sitemap.xml?year=2025&month=1"], JANUARY),
        (["/sitemap-20250103.xml"], THIRD),
        (["/s?from=2025-01-01&to=2025-01-31"], JANUARY),
        (["/sitemap-2025-01-03.xml", "/sitemap-2025-01-31.xml"], THIRD),
        (["/sitemap-2025-01-3.xml", "/sitemap-2025-01-4.xml"], JANUARY),  # parts of a month, perhaps
        (["/sitemap-2025-1.xml", "/sitemap-2024-12.xml"], JANUARY),
        (["/sitemap-2025-1.xml", "/sitemap-2024-2.xml"], YEAR),  # parts of a year, perhaps
        (["/sitemap-2025-01.xml", "/sitemap-2025-13.xml"], None),
        (["/sitemap-2025.xml", "/sitemap-2024.xml"], YEAR),
        (["/sitemap2012.xml"], None),  # the 2012th part, perhaps
        (["/sitemap2012.xml", "/sitemap1.xml"], None),
        (["/sitemap-202501.xml", "/sitemap-345678.xml"], None),
        (["/sitemap-news.xml"], None),
    ],
)
def test_of_sitemaps(paths: list[str], days: Window | None) -> None:
    """By the address, and by those beside it; where a number may be something else, less is told."""
    urls = [f"https://news.example{path}" for path in paths]
    assert days_of_sitemaps(urls)[urls[0]] == days


@given(st.lists(st.text(st.sampled_from("0129-/_.?=&ymd x"), max_size=30), max_size=8))
def test_any_address(tails: list[str]) -> None:
    """Nothing is raised, each address is answered, and what is named is a day, a month or more."""
    urls = [f"https://news.example/{tail}" for tail in tails]
    found = days_of_sitemaps(urls)
    assert set(found) == set(urls)
    for days in [*found.values(), *map(days_of_page, urls)]:
        assert days is None or days.until - days.since >= A_DAY


@given(st.dates(date(1996, 1, 1), date(2099, 1, 1)))
def test_every_day_is_in_what_its_addresses_name(day: date) -> None:
    """Whichever way a sitemap's or a page's address is written."""
    forms = (
        "/s-{0:%Y-%m}.xml",
        "/s-{0:%Y%m}.xml",
        "/s-{0:%Y%m%d}.xml",
        "/{0:%Y/%m}/s.xml",
        "/{0:%Y/%m/%d}/x",
    )
    for form in forms:
        url = "https://news.example" + form.format(day)
        for days in (days_of_sitemaps([url])[url], days_of_page(url)):
            assert days is None or days.holds(day)
        assert days_of_sitemaps([url])[url]
