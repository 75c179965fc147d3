"""One page's bytes to one article: the only file that knows trafilatura.

Text is kept as printed (no Unicode normalisation): line ends become one newline, paragraphs are separated by
exactly one, control characters and spaces at either end of a line are gone. Offsets elsewhere refer to this.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from htmldate import find_date
from lxml import etree
from trafilatura import __version__ as trafilatura_version
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from transforms.bylines import without_organizations
from transforms.charset import Decoded, decode, looks_like_html
from transforms.identity import key
from transforms.language import language_of
from transforms.page_dates import Stamp, parse_stamp, plausible
from transforms.page_meta import PageMeta, read_meta
from transforms.printed_authors import printed_authors
from transforms.printed_dates import first_date, is_printed
from transforms.urls import article_key, canonical_url, site
from transforms.walls import find_wall

VERSION = "1"  # raise it with every change that changes what is read from a page

_MAX_TAGS = 150_000  # above, extraction takes minutes; the largest real pages seen have a third
_MAX_CHARACTERS = 12_000_000
_MAX_TEXT = 500_000  # characters: a book; the longest real article seen has a quarter of it
_MIN_WORDS = 15
_SHORT = 100  # words
_PAYWALLED_BELOW = 250  # words: a page that is marked as closed and longer than this was open when we came

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’\-.][^\W_]+)*")
_TAG = re.compile(r"<[^<>]{0,1000}>")
_VISIBLE = etree.XPath(
    "//body//text()[normalize-space() and not(parent::script or parent::style or parent::noscript)]"
)
_LITTLE = 5_000  # characters
_LITTLE_SHARE = 0.1  # of the visible characters
_DATE_WITHIN = 3_000  # characters from the headline on; later dates are the text's own
_PIECES_BEFORE = 6  # text nodes before the headline: many sites print the date above it
_PAYWALL = re.compile(
    r"class=[\"'][^\"']{0,200}\b(?:paywall|pay-wall|piano-offer|subscriber-only|premium-teaser|c-paywall|o-paywall|regwall|"
    r"article__paywall|paid-content|metered-content)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as fetched: requested address without tracking parameters, where it led, what came.

    `language` is what the user set for its feed: it counts behind what the page declares.
    """

    fetch_id: str
    page_id: str
    url: str
    final_url: str
    redirects_permanent: bool
    content_type: str | None
    body: bytes
    captured_at: datetime
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a page gives no article.

    `reason` is one of: empty, undecodable, not_html, too_large, no_text, too_short, consent_page, bot_wall,
    error_page, extractor_failed.
    """

    reason: str
    detail: str
    stage: Literal["extract"] = "extract"


def extracted_with() -> str:
    """These rules and the library under them, as article versions note it."""
    return f"{VERSION}, trafilatura {trafilatura_version}"


def extract(page: Page) -> dict[str, object] | Refused:
    """One row of `transforms.schemas.EXTRACTED`, or why there is none. Never raises, keeps no state."""
    decoded = decode(page.body, page.content_type)
    if not isinstance(decoded, Decoded):
        return Refused(decoded.reason, decoded.detail)
    refused = _unfit(decoded.text)
    if refused:
        return refused
    try:
        return _read(page, decoded.text)
    except Exception as error:  # noqa: BLE001  # libraries meet hostile HTML here: one page must not stop the rest
        return Refused("extractor_failed", f"{type(error).__name__}: {str(error)[:200]}")


def _unfit(text: str) -> Refused | None:
    if not looks_like_html(text):
        return Refused("not_html", f"begins with {text.lstrip()[:40]!r}")
    if text.count("<") > _MAX_TAGS or len(text) > _MAX_CHARACTERS:
        return Refused("too_large", f"{len(text)} characters, {text.count('<')} tags")
    return None


def _read(page: Page, markup: str) -> dict[str, object] | Refused:
    tree = load_html(markup)
    if tree is None:
        return Refused("not_html", "no element could be parsed")
    meta = read_meta(tree, page.final_url, page.captured_at)
    text = _text(tree, meta)
    titles = [title for title in (meta.title, meta.window_title) if title]
    wall = find_wall(titles, text, is_article=meta.is_article)
    words = len(_WORD.findall(text))
    if wall:
        return Refused(*wall)
    if not text:
        return Refused("no_text", f"nothing but markup in {len(markup)} characters")
    if len(text) > _MAX_TEXT:
        return Refused("too_large", f"{len(text)} characters of text")
    if words < _MIN_WORDS:
        return Refused("too_short", f"{words} words")
    return {**_row(page, meta, tree, text), "word_count": words, "flags": _flags(meta, markup, words)}


def _row(page: Page, meta: PageMeta, tree: etree._Element, text: str) -> dict[str, object]:
    canonical = canonical_url(page.url, page.final_url, page.redirects_permanent, meta.canonical)
    published = meta.published or _date_in_text(tree, page, meta)
    return {
        "fetch_id": page.fetch_id,
        "page_id": page.page_id,
        "article_id": article_key(canonical),
        "canonical_url": canonical,
        "declared_canonical": meta.canonical,
        "publisher_id": key("publisher", site(canonical)),
        "language": language_of(text, [*meta.languages, page.language or ""]),
        "title": meta.title,
        "authors": meta.authors or _authors_in_text(tree, meta) or meta.bylines,
        "published_at": published.moment if published else None,
        "published_date": published.day if published else None,
        "published_evidence": published.evidence if published else "none",
        "modified_at": meta.modified_at,
        "description": meta.description,
        "text": text,
        "text_hash": key("text", meta.title, text),
        "captured_at": page.captured_at,
        "extracted_with": extracted_with(),
    }


def _text(tree: etree._Element, meta: PageMeta) -> str:
    """The article's text: trafilatura's, or the page's own articleBody where that is clearly more of it."""
    # favor_recall skips the fallback extractors where the first result is long enough: faster, and no worse.
    # Where it is little of what the page shows, the default, which tries them all, finds more.
    found = _trafilatura(tree, favor_recall=True)
    if len(found) < _LITTLE and len(found) < _LITTLE_SHARE * sum(map(len, _VISIBLE(tree))):
        found = max(found, _trafilatura(tree, favor_recall=False), key=len)
    said = _clean(_TAG.sub("\n", meta.body)) if meta.body else ""
    return said if len(said) > 300 and len(found) * 2 < len(said) else found


def _trafilatura(tree: etree._Element, *, favor_recall: bool) -> str:
    document = bare_extraction(
        tree, favor_recall=favor_recall, include_comments=False, with_metadata=False, deduplicate=False
    )
    return _clean(document.text or "") if isinstance(document, Document) else ""


def _clean(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    # trafilatura leaves lines of "|" and "-" where it found empty tables and lists
    return "\n".join(line for line in lines if _WORD.search(line))


def _date_in_text(tree: etree._Element, page: Page, meta: PageMeta) -> Stamp | None:
    """From the visible page: the first whole date from the headline on, else what htmldate finds."""
    day = first_date(_around_headline(tree))
    stamp = Stamp(day, None, "text") if day else None
    if not plausible(stamp, page.captured_at):
        stamp = _marked_date(tree, page, meta)
    return stamp if plausible(stamp, page.captured_at) else None


def _marked_date(tree: etree._Element, page: Page, meta: PageMeta) -> Stamp | None:
    """htmldate's: from elements and attributes that its lists know as dates."""
    latest = (page.captured_at.astimezone(UTC) + timedelta(days=1)).strftime("%Y-%m-%d")
    found = find_date(tree, extensive_search=False, original_date=True, url=page.final_url, max_date=latest)
    stamp = parse_stamp(found, "text") if found else None
    if stamp is None or (meta.modified_at and meta.modified_at.date() == stamp.day):
        return None  # when it was changed is not when it was published
    # it completes "May 2024" from the clock, and takes 5/6/2024 for the fifth of June
    return stamp if is_printed(stamp.day, etree.tostring(tree, encoding="unicode")) else None


def _around_headline(tree: etree._Element) -> str:
    """What is printed from shortly before the first h1 (else the beginning) on, without scripts."""
    visible = _VISIBLE(tree)
    headline = next((at for at, node in enumerate(visible) if node.getparent().tag == "h1"), 0)
    text = ""
    for node in visible[max(0, headline - _PIECES_BEFORE) :]:
        text += f" {node.strip()}"
        if len(text) > _DATE_WITHIN:
            break
    return text


def _authors_in_text(tree: etree._Element, meta: PageMeta) -> list[str]:
    return without_organizations(printed_authors(tree), [meta.site_name or ""])


def _flags(meta: PageMeta, markup: str, words: int) -> list[str]:
    closed = meta.free is False or (
        meta.free is None and words < _PAYWALLED_BELOW and _PAYWALL.search(markup)
    )
    return [
        name
        for name, holds in (
            ("paywall", closed),
            ("short", words < _SHORT),
            ("live_blog", "LiveBlogPosting" in meta.types),
        )
        if holds
    ]
