"""News sitemaps, which many publishers have where they have no feed: addresses, titles and dates of the last
two days (Google's news sitemaps, http://www.google.com/schemas/sitemap-news/0.9, over sitemaps.org's format).

A sitemap without news lists a whole site: it is no feed. Nor is an index of sitemaps, which names its parts.
"""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from transforms.charset import after_prologue
from transforms.dates import feed_date
from transforms.entries import Item, Markup, language_code
from transforms.plaintext import clean, one_line
from transforms.urls import page_url

MAX_ENTRIES = 1000  # what a news sitemap may have; of a longer one the newest
_MAX_PARTS = 10_000  # of an index: as much as anyone needs to choose from
_MAX_UNPACKED = 15 * 2**20  # bytes, as of any feed; what is cut off is the oldest, mostly
_PIECE = 4096  # packed bytes at a time: of a file that is damaged, what comes before is kept
_SHOWN = 5  # parts of an index in a message
_START = re.compile(r"\s*<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)[\s/>]", re.IGNORECASE)
_RECORD = re.compile(r"<(?P<end>/?)(?:[\w.-]{1,40}:)?(?:url|sitemap)(?=[\s/>])", re.IGNORECASE)
_TAIL = 20_000  # characters at the end of a sitemap in which its last address begins
_MEDIA = re.compile(r"(?:image|video)\W")
_NEWS_FORMAT = re.compile(r"/sitemap-news/", re.IGNORECASE)
_NEWS = re.compile(r"news|nachrichten|actualit|noticias|notizie", re.IGNORECASE)

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One sitemap of an index, with its date as printed ("" where there is none)."""

    url: str
    changed: str

    @property
    def is_news(self) -> bool:
        """Whether its address says that it is about news."""
        return _NEWS.search(self.url) is not None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap holds: `items` are its news, the newest first; `parts` are those of an index."""

    title: str | None
    language: str | None
    items: list[Item]
    parts: list[Part]
    addresses: int  # of any kind
    is_news: bool  # empty or not
    problem: str | None

    def why_no_feed(self) -> tuple[str, str]:
        """Reason and a line for a person, for a sitemap without news."""
        if self.parts:
            named = ", ".join(part.url for part in news_parts(self.parts)[:_SHOWN])
            return (
                "sitemap_index",
                f"an index of {len(self.parts)} sitemaps: subscribe to one, such as {named}",
            )
        return "sitemap", f"a sitemap of {self.addresses} addresses, none of them marked as news"


def is_sitemap(text: str) -> bool:
    """Whether a document is a sitemap or an index of sitemaps; one that defines entities is neither."""
    return _START.match(text, after_prologue(text)) is not None


def read_sitemap(text: str, url: str) -> Sitemap:
    """The news or the parts in a sitemap, well-formed or not. Never raises; no entities, no network."""
    addresses = 0
    news: list[Fields] = []
    parts: list[Part] = []
    for fields in records(text):
        addresses += 1
        if "news" in fields:
            news.append(fields)
        elif "part" in fields and (part := page_url(fields.get("loc", ""), url)) and len(parts) < _MAX_PARTS:
            parts.append(Part(part, clean(fields.get("lastmod", ""))[:40]))
    newest = sorted(news, key=_moment, reverse=True)[:MAX_ENTRIES]
    return Sitemap(
        title=_most(news, "name", lambda name: one_line(name, is_html=False)[:500]),
        language=_most(news, "language", language_code),
        items=[_item(fields) for fields in newest],
        parts=parts,
        addresses=addresses,
        is_news=bool(news) or (not addresses and _NEWS_FORMAT.search(text[:4096]) is not None),
        problem=f"{len(news)} entries, the newest {MAX_ENTRIES} read" if len(news) > MAX_ENTRIES else None,
    )


def news_parts(parts: list[Part]) -> list[Part]:
    """The parts of an index that are likely to hold the newest news, the likeliest first.

    Those whose addresses say so; where none does, all: by date, the newest first.
    """
    named = [part for part in parts if part.is_news] or parts
    return sorted(named, key=lambda part: str(feed_date(part.changed) or ""), reverse=True)


def unpacked(body: bytes, most: int = _MAX_UNPACKED) -> bytes:
    """A sitemap that is served as a gzip file, unpacked up to `most` bytes, or as far as the file is whole;
    anything else as it is.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    stream, plain = zlib.decompressobj(wbits=31), bytearray()
    with suppress(zlib.error):  # what came before it counts
        for start in range(0, len(body), _PIECE):
            if stream.eof or len(plain) >= most:
                break
            plain += stream.decompress(body[start : start + _PIECE], most - len(plain))
    return bytes(plain) or body


def records(text: str) -> Iterator[Fields]:
    """One dict for each address of a sitemap: the texts in it by the elements' names (loc, lastmod, …); with
    `news` or `part` if it is such. Never raises, however broken the text; no entities, no network.
    """
    document = _whole(text[after_prologue(text) :]).strip().encode("utf-8", "ignore")
    walk = etree.iterparse(
        BytesIO(document),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        for _, element in walk:
            yield _fields(element)
            element.clear()
            while element.getprevious() is not None:  # read already: a long sitemap is never held as a whole
                del element.getparent()[0]
    except etree.XMLSyntaxError:  # what came before it counts
        return


def _whole(text: str) -> str:
    """Without an address that the text breaks off in: half of one is another, or has no date any more."""
    start = max(len(text) - _TAIL, 0)
    last = None
    for last in _RECORD.finditer(text, start):  # noqa: B007  # the last one is wanted
        pass
    return text[: last.start()] if last and not last["end"] else text


def _fields(element: etree._Element) -> Fields:
    fields: Fields = {"part": ""} if _name(element) == "sitemap" else {}
    for inner in element.iter(etree.Element):
        # an image or a video beside the news has an address and a title of its own
        if inner is not element and not _MEDIA.search(inner.tag):
            text = (
                inner.text if len(inner) == 0 else "".join(inner.itertext())
            )  # with unknown entities as they are
            fields.setdefault(_name(inner), (text or "").strip())
    return fields


def _name(element: etree._Element) -> str:
    """The element's name without namespace, or without a prefix that was never declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _item(fields: Fields) -> Item:
    return Item(
        guid=fields.get("loc"),
        guid_is_link=True,
        links=[fields.get("loc", "")],
        title=Markup(fields.get("title", ""), is_html=False),
        categories=[word for word in fields.get("keywords", "").split(",") if word.strip()],
        language=fields.get("language"),
        published=[("news:publication_date", fields.get("publication_date", ""))],
        updated=fields.get("lastmod"),
    )


def _moment(fields: Fields) -> str:
    """Its time as a text that sorts; those without one come last."""
    dates = (feed_date(fields.get(name, "")) for name in ("publication_date", "lastmod"))
    return next((date.isoformat() for date in dates if date), "")


def _most(news: list[Fields], name: str, made: Callable[[str], str | None]) -> str | None:
    """What most of the news say, in the form that is wanted."""
    values = Counter(value for fields in news[:MAX_ENTRIES] if (value := made(fields.get(name, ""))))
    return values.most_common(1)[0][0] if values else None
