"""Where a site's feeds may be: what its page links to, what its robots.txt names, and what is common."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree
from protego import Protego

from transforms.charset import Decoded, decode
from transforms.sitemaps import Part, news_parts
from transforms.urls import page_url, site

# What common publishing systems serve: WordPress, Movable Type, Ghost, Drupal, Hugo, Jekyll, Blogger, Arc.
COMMON_PATHS = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/index.rdf",
    "/feed.json",
    "/feeds/posts/default",
    "/arc/outboundfeeds/rss/",
)
NEWS_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/googlenews.xml")
# Where a site's sitemap is that robots.txt does not name: as the protocol suggests, WordPress, Yoast, Drupal.
USUAL_SITEMAPS = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/sitemap-index.xml",
    "/sitemap.xml.gz",
    "/wp-sitemap.xml",
    "/sitemap.txt",
    *NEWS_SITEMAPS,
)
MAX_LINKED = 20  # feeds that one page may name
_MAX_NAMED = 200  # sitemaps by one robots.txt
_MAX_SITEMAPS = 4  # of them that are looked at for a feed
_MAX_PARTS = 3  # of an index
_FEED_TYPE = re.compile(r"(?:rss|atom|rdf|feed)\+(?:xml|json)|^(?:text|application)/xml$", re.IGNORECASE)
_FEED_ADDRESS = re.compile(r"(?:^|[/.])(?:rss\d?|feeds?|atom)(?:[/._-]|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE)


def linked_feeds(body: bytes, content_type: str | None, url: str) -> list[str]:
    """The addresses that a page gives for its feeds: by `link rel=alternate`, then those of other links that
    look like a feed's, on the same site. At most 20, each once.
    """
    decoded = decode(body, content_type)
    tree = _tree(decoded.text) if isinstance(decoded, Decoded) else None
    if tree is None:
        return []
    base = next(
        (href for element in tree.iter("base") if (href := page_url(element.get("href", ""), url))), url
    )
    declared = [element.get("href", "") for element in tree.iter("link") if _is_feed_link(element)]
    others = [element.get("href", "") for element in tree.iter("a")]
    absolute = [page_url(href, base) for href in declared if href.strip()]
    absolute += [link for href in others if (link := page_url(href, base)) and _looks_like_a_feed(link, url)]
    return _once(absolute, {page_url(url)})[:MAX_LINKED]


def likely_feeds(url: str) -> list[str]:
    """Where the feeds of a site often are: beneath the page itself, and beneath the site's root."""
    own = [url.partition("?")[0].rstrip("/") + "/feed"] if urlsplit(url).path.strip("/") else []
    return _once([*map(page_url, own), *(page_url(path, url) for path in COMMON_PATHS)])


def likely_sitemaps(robots: bytes, url: str) -> list[str]:
    """Where a site's news sitemap may be: what its robots.txt names, those with news in their names first;
    the common places too, where it names none for news.
    """
    parts = [Part(address, "") for address in named_sitemaps(robots, url)]
    likely = _once([part.url for part in news_parts(parts)])[:_MAX_SITEMAPS]
    common = [] if any(part.is_news for part in parts) else [page_url(path, url) for path in NEWS_SITEMAPS]
    return _once([*likely, *common])


def named_sitemaps(robots: bytes, url: str) -> list[str]:
    """The sitemaps that a robots.txt names, whoever they are for; at most 200."""
    decoded = decode(robots)
    named = Protego.parse(decoded.text if isinstance(decoded, Decoded) else "").sitemaps
    return _once(page_url(name, url) for name in list(named)[:_MAX_NAMED])


def likely_parts(parts: list[Part]) -> list[str]:
    """The parts of an index that are likely to hold the newest news."""
    return _once([part.url for part in news_parts(parts)])[:_MAX_PARTS]


def _tree(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        return etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except etree.LxmlError:
        return None


def _is_feed_link(element: etree._Element) -> bool:
    is_alternate = "alternate" in element.get("rel", "").lower().split()
    return is_alternate and _FEED_TYPE.search(element.get("type", "").strip()) is not None


def _looks_like_a_feed(link: str, url: str) -> bool:
    same = site(link) == site(url) or urlsplit(link).netloc.startswith(("feeds.", "rss."))
    return same and _FEED_ADDRESS.search(urlsplit(link).path) is not None


def _once(addresses: Iterable[str | None], without: Iterable[str | None] = ()) -> list[str]:
    return list(dict.fromkeys(address for address in addresses if address and address not in set(without)))
