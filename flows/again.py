"""What `hearsay reextract` reads: which texts, by batches in the order of capture."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import polars as pl

from flows.errors import UsageError
from flows.past.asked import called
from flows.session import Session
from flows.settings import Settings
from transforms.article import extracted_with
from transforms.readings import extractor
from warehouse.lookups import publishers_by_name
from warehouse.reextract import (
    Scope,
    count_to_do,
    stored_pages,
    stored_texts,
    to_do,
)

STAGES = ("article", "mentions", "claims")
TEXTS_A_BATCH = 200


def scope_of(
    session: Session, stage: str, since: date | None, until: date | None, publisher: str | None
) -> Scope:
    """What these options mean. Raises UsageError for a publisher that is not there, or days in no order."""
    if since and until and since >= until:
        raise UsageError("--until is the first day that is left out: it must be later than --since")
    given: dict[str, datetime] = {
        name: datetime.combine(day, time(), UTC) for name, day in (("since", since), ("until", until)) if day
    }
    return Scope(
        stage=stage,
        reader=extracted_with(),
        extractor=extractor(session.finder)["extractor_id"].item(),
        publisher=_publisher(session.settings, publisher) if publisher else None,
        **given,
    )


def _publisher(settings: Settings, name: str) -> str:
    publishers = publishers_by_name(settings.warehouse, timeout=settings.lock_timeout)
    found: list[str] = called(publishers, ["publisher_id", "domain", "name"], name)["publisher_id"].to_list()
    if len(found) != 1:
        problem = "several publishers are" if found else "no publisher is"
        raise UsageError(f"{problem} called {name!r}: give its domain (`hearsay sql 'from publishers'`)")
    return found[0]


def supplies(session: Session, scope: Scope, limit: int | None) -> Iterator[pl.DataFrame]:
    """Batches of what is to be read, as warehouse.reextract gives them; tells the progress how many."""
    settings = session.settings
    patience = settings.lock_timeout
    count = count_to_do(settings.warehouse, scope, timeout=patience)
    session.progress.stage(
        "pages" if scope.stage == "article" else "texts", count if limit is None else min(count, limit)
    )
    for names in _batches(session, scope, limit):
        if scope.stage == "article":
            yield stored_pages(settings.warehouse, names, timeout=patience)
        else:
            yield stored_texts(settings.warehouse, names, scope.extractor, timeout=patience)


def _batches(session: Session, scope: Scope, limit: int | None) -> Iterator[list[str]]:
    """The keys of the versions to read, never all at once: there may be millions."""
    settings, after, left = session.settings, None, limit
    while True:
        found = to_do(settings.warehouse, scope, after, timeout=settings.lock_timeout)
        listed = found if left is None else found.head(left)
        for part in listed.iter_slices(TEXTS_A_BATCH):
            yield part["version_id"].to_list()
        left = None if left is None else left - listed.height
        if found.is_empty() or left == 0:
            return
        after = (found["captured_at"][-1], found["version_id"][-1])
