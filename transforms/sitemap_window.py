"""What of a publisher's sitemaps lies in a window: which parts of an index to fetch, and which pages.

An index may name every month since the paper was founded, and what it says of them is not always so. Of its
parts are fetched, by the first that is told:

    its address names days   those of the window, and of a day before and after it (the publisher's day is not
                             UTC's); of other days none. transforms.address_days tells a month from a number
    its lastmod              not one that was changed last before the window: it cannot hold newer pages.
                             Where all of an index were changed at the same moment, it was the index that was
                             made then, and nothing is told
    nothing                  it is fetched

in the order: those that name days of the window, those changed in it or later, the others. Sitemaps of images
and videos are left out.

Of the pages lie in the window, by the first that is told:

    news:publication_date    those of its days: published
    the address              of a whole day, those of its days: published. Of a month, those of its months
    lastmod                  none that was changed last before it; one changed in it is `changed`, one changed
                             later `unknown`: the page's own date decides when it is read. So it does where
                             all addresses were changed today, as many publishing systems say
    nothing                  unknown, if the sitemap's own address does not name other days
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import polars as pl

from transforms import schemas
from transforms.address_days import days_of_page, days_of_sitemaps
from transforms.dates import feed_date
from transforms.entries import language_code
from transforms.past import Window
from transforms.publishers import publisher_id
from transforms.sitemaps import Fields, Part, is_sitemap, records
from transforms.urls import page_key, page_url, site

_OTHER_MEDIA = re.compile(r"(?<![a-z])(?:images?|videos?)(?![a-z])", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif|mp[34]|m3u8|webm|pdf|zip|gz|xml|rss|css|js)$", re.IGNORECASE
)
_TIMED = re.compile(r"\d[T ]\d{1,2}:?\d\d", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MAX_PARTS = 50_000  # of an index (the protocol's limit)
_A_DAY = timedelta(days=1)
_SURENESS = ["published", "changed", "unknown"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A sitemap that is to be fetched, and the days that its address names."""

    url: str
    days: Window | None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a sitemap holds of a window: pages (schemas.FOUND), and the parts to fetch of an index, in order.

    problem: why it holds nothing, where it is no sitemap.
    """

    pages: pl.DataFrame
    parts: list[Listed]
    problem: str | None = None


def contents(text: str, listed: Listed, url: str, window: Window, domain: str | None) -> Contents:
    """Reads a sitemap or an index; a list of addresses, one a line, is a sitemap too. Never raises.

    url: where it was found in the end; domain: whose pages are wanted; None: anybody's.
    """
    parts: list[Part] = []
    rows: dict[str, dict[str, object]] = {}
    if not is_sitemap(text) and not _ADDRESS.match(text.lstrip()):
        return Contents(schemas.empty(schemas.FOUND), [], "it is no sitemap")
    for fields in records(text) if is_sitemap(text) else _lines(text):
        if "part" in fields:
            address = page_url(fields.get("loc", ""), url)
            if address and len(parts) < _MAX_PARTS:
                parts.append(Part(address, fields.get("lastmod", "")))
        elif row := _page(fields, listed, url, window, domain):
            rows.setdefault(str(row["page_id"]), row)
    return Contents(schemas.from_rows(list(rows.values()), schemas.FOUND), parts_to_fetch(parts, window))


def parts_to_fetch(parts: list[Part], window: Window) -> list[Listed]:
    """Those parts of an index that may hold pages of the window, the likeliest first, each once."""
    named = days_of_sitemaps([part.url for part in parts])
    moments = [feed_date(part.changed) for part in parts]
    made_at_once = len(parts) > 1 and len(set(moments)) == 1
    likely: dict[str, tuple[int, Listed]] = {}
    for part, moment in zip(parts, moments, strict=True):
        days, changed = named[part.url], None if made_at_once else moment
        if _is_of_other_media(part.url) or not _may_hold(days, changed, window):
            continue
        rank = 0 if days and window.meets(days) else 1 if changed else 2
        likely.setdefault(part.url, (rank, Listed(part.url, days)))
    return [listed for _, listed in sorted(likely.values(), key=lambda one: one[0])]


def each_once(found: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Every page once (schemas.FOUND), as the sitemap has it that tells most of its day."""
    rows = pl.concat([schemas.empty(schemas.FOUND), *found])
    sureness = pl.col("day_from").replace_strict({name: at for at, name in enumerate(_SURENESS)}, default=9)
    return rows.sort(sureness, maintain_order=True).unique("page_id", keep="first", maintain_order=True)


def _is_of_other_media(url: str) -> bool:
    parts = urlsplit(url)
    return _OTHER_MEDIA.search(f"{parts.path}?{parts.query}") is not None


def _may_hold(days: Window | None, changed: datetime | None, window: Window) -> bool:
    if days:
        return window.meets(days, slack=1)
    return changed is None or changed.date() >= window.since - _A_DAY


def _page(
    fields: Fields, listed: Listed, url: str, window: Window, domain: str | None
) -> dict[str, object] | None:
    """A page as a row of FOUND; None for one that lies outside, or belongs to somebody else."""
    told = _day(fields, listed.days, window)
    address = page_url(fields.get("loc", ""), url) if told else None
    if (
        not told
        or not address
        or (domain and site(address) != domain)
        or _NO_PAGE.search(urlsplit(address).path)
    ):
        return None
    day, day_from, moment = told
    language = language_code(fields.get("language"))
    return {
        "url": fields["loc"]
        if _ADDRESS.fullmatch(fields["loc"]) and fields["loc"].isprintable()
        else address,
        "page_id": page_key(address),
        "publisher_id": publisher_id(address),
        "day": day,
        "day_from": day_from,
        "published_at": moment,
        "language": language.partition("-")[0] if language else None,
    }


def _day(
    fields: Fields, of_sitemap: Window | None, window: Window
) -> tuple[date, str, datetime | None] | None:
    """The day of a page, what tells it, and when it was published where that is told; None: outside."""
    printed = fields.get("publication_date", "")
    if published := feed_date(printed):
        moment = published if _TIMED.search(printed) else None
        return (published.date(), "published", moment) if window.holds(published.date()) else None
    days = days_of_page(fields.get("loc", ""))
    if days and days.until - days.since == _A_DAY:
        return (days.since, "published", None) if window.holds(days.since) else None
    days = days or of_sitemap
    if days and not window.meets(days, slack=1):
        return None
    return _by_lastmod(fields.get("lastmod", ""), days, window)


def _by_lastmod(
    printed: str, days: Window | None, window: Window
) -> tuple[date, str, datetime | None] | None:
    """days: those that its address, or the sitemap's, narrows it to."""
    changed = feed_date(printed)
    latest = changed if changed is None or _TIMED.search(printed) else changed + _A_DAY  # its day, anywhere
    if latest and latest.date() < window.since:
        return None
    if changed and window.holds(changed.date()):
        return changed.date(), "changed", None
    if days and not window.meets(
        days
    ):  # of the day before or after it, and nothing says that it is late or early
        return None
    return max(days.since if days else window.since, window.since), "unknown", None


def _lines(text: str) -> Iterator[Fields]:
    return ({"loc": line.strip()} for line in text.splitlines() if _ADDRESS.match(line.strip()))
