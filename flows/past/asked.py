"""What a backfill was asked for, as the command line and Prefect's UI give it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.past.source import Part, Source
from flows.past.sources import NAMES, made
from flows.past.supplies import Wanted
from flows.settings import Settings
from transforms.past import Window
from transforms.urls import site
from warehouse.lookups import feeds_by_name, publishers_by_name

_BY_FEEDS = ("feed", "wayback")


@dataclass(frozen=True, slots=True)
class Asked:
    """One backfill. places: files, folders or base addresses, as the source takes them; limit: pages.

    gaps: it is over suspected gaps, one after the other (flows.past.gaps); only then days and source may be
    left open.
    """

    since: date | None
    until: date | None
    source_name: str | None  # as flows.past.sources has it
    places: list[str]
    feed: str | None = None
    publisher: str | None = None
    language: str | None = None
    limit: int | None = None
    rate: float | None = None  # requests a second to a host
    again: bool = False
    dask: str = ""  # tcp://HOST:PORT
    live: bool = True  # what a web archive does not have is asked of its publisher
    gaps: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """As the flow takes them."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {"source" if name == "source_name" else name: value for name, value in named.items()}

    def applied(self, settings: Settings) -> Settings:
        """The settings with what was asked for otherwise."""
        if self.rate is not None and self.rate <= 0:
            raise UsageError("--rate is a number of requests a second above 0, such as 0.5")
        changes: dict[str, Any] = {"host_pause": 1 / self.rate} if self.rate else {}
        return settings.model_copy(update=changes | ({"dask": self.dask} if self.dask else {}))

    def source(self, settings: Settings) -> Source:
        """The source. Raises UsageError where there is none of that name, or it needs another place."""
        if self.source_name is None:
            raise UsageError(f"--from says where the past comes from: {', '.join(NAMES)}")
        return made(self.source_name, self.places, settings)

    def wanted(self, settings: Settings) -> Wanted:
        """What of it is wanted. Raises UsageError for an empty window, or what names no feed or publisher."""
        if self.since is None or self.until is None:
            raise UsageError(
                "--since and --until say which days are wanted; only with --gaps they may be left out"
            )
        try:
            window = Window(self.since, self.until)
        except ValueError as fault:
            raise UsageError(f"{fault}: --until is the first day that is not wanted any more") from None
        feeds = feeds_by_name(settings.warehouse, timeout=settings.lock_timeout)
        domains: frozenset[str] = frozenset()
        if self.publisher:
            publishers = publishers_by_name(settings.warehouse, timeout=settings.lock_timeout)
            domains = frozenset(_domains(publishers, self.publisher))
            feeds = feeds.filter(pl.col("domain").is_in(sorted(domains)))
        # Removed ones only where they are named.
        feeds = _feeds(feeds, self.feed) if self.feed else feeds.filter(~pl.col("is_removed"))
        named = self.feed is not None
        return Wanted(window, feeds, domains, self.language, live=self.live, names_feeds=named)

    def feeds(self, settings: Settings) -> pl.DataFrame:
        """The feeds that it is about (feeds_by_name). Raises UsageError where there is none of that name."""
        day = date(2000, 1, 1)
        return replace(self, since=day, until=day + timedelta(days=1)).wanted(settings).feeds

    def checked(self, settings: Settings) -> None:
        """Raises UsageError for what makes no sense, before anything is done."""
        if self.gaps:
            self.feeds(settings)
        else:
            self.source(settings)
            if self.feed and (self.source_name == "urls" or (self.source_name == "sitemap" and self.places)):
                raise UsageError(
                    f"--feed says nothing of what --from {self.source_name} --place holds: name a --publisher"
                )
            self._require_feeds(self.wanted(settings))

    def _require_feeds(self, wanted: Wanted) -> None:
        """Raises UsageError where the source goes by feeds, and there are none."""
        names_sites = bool(self.places or wanted.domains)
        by_feeds = self.source_name in _BY_FEEDS or (self.source_name == "sitemap" and not names_sites)
        if by_feeds and wanted.feeds.is_empty():
            raise UsageError(
                f"--from {self.source_name} goes by the feeds that are subscribed to, and there are none "
                "of these: `hearsay feeds add URL` first"
            )

    def label(self, source: Source, part: Part) -> str:
        """How partitions name a part. Another language has partitions of its own: it was not looked at."""
        return f"{source.name}:{part.label}" + (f" language={self.language}" if self.language else "")


def _feeds(feeds: pl.DataFrame, name: str) -> pl.DataFrame:
    """The feeds of that address, title or publisher; else those that have the words in one of these."""
    columns = ["feed_id", "url", "title", "domain", "name"]
    found = called(feeds, columns, name)
    if found.is_empty():
        raise UsageError(f"no feed is called {name!r}: `hearsay feeds list` shows those that there are")
    return found


def _domains(publishers: pl.DataFrame, name: str) -> list[str]:
    """The domains of the publishers of that name; a domain may also be one that is not stored yet."""
    found = called(publishers, ["domain", "name"], name)
    if not found.is_empty():
        return found["domain"].to_list()
    if "." in name and (domain := site(f"https://{name}/")):
        return [domain]
    raise UsageError(f"no publisher is called {name!r}: write its domain, such as news.example")


def called(rows: pl.DataFrame, columns: list[str], name: str) -> pl.DataFrame:
    """The rows of that name in one of the columns, whatever its case; else those that have it in part."""
    words = name.strip().lower()
    texts = [pl.col(column).fill_null("").str.to_lowercase() for column in columns]
    exact = rows.filter(pl.any_horizontal(text == words for text in texts))
    if not exact.is_empty():
        return exact
    return rows.filter(pl.any_horizontal(text.str.contains(words, literal=True) for text in texts))
