"""The source `feed`: the older pages of the feeds themselves, where publishers keep them.

Newest entries first: from the feed back to the window's first day. Which page comes next is told by the feed
(RFC 5005, JSON Feed) or known of the program that made it (WordPress): see transforms.feed_paging.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from flows.archive import ArchiveError, place_of, read_record
from flows.http import Request
from flows.past import feed_line
from flows.past.source import Part
from flows.past.supplies import Wanted, fetched_now, patiently
from flows.session import Session
from transforms import schemas
from transforms.feed_paging import older_page
from transforms.past_feeds import entry_pages, may_be_of

NAME = "feed"
MOST_PAGES = 1000  # of a feed

Row = dict[str, Any]


class FeedPages:
    """The pages of the feeds that are wanted."""

    name = NAME
    asks_the_web = True
    counts = "pages"

    def parts(self, session: Session, wanted: Wanted) -> Iterator[Part]:  # noqa: ARG002  # it asks nobody
        for url in wanted.feeds["url"]:
            # What was asked for matters: of entries without a date, those of another window are refused.
            yield Part(f"{url} {wanted.window.since}..{wanted.window.until}")

    def find(self, session: Session, part: Part, wanted: Wanted) -> pl.DataFrame:
        feed = wanted.feeds.filter(url=part.label.partition(" ")[0]).row(0, named=True)
        session.progress.stage(f"pages of {feed['url']}", 1)
        entries = [schemas.empty(schemas.ENTRIES), *_walk(session, feed, wanted, part)]
        return entry_pages(pl.concat(entries), wanted.window, seen_tells=False, language=feed["set_language"])

    def supply(
        self,
        session: Session,
        part: Part,  # noqa: ARG002  # all is in found
        found: pl.DataFrame,
        wanted: Wanted,
    ) -> Iterator[pl.DataFrame]:
        return fetched_now(session, found, wanted, NAME)


def _walk(session: Session, feed: Row, wanted: Wanted, part: Part) -> Iterator[pl.DataFrame]:
    """The entries of page after page that no page before had, until one is all older than the window.

    A page's entries that stood on earlier pages as well (pinned ones) tell nothing of how old it is.
    """
    url, asked, seen = feed["url"], set[str](), set[str]()
    for number in range(1, MOST_PAGES + 1):
        asked.add(url)
        supply, read = _page(session, feed, url)
        row = supply.row(0, named=True)
        if number > 1 and row["outcome"] in {"http_error", "gone"} and row["status"] in (404, 410):
            return  # so WordPress says that there are no more
        if not wanted.dry_run:
            of_window = replace(read, entries=may_be_of(read.entries, wanted.window))
            feed_line.load(session, supply, of_window, part)
        elif read.rejects.height:
            part.problems.extend(feed_line.problem_of(reject) for reject in read.rejects.to_dicts())
        fresh = read.entries.filter(~pl.col("entry_key").is_in(list(seen)))
        if fresh.is_empty():
            return  # the same page again, or none that can be read
        yield fresh
        seen |= set(fresh["entry_key"])
        following = None if _is_older(fresh, wanted) else _older(session, row)
        if following is None or following in asked:
            return
        url = following
    part.problems.append(
        f"its first {MOST_PAGES} pages do not reach back to the window: the rest is not read"
    )


def _page(session: Session, feed: Row, url: str) -> tuple[pl.DataFrame, feed_line.FeedsOfThePast]:
    told = pl.DataFrame({name: [feed[name]] for name in ("feed_id", "set_language")})
    asked = told.cast({"set_language": pl.String})
    supply = pl.concat(patiently(session, [Request(url, "feed", via=NAME)], asked))
    return supply, feed_line.read(session, supply)


def _is_older(entries: pl.DataFrame, wanted: Wanted) -> bool:
    """Whether all entries that have a date are older than the window."""
    days = entries["published_at"].drop_nulls().dt.date()
    return bool(days.len() and (days < wanted.window.since).all())


def _older(session: Session, row: Row) -> str | None:
    try:
        record = read_record(session.archive, place_of(row), session.settings.max_feed_bytes)
    except ArchiveError:
        return None
    return older_page(record.body, record.header("content-type"), row["final_url"])
