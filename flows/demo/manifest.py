"""What the sample web holds: which address is answered with what, on which visit."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SITE = Path(__file__).parent / "site"

_HTML = "text/html; charset=utf-8"
_MODIFIED = {1: "Fri, 06 Mar 2026 06:00:00 GMT", 2: "Fri, 06 Mar 2026 12:00:00 GMT"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the sample web. kind: rss, atom, rdf, json, or empty where the address is no feed."""

    url: str
    title: str
    kind: str
    file: str
    type: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the sample web.

    kind: article, paywall (the beginning of one), consent (a notice in its place), missing (404).
    event: which of the two events it tells of, dam or spill.
    """

    url: str
    file: str
    kind: str
    event: str = ""
    type: str = _HTML
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that sends on to another."""

    url: str
    location: str
    status: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole sample web."""

    feeds: tuple[Feed, ...]
    pages: tuple[Page, ...]
    redirects: tuple[Redirect, ...]

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(feed.url.split("/")[2] for feed in self.feeds)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server says: status, headers, body. Validators are among the headers."""

    status: int
    headers: dict[str, str]
    body: bytes


@cache
def manifest() -> Manifest:
    """The sample web as its manifest has it."""
    read: dict[str, list[dict[str, Any]]] = tomllib.loads((SITE / "manifest.toml").read_text("utf-8"))
    return Manifest(
        feeds=tuple(Feed(**row) for row in read["feeds"]),
        pages=tuple(Page(**row) for row in read["pages"]),
        redirects=tuple(Redirect(**row) for row in read["redirects"]),
    )


def reply(url: str, visit: int) -> Reply:
    """What an address without its query answers on a visit (1 or 2).

    The query tells where a reader comes from, as on most news sites. A host that is not part of the
    sample web is answered as a proxy would answer one that it cannot reach.
    """
    parts = urlsplit(url)
    address = f"http://{parts.netloc}{parts.path}"
    if parts.netloc not in manifest().hosts:
        return _plain(502, "This host is not part of the sample web.\n")
    if address.endswith("/robots.txt"):
        return _plain(200, "User-agent: *\nDisallow: /login\n")
    known = _addresses().get(address)
    if isinstance(known, Redirect):
        return Reply(known.status, {"Location": known.location}, b"")
    file = known and _file(known.file, visit)
    if not known or not file:
        return _plain(404, "There is no such page.\n")
    return _page(known, file)


def _page(known: Feed | Page, file: Path) -> Reply:
    body = file.read_bytes()
    headers = {
        "Content-Type": known.type,
        "Last-Modified": _MODIFIED[2 if _is_second(file) else 1],
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
    }
    status = known.status if isinstance(known, Page) else 200
    return Reply(status, headers, body)


@cache
def _addresses() -> dict[str, Feed | Page | Redirect]:
    web = manifest()
    everything: list[Feed | Page | Redirect] = [*web.feeds, *web.pages, *web.redirects]
    return {known.url: known for known in everything}


def _file(name: str, visit: int) -> Path | None:
    """The file of an address on a visit; None where it does not exist yet."""
    first = SITE / name
    second = first.with_name(f"{first.stem}.2{first.suffix}")
    if visit == 2 and second.exists():
        return second
    return first if first.exists() else None


def _is_second(file: Path) -> bool:
    return file.stem.endswith(".2")


def _plain(status: int, text: str) -> Reply:
    return Reply(status, {"Content-Type": "text/plain; charset=utf-8"}, text.encode())
