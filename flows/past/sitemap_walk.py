"""Through a site's sitemaps, level by level: what is fetched, and what was found in it."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from flows.archive import ArchiveError, place_of, read_record
from flows.errors import HearsayError
from flows.http import Request
from flows.past.supplies import Wanted, patiently
from flows.session import Session
from transforms.charset import NotText, decode
from transforms.schedule import reached
from transforms.sitemap_window import Contents, Listed, contents
from transforms.sitemaps import unpacked

MAX_BYTES = 50 * 2**20  # of a sitemap, unpacked (the protocol's limit)
MAX_LEVELS = 4  # indexes within indexes; the protocol knows one
MAX_SITEMAPS = 1000  # of a site
_AT_ONCE = 20
_UNREACHED = "could not be fetched: "

Row = dict[str, Any]


class Walk:
    """One site's sitemaps. found: frames of schemas.FOUND; problems: what it had to do without.

    domain: whose pages are wanted; None: anybody's. read: how many sitemaps could be read.
    """

    def __init__(self, session: Session, wanted: Wanted, via: str, domain: str | None) -> None:
        self._session, self._wanted, self._via, self._domain = session, wanted, via, domain
        self._asked: set[str] = set()
        self._bodies: set[str] = set()
        self.found: list[pl.DataFrame] = []
        self.problems: list[str] = []
        self.read = 0

    def robots(self, site: str) -> tuple[bytes, str]:
        """A site's robots.txt, b"" where there is none, and where the site is in the end.

        HearsayError: nobody was reached.
        """
        request = Request(f"{site}robots.txt", "robots", via=self._via)
        self._session.progress.stage("robots.txt", 1)
        (row,) = self._answers([request])
        if not reached(row["outcome"]):
            raise HearsayError(f"{site} was not reached: {row['error'] or row['outcome']}")
        return self._body(row) if row["outcome"] == "ok" else b"", row["final_url"]

    def go(self, sitemaps: Sequence[Listed], *, guessed: bool = False) -> None:
        """Reads sitemaps, and the parts of those that are indexes. guessed: not to find one is no problem."""
        for _ in range(MAX_LEVELS):
            new = self._new(sitemaps)
            if not new:
                return
            self._session.progress.stage("sitemaps", len(new))
            sitemaps = self._level(new, guessed=guessed)
            guessed = False
        if left := self._new(sitemaps):
            self.problems.append(
                f"{len(left)} sitemaps in more than {MAX_LEVELS} levels of indexes were left out"
            )

    def _new(self, sitemaps: Sequence[Listed]) -> dict[str, Listed]:
        """Those that were not asked for yet, as many as are left to be asked for."""
        new = {listed.url: listed for listed in sitemaps if listed.url not in self._asked}
        taken = dict(list(new.items())[: max(MAX_SITEMAPS - len(self._asked), 0)])
        if len(taken) < len(new):
            self.problems.append(f"{len(new) - len(taken)} sitemaps beyond {MAX_SITEMAPS} were left out")
        self._asked |= new.keys()
        return taken

    def _level(self, asked: dict[str, Listed], *, guessed: bool) -> list[Listed]:
        """Some sitemaps read; the parts to fetch of those that are indexes."""
        parts: list[Listed] = []
        for row in self._answers([Request(url, "sitemap", via=self._via) for url in asked]):
            read = self._contents(row, asked[row["url"]])
            if isinstance(read, str) or read.problem:
                if not guessed:
                    self.problems.append(f"{row['url']}: {read if isinstance(read, str) else read.problem}")
                continue
            self.read += 1
            self.found.append(self._wanted.of(read.pages))
            parts += read.parts
        return parts

    def _contents(self, row: Row, listed: Listed) -> Contents | str:
        """What a sitemap holds, or why that is not known."""
        if row["outcome"] != "ok":
            return _UNREACHED + str(row["error"] or row["outcome"])
        if row["body_hash"] in self._bodies:  # the same under another address
            return contents("<urlset/>", listed, row["final_url"], self._wanted.window, self._domain)
        self._bodies.add(row["body_hash"])
        decoded = decode(unpacked(self._body(row), MAX_BYTES))
        if isinstance(decoded, NotText):
            return f"cannot be read: {decoded.detail}"
        return contents(decoded.text, listed, row["final_url"], self._wanted.window, self._domain)

    def _body(self, row: Row) -> bytes:
        try:
            return read_record(self._session.archive, place_of(row), MAX_BYTES).body
        except ArchiveError:  # it was tidied in the meantime
            return b""

    def _answers(self, requests: list[Request]) -> Iterator[Row]:
        """A row a request."""
        asked = pl.DataFrame({"number": range(len(requests))})
        for supply in patiently(self._session, requests, asked, _AT_ONCE):
            if not self._wanted.dry_run:
                self._session.load({"ops.fetches": supply})
            yield from supply.iter_rows(named=True)
