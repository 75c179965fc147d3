"""Lists of feeds as they are read: OPML as readers export it, tables (CSV), and plain lists of addresses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from transforms.charset import Decoded, decode, looks_like_html
from transforms.entries import language_code
from transforms.plaintext import clean, one_line
from transforms.subscription_values import (
    Subscription,
    folder_path,
    minutes_of,
    publisher_domain,
    turned_around,
)
from transforms.urls import page_url

NAMESPACE = "https://github.com/hearsay-news/hearsay"
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed(?=://)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w.:-]{0,40})[\s>/]")
_OPML = re.compile(r"<(?:\w+:)?opml[\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:\w+:)?opml\s*>", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_FEED_TYPES = ("rss", "atom", "rss1", "rss2", "feed")
_LIST_TYPES = ("link", "include", "source")

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Feeds, each once, in order; and a line for each item that names no feed or cannot be used."""

    feeds: list[Subscription]
    skipped: list[str]


class NotOpml(Exception):  # noqa: N818  # a verdict on the document, not a fault of ours
    """The bytes are no list of feeds; the message says what they are."""


def read_opml(body: bytes) -> Subscriptions:
    """The feeds of an OPML file, whatever its nesting and encoding. Raises NotOpml.

    Read as browsers read HTML: attributes in any case, stray "&", no document type and so no entities. The
    folders around a feed are its folder, else its first category. Lists within the list are named in
    `skipped`, not followed; so is the rest of a file that breaks off.
    """
    text = text_of(body)
    if not _OPML.search(text):
        raise NotOpml(kind_of(text))
    tree, too_deep = _tree(text)
    found = collected(_feeds(tree))
    rest = ["the rest of the list: nested too deeply"] if too_deep else []
    rest += [] if _END.search(text) else ["the rest of the list: the file breaks off before its end"]
    return Subscriptions(found.feeds, found.skipped + rest)


def read_list(body: bytes) -> Subscriptions:
    """The feeds of a text with an address a line; empty lines and what follows a "#" do not count.

    An address may come without its scheme. Raises NotOpml where no line is an address.
    """
    text = text_of(body)
    lines = (re.sub(r"(?:^|\s)#.*", "", line).strip() for line in text.splitlines())
    found = collected(with_address(line) for line in lines if line)
    if found.skipped and not found.feeds:
        raise NotOpml(kind_of(text))
    return found


def collected(items: Iterable[Subscription | str]) -> Subscriptions:
    """Each address once: the first that has a title, or the first. A string is a line for `skipped`."""
    feeds: dict[str, Subscription] = {}
    skipped = []
    for item in items:
        if isinstance(item, str):
            skipped.append(item)
        elif item.url not in feeds or (item.title and not feeds[item.url].title):
            feeds[item.url] = item
    return Subscriptions(list(feeds.values()), skipped)


def with_address(address: str) -> Subscription | str:
    """A feed by its address as people and readers write it; a line for a person where it is none."""
    url = page_url(_with_scheme(_web(clean(address))))
    return f"no web address: {shown(address)}" if url is None else Subscription(url)


def text_of(body: bytes) -> str:
    """The text of a file. Raises NotOpml where it has none."""
    found = decode(body)
    if not isinstance(found, Decoded):
        raise NotOpml("an empty file" if found.reason == "empty" else f"no text: {found.detail}")
    return found.text


def kind_of(text: str) -> str:
    """What a text is that is no list of feeds."""
    start = text.lstrip()
    if start[:1] in ("{", "["):
        return "JSON"
    root = _ROOT.search(start)
    if looks_like_html(text):
        return "a web page"
    if root and root[1].lower().rpartition(":")[2] in ("rss", "feed", "rdf"):
        return "a feed itself, no list of feeds: add its address instead"
    return f"XML of another kind: <{root[1]}>" if root else f"text that begins {shown(start)!r}"


def shown(text: str) -> str:
    """As much of a text as fits into a message."""
    return clean(text[:400])[:80]


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    """The document, and whether a part of it was beyond the parser's limits."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        tree = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8", "ignore"), parser)
    except etree.LxmlError:
        tree = None
    return tree, any(fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for fault in parser.error_log)


def _feeds(tree: etree._Element | None) -> Iterator[Subscription | str]:
    """The feeds in the outlines of a list, and lines for those that are something else."""
    open_outlines: list[Attributes] = []
    walk = etree.iterwalk(tree, events=("start", "end"), tag="outline") if tree is not None else ()
    for event, element in walk:
        if event == "end":
            open_outlines.pop()
            continue
        outline = {str(name).lower(): str(value).strip() for name, value in element.attrib.items()}
        yield from _outline(outline, open_outlines)
        open_outlines.append(outline)


def _outline(outline: Attributes, around: list[Attributes]) -> Iterator[Subscription | str]:
    kind = outline.get("type", "").lower()
    address = outline.get("xmlurl") or (outline.get("url") if kind in _FEED_TYPES else "")
    if kind in _LIST_TYPES and (listed := outline.get("url") or address):
        yield f"a list within the list, not followed: {shown(listed)}"
    elif address:
        yield _subscription(address, outline, around)
    elif outline.get("htmlurl"):
        yield f"a site without a feed's address: {shown(outline['htmlurl'])}"


def _subscription(address: str, outline: Attributes, around: list[Attributes]) -> Subscription | str:
    feed = with_address(address)
    if isinstance(feed, str):
        return feed
    title = _title(outline)
    shortest, longest = (minutes_of(outline.get(f"hearsay:{name}minutes", "")) for name in ("min", "max"))
    orderly = not turned_around(shortest, longest)
    return Subscription(
        url=feed.url,
        title=None if title in (feed.url, clean(address)) else title,
        declared_language=language_code(outline.get("language", "")),
        language=language_code(outline.get("hearsay:language", "")),
        publisher=publisher_domain(outline.get("hearsay:publisher", "")),
        folder=_folder(outline, around),
        min_minutes=shortest if orderly else None,
        max_minutes=longest if orderly else None,
        disabled=any(part.get("iscomment", "").lower() == "true" for part in (*around, outline)),
    )


def _title(outline: Attributes) -> str | None:
    lines = (one_line(outline.get(name, ""), is_html=False) for name in ("text", "title"))
    return next((line for line in lines if line), None)


def _folder(outline: Attributes, around: list[Attributes]) -> str | None:
    names = [_title(part) or "" for part in around if not part.get("xmlurl")]
    return folder_path("/".join(names)) or folder_path(outline.get("category", "").partition(",")[0])


def _web(address: str) -> str:
    """feed:https://… and feed://…, as some readers write them, in web terms."""
    found = _FEED_SCHEME.match(address)
    return (
        address if not found else ("" if found[0].endswith(("/", ":")) else "http") + address[found.end() :]
    )


def _with_scheme(line: str) -> str:
    return f"https://{line}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]\S*)?", line) else line
