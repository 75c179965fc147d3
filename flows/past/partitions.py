"""How far a backfill is: one publisher's pages of one day, in one part of a source.

found --open_pages--> what is still to be supplied --pages_line--> Tally --> ops.backfill_partitions
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import polars as pl

from flows.line import Loaded
from flows.page_steps import OUR_FAULTS
from flows.past.within import OTHER_LANGUAGE
from flows.session import Session
from transforms import schemas
from transforms.identity import key
from transforms.past import Window, outside
from warehouse.lookups import (
    backfill_partitions,
    pages_outside,
    pages_with_article,
    read_captures,
    removed_keys,
    versions_since,
)

KEY = ["publisher_id", "day"]
PAGES_A_STEP = 1000


def stored_partitions(session: Session, source: str) -> pl.DataFrame:
    """How far a part of a source is so far (schemas.BACKFILL_PARTITIONS)."""
    settings = session.settings
    return backfill_partitions(settings.warehouse, source, timeout=settings.lock_timeout)


def open_pages(
    session: Session, stored: pl.DataFrame, found: pl.DataFrame, window: Window, *, again: bool
) -> pl.DataFrame:
    """What is found (schemas.FOUND) and still to be read: column `waits`. By publisher and day.

    A partition that is done with the pages that are found now is not looked at again; nor is a page that was
    read, or was removed, or was refused for its own date if that lies outside of this window too. again: all
    are that were not removed. stored: the partitions as they are (stored_partitions).
    """
    found = found.sort(*KEY, "captured_at", "url", maintain_order=True)
    if found.is_empty():
        return found.with_columns(waits=pl.lit(value=True))
    opened = found if again else found.join(_closed(found, stored), on=KEY, how="anti", maintain_order="left")
    done = _was_removed(session, opened)
    if not again:
        done |= _was_read(session, opened) | _was_outside(session, opened, window)
    return opened.with_columns(waits=~done)


def _closed(found: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """The partitions (KEY) that are done with just these pages; of those of old, with as many."""
    done = stored.filter(state="done").select(*KEY, "records_found", stored_hash="pages_hash")
    both = _pages_of(found).join(done, on=[*KEY, "records_found"])
    same = (pl.col("pages_hash") == pl.col("stored_hash")).fill_null(value=True)
    return both.filter(same).select(KEY)


def _pages_of(found: pl.DataFrame) -> pl.DataFrame:
    """How many pages each partition has (records_found), and which (pages_hash)."""
    names = pl.coalesce("fetch_id", "page_id").sort().str.join(",")
    counted = found.group_by(KEY, maintain_order=True).agg(records_found=pl.len().cast(pl.Int64), names=names)
    hashes = [key("pages", pages) for pages in counted["names"]]
    return counted.drop("names").with_columns(pages_hash=pl.Series(hashes, dtype=pl.String))


def _was_removed(session: Session, found: pl.DataFrame) -> pl.Series:
    settings = session.settings
    removed = removed_keys(settings.warehouse, found["page_id"].to_list(), timeout=settings.lock_timeout)
    return found["page_id"].is_in(list(removed))


def _was_read(session: Session, found: pl.DataFrame) -> pl.Series:
    """Of captures: whether they are stored, and their reading did not fail, nor was it for another language.

    Of pages that are fetched now: whether their article is there.
    """
    path, patience = session.settings.warehouse, session.settings.lock_timeout
    passing = [*OUR_FAULTS, OTHER_LANGUAGE]
    fetches = read_captures(path, found["fetch_id"].drop_nulls().to_list(), passing, timeout=patience)
    now = found.filter(pl.col("fetch_id").is_null())["page_id"].to_list()
    pages = pages_with_article(path, now, timeout=patience)
    return found["fetch_id"].is_in(list(fetches)).fill_null(value=False) | (
        found["fetch_id"].is_null() & found["page_id"].is_in(list(pages))
    )


def _was_outside(session: Session, found: pl.DataFrame, window: Window) -> pl.Series:
    """Whether a page that is fetched now was fetched before, and its own date says that it lies outside."""
    settings = session.settings
    told = pages_outside(settings.warehouse, found["url"].to_list(), timeout=settings.lock_timeout)
    both = found.join(
        told.with_columns(known=pl.lit(value=True)), on="url", how="left", maintain_order="left"
    )
    since, until = pl.lit(window.since), pl.lit(window.until)
    refused = (
        pl.col("known")
        & pl.col("fetch_id").is_null()
        & outside(pl.col("day_from"), pl.col("own_date"), since, until)
    )
    return both.select(refused.fill_null(value=False)).to_series()


def with_untold(session: Session, stored: pl.DataFrame, opened: pl.DataFrame) -> pl.DataFrame:
    """The stored partitions, counting what a backfill loaded that was killed before it told.

    Its partitions wait still, though pages of them (open_pages) are read.
    """
    begun = stored.filter(state="waiting").select(*KEY, begun_at="updated_at")
    pages = opened.filter(~pl.col("waits")).join(begun, on=KEY)
    if pages.is_empty():
        return stored
    path, patience = session.settings.warehouse, session.settings.lock_timeout
    since: datetime = pages["begun_at"].min()  # type: ignore[assignment]  # polars' type of min() is wide
    versions = versions_since(path, pages["url"], since, timeout=patience)
    new = pages.join(versions, on="url").group_by(KEY).agg(untold=pl.sum("versions"))
    both = stored.join(new, on=KEY, how="left", maintain_order="left")
    counted = pl.col("records_new").fill_null(0) + pl.col("untold").fill_null(0)
    return both.with_columns(records_new=counted).drop("untold")


def number_of_partitions(found: pl.DataFrame) -> int:
    """How many partitions these pages belong to."""
    return found.select(KEY).n_unique()


def steps(opened: pl.DataFrame, *, together: bool) -> Iterator[pl.DataFrame]:
    """The open pages in whole partitions.

    together: small ones are taken together, as a load costs as much for one page as for many. Not where each
    page is a request, which costs more than a load.
    """
    held: list[pl.DataFrame] = []
    for _, partition in opened.group_by(KEY, maintain_order=True):
        size = sum(one.height for one in held) + partition.height
        if held and (not together or size > PAGES_A_STEP):
            yield pl.concat(held)
            held = []
        held.append(partition)
    if held:
        yield pl.concat(held)


class Tally:
    """What became of the pages of some partitions. stored: these as they were before this backfill."""

    def __init__(self, session: Session, source: str, opened: pl.DataFrame, stored: pl.DataFrame) -> None:
        self._session, self._source, self._opened, self._stored = session, source, opened, stored
        self._items: list[pl.DataFrame] = []
        self._seen: list[pl.DataFrame] = []
        self.rows: Counter[str] = Counter()

    def begin(self) -> None:
        """Stores that these partitions wait."""
        if self._opened.is_empty():
            return
        self._store(self._rows("waiting", tries=0))

    def add(self, supply: pl.DataFrame, loaded: Loaded) -> None:
        """Counts a batch."""
        self._items.append(loaded.items.join(supply.select("fetch_id", *KEY), on="fetch_id"))
        self._seen.append(supply.select("fetch_id", "page_id"))
        self.rows.update(loaded.rows)

    def left(self, pages: pl.DataFrame) -> pl.DataFrame:
        """Those of some pages (schemas.FOUND) that no batch has brought yet."""
        seen = pl.concat(self._seen) if self._seen else pages.select("fetch_id", "page_id").clear()
        mine = pl.when(pl.col("fetch_id").is_null()).then(pl.col("page_id").is_in(seen["page_id"].to_list()))
        return pages.filter(~mine.otherwise(pl.col("fetch_id").is_in(seen["fetch_id"].to_list())))

    def end(self, *, limited: bool = False) -> pl.DataFrame:
        """Stores and returns how each partition ended (schemas.BACKFILL_PARTITIONS)."""
        rows = self._rows("done", tries=1).with_columns(
            state=pl.when(pl.lit(limited))
            .then(pl.lit("partial"))
            .when(pl.col("records_loaded") < pl.col("records_found"))
            .then(pl.lit("failed"))
            .otherwise(pl.lit("done"))
        )
        self._store(rows)
        return rows

    def _rows(self, state: str, tries: int) -> pl.DataFrame:
        before = self._opened.group_by(KEY).agg(read_before=(~pl.col("waits")).sum())
        found = _pages_of(self._opened).join(before, on=KEY, how="left", maintain_order="left")
        seen = (
            pl.concat([_NONE_SEEN, *self._items])
            .group_by(KEY)
            .agg(
                read=(~pl.col("failed")).sum(),
                records_failed=pl.col("failed").sum(),
                new=pl.col("new").sum(),
                reason=pl.col("outcome").filter("failed").first(),
            )
        )
        stored = self._stored.select(*KEY, new_before="records_new", tries="attempts")
        both = found.join(seen, on=KEY, how="left").join(stored, on=KEY, how="left")
        return schemas.conform(
            both.with_columns(
                source=pl.lit(self._source),
                state=pl.lit(state),
                records_loaded=pl.col("read_before") + pl.col("read").fill_null(0),
                records_new=pl.col("new_before").fill_null(0) + pl.col("new").fill_null(0),
                records_failed=pl.col("records_failed").fill_null(0),
                attempts=pl.col("tries").fill_null(0) + tries,
                updated_at=pl.lit(self._session.now()),
            ),
            schemas.BACKFILL_PARTITIONS,
        )

    def _store(self, rows: pl.DataFrame) -> None:
        self._session.load({"ops.backfill_partitions": rows})


_NONE_SEEN = pl.DataFrame(
    schema={
        "fetch_id": pl.String,
        "outcome": pl.String,
        "failed": pl.Boolean,
        "new": pl.Boolean,
        "publisher_id": pl.String,
        "day": pl.Date,
    }
)
