"""News sitemaps as feeds, and the sitemaps that are none."""

import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import feed_date
from transforms.feeds import NotAFeed, parse_feed
from transforms.sitemaps import MAX_ENTRIES, Part, is_sitemap, news_parts, read_sitemap

URL = "https://lantern.example/news.xml"
HEAD = """<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="//x.example/x.xsl"?><!-- <rss> -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">"""


def news(
    number: int, day: str = "2025-01-09T07:30:00+02:00", title: str = "Bridge &amp; dam", more: str = ""
) -> str:
    """An address with its news."""
    return f"""<url><loc>https://lantern.example/{number}?utm_source=x</loc>{more}<n:news><n:publication>
    <n:name>The Lantern</n:name><n:language>en-GB</n:language></n:publication>
    <n:publication_date>{day}</n:publication_date><n:title>{title}</n:title>
    <n:keywords>dams, roads</n:keywords>
    </n:news></url>"""


def sitemap(*items: str) -> bytes:
    return f"{HEAD}{''.join(items)}</urlset>".encode()


def test_a_news_sitemap_is_a_feed() -> None:
    """With addresses, titles, dates, languages and keywords; an image's address is not the article's."""
    image = (
        "<image:image><image:loc>https://i.example/</image:loc><image:title>pic</image:title></image:image>"
    )
    feed = parse_feed(sitemap(news(1, more=image), "<url><loc>/about</loc></url>"), None, URL, "f")
    assert (feed.kind, feed.title, feed.language, feed.site_url, feed.problem) == (
        "news_sitemap", "The Lantern", "en-gb", "https://lantern.example/", None
    )  # fmt: skip
    (row,) = feed.entries.rows(named=True)
    assert (row["title"], row["page_url"]) == ("Bridge & dam", "https://lantern.example/1")
    assert (row["language"], row["categories"]) == ("en-gb", ["dams", "roads"])
    assert row["published_at"] == feed_date("2025-01-09T05:30:00Z")
    assert (row["published_evidence"], row["published_raw"]) == (
        "news:publication_date",
        "2025-01-09T07:30:00+02:00",
    )


def test_only_the_newest_of_a_long_one_are_taken() -> None:
    """And it is said; the order in the document does not matter, nor the zones of the dates."""
    days = [f"2025-01-{1 + number // 100:02}T{number % 24:02}:00:00Z" for number in range(1200)]
    feed = parse_feed(sitemap(*(news(number, day) for number, day in enumerate(days))), None, URL, "f")
    assert feed.problem == f"1200 entries, the newest {MAX_ENTRIES} read"
    assert feed.entries["published_at"].to_list() == sorted(map(feed_date, days), reverse=True)[:MAX_ENTRIES]


def test_the_same_news_are_the_same_entries() -> None:
    """Whatever is added before; an edited title is a new entry with the old key."""
    first, second = (
        parse_feed(sitemap(*items), None, URL, "f").entries
        for items in (
            [news(1), news(2, "2025-01-09")],
            [news(3), news(1), news(2, "2025-01-09", title="New")],
        )
    )
    keys = dict(second.select("page_url", "entry_key").rows())
    assert all(keys[page] == key for page, key in first.select("page_url", "entry_key").rows())
    assert len(set(first["entry_id"]) & set(second["entry_id"])) == 1


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "sitemap", "1 addresses"),
        (b"<urlset></urlset>", "sitemap", "0 addresses"),
        (
            b"<sitemapindex><sitemap><loc>/2.xml</loc></sitemap><sitemap><loc>/news.xml</loc></sitemap>",
            "sitemap_index",
            "an index of 2 sitemaps: subscribe to one, such as https://lantern.example/news.xml",
        ),
        (b'<!DOCTYPE urlset [<!ENTITY a "aaaa">]><urlset><url>&a;</url></urlset>', "other_xml", "urlset"),
    ],
)
def test_others_are_no_feeds(body: bytes, reason: str, said: str) -> None:
    """A whole site, an index, one that defines entities."""
    with pytest.raises(NotAFeed) as caught:
        parse_feed(body, "text/xml", URL, "f")
    assert (caught.value.reason, caught.value.detail.count(said)) == (reason, 1)


def test_a_quiet_day_is_no_fault() -> None:
    """A news sitemap without news is a feed without entries."""
    feed = parse_feed(sitemap().replace(b"xmlns:n", b"xmlns:news"), None, URL, "f")
    assert (feed.kind, feed.entries.height, feed.problem) == ("news_sitemap", 0, "a feed without entries")


def test_what_is_broken_is_read_as_far_as_it_goes() -> None:
    """A prefix without a namespace, an unknown entity, an end that is missing, a gzip file."""
    body = sitemap(news(1), news(2, title="Caf&eacute; & dam")).replace(b"</urlset>", b"<url><loc>https")
    body = body.replace(b'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"', b"")
    for whole in (body, gzip.compress(body)):
        feed = parse_feed(whole, "application/gzip", URL, "f")
        assert feed.entries["title"].to_list() == ["Bridge & dam", "Café dam"]  # a stray "&" is lost


def test_parts_of_an_index() -> None:
    """Those about news by their names, the newest first; where none is, all, the newest first."""
    parts = [Part("https://a.example/1", "2024-01-01"), Part("https://a.example/2", "2025-01-01")]
    named = [Part("https://a.example/news-1", ""), Part("https://a.example/news-2", "2025-01-01")]
    assert news_parts(parts) == parts[::-1]
    assert news_parts(parts + named) == named[::-1]


def test_hostile_sizes() -> None:
    """A gzip bomb, a deep nest and a million empty addresses cost seconds at most."""
    started = time.process_time()
    for body in (
        gzip.compress(b"<urlset>" + b"<url>" * 10_000_000, mtime=0),
        b"<urlset>" + b"<url>" * 200_000,
        b"<urlset>" + b"<url/>" * 1_000_000,
    ):
        with pytest.raises(NotAFeed):
            parse_feed(body, None, URL, "f")
    assert time.process_time() - started < 30


TAGS = "<urlset> <sitemapindex> <url> <sitemap> <loc> </loc> <news:news> <image:loc> </url> </urlset>"
PIECES = [
    *TAGS.split(),
    "https://a.example/",
    "&x;",
    "<!--",
    "-->",
    "\x01",
    "xmlns:news='x'",
    "]]>",
    "<![CDATA[",
]


@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text(text: str) -> None:
    """Nothing is raised, and every item has an address or is none."""
    is_sitemap(text)
    found = read_sitemap(text, URL)
    assert all(part.url.startswith("http") for part in found.parts)
    assert len(found.items) <= MAX_ENTRIES
