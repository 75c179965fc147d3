"""What a backfill does not load, and what becomes of its pages beside those that runs keep."""

import polars as pl

from flows.feed_steps import reject_row
from flows.page_steps import PagesRead
from flows.session import Session
from transforms import schemas
from transforms.past import outside
from warehouse.lookups import known_pages

OTHER_LANGUAGE = "other_language"
# What a run has still to ask for, or has taken, is the run's; what it gave up may be found in the past.
_A_RUNS_OWN = ["pending", "retry", "done"]


def of_the_past(session: Session, supply: pl.DataFrame, read: PagesRead) -> PagesRead:
    """What a backfill's pages gave, without what lies outside of its window or is in another language.

    A supply that is no backfill's is left as it is. Rows of ops.pages are kept of articles only: that a
    capture cannot be read says nothing of the page.
    """
    if "window_since" not in supply.columns:
        return read
    told = read.extracted.join(
        supply.select("fetch_id", "day_from", "window_since", "window_until", "only_language"), on="fetch_id"
    )
    date = pl.coalesce(pl.col("published_at").dt.date(), "published_date")
    refused = told.with_columns(
        refusal=pl.when(outside(pl.col("day_from"), date, pl.col("window_since"), pl.col("window_until")))
        .then(pl.lit("outside_window"))
        .when(pl.col("language") != pl.col("only_language"))
        .then(pl.lit(OTHER_LANGUAGE))
    ).filter(pl.col("refusal").is_not_null())
    extracted = read.extracted.join(refused, on="fetch_id", how="anti")
    return PagesRead(
        extracted=extracted,
        pages=_pages(session, read.pages, extracted),
        rejects=pl.concat([read.rejects, _rejects(refused, supply)]),
    )


def _rejects(refused: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame:
    found = refused.select("fetch_id", "refusal", "published_date", page_language="language").join(
        supply, on="fetch_id"
    )
    details = {
        "outside_window": "its own date is {published_date}",
        OTHER_LANGUAGE: "it is in {page_language}",
    }
    rows = [
        reject_row(row, "extract", row["refusal"], details[row["refusal"]].format(**row))
        for row in found.iter_rows(named=True)
    ]
    return schemas.from_rows(rows, schemas.REJECTS)


def _pages(session: Session, pages: pl.DataFrame, extracted: pl.DataFrame) -> pl.DataFrame:
    """The pages that gave an article, but for those that runs look after."""
    given = pages.join(extracted, left_on="last_fetch_id", right_on="fetch_id", how="semi")
    settings = session.settings
    known = known_pages(settings.warehouse, given["page_id"].to_list(), timeout=settings.lock_timeout)
    kept = given.join(known.filter(pl.col("state").is_in(_A_RUNS_OWN)), on="page_id", how="anti")
    no_time, no_text = pl.lit(None, schemas.TIME), pl.lit(None, pl.String)
    # Nothing is planned for it: a run comes back to what feeds name.
    return kept.with_columns(
        state=pl.lit("done"), reason=pl.lit("article"), next_at=no_time, etag=no_text, last_modified=no_text
    )
