"""Where a feed's older entries are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.feed_paging import older_page

URL = "https://news.example/feed/?format=rss"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}<entry><link rel="next" href="/x"/></entry></feed>'
RSS = '<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>{}<item><title>x</title></item></channel></rss>'
WORDPRESS = "<generator>https://wordpress.org/?v=6.7.1</generator>"


@pytest.mark.parametrize(
    ("document", "older"),
    [
        (ATOM.format('<link rel="next" href="?page=2"/>'), "https://news.example/feed/?page=2"),
        (ATOM.format('<link href="/2024-12.atom" rel="prev-archive"/>'), "https://news.example/2024-12.atom"),
        (
            ATOM.format('<link rel="next" href="/p2"/><link rel="prev-archive" href="/2024"/>'),
            "https://news.example/2024",
        ),
        (ATOM.format("<link rel='next' href='/p?a=1&amp;b=2'/>"), "https://news.example/p?a=1&b=2"),
        (
            ATOM.replace("</feed>", '<link rel="next" href="/p2"/></feed>').format(""),
            "https://news.example/p2",
        ),
        (RSS.format('<atom:link rel="next" href="https://news.example/p2"/>'), "https://news.example/p2"),
        (ATOM.format('<link rel="self" href="/feed"/>'), None),
        (ATOM.format('<link rel="next" href="javascript:x"/>'), None),
        (RSS.format(WORDPRESS), URL + "&paged=2"),
        (RSS.format(""), None),
        (
            '{"version": "https://jsonfeed.org/version/1.1", "next_url": "/p2.json"}',
            "https://news.example/p2.json",
        ),
        ('{"version": "https://jsonfeed.org/version/1.1"}', None),
        ("", None),
    ],
)
def test_the_page_with_older_entries(document: str, older: str | None) -> None:
    """By its own links, not those of its entries."""
    assert older_page(document.encode(), "application/xml", URL) == older


@pytest.mark.parametrize(
    ("url", "older"),
    [
        ("https://news.example/feed/", "https://news.example/feed/?paged=2"),
        ("https://news.example/feed/?paged=9", "https://news.example/feed/?paged=10"),
        ("https://news.example/?feed=rss2&paged=2&x=1", "https://news.example/?feed=rss2&paged=3&x=1"),
        ("https://news.example/feed/?unpaged=2", "https://news.example/feed/?unpaged=2&paged=2"),
    ],
)
def test_wordpress_counts_its_pages(url: str, older: str) -> None:
    """Other parameters stay."""
    assert older_page(RSS.format(WORDPRESS).encode(), None, url) == older


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(lambda text: f"<feed>{text}".encode("utf-8", "replace")),
    )
)
def test_no_document_is_too_odd(body: bytes) -> None:
    """An address of the web, or none."""
    older = older_page(body, None, URL)
    assert older is None or older.startswith("http")
