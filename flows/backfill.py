"""The flow `backfill`: what a source of the past has of a window, through the same line as a run's pages.

    part of a source --find--> pages by publisher and day --supply--> archive --read--> warehouse

One publisher's pages of one day are a partition: what is done, and what is tried again, is told by them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from prefect import flow, task

from flows import alerts, artifacts
from flows.data_folder import prepare
from flows.entity_links import put_mark, relink, take_mark
from flows.errors import HearsayError
from flows.line import Loaded, pages_line, pages_lines
from flows.only_one import AlreadyRunning, only_one
from flows.past.asked import Asked
from flows.past.gaps import Tried, to_fill
from flows.past.partitions import (
    Tally,
    number_of_partitions,
    open_pages,
    steps,
    stored_partitions,
    with_untold,
)
from flows.past.source import PartOfSource
from flows.prefect_tasks import UNCACHED
from flows.progress import current_progress
from flows.publishing import at_the_end
from flows.runs import recorded
from flows.session import Session
from flows.settings import Settings
from transforms import schemas
from transforms.identity import key


@dataclass(slots=True)
class Filled:
    """What a backfill did: its partitions (schemas.BACKFILL_PARTITIONS) and new rows by table.

    read: pages; skipped: partitions that were done before; problems: parts that could not be looked through,
    and why; gaps: what came of each that was to be filled.
    """

    partitions: list[pl.DataFrame] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    read: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    limited: bool = False  # whether --limit ended it
    gaps: list[Tried] = field(default_factory=list)

    def add(self, more: "Filled") -> None:
        """What was done after it; `read` of that counts from the beginning."""
        self.partitions += more.partitions
        self.rows.update(more.rows)
        self.read, self.skipped = more.read, self.skipped + more.skipped
        self.problems += more.problems
        self.limited = more.limited

    @property
    def problem(self) -> str | None:
        """What there was to look through and was not, in one line; some pages that are gone are none."""
        if self.limited:
            return "--limit ended it"
        found, failed = self.table["records_found"].sum(), self.table["records_failed"].sum()
        of_pages = [f"{failed} of {found} pages could not be read"] if 2 * failed > found else []
        return "; ".join([*self.problems, *of_pages]) or None

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

    @property
    def line(self) -> str:
        """The run in one line."""
        shown = ", ".join(f"{self.rows[name]} {name}" for name in ("entries", "articles", "claims"))
        return f"{self.status}: {self.table.height} partitions, {self.read} pages; new {shown}"


@flow(name="backfill", persist_result=False)
def backfill(  # noqa: PLR0913, PLR0917  # a form in Prefect's UI
    since: date | None = None,
    until: date | None = None,
    source: str | None = None,
    places: list[str] | None = None,
    feed: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    limit: int | None = None,
    rate: float | None = None,
    again: bool = False,  # noqa: FBT001, FBT002  # a form in Prefect's UI
    dask: str = "",
    live: bool = True,  # noqa: FBT001, FBT002
    gaps: bool = False,  # noqa: FBT001, FBT002
    settings: Settings | None = None,
) -> Filled:
    """Fills the days from `since` to before `until` from a source, or `gaps`: `hearsay backfill --help`."""
    asked = Asked(
        since, until, source, places or [], feed, publisher, language, limit, rate, again, dask, live, gaps
    )
    settings = asked.applied(settings or Settings())
    prepare(settings)
    asked.checked(settings)
    with (
        Session(settings, current_progress()) as session,
        at_the_end(session.publisher),
        alerts.watched(session),
        recorded(session, "backfill") as record,
    ):
        filled, linked = Filled(), take_mark(settings)
        for _ in _gaps(session, asked, filled) if asked.gaps else _parts(session, asked, filled):
            record.update(_counts(filled))
        if filled.rows["entities"] or filled.rows["entity_aliases"] or not linked:
            relink(session.settings, session.run_id)
        put_mark(settings)
        record["status"] = filled.status
        artifacts.of_backfill(filled.status, filled.table)
    return filled


def _gaps(session: Session, asked: Asked, filled: Filled) -> Iterator[None]:
    """Gap by gap: one source after the other, until one has something new."""
    for gap in to_fill(session.settings, asked):
        tried = Tried(gap)
        for one in gap.asked:
            mine = Filled(read=filled.read)  # the limit is one for all
            before = gap.entries(session.settings)
            for _ in _parts(session, one, mine):
                yield
            filled.add(mine)
            entries = gap.entries(session.settings) - before
            tried.add(
                str(one.source_name), entries, mine.rows["articles"], mine.problem, limited=mine.limited
            )
            if tried.found or mine.limited:
                break
        session.load({"ops.gaps": tried.rows(session.now())})
        filled.gaps.append(tried)
        yield
        if filled.limited:
            return


def _parts(session: Session, asked: Asked, filled: Filled) -> Iterator[None]:
    """The source's parts, one after the other; one that cannot be looked through stops no other."""
    source, wanted = asked.source(session.settings), asked.wanted(session.settings)
    for part in source.parts(session, wanted):
        if asked.limit is not None and filled.read >= asked.limit:
            filled.limited = True
            return
        mine = PartOfSource(source, part, wanted, asked.label(source, part))
        try:
            # Whatever the language: the part's file in the cache is one.
            name = key("part", source.name, part.label)
            with only_one(session.settings.data, f"backfill-{name}", goes=True):
                for _ in _steps(session, mine, asked, filled):
                    yield
        except AlreadyRunning as busy:
            filled.problems.append(f"{mine.label}: another backfill is at it: {busy}")
        except HearsayError as fault:
            filled.problems.append(f"{mine.label}: {fault}")


def _steps(session: Session, mine: PartOfSource, asked: Asked, filled: Filled) -> Iterator[None]:
    """A part, some partitions at a time, up to the limit."""
    found = mine.find(session)
    filled.rows.update(mine.part.rows)
    filled.problems += [f"{mine.label}: {problem}" for problem in mine.part.problems]
    stored = stored_partitions(session, mine.label)
    opened = open_pages(session, stored, found, mine.wanted.window, again=asked.again)
    stored = with_untold(session, stored, opened)
    done, total = 0, number_of_partitions(opened)
    filled.skipped += number_of_partitions(found) - total
    session.progress.stage(mine.label, int(opened["waits"].sum()))
    Tally(session, mine.label, opened, stored).begin()
    for step in steps(opened, together=not mine.source.asks_the_web):
        left = None if asked.limit is None else asked.limit - filled.read
        if left is not None and left <= 0:
            filled.limited = True
            return
        tally = Tally(session, mine.label, step, stored)
        partitions = load_partitions(session, mine, tally, step, left)
        filled.partitions.append(partitions)
        waited = int(step["waits"].sum())
        filled.read += waited if left is None else min(left, waited)
        filled.rows.update(tally.rows)
        done += partitions.height
        session.progress.partitions(done, total)
        filled.limited = filled.limited or "partial" in partitions["state"]
        yield


@task(name="load partitions", retries=2, retry_delay_seconds=10, **UNCACHED)
def load_partitions(
    session: Session, mine: PartOfSource, tally: Tally, step: pl.DataFrame, limit: int | None
) -> pl.DataFrame:
    """Reads the waiting pages of some partitions, up to the limit: how these ended.

    What the tally has already, as it was read before Prefect tried again, is not read once more.
    """
    waiting = step.filter("waits")
    taken = waiting if limit is None else waiting.head(limit)
    supplies = mine.supply(session, tally.left(taken).drop("waits"))
    for supply, loaded in _loaded(session, supplies, ahead=not mine.source.asks_the_web):
        tally.add(supply, loaded)
    return tally.end(limited=taken.height < waiting.height)


def _loaded(
    session: Session, supplies: Iterator[pl.DataFrame], *, ahead: bool
) -> Iterator[tuple[pl.DataFrame, Loaded]]:
    if ahead:
        return pages_lines(session, supplies)
    return ((supply, pages_line(session, supply)) for supply in supplies)


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
