"""The flow `backfill`: what a source of the past has of a window, through the same line as a run's pages.

    part of a source --find--> pages by publisher and day --supply--> archive --read--> warehouse

One publisher's pages of one day are a partition: what is done, and what is tried again, is told by them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import alerts, artifacts
from flows.data_folder import prepare
from flows.entity_links import put_mark, relink, take_mark
from flows.errors import HearsayError
from flows.line import pages_line
from flows.only_one import AlreadyRunning, only_one
from flows.past.asked import Asked
from flows.past.partitions import Tally, number_of_partitions, open_pages, steps
from flows.past.source import PartOfSource, Source
from flows.past.supplies import Wanted
from flows.progress import current_progress
from flows.publishing import at_the_end
from flows.runs import recorded
from flows.session import Session
from flows.settings import Settings
from transforms import schemas
from transforms.identity import key

_UNCACHED: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False, "log_prints": False}


@dataclass(slots=True)
class Filled:
    """What a backfill did: its partitions (schemas.BACKFILL_PARTITIONS) and new rows by table.

    read: pages; skipped: partitions that were done before; problems: parts that could not be looked through,
    and why.
    """

    partitions: list[pl.DataFrame] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    read: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def table(self) -> pl.DataFrame:
        """Its partitions."""
        return pl.concat([schemas.empty(schemas.BACKFILL_PARTITIONS), *self.partitions])

    @property
    def failed(self) -> int:
        """Pages that could not be fetched or read, and parts that could not be looked through."""
        return int(self.table["records_failed"].sum()) + len(self.problems)

    @property
    def status(self) -> str:
        """As ops.runs has it."""
        return "done_with_failures" if self.failed else "done"


@flow(name="backfill", persist_result=False)
def backfill(  # noqa: PLR0913, PLR0917  # a form in Prefect's UI
    since: date,
    until: date,
    source: str,
    places: list[str] | None = None,
    feed: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    limit: int | None = None,
    rate: float | None = None,
    again: bool = False,  # noqa: FBT001, FBT002  # a form in Prefect's UI
    settings: Settings | None = None,
) -> Filled:
    """Fills the days from `since` to before `until` from a source; see `hearsay backfill --help`."""
    asked = Asked(since, until, source, places or [], feed, publisher, language, limit, rate, again)
    settings = asked.applied(settings or Settings())
    prepare(settings)
    chosen, wanted = asked.source(settings), asked.wanted(settings)
    with (
        Session(settings, current_progress()) as session,
        at_the_end(session.publisher),
        alerts.watched(session),
        recorded(session, "backfill") as record,
    ):
        filled, linked = Filled(), take_mark(settings)
        for _ in _parts(session, chosen, wanted, asked, filled):
            record.update(_counts(filled))
        if filled.rows["entities"] or filled.rows["entity_aliases"] or not linked:
            relink(session.settings, session.run_id)
        put_mark(settings)
        record["status"] = filled.status
        artifacts.of_backfill(filled.status, filled.table)
    return filled


def _parts(session: Session, source: Source, wanted: Wanted, asked: Asked, filled: Filled) -> Iterator[None]:
    """The source's parts, one after the other; one that cannot be looked through stops no other."""
    for part in source.parts(session, wanted):
        if asked.limit is not None and filled.read >= asked.limit:
            return
        mine = PartOfSource(source, part, wanted, asked.label(source, part))
        try:
            with only_one(session.settings.data, f"backfill-{key('part', mine.label)}"):
                for _ in _steps(session, mine, asked, filled):
                    yield
        except AlreadyRunning as busy:
            filled.problems.append(f"{mine.label}: another backfill is at it: {busy}")
        except HearsayError as fault:
            filled.problems.append(f"{mine.label}: {fault}")


def _steps(session: Session, mine: PartOfSource, asked: Asked, filled: Filled) -> Iterator[None]:
    """A part, some partitions at a time, up to the limit."""
    found = mine.find(session)
    filled.problems += [f"{mine.label}: {problem}" for problem in mine.part.problems]
    opened = open_pages(session, mine.label, found, again=asked.again)
    filled.skipped += number_of_partitions(found) - number_of_partitions(opened)
    session.progress.stage(mine.label, int(opened["waits"].sum()))
    for step in steps(opened):
        left = None if asked.limit is None else asked.limit - filled.read
        if left is not None and left <= 0:
            return
        partitions, rows = load_partitions(session, mine, step, left)
        filled.partitions.append(partitions)
        filled.read += partitions.select(pl.sum("records_loaded") + pl.sum("records_failed")).item()
        filled.rows.update(rows)
        yield


@task(name="load partitions", retries=2, retry_delay_seconds=10, **_UNCACHED)
def load_partitions(
    session: Session, mine: PartOfSource, step: pl.DataFrame, limit: int | None
) -> tuple[pl.DataFrame, Counter[str]]:
    """Reads the waiting pages of some partitions, up to the limit: how these ended, and new rows by table."""
    waiting = step.filter("waits")
    taken = waiting if limit is None else waiting.head(limit)
    tally = Tally(session, mine.label, step)
    tally.begin()
    for supply in mine.supply(session, taken.drop("waits")):
        tally.add(supply, pages_line(session, supply))
    return tally.end(limited=taken.height < waiting.height), tally.rows


def _counts(filled: Filled) -> dict[str, object]:
    """The summary as columns of ops.runs."""
    rows = filled.rows
    return {
        "pages_fetched": filled.read,
        "entries_new": rows["entries"],
        "articles_new": rows["articles"],
        "versions_new": rows["article_versions"],
        "mentions_new": rows["mentions"],
        "claims_new": rows["claims"],
        "rejects_new": rows["ops.rejects"],
    }
