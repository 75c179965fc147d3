"""What feedparser tells of one entry of a feed, as an `Item`: its names for things, and its habits."""

from typing import Any

from transforms.entries import Item, Markup


def item(entry: Any, kind: str) -> Item:
    """An entry as feedparser gives it, of a feed of a kind ("rss", "atom" or "rdf")."""
    contents = [part for part in entry.get("content") or [] if _is_readable(part)]
    content = max((_part(part) for part in contents), key=lambda part: len(part.value), default=Markup())
    summary = markup(entry, "summary")
    # feedparser copies a content into an absent summary
    return Item(
        guid=string(entry.get("id")) or None,
        guid_is_link=bool(entry.get("guidislink")) or kind == "rdf",
        links=_links(entry, kind),
        title=markup(entry, "title"),
        summary=Markup() if summary.value == content.value else summary,
        content=content,
        authors=[string(author.get("name")) for author in entry.get("authors") or []],
        categories=[string(tag.get("label") or tag.get("term")) for tag in entry.get("tags") or []],
        language=_language(entry, contents),
        published=_dates(entry, kind),
        updated=string(dict.get(entry, "updated")) or None,
    )


def _links(entry: Any, kind: str) -> list[str]:
    """FeedBurner's note of the publisher's own link, the link, other alternates."""
    link = string(entry.get("link"))
    if entry.get("guidislink") and link == entry.get("id"):
        link = ""  # no link but a guid, which is no relative address
    others = [
        string(other.get("href")) for other in entry.get("links") or [] if other.get("rel") == "alternate"
    ]
    original = string(entry.get("feedburner_origlink") or entry.get("pheedo_origlink"))
    found = [original, link] + (others if kind == "atom" else [])
    return [address for address in found if address]


def _dates(entry: Any, kind: str) -> list[tuple[str, str]]:
    """feedparser's names for the elements: "updated" is dc:date where the format has no such."""
    names = {"published": "pubDate", "updated": "dc:date"} if kind != "atom" else {}
    # dict.get, since feedparser's own would give `published` for an absent `updated`, with a warning
    found = [
        (names.get(name, name), string(dict.get(entry, name))) for name in ("published", "created", "updated")
    ]
    return [(name, raw) for name, raw in found if raw]


def _language(entry: Any, contents: list[Any]) -> str | None:
    parts = [*contents, entry.get("title_detail") or {}, entry.get("summary_detail") or {}]
    return next((string(part.get("language")) for part in parts if part.get("language")), None)


def _is_readable(part: Any) -> bool:
    kind = string(part.get("type")).lower()
    return not kind or kind.startswith("text/") or "html" in kind


def _part(part: Any) -> Markup:
    return Markup(string(part.get("value")), is_html=string(part.get("type")).lower() != "text/plain")


def markup(holder: Any, name: str) -> Markup:
    """An element of a feed or entry, and whether it is plain text."""
    detail = holder.get(f"{name}_detail")
    value = string(holder.get(name))
    return Markup(value, is_html=not detail or string(detail.get("type")).lower() != "text/plain")


def string(value: object) -> str:
    """feedparser puts a dict where an element that should be text has attributes only."""
    return value if isinstance(value, str) else ""
