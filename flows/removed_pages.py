"""What was removed on demand, kept out of the line whatever brings it: a run, a backfill, a new extractor."""

from collections.abc import Sequence

import polars as pl

from flows.page_steps import PagesRead
from flows.session import Session
from warehouse.lookups import removed_keys
from warehouse.removals import ask_to_erase

_PLACE = ("archive_file", "archive_offset", "archive_length")


def without_removed(
    session: Session, supply: pl.DataFrame, read: PagesRead
) -> tuple[pl.DataFrame, PagesRead]:
    """A batch, and what its pages gave, without articles and pages that were removed (ops.removals).

    What was fetched of them all the same is noted to leave the archive. A page that is not among the removed
    ones, but led to a removed article, is stored as rejected, so that it is not asked for again.
    """
    settings = session.settings
    keys = [*supply["page_id"], *read.extracted["article_id"]]
    removed = list(removed_keys(settings.warehouse, keys, timeout=settings.lock_timeout)) if keys else []
    if not removed:
        return supply, read
    page, led = pl.col("page_id").is_in(removed), _led_to(read.extracted, removed)
    _ask_to_erase(session, supply.filter(page | led))
    kept = supply.filter(~page)
    mine = pl.col("fetch_id").is_in(kept["fetch_id"].to_list())
    return (
        kept.with_columns(_none_where(led, kept, _PLACE)),
        PagesRead(
            extracted=read.extracted.filter(mine & ~led),
            pages=_rejected(read.pages.filter(~page), read.extracted, removed),
            rejects=read.rejects.filter(mine),
        ),
    )


def _led_to(extracted: pl.DataFrame, removed: list[str]) -> pl.Expr:
    """Whether a fetch gave a removed article."""
    return pl.col("fetch_id").is_in(
        extracted.filter(pl.col("article_id").is_in(removed))["fetch_id"].to_list()
    )


def _ask_to_erase(session: Session, fetches: pl.DataFrame) -> None:
    places = fetches.drop_nulls("archive_file").select(_PLACE).rows()
    settings = session.settings
    ask_to_erase(settings.warehouse, places, session.now(), timeout=settings.lock_timeout)


def _rejected(pages: pl.DataFrame, extracted: pl.DataFrame, removed: list[str]) -> pl.DataFrame:
    """Pages, those that led to a removed article as rejected."""
    led = pages.select(fetch_id="last_fetch_id").select(_led_to(extracted, removed)).to_series()
    told = {"state": "rejected", "reason": "removed"}
    return pages.with_columns(
        *(pl.when(led).then(pl.lit(value)).otherwise(name).alias(name) for name, value in told.items()),
        *_none_where(pl.lit(led), pages, ("article_id", "next_at")),
    )


def _none_where(condition: pl.Expr, frame: pl.DataFrame, names: Sequence[str]) -> list[pl.Expr]:
    return [
        pl.when(condition).then(pl.lit(None, frame.schema[name])).otherwise(name).alias(name)
        for name in names
    ]
