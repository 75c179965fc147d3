"""What a page says about itself: JSON-LD first, then meta tags, then its visible head."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from transforms import jsonld
from transforms.bylines import clean_authors, looks_like_login, without_organizations
from transforms.page_dates import Stamp, date_in_url, parse_stamp, plausible
from transforms.titles import choose_title

# Names of meta tags, most trusted first.
_PUBLISHED = """
article:published_time og:article:published_time article:published og:published_time datepublished
cxenseparse:recs:publishtime cxenseparse:publishtime parsely-pub-date sailthru.date dc.date.issued
dcterms.issued dcterms.created dc.date.created date.available date.created publishdate publisheddate
publish-date publish_date publication_date citation_publication_date citation_date pubdate dc.date
dcterms.date date article.published rnews:datepublished
"""
_MODIFIED = "article:modified_time og:updated_time datemodified dcterms.modified last-modified"
_AUTHORS = """
author article:author og:article:author article:author_name parsely-author sailthru.author byl dc.creator
dcterms.creator dc.creator.name cxenseparse:author citation_author byline creator
"""
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_TAGS = ("meta", "link", "script", "title", "h1", "time", "html")

_MAX_FIELD = 5_000  # characters; longer ones are no titles, names or descriptions


@dataclass(slots=True)
class Head:
    """The raw material, in document order: nothing chosen, nothing cleaned."""

    metas: dict[str, list[str]] = field(default_factory=dict)  # lower-case name, property or itemprop
    blocks: list[str] = field(default_factory=list)  # JSON-LD
    titles: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)  # h1
    times: list[tuple[bool, str]] = field(default_factory=list)  # whether marked as publication; datetime
    canonical: str | None = None
    language: str | None = None

    def first(self, *names: str) -> str | None:
        """The first non-empty value under the first of the names that has one."""
        return next((value for name in names for value in self.metas.get(name, ())), None)


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the page says about itself, cleaned; None or empty where it says nothing."""

    title: str | None
    window_title: str | None  # the title element
    authors: list[str]  # people
    bylines: list[str]  # where no person is named: the site's own name, a login
    published: Stamp | None
    modified_at: datetime | None
    languages: list[str]  # as declared, most telling first
    canonical: str | None
    description: str | None
    site_name: str | None
    free: bool | None  # isAccessibleForFree
    types: list[str]  # schema.org types, og:type
    body: str | None  # articleBody

    @property
    def is_article(self) -> bool:
        """Whether the page calls itself an article."""
        return any(
            re.search(r"article|posting|report|story|^blog$", kind, re.IGNORECASE) for kind in self.types
        )


def read_meta(tree: etree._Element, url: str, latest: datetime) -> PageMeta:
    """The page's metadata. `latest` is when it was captured: later dates are not believed."""
    head = collect(tree)
    node = jsonld.article_node(head.blocks)
    site_name = head.first("og:site_name", "application-name") or _publisher(node)
    authors, bylines = _authors(head, node)
    return PageMeta(
        title=choose_title(
            jsonld.string(node.get("headline")), head.headings, _og_titles(head), head.titles, site_name
        ),
        window_title=head.titles[0] if head.titles else None,
        authors=authors,
        bylines=bylines,
        published=_published(head, node, url, latest),
        modified_at=_modified(head, node, latest),
        languages=_languages(head, node),
        canonical=head.canonical,
        description=_description(head, node),
        site_name=site_name,
        free=_free(node, head),
        types=[*jsonld.types(node), *head.metas.get("og:type", [])[:1]],
        body=jsonld.string(node.get("articleBody")),
    )


def collect(tree: etree._Element) -> Head:
    """One walk over the tree for the tags that carry metadata."""
    head = Head()
    for element in tree.iter(*_TAGS):
        _COLLECTORS[element.tag](head, element)
    return head


def _collect_meta(head: Head, element: etree._Element) -> None:
    name = (
        element.get("property")
        or element.get("name")
        or element.get("itemprop")
        or element.get("http-equiv")
        or ""
    )
    content = (element.get("content") or "").strip()
    if name and content and len(content) <= _MAX_FIELD:
        head.metas.setdefault(name.strip().lower(), []).append(content)


def _collect_link(head: Head, element: etree._Element) -> None:
    if head.canonical is None and "canonical" in (element.get("rel") or "").lower().split():
        head.canonical = (element.get("href") or "").strip()[:_MAX_FIELD] or None


def _collect_script(head: Head, element: etree._Element) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        head.blocks.append(element.text)


def _collect_text(head: Head, element: etree._Element) -> None:
    text = " ".join("".join(element.itertext()).split())
    if text and len(text) <= _MAX_FIELD and not any(up.tag == "svg" for up in element.iterancestors()):
        (head.titles if element.tag == "title" else head.headings).append(text)


def _collect_time(head: Head, element: etree._Element) -> None:
    raw = element.get("datetime") or element.get("content") or "".join(element.itertext())
    marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
    published = "datepublished" in marks or "publish" in marks or element.get("pubdate") is not None
    head.times.append((published, raw.strip()[:100]))


def _collect_html(head: Head, element: etree._Element) -> None:
    head.language = (
        head.language or element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
    )


_COLLECTORS: dict[str, Callable[[Head, etree._Element], None]] = {
    "meta": _collect_meta,
    "link": _collect_link,
    "script": _collect_script,
    "title": _collect_text,
    "h1": _collect_text,
    "time": _collect_time,
    "html": _collect_html,
}


def _og_titles(head: Head) -> list[str]:
    return [
        value
        for name in ("og:title", "twitter:title", "dc.title", "parsely-title")
        for value in head.metas.get(name, [])[:1]
    ]


def _publisher(node: jsonld.Node) -> str | None:
    publisher = node.get("publisher")
    return jsonld.string(publisher) if isinstance(publisher, dict | list) else None


def _authors(head: Head, node: jsonld.Node) -> tuple[list[str], list[str]]:
    """(people, bylines that are the site's own name or a login): the first source that names people wins."""
    organizations = _organizations(head, node)
    in_json = [name for item in jsonld.values(node.get("author")) if (name := jsonld.string(item))]
    others: list[str] = []
    for source in (in_json, *(head.metas.get(name, []) for name in _AUTHORS.split())):
        names = clean_authors(source)
        people = [n for n in without_organizations(names, organizations) if not looks_like_login(n)]
        if people:
            return people, []
        others = others or names
    return [], others


def _organizations(head: Head, node: jsonld.Node) -> list[str]:
    authors = [item for item in jsonld.values(node.get("author")) if isinstance(item, dict)]
    said = [
        jsonld.string(item) for item in authors if "Person" not in jsonld.types(item) and item.get("@type")
    ]
    return [
        name for name in (*said, _publisher(node), head.first("og:site_name", "application-name")) if name
    ]


def _published(head: Head, node: jsonld.Node, url: str, latest: datetime) -> Stamp | None:
    raw = [
        (value, "json-ld")
        for name in ("datePublished", "dateCreated")
        if (value := jsonld.string(node.get(name)))
    ]
    raw += [(value, "meta") for name in _PUBLISHED.split() for value in head.metas.get(name, [])[:1]]
    raw += [(value, "time element") for marked, value in head.times if marked][:1]
    stamps = [*(parse_stamp(value, evidence) for value, evidence in raw), date_in_url(url)]
    return next((stamp for stamp in stamps if stamp and plausible(stamp, latest)), None)


def _modified(head: Head, node: jsonld.Node, latest: datetime) -> datetime | None:
    for value in (jsonld.string(node.get("dateModified")), head.first(*_MODIFIED.split())):
        stamp = parse_stamp(value, "") if value else None
        if stamp and plausible(stamp, latest):
            return stamp.moment
    return None


def _languages(head: Head, node: jsonld.Node) -> list[str]:
    said = (
        jsonld.string(node.get("inLanguage")),
        head.language,
        head.first("og:locale", "content-language", "dc.language", "language"),
    )
    return [value for value in said if value]


def _description(head: Head, node: jsonld.Node) -> str | None:
    raw = head.first(*_DESCRIPTIONS) or jsonld.string(node.get("description"))
    return " ".join(raw.split())[:_MAX_FIELD] or None if raw else None


def _free(node: jsonld.Node, head: Head) -> bool | None:
    parts = [node, *(part for part in jsonld.values(node.get("hasPart")) if isinstance(part, dict))]
    said = {
        str(part["isAccessibleForFree"]).lower().rpartition("/")[2]
        for part in parts
        if "isAccessibleForFree" in part
    }
    tier = (head.first("article:content_tier", "cxenseparse:content_tier", "content_tier") or "").lower()
    if said & {"false", "0", "no"} or tier in {"locked", "metered", "paid", "premium"}:
        return False
    return True if said or tier == "free" else None
