"""The steps from fetched pages to extracted articles, and what becomes of each page."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import polars as pl

from flows.archive import place_of
from flows.feed_steps import reject_row
from flows.session import Session
from flows.workers import PageJob, read_page
from transforms import schemas
from transforms.article import Refused
from transforms.page_lives import Visit, after_visit, counted_from
from transforms.schedule import FORBIDDEN, POSTPONED, UNREACHABLE, Next, after_fetch_failed, after_refusal

Row = dict[str, Any]
Results = Iterator[tuple[str, Row | Refused]]  # by fetch_id: schemas.EXTRACTED, or why not
_PERMANENT = {301, 308}
# Refusals that say more of us than of the page.
OUR_FAULTS = ("crash", "extractor_timeout", "extractor_failed", "archive_unreadable")
TEXT_A_PART = 2_500_000  # characters, more than most batches have; what is found may take forty times that


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What a batch of pages gave."""

    extracted: pl.DataFrame
    pages: pl.DataFrame
    rejects: pl.DataFrame


def begun(session: Session, supply: pl.DataFrame) -> Results:
    """Begins to extract every page that was fetched."""
    return results_of(session, supply.filter(outcome="ok").to_dicts())


def read(session: Session, supply: pl.DataFrame, coming: Results) -> PagesRead:
    """What came of it: each page ends as an article or as a reject with its reason."""
    fetches, results = supply.to_dicts(), dict(coming)
    extracted, pages, rejects = [], [], []
    for fetch in fetches:
        result = results.get(fetch["fetch_id"])
        if isinstance(result, dict):
            extracted.append(result)
        elif fetch["outcome"] not in ("not_modified", POSTPONED):
            rejects.append(_reject(fetch, result))
        pages.append(_page_row(session, fetch, result))
    return PagesRead(
        extracted=schemas.from_rows(extracted, schemas.EXTRACTED),
        pages=schemas.from_rows(pages, schemas.PAGES),
        rejects=schemas.from_rows(rejects, schemas.REJECTS),
    )


def results_of(session: Session, fetches: list[Row]) -> Results:
    """Begins to read the archived bytes of some requests."""
    results = session.workers.run(read_page, [_job(session, fetch) for fetch in fetches])
    return zip([fetch["fetch_id"] for fetch in fetches], results, strict=True)


def parts(supply: pl.DataFrame, read: PagesRead) -> Iterator[tuple[pl.DataFrame, PagesRead]]:
    """A batch and what its pages gave, in parts whose texts have a bounded length together."""
    lengths = read.extracted.select("fetch_id", length=pl.col("text").str.len_chars())
    length = supply.join(lengths, on="fetch_id", how="left", maintain_order="left")["length"].fill_null(0)
    for part in supply.group_by(length.cum_sum() // TEXT_A_PART, maintain_order=True):
        mine = part[1]["fetch_id"].to_list()
        yield (
            part[1],
            PagesRead(
                extracted=read.extracted.filter(pl.col("fetch_id").is_in(mine)),
                pages=read.pages.filter(pl.col("last_fetch_id").is_in(mine)),
                rejects=read.rejects.filter(pl.col("fetch_id").is_in(mine)),
            ),
        )


def dates_from_feeds(extracted: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame:
    """Takes the feed's date where the page's metadata give none, and says so in the evidence.

    A date that merely stands in the text may be about anything: the feed's is better.
    """
    feed_date = pl.col("entry_published_at")
    unsure = pl.col("published_date").is_null() | (pl.col("published_evidence") == "text")
    missing = unsure & feed_date.is_not_null()
    dated = extracted.join(supply.select("fetch_id", "entry_published_at"), on="fetch_id", how="left")
    filled = dated.with_columns(
        published_at=pl.when(missing).then(feed_date).otherwise("published_at"),
        published_date=pl.when(missing).then(feed_date.dt.date()).otherwise("published_date"),
        published_evidence=pl.when(missing).then(pl.lit("feed")).otherwise("published_evidence"),
    )
    return schemas.conform(filled, schemas.EXTRACTED)


def _job(session: Session, fetch: Row) -> PageJob:
    statuses = {hop["status"] for hop in fetch["redirects"] or []}
    return PageJob(
        folder=session.archive,
        place=place_of(fetch),
        fetch_id=fetch["fetch_id"],
        page_id=fetch["page_id"],
        url=fetch["url"],
        final_url=fetch["final_url"],
        redirects_permanent=statuses <= _PERMANENT,
        captured_at=fetch.get("captured_at") or fetch["fetched_at"],
        max_bytes=session.settings.max_page_bytes,
        language=fetch.get("feed_language"),
    )


def _reject(fetch: Row, result: Refused | None) -> Row:
    if result is None:
        return reject_row(fetch, "fetch", fetch["outcome"], fetch["error"])
    return reject_row(fetch, "extract", result.reason, result.detail)


def _page_row(session: Session, fetch: Row, result: Row | Refused | None) -> Row:
    held = fetch["article_id"] is not None
    told = (
        _visited(session, fetch, result)
        if held or isinstance(result, dict)
        else _tried(session, fetch, result)
    )
    return {
        "page_id": fetch["page_id"],
        "url": fetch["url"],
        "entry_id": fetch["entry_id"],
        "attempts": fetch["attempts"] if held else _attempts(session, fetch),
        "visits": (fetch["visits"] or 0) + (held and _was_sent(fetch)),
        "article_id": result["article_id"] if isinstance(result, dict) else fetch["article_id"],
        "last_fetch_id": fetch["fetch_id"],
        "last_fetched_at": fetch["fetched_at"] if _was_sent(fetch) else None,  # None: as it was
        **told,
    }


def _was_sent(fetch: Row) -> bool:
    return fetch["outcome"] not in (POSTPONED, FORBIDDEN)


def _tried(session: Session, fetch: Row, result: Refused | Row | None) -> Row:
    """Of a page that has not given its article yet."""
    what_next = _next(session, fetch, result)
    return {
        "state": what_next.state,
        "reason": what_next.reason,
        "next_at": what_next.at,
        "failed_visits": 0,
    }


def _visited(session: Session, fetch: Row, result: Row | Refused | None) -> Row:
    """Of a page whose article we have: it stays done, whatever this visit came to."""
    refusal = result.reason if isinstance(result, Refused) else None
    good = refusal is None and fetch["outcome"] in ("ok", "not_modified")
    counts = _was_sent(fetch) and (session.reached or fetch["outcome"] not in UNREACHABLE)
    visit = Visit(
        at=fetch["fetched_at"],
        problem=None if good else refusal or fetch["outcome"],
        status=fetch["status"],
        retry_after=fetch["retry_after"],
        failed=0 if good else (fetch["failed_visits"] or 0) + counts,
        gone_at=fetch["gone_at"],
    )
    start = fetch["counted_from"] or _counted_from(fetch, result)
    validators = ("etag", "last_modified") if good else ("old_etag", "old_last_modified")
    return {
        "state": "done",
        "counted_from": start,
        "etag": fetch[validators[0]],
        "last_modified": fetch[validators[1]],
        **asdict(after_visit(visit, start, session.settings.revisit_marks)),
    }


def _counted_from(fetch: Row, result: Row | Refused | None) -> datetime | None:
    if not isinstance(result, dict):
        return None
    stated = result["published_evidence"] != "text"  # a date in the text may be about anything
    at = (result["published_at"] if stated else None) or fetch["entry_published_at"]
    return counted_from(at, result["published_date"] if stated else None, fetch["fetched_at"])


def _attempts(session: Session, fetch: Row) -> int:
    """How often the page was tried; not counted while nobody is reached, or an outage would use them up."""
    outcome = fetch["outcome"]
    counts = outcome != POSTPONED and (session.reached or outcome not in UNREACHABLE)
    return int(fetch["attempts"]) + counts


def _next(session: Session, fetch: Row, result: Row | Refused | None) -> Next:
    attempts = _attempts(session, fetch)
    if isinstance(result, Refused):
        return after_refusal(result.reason, attempts, session.now())
    return after_fetch_failed(fetch["outcome"], attempts, fetch["retry_after"], session.now())
