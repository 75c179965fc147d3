"""The flow `reextract`: today's code over what was fetched.

    stored versions --bytes from the archive, or texts--> the line --> rows without effect
    ... and, once all is read, one transaction makes them what analysts see

A re-extraction that is killed leaves what was current as it was; the same call goes on from there.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl
from prefect import flow, task

from flows import alerts, artifacts
from flows.again import scope_of, supplies
from flows.data_folder import prepare
from flows.entity_links import put_mark, relink, take_mark
from flows.line import Loaded, again_line
from flows.only_one import only_one
from flows.prefect_tasks import UNCACHED
from flows.progress import current_progress
from flows.publishing import at_the_end
from flows.runs import recorded
from flows.session import Session
from flows.settings import Settings
from warehouse.reextract import Scope, take_effect

Stage = Literal["article", "mentions", "claims"]


@dataclass(slots=True)
class Summary:
    """What a re-extraction did: texts by what became of them, new rows by table, and what took effect.

    effect: how many texts, and readings of texts, among them what an interrupted call had stored.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    effect: dict[str, int] = field(default_factory=dict)
    failed: int = 0

    def add(self, loaded: Loaded) -> None:
        """Adds a batch."""
        self.outcomes.update(loaded.outcomes)
        self.rows.update(loaded.rows)
        self.failed += loaded.failed

    @property
    def status(self) -> str:
        """As ops.runs has it."""
        return "done_with_failures" if self.failed else "done"


@task(name="read again", **UNCACHED)
def read_again(session: Session, supply: pl.DataFrame, *, of_pages: bool) -> Loaded:
    """Stored bytes or texts to rows that do not take effect yet."""
    return again_line(session, supply, of_pages=of_pages)


@task(name="link entities", **UNCACHED)
def link_entities(session: Session) -> int:
    """Which entities are counted as one, told anew."""
    return relink(session.settings, session.run_id)


@task(name="take effect", **UNCACHED)
def all_take_effect(session: Session, scope: Scope) -> dict[str, int]:
    """What was read becomes current, all at once."""
    settings = session.settings
    return take_effect(settings.warehouse, scope, session.now(), timeout=settings.lock_timeout)


@flow(name="reextract", persist_result=False)
def reextract(
    settings: Settings | None = None,
    stage: Stage = "claims",
    since: date | None = None,
    until: date | None = None,
    publisher: str | None = None,
    limit: int | None = None,
) -> Summary:
    """Today's code over what was fetched from `since` on and before `until`."""
    settings = settings or Settings()
    prepare(settings)
    with (
        only_one(settings.data, "reextract"),
        Session(settings, current_progress()) as session,
        at_the_end(session.publisher),
        alerts.watched(session),
    ):
        scope = scope_of(session, stage, since, until, publisher)
        with recorded(session, "reextract") as record:
            summary = _run(session, scope, limit, record)
        artifacts.of_reextract(summary.status, summary.outcomes, summary.rows, summary.effect)
    return summary


def _run(session: Session, scope: Scope, limit: int | None, record: dict[str, object]) -> Summary:
    summary, linked = Summary(), take_mark(session.settings)
    for supply in supplies(session, scope, limit):
        loaded = read_again(session, supply, of_pages=scope.stage == "article")
        summary.add(loaded)
        session.progress.done(loaded.outcomes.total(), loaded.failed)
        record.update(_counts(summary))
    if summary.outcomes or not linked:
        link_entities(session)
    put_mark(session.settings)
    summary.effect = all_take_effect(session, scope)
    record["status"] = summary.status
    return summary


def _counts(summary: Summary) -> dict[str, object]:
    """The summary as columns of ops.runs."""
    rows = summary.rows
    return {
        "versions_new": rows["article_versions"],
        "mentions_new": rows["mentions"],
        "claims_new": rows["claims"],
        "rejects_new": rows["ops.rejects"],
    }
