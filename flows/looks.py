"""Looking at feeds without storing anything: what is there now, and what is wrong with it."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from flows.archive import ArchiveError, ArchiveWriter, place_of, read_record
from flows.fetch_rows import one_line
from flows.http import Fetcher, Request, utc_now
from flows.known_hosts import KnownHosts
from flows.settings import Settings
from transforms.feeds import NotAFeed, ParsedFeed, parse_feed

Kind = Literal["feed", "page"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a request brought: the body where there is one, else why there is none."""

    url: str
    final_url: str
    outcome: str
    body: bytes
    content_type: str | None
    body_hash: str
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """A feed as it was seen. kind is None where there is none; `problem` says what is wrong."""

    url: str
    final_url: str
    body_hash: str
    kind: str | None
    title: str | None
    language: str | None
    entries: int
    newest: datetime | None  # as the feed dates its entries
    problem: str | None

    def row(self) -> dict[str, object]:
        """The look as a row for people and programs."""
        names = ("url", "kind", "title", "entries", "newest", "problem")
        return {name: getattr(self, name) for name in names}


class Looker:
    """Fetches as politely as a run does, into an archive that is thrown away; an async context manager.

    Hosts that asked a run to be left alone are left alone. What runs know of robots.txt is not used: its text
    is in their archive.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Looker":
        async with AsyncExitStack() as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            archive = stack.enter_context(ArchiveWriter(self._folder, "look"))
            fetcher = Fetcher(self._settings.http(), archive, known=_closed_hosts(self._settings))
            self._fetcher = await stack.enter_async_context(fetcher)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def see(self, url: str, kind: Kind = "feed") -> Seen:
        """One address."""
        row = await self._fetcher.fetch(Request(url, kind))
        final, outcome = str(row["final_url"]), str(row["outcome"])
        why = None if outcome == "ok" else str(row["error"] or outcome)
        body, header = b"", None
        if why is None:
            limit = self._settings.max_feed_bytes if kind == "feed" else self._settings.max_page_bytes
            try:
                record = read_record(self._folder, place_of(row), limit)
                body, header = record.body, record.header("content-type")
            except ArchiveError as fault:
                why = str(fault)
        return Seen(url, final, outcome, body, header, str(row["body_hash"]), why)

    async def look(self, url: str) -> Look:
        """One feed."""
        return look_at(await self.see(url))


def _closed_hosts(settings: Settings) -> KnownHosts:
    if not settings.warehouse.exists():  # `discover` needs none
        return KnownHosts()
    return KnownHosts(KnownHosts.read(settings.warehouse, utc_now(), settings.lock_timeout).closed)


def look_at(seen: Seen) -> Look:
    """What there is of a feed in what was seen."""
    found = seen.why_not or _parsed(seen)
    if isinstance(found, str):
        return Look(seen.url, seen.final_url, seen.body_hash, None, None, None, 0, None, one_line(found))
    newest = found.entries["published_at"].max()
    return Look(
        url=seen.url,
        final_url=seen.final_url,
        body_hash=seen.body_hash,
        kind=found.kind,
        title=found.title,
        language=found.language,
        entries=found.entries.height,
        newest=newest if isinstance(newest, datetime) else None,
        problem=one_line(found.problem),
    )


def look_at_all(settings: Settings, urls: list[str]) -> list[Look]:
    """Every feed, in their order."""

    async def work() -> list[Look]:
        async with Looker(settings) as looker:
            return await asyncio.gather(*(looker.look(url) for url in urls))

    return asyncio.run(work())


def _parsed(seen: Seen) -> ParsedFeed | str:
    try:
        return parse_feed(seen.body, seen.content_type, seen.final_url, "")
    except NotAFeed as fault:
        return f"no feed: {fault}"
