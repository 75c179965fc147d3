"""Entries of any kind of feed, as its reader found them, to rows of `schemas.ENTRIES`.

bytes --feeds or jsonfeed--> Item --entry_rows--> rows with keys, duplicates collapsed
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

import polars as pl

from transforms import schemas
from transforms.dates import feed_date
from transforms.identity import key
from transforms.plaintext import clean, one_line, plain_text
from transforms.urls import page_key, page_url

Row = dict[str, object]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
# `place` is the page with the fragment: several entries may stand on one page.
_COLUMNS = pl.Schema([*schemas.ENTRIES.items(), ("place", pl.String())])
_MAX_LINE = 2000  # characters of a title, a name, an id: what is longer is no such thing


@dataclass(frozen=True, slots=True)
class Markup:
    """A text of a feed, and whether the feed says that it is HTML."""

    value: str = ""
    is_html: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as the feed has it. Links and dates in order of preference; dates name their element."""

    guid: str | None = None
    guid_is_link: bool = False
    links: Sequence[str] = ()
    title: Markup = Markup()
    summary: Markup = Markup()
    content: Markup = Markup()
    authors: Sequence[str] = ()
    categories: Sequence[str] = ()
    language: str | None = None
    published: Sequence[tuple[str, str]] = field(default=())  # element, raw string
    updated: str | None = None


def entry_rows(
    items: Iterable[Item], feed_id: str, base: str, language: str | None
) -> tuple[pl.DataFrame, int]:
    """The entries (schemas.ENTRIES; first_seen_at and fetch_id null), and how many were skipped as empty.

    `base` is what relative links are relative to. An entry that comes twice counts once, the first time. A
    guid or a link that stands beside different entries of one feed identifies none of them.
    """
    rows = [_row(item, base, language) for item in items]
    full = [row for row in rows if _says_something(row)]
    vague = _vague(full, "guid", ("place", "title")) | _vague(full, "place", ("title",))
    found: dict[object, Row] = {}
    for row in full:
        _add_keys(row, feed_id, vague)
        found.setdefault(row["entry_key"], row)
    return schemas.from_rows(list(found.values()), _COLUMNS).drop("place"), len(rows) - len(full)


def _vague(rows: list[Row], name: str, others: tuple[str, ...]) -> set[object]:
    """The values of a column that stand beside more than one value of another."""
    beside: dict[object, set[tuple[str, object]]] = defaultdict(set)
    for row in rows:
        beside[row[name]] |= {(other, row[other]) for other in others if row[other]}
    return {value for value, pairs in beside.items() if len(pairs) > len({other for other, _ in pairs})}


def language_code(raw: str | None) -> str | None:
    """A language as feeds state it ("en_US"), in the usual form ("en-us"); None for what is none."""
    found = _LANGUAGE.fullmatch(raw.strip()) if raw else None
    return found[0].replace("_", "-").lower() if found else None


def _row(item: Item, base: str, language: str | None) -> Row:
    url, page = _link(item, base)
    evidence, raw, published = _published(item.published)
    return {
        "guid": clean(item.guid or "")[:_MAX_LINE] or None,
        "url": url,
        "page_url": page,
        "page_id": page_key(page) if page else None,
        "place": page_key(page) + "#" + (url or "").partition("#")[2] if page else None,
        "title": one_line(item.title.value, is_html=item.title.is_html)[:_MAX_LINE] or None,
        "authors": _names(item.authors),
        "summary": plain_text(item.summary.value, is_html=item.summary.is_html) or None,
        "content": plain_text(item.content.value, is_html=item.content.is_html) or None,
        "categories": _names(item.categories),
        "language": language_code(item.language) or language,
        "published_at": published,
        "published_evidence": evidence,
        "published_raw": raw,
        "updated_at": feed_date(item.updated) if item.updated else None,
    }


def _link(item: Item, base: str) -> tuple[str | None, str | None]:
    """The first link to the web, as the feed means it and as it is fetched."""
    absolute = [urljoined for link in item.links if (urljoined := _join(base, link))]
    if item.guid and item.guid_is_link:
        absolute.append(clean(item.guid))  # never joined with the base: most guids are numbers or names
    for url in absolute:
        page = page_url(url)
        if page:
            return url, page
    return None, None


def _join(base: str, link: str) -> str | None:
    try:
        return urljoin(base, clean(link)) if link.strip() else None
    except ValueError:
        return None


def _published(dates: Sequence[tuple[str, str]]) -> tuple[str | None, str | None, object]:
    """Element, raw string and moment of the first date that can be read; else the first raw string."""
    stated = [(element, clean(raw)[:200]) for element, raw in dates if raw.strip()]
    for element, raw in stated:
        moment = feed_date(raw)
        if moment:
            return element, raw, moment
    return None, stated[0][1] if stated else None, None


def _names(values: Iterable[str]) -> list[str]:
    lines = (one_line(value, is_html=False)[:_MAX_LINE] for value in values)
    return list(dict.fromkeys(line for line in lines if line))


def _says_something(row: Row) -> bool:
    return any(row[name] for name in ("url", "guid", "title", "summary", "content"))


def _add_keys(row: Row, feed_id: str, vague: set[object]) -> None:
    """Identity is the guid, else the link, else title and date as printed, else the text."""
    for name in ("guid", "place"):
        if row[name] and row[name] not in vague:
            own: list[object] = [name, row[name]]
            break
    else:
        first = row["title"] or row["summary"] or row["content"]
        own = ["text", row["guid"], row["place"], first, row["published_raw"]]
    said = [row[name] for name in ("title", "summary", "content", "page_url")]
    row["feed_id"] = feed_id
    row["entry_key"] = key("entry", feed_id, *map(_text, own))
    row["content_hash"] = key("content", *map(_text, said))
    row["entry_id"] = key("entry", row["entry_key"], row["content_hash"])  # type: ignore[arg-type]  # both strings


def _text(value: object) -> str | None:
    return None if value is None else str(value)
