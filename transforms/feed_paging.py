"""Where a feed's older entries are: RFC 5005's links, JSON Feed's next_url, WordPress's parameter `paged`."""

import html
import json
import re
from urllib.parse import urlsplit

from transforms.charset import Decoded, decode
from transforms.urls import page_url

_LINK = re.compile(r"<(?:[\w.-]{1,40}:)?link\b[^<>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|href)\s{0,10}=\s{0,10}(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_FIRST_ENTRY = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,10}>", re.IGNORECASE)
_WORDPRESS = re.compile(
    r"<generator[^<>]{0,500}>\s{0,100}https?://(?:www\.)?wordpress\.(?:org|com)", re.IGNORECASE
)
_PAGED = re.compile(r"(?<![^&])paged=([0-9]{1,6})(?![^&])", re.ASCII)
_OLDER = ("prev-archive", "next")  # an archive document tells of both: the archive is the stable one


def older_page(body: bytes, content_type: str | None, url: str) -> str | None:
    """The address of the page of a feed with its next older entries, or None; url: of this page."""
    decoded = decode(body, content_type)
    if not isinstance(decoded, Decoded):
        return None
    text = decoded.text
    if text.lstrip().startswith("{"):
        return _next_url(text, url)
    own = _without_entries(text)
    links = [_attributes(link) for link in _LINK.findall(own)]
    for wanted in _OLDER:
        for link in links:
            if wanted in link.get("rel", "").lower().split() and "href" in link:
                return page_url(link["href"], url)
    return _next_paged(url) if _WORDPRESS.search(own) else None


def _without_entries(text: str) -> str:
    """What a document says of itself, before its entries and after them."""
    first = _FIRST_ENTRY.search(text)
    if first is None:
        return text
    ends = [found.end() for found in _END.finditer(text, first.end())]
    return text[: first.start()] + (text[ends[-1] :] if ends else "")


def _attributes(link: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(link)
    return {name.lower(): html.unescape(double or single) for name, double, single in found}


def _next_url(text: str, url: str) -> str | None:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    given = feed.get("next_url") if isinstance(feed, dict) else None
    return page_url(given, url) if isinstance(given, str) and given else None


def _next_paged(url: str) -> str | None:
    """The address with the parameter `paged` one higher; the first page has none."""
    query = urlsplit(url).query
    now = _PAGED.search(query)
    if now is None:
        return page_url(url.partition("#")[0] + ("&" if query else "?") + "paged=2")
    following = query[: now.start(1)] + str(int(now[1]) + 1) + query[now.end(1) :]
    return page_url(url.partition("?")[0] + "?" + following)
