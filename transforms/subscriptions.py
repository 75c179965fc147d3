"""Lists of feeds: OPML as readers export it, and plain lists of addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import listparser

from transforms.charset import Decoded, decode, looks_like_html
from transforms.plaintext import clean, one_line
from transforms.urls import page_url

_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed(?=://)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w.:-]{0,40})[\s>/]")
_END = re.compile(r"</(?:\w+:)?opml\s*>", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Feeds as (address, title or None), each once, in order; and a line for each item that names no feed."""

    feeds: list[tuple[str, str | None]]
    skipped: list[str]


class NotOpml(Exception):  # noqa: N818  # a verdict on the document, not a fault of ours
    """The bytes are no list of feeds; the message says what they are."""


def read_opml(body: bytes) -> Subscriptions:
    """The feeds of an OPML file, whatever its nesting and encoding. Raises NotOpml.

    Lists within the list (outlines of type include or link) are named in `skipped`, not followed; so is the
    rest of a file that breaks off.
    """
    text = _text(body)
    # bytes, and nothing else: listparser would fetch a str that is an address
    found = listparser.parse(
        b'<?xml version="1.0" encoding="utf-8"?>' + _DECLARATION.sub("", text, 1).encode()
    )
    if not str(found["version"]).startswith("opml"):
        raise NotOpml(_kind(text))
    read = _collect((feed["url"], feed["title"]) for feed in found["feeds"])
    inclusions = [f"a list within the list, not followed: {_shown(item['url'])}" for item in found["lists"]]
    sites = [f"a site without a feed's address: {_shown(item['url'])}" for item in found["opportunities"]]
    rest = [] if _END.search(text) else ["the rest of the list: the file breaks off before its end"]
    return Subscriptions(read.feeds, read.skipped + inclusions + sites + rest)


def read_list(body: bytes) -> Subscriptions:
    """The feeds of a text with an address a line; empty lines and what follows a "#" do not count.

    An address may come without its scheme. Raises NotOpml where no line is an address.
    """
    text = _text(body)
    lines = (re.sub(r"(?:^|\s)#.*", "", line).strip() for line in text.splitlines())
    found = _collect((_with_scheme(line), None) for line in lines if line)
    if found.skipped and not found.feeds:
        raise NotOpml(_kind(text))
    return found


def _collect(pairs: Iterable[tuple[str, str | None]]) -> Subscriptions:
    feeds: dict[str, str | None] = {}
    skipped = []
    for address, title in pairs:
        url = page_url(_web(clean(address)))
        if url is None:
            skipped.append(f"no web address: {_shown(address)}")
        elif not feeds.get(url):
            feeds[url] = one_line(title or "", is_html=False) or None
    return Subscriptions(list(feeds.items()), skipped)


def _web(address: str) -> str:
    """feed:https://… and feed://…, as some readers write them, in web terms."""
    found = _FEED_SCHEME.match(address)
    return (
        address if not found else ("" if found[0].endswith(("/", ":")) else "http") + address[found.end() :]
    )


def _with_scheme(line: str) -> str:
    return f"https://{line}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]\S*)?", line) else line


def _text(body: bytes) -> str:
    found = decode(body)
    if not isinstance(found, Decoded):
        raise NotOpml("an empty file" if found.reason == "empty" else f"no text: {found.detail}")
    return found.text


def _kind(text: str) -> str:
    start = text.lstrip()
    if start[:1] in ("{", "["):
        return "JSON"
    root = _ROOT.search(start)
    if looks_like_html(text):
        return "a web page"
    if root and root[1].lower().rpartition(":")[2] in ("rss", "feed", "rdf"):
        return "a feed itself, no list of feeds: add its address instead"
    return f"XML of another kind: <{root[1]}>" if root else f"text that begins {_shown(start)!r}"


def _shown(text: str) -> str:
    return clean(text[:400])[:80]
