"""Subscriptions as OPML 2.0 (http://opml.org/spec2.opml), well-formed whatever a title holds.

Folders are outlines around feeds; a disabled feed is commented out (isComment), as the format has it. What
the format has no word for stands in a namespace of ours, which other readers pass over.
"""

from collections.abc import Iterable

from lxml import etree

from transforms.plaintext import clean
from transforms.subscription_values import Subscription
from transforms.subscriptions import NAMESPACE

_SETTINGS = {
    "language": "language",
    "publisher": "publisher",
    "minMinutes": "min_minutes",
    "maxMinutes": "max_minutes",
}


def write_opml(feeds: Iterable[Subscription], title: str) -> bytes:
    """An OPML document in UTF-8; it reads back as the same subscriptions, in order within each folder."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"hearsay": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _text(title)
    folders = {"": etree.SubElement(root, "body")}
    for feed in feeds:
        etree.SubElement(_folder(folders, feed.folder or ""), "outline", _attributes(feed))
    whole: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return whole


def _folder(folders: dict[str, etree._Element], path: str) -> etree._Element:
    """The outline of a folder, made with those around it where it is not there yet."""
    if path not in folders:
        above, _, name = path.rpartition("/")
        folders[path] = etree.SubElement(_folder(folders, above), "outline", {"text": _text(name)})
    return folders[path]


def _attributes(feed: Subscription) -> dict[str, str]:
    title = _text(feed.title or feed.url)
    language = feed.language or feed.declared_language
    found = {"type": "rss", "text": title, "title": title, "xmlUrl": _text(feed.url)}
    found |= {"language": language} if language else {}
    found |= {"isComment": "true"} if feed.disabled else {}
    ours = {name: getattr(feed, held) for name, held in _SETTINGS.items()}
    return found | {f"{{{NAMESPACE}}}{name}": _text(str(value)) for name, value in ours.items() if value}


def _text(value: str) -> str:
    """Characters that XML may hold, on one line."""
    return clean(value)
