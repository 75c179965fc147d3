"""The article that a page's JSON-LD describes (schema.org), out of whatever shape sites put it in."""

import html
import json
import re
from collections.abc import Iterable, Iterator

Node = dict[str, object]

_ARTICLE = re.compile(r"(?:article|posting|report|review|recipe|liveblog|story|column)$", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:webpage|itempage|video(?:object)?|mediaobject|podcastepisode|creativework)$", re.IGNORECASE
)
# Where an article may sit inside another node. Lists of teasers (itemListElement) are not.
_DOWN = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPED = ("<!--", "-->", "//<![CDATA[", "// <![CDATA[", "<![CDATA[", "//]]>", "// ]]>", "]]>", ";")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")

_MAX_BLOCK = 2_000_000  # characters
_MAX_NODES = 2_000


def article_node(blocks: Iterable[str]) -> Node:
    """The node of the page's article, its references to other nodes (`author`, `publisher`) filled in.

    Without an article-like node, one of the page itself; {} where there is neither. Of several articles the
    first one that has a date or authors: pages describe themselves before what they link to.
    """
    nodes = list(_nodes(blocks))
    by_id = {str(node["@id"]): node for node in nodes if len(node) > 1 and isinstance(node.get("@id"), str)}
    for kind in (_ARTICLE, _PAGE):
        fitting = [node for node in nodes if any(kind.search(name) for name in types(node))]
        telling = [node for node in fitting if node.get("datePublished") or node.get("author")]
        for node in telling or fitting:
            return {name: _filled_in(value, by_id) for name, value in node.items()}
    return {}


def types(node: Node) -> list[str]:
    """The node's types without namespaces."""
    raw = node.get("@type")
    names = raw if isinstance(raw, list) else [raw]
    return [str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if name]


def values(value: object) -> list[object]:
    """A property as a list: JSON-LD writes one value bare, several in an array."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def string(value: object) -> str | None:
    """The first string in a property: itself, or a node's name, @value or @id (no "#part" of the page)."""
    for item in values(value):
        text = item.get("name") or item.get("@value") or item.get("@id") if isinstance(item, dict) else item
        if isinstance(text, str) and text.strip() and not (isinstance(item, dict) and text[0] in "#_"):
            # JSON may escape half a surrogate pair, which no encoding can write
            return html.unescape(text).strip().encode("utf-8", "ignore").decode()
    return None


def _nodes(blocks: Iterable[str]) -> Iterator[Node]:
    """Every node that speaks of the page, outer before inner."""
    queue: list[object] = [_parsed(block) for block in blocks]
    seen = 0
    while queue and seen < _MAX_NODES:
        seen += 1
        item = queue.pop(0)
        if isinstance(item, list):
            queue[:0] = item[:_MAX_NODES]
        elif isinstance(item, dict):
            yield item
            queue.extend(item[name] for name in _DOWN if isinstance(item.get(name), dict | list))


def _parsed(block: str) -> object:
    """The JSON of a script, with the usual faults mended; None where that does not help."""
    block = block[:_MAX_BLOCK]
    for mend in (str.strip, _unwrapped, _unescaped):
        try:
            return json.JSONDecoder(strict=False).raw_decode(mend(block))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(block: str) -> str:
    """Without comment and CDATA marks around it and commas before closing brackets."""
    for mark in (*_WRAPPED, *_WRAPPED):  # they come nested
        block = block.strip().removeprefix(mark).removesuffix(mark)
    return _TRAILING_COMMA.sub("", block.strip())


def _unescaped(block: str) -> str:
    return html.unescape(_unwrapped(block))


def _filled_in(value: object, by_id: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_filled_in(item, by_id) for item in value[:100]]
    if isinstance(value, dict) and "name" not in value:
        return by_id.get(str(value.get("@id")), value)
    return value
