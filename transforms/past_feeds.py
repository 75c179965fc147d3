"""Feeds of the past: which captures of one are read, and which pages its entries lead to.

index --captures_to_read--> captures, each read as a feed --> entries --entry_pages--> pages of the window
"""

from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from transforms import schemas
from transforms.identity import key
from transforms.past import Window
from transforms.publishers import publisher_id

AROUND = timedelta(days=30)  # before and after the window: captures that are looked for in the index
_JUST_AFTER = timedelta(days=1)  # some publishers put an entry into their feed hours after its date
# captures: what the next one lists of the window is all that later ones can, if it can be read
_MORE_AFTER = 2


def captures_to_read(captures: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Those of a feed's captures (schemas.CAPTURES) that tell what it listed in the window, oldest first.

    They are those of the window and of a day after it, the last one before it (what stood there already was
    not published in the window) and the next ones after it (they list entries of its last days still). Bytes
    that came several times are read once, as what they were first.
    """
    start, end = _midnight(window.since), _midnight(window.until)
    good = captures.filter(pl.col("status").fill_null(200) == 200).sort("captured_at", "original")
    at = pl.col("captured_at")
    before = good.filter(at < start).tail(1)
    within = good.filter((at >= start) & (at < end + _JUST_AFTER))
    after = good.filter(at >= end + _JUST_AFTER).head(_MORE_AFTER)
    picked = pl.concat([before, within, after]).unique(["captured_at"], keep="first", maintain_order=True)
    again = pl.col("digest").is_not_null() & ~pl.col("digest").is_first_distinct()
    return picked.filter(~again)


def around(window: Window) -> tuple[datetime, datetime]:
    """The time in which captures are looked for."""
    return _midnight(window.since) - AROUND, _midnight(window.until) + AROUND


def may_be_of(entries: pl.DataFrame, window: Window) -> pl.DataFrame:
    """The entries (schemas.ENTRIES) that have no date, or one in the window."""
    day = pl.col("published_at").dt.date()
    return entries.filter(window.has(day).fill_null(value=True))


def entry_pages(
    entries: pl.DataFrame, window: Window, *, seen_tells: bool, language: str | None
) -> pl.DataFrame:
    """The pages of the window (schemas.FOUND) that entries (schemas.ENTRIES) lead to, each once.

    seen_tells: an entry without a date was published about when it was seen first; else its page has to tell
    when. language: as the user set it for the feed.
    """
    seen = pl.col("first_seen_at") if seen_tells else pl.lit(None, schemas.TIME)
    dated = pl.col("published_at").is_not_null()
    day = pl.coalesce("published_at", seen).dt.date()
    pages = (
        entries.filter(pl.col("page_id").is_not_null() & window.has(day).fill_null(value=True))
        .with_columns(
            day=day.fill_null(window.since),
            day_from=pl.when(dated)
            .then(pl.lit("published"))
            .otherwise(pl.lit("captured" if seen_tells else "unknown")),
            place=pl.coalesce("published_at", seen).dt.strftime("%Y%m%d%H%M%S"),
        )
        .sort("page_id", ~dated, "day", pl.col("url").str.len_chars(), "url", "entry_id")
        .unique("page_id", keep="first", maintain_order=True)
    )
    publishers = pl.Series("publisher_id", [publisher_id(url) for url in pages["url"]], pl.String)
    absent = {"captured_at": pl.lit(None, schemas.TIME), "fetch_id": pl.lit(None, pl.String)}
    told = pages.with_columns(publishers, language=pl.lit(language, pl.String), **absent)
    return schemas.conform(told, schemas.FOUND)


def capture_fetch(via: str, url: str, captured_at: datetime) -> str:
    """The fetch_id of a capture: the same whenever it is fetched."""
    return key("fetch", via, url, captured_at.isoformat())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
