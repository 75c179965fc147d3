"""A feed's bytes to its entries: the only file that calls feedparser (`feed_items` reads what it gives).

    bytes --charset--> text --prepared--> feedparser --item--> Item --entries--> rows
                            `--jsonfeed, sitemaps---------------^

feedparser is given bytes in memory, never an address or a name (it would open them), in UTF-8 that we
decoded, without the document type (entities are defined there). Markup becomes plain text here and not in
feedparser: faster, and nothing that could run is left.
"""

import io
import re
from collections.abc import Iterable
from typing import Any

import feedparser

from transforms.charset import Decoded, NotText, decode, looks_like_html
from transforms.entries import Markup, entry_rows, language_code
from transforms.feed_hints import Hints, feed_hints
from transforms.feed_items import item, markup, string
from transforms.jsonfeed import read_json_feed
from transforms.parsed_feed import NotAFeed, ParsedFeed
from transforms.plaintext import one_line
from transforms.sitemaps import is_sitemap, read_sitemap, unpacked
from transforms.urls import page_url

__all__ = ["NotAFeed", "ParsedFeed", "parse_feed"]

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_ANY_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]*)[\s>/]")
_ENTRY = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CHARREF = re.compile(r"&#(?:(\d+)|[xX]([0-9a-fA-F]+));?")
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_HEAD = 65_536  # characters within which a feed's root, or a page's link to its feed, is looked for


def parse_feed(
    body: bytes,
    content_type: str | None,
    url: str,
    feed_id: str,
    max_entries: int = 5000,
    *,
    language: str | None = None,
) -> ParsedFeed:
    """The entries of a feed: RSS, Atom, RDF, JSON Feed or news sitemap, well-formed or not.

    `url` is where it came from, for relative links. `language`, as the user set it, is that of entries which
    state none themselves, whatever the feed says of itself. Entries beyond `max_entries` (of a sitemap: those
    but the newest) are left out, and `problem` says so. Raises NotAFeed, and nothing else.
    """
    decoded = _decoded(unpacked(body), content_type)
    if decoded.text.lstrip()[:1] in ("{", "["):
        return _json(decoded.text, url, feed_id, max_entries, language)
    if is_sitemap(decoded.text):
        return _sitemap(decoded.text, url, feed_id, language)
    document, note = _prepared(decoded.text, max_entries)
    parsed = _feedparser(document)
    if not parsed.get("version") and not parsed.entries:
        raise _no_feed(decoded.text, url)
    head = parsed.feed
    home = page_url(string(head.get("link")), url)
    declared = language_code(string(head.get("language")))
    items = [item(entry, _version(parsed)) for entry in parsed.entries[:max_entries]]
    entries, skipped = entry_rows(items, feed_id, home or url, language or declared)
    return ParsedFeed(
        kind=_version(parsed),
        title=_line(markup(head, "title")),
        language=declared,
        site_url=home,
        entries=entries,
        problem=_problem(decoded, parsed, note, entries.height),
        skipped=skipped,
        hints=_hints(head, decoded.text),
    )


def _decoded(body: bytes, content_type: str | None) -> Decoded:
    found = decode(body, content_type)
    if isinstance(found, NotText):
        raise NotAFeed("empty" if found.reason == "empty" else "not_text", found.detail)
    return found


def _prepared(text: str, max_entries: int) -> tuple[bytes, str | None]:
    """From the root on, without what no XML may contain; cut before the entries that are too many."""
    root = _ROOT.search(text, 0, _HEAD) or _ANY_ELEMENT.search(text)
    document = _CHARREF.sub(_possible, text[root.start() :] if root else text)
    note = None
    starts = [found.start() for found in _ENTRY.finditer(document)]
    if len(starts) > max_entries:
        document, note = (
            document[: starts[max_entries]],
            f"{len(starts)} entries, the first {max_entries} read",
        )
    return document.encode("utf-8", "ignore"), note


def _possible(found: re.Match[str]) -> str:
    """A character reference, if there is such a character: the others make parsers fail, or crash."""
    digits = found[1] or found[2]
    code = int(digits, 10 if found[1] else 16) if len(digits) < 8 else 0
    allowed = (
        code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    )
    return found[0] if allowed else ""


def _feedparser(document: bytes) -> Any:
    try:
        return feedparser.parse(
            io.BytesIO(document),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,  # within HTML, of which only the text stays
            sanitize_html=False,
        )
    except Exception as fault:  # noqa: BLE001  # hostile bytes meet an old parser here: one feed must not stop the rest
        raise NotAFeed("unreadable", f"{type(fault).__name__}: {str(fault)[:200]}") from None


def _version(parsed: Any) -> str:
    version = str(parsed.get("version") or "")
    if version.startswith("atom"):
        return "atom"
    return "rdf" if version in ("rss10", "rss090") else "rss"


def _json(text: str, url: str, feed_id: str, max_entries: int, language: str | None) -> ParsedFeed:
    feed = read_json_feed(text)
    if isinstance(feed, str):
        raise NotAFeed("other_json", feed)
    home = page_url(feed.home, url) if feed.home else None
    declared = language_code(feed.language)
    entries, skipped = entry_rows(feed.items[:max_entries], feed_id, home or url, language or declared)
    over = len(feed.items) > max_entries
    problem = (
        f"{len(feed.items)} entries, the first {max_entries} read" if over else _no_entries(entries.height)
    )
    return ParsedFeed("json", _line(feed.title), declared, home, entries, problem, skipped)


def _sitemap(text: str, url: str, feed_id: str, language: str | None) -> ParsedFeed:
    sitemap = read_sitemap(text, url)
    if not sitemap.is_news:
        raise NotAFeed(*sitemap.why_no_feed())
    entries, skipped = entry_rows(sitemap.items, feed_id, url, language)
    problem = sitemap.problem or _no_entries(entries.height)
    return ParsedFeed(
        "news_sitemap", sitemap.title, sitemap.language, page_url("/", url), entries, problem, skipped
    )


def _hints(head: Any, text: str) -> Hints:
    ttl, period, frequency = (
        string(head.get(name)) for name in ("ttl", "sy_updateperiod", "sy_updatefrequency")
    )
    return feed_hints(ttl, period, frequency, text)


def _line(markup: Markup) -> str | None:
    return one_line(markup.value, is_html=markup.is_html)[:500] or None


def _problem(decoded: Decoded, parsed: Any, note: str | None, entries: int) -> str | None:
    fault = parsed.get("bozo_exception") if parsed.get("bozo") else None
    parts: Iterable[str | None] = (
        note,
        f"not well-formed: {' '.join(str(fault).split())[:200]}" if fault and not note else None,
        "some characters could not be decoded" if "\ufffd" in decoded.text else None,
        _no_entries(entries),
    )
    return "; ".join(part for part in parts if part) or None


def _no_entries(entries: int) -> str | None:
    return None if entries else "a feed without entries"


def _no_feed(text: str, url: str) -> NotAFeed:
    if looks_like_html(text):
        feeds = [address for link in _LINK.findall(text[: 16 * _HEAD]) if (address := _feed_named(link, url))]
        hint = f"; its feed is {feeds[0]}" if feeds else ", and it names no feed"
        return NotAFeed("web_page", f"a web page{hint}")
    root = _ANY_ELEMENT.search(text)
    if root:
        return NotAFeed("other_xml", f"XML of another kind: <{root[1][:40]}>")
    return NotAFeed("not_xml", f"text that is no feed, beginning {' '.join(text.split())[:40]!r}")


def _feed_named(link: str, url: str) -> str | None:
    href = _HREF.search(link)
    return page_url(href[1], url) if href and _FEED_TYPE.search(link) else None
