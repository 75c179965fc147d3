"""What of sitemaps lies in a window."""

import gzip
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.past import Window
from transforms.sitemap_window import Listed, contents, each_once, parts_to_fetch
from transforms.sitemaps import Part, unpacked

SITE = "https://news.example"
JANUARY = Window(date(2025, 1, 1), date(2025, 2, 1))
ANY = Listed(f"{SITE}/sitemap.xml", None)


def url(path: str, lastmod: str = "", published: str = "") -> str:
    """An address in a sitemap."""
    news = (
        f"<n:news><n:language>en-GB</n:language><n:publication_date>{published}</n:publication_date></n:news>"
    )
    inner = f"<loc>{SITE}{path}</loc><lastmod>{lastmod}</lastmod>{news if published else ''}"
    return f"<url>{inner}</url>"


def days(*urls: str, listed: Listed = ANY) -> list[tuple[object, ...]]:
    """What is found: path, day of January, what tells it."""
    text = f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{"".join(urls)}</urlset>'
    found = contents(text, listed, listed.url, JANUARY, "news.example").pages
    rows = found.select("url", "day", "day_from").rows()
    return [(address.removeprefix(SITE), day.day, day_from) for address, day, day_from in rows]


@pytest.mark.parametrize(
    ("path", "lastmod", "published", "told"),
    [
        ("/a", "2026-01-01", "2025-01-03T10:00:00Z", (3, "published")),
        ("/a", "2025-01-03", "2026-01-03", None),
        ("/2025/01/03/a", "2024-01-01", "", (3, "published")),
        ("/2025/02/03/a", "2025-01-03", "", None),
        ("/a", "2025-01-03T23:30:00-05:00", "", (4, "changed")),
        ("/a", "2024-12-30", "", None),
        ("/a", "2024-12-31T23:59:59Z", "", None),
        ("/a", "2024-12-31", "", (1, "unknown")),  # a day, somewhere on earth
        ("/a", "2026-11-29T10:00:00Z", "", (1, "unknown")),
        ("/a", "", "", (1, "unknown")),
        ("/a", "yesterday", "", (1, "unknown")),
        ("/2025/01/a", "2026-11-29", "", (1, "unknown")),
        ("/2024/12/a", "2026-11-29", "", None),
        ("/2024/12/a", "2025-01-01T01:00:00Z", "", (1, "changed")),  # December still, where it is written
        ("/2024/11/a", "2025-01-03", "", None),
        ("/a.jpg", "2025-01-03", "", None),
    ],
)
def test_the_day_of_a_page(path: str, lastmod: str, published: str, told: tuple[int, str] | None) -> None:
    """By publication, else by the address, else by lastmod."""
    assert days(url(path, lastmod, published)) == ([(path, *told)] if told else [])


def test_the_days_of_the_sitemap_narrow_what_says_nothing_of_itself() -> None:
    """Of the days beside the window only what says that it is of the window."""
    december = Listed(ANY.url, Window(date(2024, 12, 1), date(2025, 1, 1)))
    late = url("/late", "2025-01-01T02:00:00Z")
    assert days(url("/a"), url("/b", "2026-01-01"), late, listed=december) == [("/late", 1, "changed")]
    second_half = Listed(ANY.url, Window(date(2025, 1, 16), date(2025, 2, 1)))
    assert days(url("/a"), listed=second_half) == [("/a", 16, "unknown")]


def test_whose_pages() -> None:
    """Those of the site, on any of its hosts; the language is that of the news."""
    others = [
        url("/a", "", "2025-01-03T10:00:00Z").replace("//news.", f"//{host}") for host in ("x.news.", "o.")
    ]
    text = "<urlset xmlns:n='x/sitemap-news/'>" + "".join(others) + "</urlset>"
    found = contents(text, ANY, ANY.url, JANUARY, "news.example").pages
    assert found.select("url", "language", "published_at").rows() == [
        ("https://x.news.example/a", "en", datetime(2025, 1, 3, 10, tzinfo=UTC))
    ]
    assert contents(text, ANY, ANY.url, JANUARY, None).pages.height == 2


def chosen(*parts: tuple[str, str]) -> list[str]:
    """The paths of the parts that are fetched, in order."""
    listed = parts_to_fetch([Part(SITE + path, changed) for path, changed in parts], JANUARY)
    return [one.url.removeprefix(SITE) for one in listed]


def test_parts_by_the_days_of_their_addresses() -> None:
    """Those of the window first, then the months beside it; lastmod does not count where days are named."""
    months = [f"/sitemap-{month}.xml" for month in ("2024-11", "2024-12", "2025-01", "2025-02", "2025-03")]
    assert chosen(*((path, "2024-01-01") for path in months)) == [months[2], months[1], months[3]]
    assert chosen(*((path, "2026-11-29") for path in months)) == [months[2], months[1], months[3]]


def test_parts_by_lastmod() -> None:
    """Not those that were changed last before the window; those without come last."""
    parts = [("/1.xml", "2024-06-01"), ("/2.xml", ""), ("/3.xml", "2025-01-20"), ("/4.xml", "2026-01-01")]
    assert chosen(*parts) == ["/3.xml", "/4.xml", "/2.xml"]
    assert chosen(("/1.xml", "2019-01-01"), ("/2.xml", "2019-01-01")) == ["/1.xml", "/2.xml"]


def test_parts_of_other_media() -> None:
    """Images and videos by their names; a word that merely holds such a one is none."""
    names = ["/image-sitemap.xml", "/sitemap_videos.xml", "/sitemap?type=video", "/imagery.xml", "/news.xml"]
    assert chosen(*((name, "") for name in names)) == ["/imagery.xml", "/news.xml"]


def test_a_list_of_lines_is_a_sitemap_and_a_page_is_none() -> None:
    """As the protocol has it; what else there is, is told."""
    lines = f"{SITE}/2025/01/03/a\n\n{SITE}/2024/01/03/b\nwords"
    assert contents(lines, ANY, ANY.url, JANUARY, "news.example").pages["day"].to_list() == [date(2025, 1, 3)]
    for text in ("", "<html><body>Not found</body></html>", "words"):
        found = contents(text, ANY, ANY.url, JANUARY, "news.example")
        assert (found.pages.height, found.parts, found.problem) == (0, [], "it is no sitemap")


def test_a_page_stands_once_with_what_tells_most() -> None:
    """Whichever sitemap comes first."""
    one, two = (
        contents(f"<urlset xmlns:n='x/sitemap-news/'>{text}</urlset>", ANY, ANY.url, JANUARY, None).pages
        for text in (url("/a"), url("/a/", published="2025-01-09T10:00:00Z"))
    )
    for found in ([one, two], [two, one]):
        assert each_once(found).select("day_from").rows() == [("published",)]
    assert each_once([]).schema == schemas.FOUND


def test_a_damaged_gzip_file_is_read_as_far_as_it_goes() -> None:
    """Cut short, or with bytes overwritten in the middle."""
    text = "".join(f"<url>{number * 7919 % 10_007} {number}</url>" for number in range(50_000)).encode()
    whole = gzip.compress(text)
    middle = len(whole) // 2
    for broken in (whole[:middle], whole[:middle] + b"\xff" * 100 + whole[middle + 100 :]):
        read = unpacked(broken)
        assert text.startswith(read)
        assert len(read) > len(text) // 3
    assert unpacked(whole, 1000) == text[:1000]
    assert unpacked(b"\x1f\x8bnothing") == b"\x1f\x8bnothing"


def test_half_an_address_is_none() -> None:
    """A sitemap that breaks off: in an address, behind it, in its date."""
    whole = url("/2025/01/03/a") + url("/b", "2024-01-01")
    for end in range(whole.index("/b"), len(whole)):
        found = contents(f"<urlset>{whole[:end]}", ANY, ANY.url, JANUARY, "news.example").pages
        assert found["url"].to_list() == [f"{SITE}/2025/01/03/a"]


PIECES = [
    *(f"<{name}>" for name in ("urlset", "sitemapindex", "url", "sitemap", "loc", "lastmod", "n:news")),
    *(f"</{name}>" for name in ("url", "sitemap", "loc", "lastmod")),
    "https://news.example/2025/01/03/a",
    "https://news.example/sitemap-2025-01.xml",
    "2025-01-03",
    "0000-99-99",
    "\x00",
    "]]>",
]


@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text(text: str) -> None:
    """Nothing is raised; what is found lies in the window and belongs to the site."""
    found = contents(text, ANY, ANY.url, JANUARY, "news.example")
    assert found.pages.schema == schemas.FOUND
    assert all(JANUARY.holds(day) for day in found.pages["day"])
