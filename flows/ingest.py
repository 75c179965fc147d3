"""The flow `ingest`: polls the feeds that are due, then takes the pages that their entries lead to.

    due feeds --poll--> entries --> due pages --fetch--> archive --read--> warehouse

Prefect sees batches, never single articles: a task's bookkeeping must stay small beside its work. While
one batch is read, the next ones are being fetched.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import polars as pl
from prefect import flow, task

from flows import alerts, artifacts
from flows.asking import feeds_to_ask, pages_to_ask
from flows.data_folder import prepare
from flows.entity_links import put_mark, relink, take_mark
from flows.line import Loaded, feeds_line, pages_line
from flows.only_one import only_one
from flows.prefect_tasks import UNCACHED
from flows.progress import current_progress
from flows.publishing import at_the_end
from flows.runs import recorded
from flows.session import Session
from flows.settings import Settings
from transforms.schedule import POSTPONED, UNREACHABLE, reached
from warehouse.lookups import due_feeds, due_pages, run_failures

FEEDS_A_BATCH = 200
PAGES_A_BATCH = 200


@dataclass(slots=True)
class Summary:
    """What a run did: feeds and pages by what became of them, and new rows by table."""

    feeds: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    failed: int = 0  # feeds and pages that could not be fetched or read

    def add(self, counts: Counter[str], loaded: Loaded) -> None:
        """Adds a batch; counts: `feeds` or `pages`."""
        counts.update(loaded.outcomes)
        self.rows.update(loaded.rows)
        self.failed += loaded.failed

    @property
    def status(self) -> str:
        """As ops.runs has it."""
        return "done_with_failures" if self.failed else "done"

    @property
    def line(self) -> str:
        """The run in one line."""
        shown = ", ".join(f"{self.rows[name]} {name}" for name in ("entries", "articles", "claims"))
        return f"{self.status}: feeds {_listed(self.feeds)}; pages {_listed(self.pages)}; new {shown}"

    @property
    def unreachable(self) -> bool:
        """Whether no feed at all could be reached."""
        return bool(UNREACHABLE & set(self.feeds)) and not any(map(reached, self.feeds))

    @property
    def nothing_read(self) -> bool:
        """Whether feeds were polled and neither one of them nor a page could be read."""
        return bool(self.feeds) and not {"ok", "not_modified", POSTPONED} & {*self.feeds, *self.pages}


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) or "none due"


@task(name="fetch", **UNCACHED)
def next_batch(coming: Iterator[pl.DataFrame]) -> pl.DataFrame | None:
    """The next batch of answers; None after the last."""
    return next(coming, None)


@task(name="read feeds", **UNCACHED)
def read_feeds(session: Session, supply: pl.DataFrame) -> Loaded:
    """Feed bytes to entries in the warehouse."""
    return feeds_line(session, supply)


@task(name="read pages", **UNCACHED)
def read_pages(session: Session, supply: pl.DataFrame) -> Loaded:
    """Page bytes to articles and claims in the warehouse."""
    return pages_line(session, supply)


@task(name="link entities", **UNCACHED)
def link_entities(session: Session) -> int:
    """Which entities are counted as one, told anew."""
    return relink(session.settings, session.run_id)


@flow(name="ingest", persist_result=False)
def ingest(settings: Settings | None = None, everything: bool = False) -> Summary:  # noqa: FBT001, FBT002  # a form in Prefect's UI
    """One run over what is due; `everything`: all feeds and pages, whatever their next time says."""
    settings = settings or Settings()
    prepare(settings)
    with (
        only_one(settings.data, "ingest", settings.lock_timeout),
        Session(settings, current_progress()) as session,
        at_the_end(session.publisher),
        alerts.watched(session),
        recorded(session, "ingest") as record,
    ):
        alerts.look(session)  # what the runs before this one left behind, if they did not come so far
        summary = Summary()
        linked = take_mark(settings)
        for _ in _steps(session, summary, everything=everything):
            record.update(_counts(summary))
        if summary.rows["entities"] or summary.rows["entity_aliases"] or not linked:
            link_entities(session)
        put_mark(settings)
        record["status"] = summary.status
        _show(session, summary)
    return summary


def _show(session: Session, summary: Summary) -> None:
    """The run as Prefect's UI shows it."""
    failures = run_failures(
        session.settings.warehouse,
        session.run_id,
        artifacts.FAILURES_SHOWN + 1,
        timeout=session.settings.lock_timeout,
    )
    artifacts.of_ingest(summary.status, summary.feeds, summary.pages, summary.rows, failures)


def _steps(session: Session, summary: Summary, *, everything: bool) -> Iterator[None]:
    """The run, batch by batch: first all feeds, so that a page is taken once however many feeds name it."""
    warehouse, patience = session.settings.warehouse, session.settings.lock_timeout
    feeds = due_feeds(warehouse, session.now(), everything=everything, timeout=patience)
    session.progress.stage("feeds", feeds.height)
    for supply in _fetched(session, feeds, "feed", FEEDS_A_BATCH):
        summary.add(summary.feeds, read_feeds(session, supply))
        yield
    if summary.unreachable:
        return  # the network is down: the pages would only use up their tries
    pages = due_pages(warehouse, session.now(), everything=everything, timeout=patience)
    session.progress.stage("pages", pages.height)
    for supply in _fetched(session, pages, "page", PAGES_A_BATCH):
        summary.add(summary.pages, read_pages(session, supply))
        yield


def _counts(summary: Summary) -> dict[str, object]:
    """The summary as columns of ops.runs."""
    rows = summary.rows
    return {
        "feeds_polled": summary.feeds.total(),
        "entries_new": rows["entries"],
        "pages_fetched": summary.pages.total(),
        "articles_new": rows["articles"],
        "versions_new": rows["article_versions"],
        "mentions_new": rows["mentions"],
        "claims_new": rows["claims"],
        "rejects_new": rows["ops.rejects"],
    }


def _fetched(
    session: Session, asked: pl.DataFrame, kind: Literal["feed", "page"], size: int
) -> Iterator[pl.DataFrame]:
    """Supplies for the line: what was asked beside what came. asked: the rows of due_feeds or due_pages."""
    requests, beside = feeds_to_ask(asked, session.now()) if kind == "feed" else pages_to_ask(asked)
    coming = session.fetch(requests, beside, size)
    while (supply := next_batch(coming)) is not None:
        yield supply
