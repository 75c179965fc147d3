"""The source `wayback`: a web archive's captures of the feeds, and of the pages that their entries lead to.

    index --> captures of a feed --> entries --> pages of the window --> the capture next to each one's time

A page's capture is asked for by the time of its entry, and the archive redirects to the nearest: one or two
requests, and one where there is none. To ask the index first would be two always, and the index is what web
archives ration most.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from flows.archive import ArchiveError, place_of, read_record
from flows.errors import HearsayError, UsageError
from flows.http import Request
from flows.outcomes import Outcome
from flows.past import feed_line
from flows.past.capture_index import captures_of
from flows.past.source import Part
from flows.past.supplies import Wanted, beside, fetched_now, patiently
from flows.session import Session
from transforms import schemas
from transforms.past_feeds import around, capture_fetch, captures_to_read, entry_pages
from transforms.schedule import FORBIDDEN, POSTPONED, UNREACHABLE
from transforms.urls import page_key, page_url
from transforms.web_archive import WebArchive, is_rewritten, web_archive
from warehouse.lookups import entries_of_feed, known_fetches

NAME = "wayback"
LIVE = "wayback-live"  # what the archive does not have, and the publisher has
DEFAULT = "https://web.archive.org"
_CAPTURES_AT_ONCE = 50
_ERRORS = ("http_error", "gone")
# What came to nothing this time; everything else is the same whenever it is asked for.
_PASSING = {*UNREACHABLE, POSTPONED, FORBIDDEN, Outcome.PROTOCOL_ERROR, Outcome.TLS_ERROR}

Row = dict[str, Any]


class Wayback:
    """A web archive, or several. Raises UsageError for what is no address of one."""

    name = NAME
    asks_the_web = True
    counts = "captures"

    def __init__(self, bases: Sequence[str]) -> None:
        try:
            self._archives = {base: web_archive(base) for base in bases or [DEFAULT]}
        except ValueError as fault:
            raise UsageError(f"{fault}: --place takes one") from None

    def parts(self, session: Session, wanted: Wanted) -> Iterator[Part]:  # noqa: ARG002  # it asks nobody
        for base in self._archives:
            for url in wanted.feeds["url"]:
                yield Part(_label(base, url))

    def find(self, session: Session, part: Part, wanted: Wanted) -> pl.DataFrame:
        archive, feed = self._of(part, wanted)
        session.progress.stage(f"captures of {feed['url']}", 1)
        captures = _captures(session, archive, feed, wanted)
        if wanted.dry_run:
            return _counted(captures, feed)
        _read_captures(session, archive, feed, captures, part)
        window, settings = wanted.window, session.settings
        entries = entries_of_feed(
            settings.warehouse,
            feed["feed_id"],
            window.since,
            window.until,
            timeout=settings.lock_timeout,
        )
        return entry_pages(entries, window, seen_tells=True, language=feed["set_language"])

    def supply(
        self, session: Session, part: Part, found: pl.DataFrame, wanted: Wanted
    ) -> Iterator[pl.DataFrame]:
        archive, _ = self._of(part, wanted)
        missing = []
        for supply in _page_captures(session, archive, found, wanted):
            lacks = (supply["outcome"] == Outcome.NOT_ARCHIVED) & wanted.live
            missing += supply.filter(lacks)["page_id"].to_list()
            if not lacks.all():
                yield supply.filter(~lacks)
        left = found.filter(pl.col("page_id").is_in(missing))
        if left.height:
            yield from map(_nowhere, fetched_now(session, left, wanted, LIVE))

    def _of(self, part: Part, wanted: Wanted) -> tuple[WebArchive, Row]:
        """The archive and the feed of a part."""
        for base, archive in self._archives.items():
            for feed in wanted.feeds.iter_rows(named=True):
                if _label(base, feed["url"]) == part.label:
                    return archive, feed
        raise HearsayError(f"there is no feed {part.label} any more")


def _label(base: str, url: str) -> str:
    """Another archive's captures are parts of their own."""
    return url if base == DEFAULT else f"{url} in {base}"


def _captures(session: Session, archive: WebArchive, feed: Row, wanted: Wanted) -> pl.DataFrame:
    """The captures of a feed, at whatever address, that are read for the window; with fetch_id."""
    addresses = {page_key(url): url for url in [*feed["earlier_urls"], feed["url"]] if page_url(url)}
    since, until = around(wanted.window)
    known = [captures_of(session, archive, url, since, until, NAME) for url in addresses.values()]
    captures = captures_to_read(pl.concat([schemas.empty(schemas.CAPTURES), *known]), wanted.window)
    keys = [capture_fetch(NAME, feed["url"], at) for at in captures["captured_at"]]
    return captures.with_columns(fetch_id=pl.Series(keys, dtype=pl.String))


def _counted(captures: pl.DataFrame, feed: Row) -> pl.DataFrame:
    """Captures of a feed as schemas.FOUND, to be counted."""
    told = captures.with_columns(
        url=pl.lit(feed["url"]),
        page_id=pl.lit(page_key(feed["url"])),
        publisher_id=pl.lit(feed["publisher_id"]),
        day=pl.col("captured_at").dt.date(),
        day_from=pl.lit("captured"),
        **{
            name: pl.lit(None, schemas.FOUND[name])
            for name in ("published_at", "entry_id", "language", "place")
        },
    )
    return schemas.conform(told, schemas.FOUND)


def _read_captures(
    session: Session, archive: WebArchive, feed: Row, captures: pl.DataFrame, part: Part
) -> None:
    """Stores the entries of those captures that were not read before."""
    settings = session.settings
    known = known_fetches(settings.warehouse, captures["fetch_id"], timeout=settings.lock_timeout)
    new = captures.filter(~pl.col("fetch_id").is_in(list(known)))
    session.progress.stage(f"captures of {feed['url']}", new.height)
    asked = new.select(
        capture="fetch_id",
        feed_id=pl.lit(feed["feed_id"]),
        set_language=pl.lit(feed["set_language"], pl.String),
    )
    requests = [
        Request(archive.capture(at, url), "feed", via=NAME)
        for at, url in new.select("captured_at", "original").iter_rows()
    ]
    for supply in patiently(session, requests, asked, _CAPTURES_AT_ONCE):
        mine = _replayed(session, archive, supply, [feed["url"]] * supply.height)
        settled = mine.select(_is_settled).to_series()
        keys = pl.when(pl.lit(settled)).then("capture").otherwise("fetch_id")
        mine = mine.with_columns(fetch_id=keys)
        feed_line.load(session, mine, feed_line.read(session, mine), part)


_is_settled = ~(
    pl.col("outcome").is_in(sorted(map(str, _PASSING)))
    | (pl.col("status") >= 500).fill_null(value=False)
    | (pl.col("status") == 429).fill_null(value=False)
)


def _page_captures(
    session: Session, archive: WebArchive, found: pl.DataFrame, wanted: Wanted
) -> Iterator[pl.DataFrame]:
    """The captures of pages next to the time of their entries, as fetches of the pages."""
    moments = found["place"].str.to_datetime("%Y%m%d%H%M%S", time_zone="UTC")
    requests = [
        Request(archive.capture(moment, page_url(url) or url), "page", via=NAME)
        for moment, url in zip(moments, found["url"], strict=True)
    ]
    asked = beside(found, wanted).with_columns(own_url=found["url"])
    for supply in patiently(session, requests, asked):
        mine = _replayed(session, archive, supply, supply["own_url"].to_list())
        keys = [
            capture_fetch(NAME, row["url"], row["captured_at"]) if row["outcome"] == "ok" else row["fetch_id"]
            for row in mine.select("url", "captured_at", "outcome", "fetch_id").to_dicts()
        ]
        yield mine.drop("own_url").with_columns(fetch_id=pl.Series(keys, dtype=pl.String))


def _replayed(session: Session, archive: WebArchive, supply: pl.DataFrame, urls: list[str]) -> pl.DataFrame:
    """Answers of an archive as fetches of the addresses themselves."""
    rows = [
        _checked(session, archive.replayed(row, url))
        for row, url in zip(supply.select(schemas.FETCHES.names()).to_dicts(), urls, strict=True)
    ]
    others = supply.drop(schemas.FETCHES.names())
    return schemas.from_rows(rows, schemas.FETCHES).hstack(others)


def _checked(session: Session, row: Row) -> Row:
    """A capture that is there, and as it was served; else why not."""
    # Never captured (404), captured as an error, or kept out of the archive (403): it has no better one.
    if row["outcome"] in _ERRORS and 400 <= row["status"] < 500 and row["status"] != 429:
        error = f"the web archive has no capture of it that was served well: HTTP {row['status']}"
        return {**row, "outcome": Outcome.NOT_ARCHIVED, "error": error}
    if row["outcome"] == "ok" and _is_rewritten(session, row):
        error = "the web archive put links or a toolbar of its own into it"
        return {**row, "outcome": Outcome.REWRITTEN, "error": error}
    return row


def _is_rewritten(session: Session, row: Row) -> bool:
    settings = session.settings
    try:
        record = read_record(
            session.archive, place_of(row), max(settings.max_page_bytes, settings.max_feed_bytes)
        )
    except ArchiveError:
        return False  # whoever reads it next says so
    return is_rewritten(record.body)


def _nowhere(supply: pl.DataFrame) -> pl.DataFrame:
    """Live answers to what the archive does not have: what the publisher does not have either is lost."""
    lost = pl.col("outcome").is_in(_ERRORS) & pl.col("status").is_in([404, 410])
    error = pl.format("neither the web archive nor the publisher has it: {}", "error")
    return supply.with_columns(
        outcome=pl.when(lost).then(pl.lit(str(Outcome.NOT_ARCHIVED))).otherwise("outcome"),
        error=pl.when(lost).then(error).otherwise("error"),
    )
