"""The steps from polled feeds to entries, the state of each feed, and the pages to fetch."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.archive import place_of
from flows.feed_cadence import cadence
from flows.fetch_rows import one_line
from flows.session import Session
from flows.subscribe import publisher_of
from flows.workers import FeedJob, read_feed
from transforms import schemas
from transforms.article import Refused
from transforms.feeds import ParsedFeed
from transforms.identity import key
from transforms.schedule import POSTPONED

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FeedsRead:
    """What a batch of polls gave."""

    feeds: pl.DataFrame
    entries: pl.DataFrame
    states: pl.DataFrame
    rejects: pl.DataFrame
    parsed: dict[str, ParsedFeed | Refused]  # by feed_id, where there was a new body


def read(session: Session, supply: pl.DataFrame) -> FeedsRead:
    """Parses what has changed; a feed that cannot be read is a reject and a failure of that feed."""
    polls = supply.to_dicts()
    changed = [poll for poll in polls if _has_changed(poll)]
    results = dict(zip([poll["feed_id"] for poll in changed], parse(session, changed), strict=True))
    feeds, entries, states, rejects = [], [schemas.empty(schemas.ENTRIES)], [], []
    for poll in polls:
        result = results.get(poll["feed_id"])
        if isinstance(result, ParsedFeed):
            feeds.append(_feed_row(poll, result))
            entries.append(sighted(poll, result))
        elif isinstance(result, Refused):
            rejects.append(reject_row(poll, "parse", result.reason, result.detail))
        elif poll["outcome"] not in ("ok", "not_modified", POSTPONED):
            rejects.append(reject_row(poll, "fetch", poll["outcome"], poll["error"]))
        states.append(_state_row(session, poll, result))
    return FeedsRead(
        feeds=schemas.from_rows(feeds, schemas.FEEDS),
        entries=schemas.conform(pl.concat(entries), schemas.ENTRIES),
        states=pl.DataFrame(states, schema={**schemas.FEED_STATE, "status": pl.String}, orient="row"),
        rejects=schemas.from_rows(rejects, schemas.REJECTS),
        parsed=results,
    )


def pages_to_fetch(entries: pl.DataFrame) -> pl.DataFrame:
    """The pages that new entries lead to, as new pages: schemas.PAGES, and the feeds that lead there."""
    pages = entries.filter(pl.col("page_id").is_not_null()).select(
        "page_id",
        "entry_id",
        url=pl.col("url"),  # as the feed gives it: some servers know a page only with its parameters
        state=pl.lit("pending"),
        reason=pl.lit("new entry"),
        attempts=pl.lit(0),
        next_at=pl.col("first_seen_at"),
        visits=pl.lit(0),
        failed_visits=pl.lit(0),
        feeds=pl.col("feed_id").unique().implode().over("page_id"),
    )
    shortest_first = pages.sort("page_id", pl.col("url").str.len_chars(), "url", "entry_id")
    empty = [pl.lit(None, kind).alias(name) for name, kind in schemas.PAGES.items() if name not in pages]
    return shortest_first.unique("page_id", keep="first").with_columns(empty)


def reject_row(fetch: Row, stage: str, reason: str, detail: str | None) -> Row:
    """A refused item; the same refusal of the same address is the same row."""
    return {
        "reject_id": key("reject", fetch["url"], stage, reason),
        "stage": stage,
        "reason": reason,
        "detail": one_line(detail),  # may quote what a publisher wrote
        "url": fetch["url"],
        "fetch_id": fetch["fetch_id"],
    }


def _has_changed(poll: Row) -> bool:
    return bool(poll["outcome"] == "ok" and poll["body_hash"] != poll["old_body_hash"])


def sighted(poll: Row, parsed: ParsedFeed) -> pl.DataFrame:
    """The entries of a body (schemas.ENTRIES), seen when it was served."""
    seen = pl.lit(poll["captured_at"] or poll["fetched_at"], schemas.TIME)
    return parsed.entries.with_columns(first_seen_at=seen, fetch_id=pl.lit(poll["fetch_id"]))


def parse(session: Session, polls: list[Row]) -> list[ParsedFeed | Refused]:
    """What each poll's archived body holds. A poll is schemas.FETCHES, feed_id and set_language."""
    settings = session.settings
    jobs = [
        FeedJob(
            folder=session.archive,
            place=place_of(poll),
            feed_id=poll["feed_id"],
            url=poll["final_url"],
            max_bytes=settings.max_feed_bytes,
            language=poll.get("set_language"),
        )
        for poll in polls
    ]
    return list(session.workers.run(read_feed, jobs))


def _feed_row(poll: Row, parsed: ParsedFeed) -> Row:
    return {
        "feed_id": poll["feed_id"],
        "url": poll["feed_url"],
        "publisher_id": publisher_of(poll["feed_url"], poll.get("set_publisher")),
        "kind": parsed.kind,
        "title": parsed.title,
        "language": parsed.language,
        "site_url": parsed.site_url,
    }


def _state_row(session: Session, poll: Row, result: ParsedFeed | Refused | None) -> Row:
    """What the next poll needs. Validators are kept only with a body that could be read."""
    failed = isinstance(result, Refused)
    outcome = "parse_error" if failed else poll["outcome"]
    planned = cadence(poll, outcome, result if isinstance(result, ParsedFeed) else None, session.now())
    good = outcome in ("ok", "not_modified")
    fresh = outcome == "ok"
    return {
        "feed_id": poll["feed_id"],
        "etag": poll["etag"] if fresh else poll["old_etag"],
        "last_modified": poll["last_modified"] if fresh else poll["old_last_modified"],
        "body_hash": poll["body_hash"] if fresh else poll["old_body_hash"],
        "last_fetch_id": poll["fetch_id"],
        "last_outcome": outcome,
        "last_error": _problem(poll, result),
        "last_checked_at": poll["fetched_at"],
        "last_ok_at": poll["fetched_at"] if good else poll["old_ok_at"],
        **planned,
    }


def _problem(poll: Row, result: ParsedFeed | Refused | None) -> str | None:
    """What is wrong with a feed. What was wrong with a body is still wrong when it has not changed."""
    if isinstance(result, ParsedFeed):
        return result.problem
    if isinstance(result, Refused):
        return result.detail
    unchanged = poll["outcome"] in ("ok", "not_modified") and not poll["failures"]
    problem: str | None = poll["old_error" if unchanged else "error"]
    return problem
