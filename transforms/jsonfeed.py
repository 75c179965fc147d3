"""JSON Feed (jsonfeed.org, versions 1 and 1.1), read tolerantly: what has the wrong type is as if absent."""

import json
from dataclasses import dataclass

from transforms.entries import Item, Markup


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """A feed's own fields and its items; `base` is what links are relative to."""

    title: Markup
    language: str | None
    home: str | None
    items: list[Item]


def read_json_feed(text: str) -> JsonFeed | str:
    """The feed in a JSON document, or a line that says why there is none.

    A document counts as a feed if it has a list `items` and either says that it is one (`version`) or has an
    object with an id, a link or a text in it.
    """
    try:
        document = json.loads(text)
    except RecursionError:
        return "JSON nested too deeply"
    except ValueError as fault:  # also numbers of thousands of digits
        return f"no valid JSON: {str(fault)[:100]}"
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return "JSON without a list of items"
    items = [_item(item) for item in document["items"] if isinstance(item, dict)]
    named = "jsonfeed.org" in (_text(document, "version") or "")
    if not named and not any(item.guid or item.links for item in items):
        return "JSON whose items have no ids and no links"
    home = _text(document, "home_page_url")
    return JsonFeed(
        Markup(_text(document, "title") or "", is_html=False), _text(document, "language"), home, items
    )


def _item(raw: dict[str, object]) -> Item:
    links = [_text(raw, "url"), _text(raw, "external_url")]
    html, plain = _text(raw, "content_html"), _text(raw, "content_text")
    guid = raw.get("id")
    return Item(
        guid=str(guid)[:4000] if isinstance(guid, str | int | float) and not isinstance(guid, bool) else None,
        guid_is_link=True,  # the specification wants an address; one that is none is not used
        links=[link for link in links if link],
        title=Markup(_text(raw, "title") or "", is_html=False),
        summary=Markup(_text(raw, "summary") or "", is_html=False),
        content=Markup(html, is_html=True) if html else Markup(plain or "", is_html=False),
        authors=_authors(raw),
        categories=_strings(raw.get("tags")),
        language=_text(raw, "language"),
        published=[("date_published", _text(raw, "date_published") or "")],
        updated=_text(raw, "date_modified"),
    )


def _authors(raw: dict[str, object]) -> list[str]:
    """1.1 has `authors`, 1 had `author`."""
    several = raw.get("authors")
    people = several if isinstance(several, list) else [raw.get("author")]
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return [name for name in names if name]


def _strings(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _text(raw: dict[str, object], name: str) -> str | None:
    value = raw.get(name)
    # JSON may escape half a surrogate pair, which no encoding can write
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) and value.strip() else None
