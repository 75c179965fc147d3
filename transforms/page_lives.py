"""The life of a page after its article was taken: when to look again, and what to make of what is found.

An article is looked at a few times after its publication, since news is edited, and when its entry in a feed
changes. Whatever a visit comes to, the article that we have stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from transforms import schemas
from transforms.schedule import FORBIDDEN, POSTPONED

EDITS_APART = timedelta(hours=1)  # a feed that changes each entry at each poll must not hammer
TRIES = 3  # of a visit that fails, before it is left to the next mark
_PAUSE = timedelta(minutes=20)  # before the second of them, then thrice as long
_TOO_SOON = timedelta(minutes=10)  # after a fetch: a mark so near is passed over
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_MARK = re.compile(r"([1-9]\d{0,3})([mhd])")
_KEPT = (
    "article_id",
    "last_fetch_id",
    "last_fetched_at",
    "counted_from",
    "visits",
    "failed_visits",
    "etag",
    "last_modified",
    "gone_at",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit to a page came to.

    problem: the outcome of the fetch or the reason of the refusal; None where the article was there, or had
    not changed. failed: visits in a row that failed, this one included.
    """

    at: datetime
    problem: str | None
    status: int | None = None
    retry_after: datetime | None = None
    failed: int = 0
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visited:
    """What is known of a page after a visit: columns of schemas.PAGES."""

    reason: str
    next_at: datetime | None
    failed_visits: int
    gone_at: datetime | None


def marks_of(text: str) -> tuple[timedelta, ...]:
    """Times after publication: "1h,6h,24h,7d"; none where empty. Raises ValueError, which says how."""
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    found = [_MARK.fullmatch(part) for part in parts]
    marks = [timedelta(**{_UNITS[mark[2]]: int(mark[1])}) for mark in found if mark]
    if len(marks) < len(parts) or marks != sorted(set(marks)):
        raise ValueError("write rising times after publication in m, h or d, such as 1h,6h,24h,7d")
    return tuple(marks)


def counted_from(published_at: datetime | None, day: date | None, fetched_at: datetime) -> datetime:
    """From when the marks of an article count: its publication, or the first fetch where that is not known.

    A day without a time counts from its end. Nothing counts from after the fetch.
    """
    if published_at is None and day is not None:
        published_at = datetime.combine(day, time(), UTC) + timedelta(days=1)
    return min(published_at or fetched_at, fetched_at)


def next_mark(
    start: datetime | None, marks: Sequence[timedelta], now: datetime
) -> tuple[timedelta, datetime] | None:
    """The first mark that is ahead, and when it is; None where all are passed, as for old articles."""
    if start is None:
        return None
    ahead = ((mark, start + mark) for mark in marks if start + mark > now + min(mark / 2, _TOO_SOON))
    return next(ahead, None)


def after_visit(visit: Visit, start: datetime | None, marks: Sequence[timedelta]) -> Visited:
    """When to see a page again whose article we have, and what to say of it. start: see counted_from."""
    mark, at = next_mark(start, marks, visit.at) or (None, None)
    planned = f"to see again {_words(mark)} after publication" if mark else "article"
    if visit.problem is None:
        return Visited(planned, at, 0, None)
    if visit.problem in (POSTPONED, FORBIDDEN):
        return _not_made(visit, planned, at)
    if visit.status in (404, 410):
        gone_at = visit.gone_at or visit.at
        return Visited(f"gone: HTTP {visit.status}", at, 0, gone_at)
    again = max(visit.at + _PAUSE * 3 ** max(visit.failed - 1, 0), visit.retry_after or visit.at)
    if visit.failed >= TRIES or (at and at <= again):
        return Visited(f"{planned}; last visit: {visit.problem}", at, 0, visit.gone_at)
    return Visited(f"visit failed: {visit.problem}", again, visit.failed, visit.gone_at)


def _not_made(visit: Visit, planned: str, at: datetime | None) -> Visited:
    """No request was sent: a closed host is waited for, what robots.txt forbids is left to the next mark."""
    opens = visit.retry_after or visit.at + _PAUSE
    if visit.problem == FORBIDDEN or (at and at <= opens):
        return Visited(f"{planned}; last visit: {visit.problem}", at, 0, visit.gone_at)
    return Visited(f"visit waits: {visit.problem}", opens, visit.failed, visit.gone_at)


def asked_again(asked: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The pages that new entries lead to, with what is known of those that were asked for before.

    asked: schemas.PAGES, as new pages, and feeds (a list: those whose entries lead there now); known:
    schemas.PAGES as stored, and feeds (those whose entries led there before). A page whose article we have is
    fetched again for an edited or another entry of a feed that led there before, at most once an hour: not
    merely because another feed has it as well. One that waits its turn goes on waiting.

    Returns schemas.PAGES.
    """
    stored = known.select("page_id", pl.exclude("page_id").name.prefix("known_"))
    both = asked.join(stored, on="page_id", how="left", maintain_order="left")
    is_known = pl.col("known_state").is_not_null()
    has_article = pl.col("known_article_id").is_not_null()
    same_feed = pl.col("feeds").list.set_intersection("known_feeds").list.len() > 0
    rests = pl.col("known_state").is_in(["pending", "retry"]) | (has_article & ~same_feed)
    not_before = pl.max_horizontal("next_at", pl.col("known_last_fetched_at") + EDITS_APART)
    planned = pl.when(has_article).then("known_next_at")
    as_known = pl.when(rests | has_article)
    told = both.with_columns(
        state=as_known.then("known_state").otherwise("state"),
        attempts=as_known.then("known_attempts").otherwise("attempts"),
        reason=pl.when(rests)
        .then("known_reason")
        .when(has_article)
        .then(pl.lit("entry changed"))
        .otherwise("reason"),
        next_at=pl.when(rests).then("known_next_at").otherwise(pl.min_horizontal(not_before, planned)),
        **{name: pl.when(is_known).then(f"known_{name}").otherwise(name) for name in _KEPT},
    )
    return schemas.conform(told, schemas.PAGES)


def _words(mark: timedelta) -> str:
    hours = mark / timedelta(hours=1)
    return f"{hours / 24:g} d" if hours > 24 else f"{hours:g} h" if hours >= 1 else f"{hours * 60:g} min"
