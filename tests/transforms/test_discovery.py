"""Where a site's feeds may be."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.discovery import (
    COMMON_PATHS,
    MAX_LINKED,
    NEWS_SITEMAPS,
    likely_feeds,
    likely_sitemaps,
    linked_feeds,
)

PAGE = """<!doctype html><html><head><base href="https://cdn.example/en/"><title>Küste</title>
<link REL="Alternate stylesheet" type="application/atom+xml;charset=utf-8" href="a.xml">
<link rel="alternate" type="application/feed+json" href=" /b.json ">
<link rel="alternate" type="application/json" href="/wp-json/1">
<link rel="alternate" type="application/rss+xml" href="javascript:x">
<link rel="alternate" hreflang="fr" href="/fr">
<link rel="stylesheet" type="application/rss+xml" href="/no"><link rel="alternate" type="text/xml" href="">
</head><body><a href="https://harbour.example/rss/sport">Sport</a>
<a href="https://feeds.other.example/harbour/x.rss">x</a>
<a href="https://elsewhere.example/feed">theirs</a><a href="https://harbour.example/feedback">no</a>
<a href="/b.json">again</a></body></html>"""


def test_what_a_page_links_to() -> None:
    """Alternates of a feed's type, then links of the site that look like one; each once."""
    for encoding in ("utf-8", "utf-16"):
        assert linked_feeds(PAGE.encode(encoding), None, "https://harbour.example/home") == [
            "https://cdn.example/en/a.xml",
            "https://cdn.example/b.json",
            "https://harbour.example/rss/sport",
            "https://feeds.other.example/harbour/x.rss",
        ]
    many = b"<html>" + b"".join(b'<a href="/feed/%d">x</a>' % number for number in range(500))
    assert len(linked_feeds(many, None, "https://harbour.example/")) == MAX_LINKED


def test_the_usual_places() -> None:
    """Beneath the root, and beneath the page that was named."""
    root = [f"https://harbour.example{path}" for path in COMMON_PATHS]
    assert likely_feeds("https://harbour.example/") == root
    assert likely_feeds("https://harbour.example/blog/?a=1") == ["https://harbour.example/blog/feed", *root]


def test_sitemaps_of_robots() -> None:
    """Those for news; where none is, the first others and the usual places."""
    usual = [f"https://harbour.example{path}" for path in NEWS_SITEMAPS]
    here = "https://harbour.example/"
    assert likely_sitemaps(b"", here) == usual
    assert likely_sitemaps(b"Sitemap: /s.xml", here) == ["https://harbour.example/s.xml", *usual]
    both = (
        b"User-agent: *\nDisallow: /\nsitemap: https://x.example/s.xml\nSITEMAP: https://x.example/news.xml"
    )
    assert likely_sitemaps(both, here) == ["https://x.example/news.xml"]
    assert len(likely_sitemaps(b"Sitemap: file:///etc/passwd\n" + b"Sitemap: /a.xml\n" * 900, here)) == 5


@given(
    st.binary()
    | st.text().map(lambda text: f"<html><link rel=alternate type=a/rss+xml href='{text}'>".encode())
)
def test_any_bytes(body: bytes) -> None:
    """Nothing is raised, and every address is one of the web."""
    here = "https://harbour.example/"
    assert all(url.startswith("http") for url in linked_feeds(body, None, here) + likely_sitemaps(body, here))
