"""The line: from archived bytes to rows in the warehouse, one batch at a time.

    feed  --read--> entries --> pages to fetch
    page  --read--> article version --read--> mentions --> entities --> claims

Whatever supplies the bytes (a live run, a backfill, a re-extraction) calls these two functions. A supply
is a frame of fetches (schemas.FETCHES: where the bytes are in the archive, when they were fetched) with
what is known about each feed or page beside it.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

from flows import again_steps, feed_steps, life_steps, page_steps, text_steps
from flows.past.within import of_the_past
from flows.removed_pages import without_removed
from flows.session import Session
from transforms import schemas
from transforms.page_lives import asked_again
from transforms.publishers import publishers_of
from transforms.readings import extractions_of, texts_of
from transforms.versions import articles_of, new_versions
from warehouse.lookups import known_entries, known_pages, known_versions

_NO_ITEMS = pl.DataFrame(
    schema={"fetch_id": pl.String, "outcome": pl.String, "failed": pl.Boolean, "new": pl.Boolean}
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a batch."""

    rows: dict[str, int]  # new ones, by table
    outcomes: Counter[str]  # of the items: ok, not_modified, or the reason of their reject
    failed: int  # items that could not be fetched or read; a page that holds no article is none of them
    items: pl.DataFrame = field(default_factory=_NO_ITEMS.clone)  # fetch_id, outcome, failed, new


def feeds_line(session: Session, supply: pl.DataFrame) -> Loaded:
    """Loads the entries of a batch of polled feeds.

    supply: schemas.FETCHES and feed_id, feed_url, failures, asked_whole (no validators were sent); and
    old_etag, old_last_modified, old_body_hash, old_error, old_ok_at as the last poll left them, with
    last_checked_at and what cadence needs (due_feeds).
    """
    settings = session.settings
    read = feed_steps.read(session, supply)
    known = known_entries(
        settings.warehouse,
        read.entries["entry_id"].to_list(),
        read.entries["page_id"].to_list(),
        timeout=settings.lock_timeout,
    )
    new = read.entries.filter(~pl.col("entry_id").is_in(known.to_list()))
    followed = life_steps.follow(session, supply, read.parsed)
    rows = session.load(
        {
            "publishers": publishers_of(supply["feed_url"]),
            "feeds": read.feeds,
            "entries": new,
            "ops.fetches": supply,
            "ops.feed_state": read.states,
            "ops.feed_lives": followed.lives,
            "ops.feed_moves": followed.moves,
            "ops.gaps": followed.gaps,
            "ops.pages": _pages_asked(session, new),
            "ops.rejects": read.rejects,
        }
    )
    return _loaded(rows, supply, read.rejects)


def _pages_asked(session: Session, new: pl.DataFrame) -> pl.DataFrame:
    """The pages that new entries lead to, told from those that were asked for before."""
    asked = feed_steps.pages_to_fetch(new)
    if asked.is_empty():  # as most polls bring nothing new: no query for that
        return schemas.empty(schemas.PAGES)
    settings = session.settings
    known = known_pages(settings.warehouse, asked["page_id"].to_list(), timeout=settings.lock_timeout)
    return asked_again(asked, known)


def pages_line(session: Session, supply: pl.DataFrame) -> Loaded:
    """Loads the articles of a batch of fetched pages with who says what in them.

    supply: schemas.FETCHES and page_id, entry_id, attempts, entry_published_at, feed_language; and
    article_id, counted_from, visits, failed_visits, gone_at, old_etag, old_last_modified as the last visit
    left them. A backfill's supply has what flows.past.supplies puts beside, too.
    """
    return _pages_line(session, supply, page_steps.begun(session, supply), text_steps.nothing)


def pages_lines(session: Session, supplies: Iterator[pl.DataFrame]) -> Iterator[tuple[pl.DataFrame, Loaded]]:
    """Batch after batch, and what became of each: while one is loaded, the next one's pages are read.

    Not for supplies that come from the web: what is there would wait for what is not.
    """
    begun = ((supply, page_steps.begun(session, supply)) for supply in supplies)
    following: deque[tuple[pl.DataFrame, page_steps.Results]] = deque(islice(begun, 1))

    def meanwhile() -> None:
        following.extend(islice(begun, 1 - len(following)))

    while following:
        supply, coming = following.popleft()
        yield supply, _pages_line(session, supply, coming, meanwhile)
        meanwhile()  # of a batch without texts


def _pages_line(
    session: Session, supply: pl.DataFrame, coming: page_steps.Results, meanwhile: Callable[[], None]
) -> Loaded:
    read = of_the_past(session, supply, page_steps.read(session, supply, coming))
    supply, read = without_removed(session, supply, read)
    return _sum([_articles_line(session, *part, meanwhile) for part in page_steps.parts(supply, read)])


def _articles_line(
    session: Session, supply: pl.DataFrame, read: page_steps.PagesRead, meanwhile: Callable[[], None]
) -> Loaded:
    settings = session.settings
    extracted = page_steps.dates_from_feeds(read.extracted, supply)
    known = known_versions(
        settings.warehouse, extracted["article_id"].to_list(), timeout=settings.lock_timeout
    )
    versions = new_versions(extracted, known)
    extractions = extractions_of(versions, extracted, session.finder)
    texts = texts_of(extractions, versions, extracted)
    sources = versions.join(extracted, on="fetch_id").select("version_id", "fetch_id", url="canonical_url")
    found = text_steps.read(session, texts, extractions, sources, meanwhile)
    rejects = pl.concat([read.rejects, found.rejects])
    rows = session.load(
        {
            "publishers": publishers_of(extracted["canonical_url"]),
            "articles": articles_of(extracted),
            "article_versions": versions,
            **found.frames,
            "ops.fetches": supply,
            "ops.pages": read.pages,
            "ops.rejects": rejects,
        }
    )
    return _loaded(rows, supply, rejects, versions["fetch_id"])


def again_line(session: Session, supply: pl.DataFrame, *, of_pages: bool) -> Loaded:
    """Loads what today's code makes of a batch of stored pages or texts; it does not take effect yet.

    supply: as warehouse.reextract.stored_pages or stored_texts gives it.
    """
    steps = again_steps.pages if of_pages else again_steps.texts
    return _sum(
        [Loaded(session.load(part.frames), part.outcomes, part.failed) for part in steps(session, supply)]
    )


def _sum(parts: list[Loaded]) -> Loaded:
    rows: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for part in parts:
        rows.update(part.rows)
        outcomes.update(part.outcomes)
    items = pl.concat([_NO_ITEMS, *(part.items for part in parts)])
    return Loaded(dict(rows), outcomes, sum(part.failed for part in parts), items)


def _loaded(
    rows: dict[str, int], supply: pl.DataFrame, rejects: pl.DataFrame, new: pl.Series | None = None
) -> Loaded:
    """new: the fetches that gave a new version of an article."""
    told = supply.select("fetch_id", "outcome").join(
        rejects.select("fetch_id", "stage", "reason"), on="fetch_id", how="left", maintain_order="left"
    )
    failed = (pl.col("stage") != "extract") | pl.col("reason").is_in(page_steps.OUR_FAULTS)
    items = told.select(
        "fetch_id",
        outcome=pl.coalesce("reason", "outcome"),
        failed=failed.fill_null(value=False),
        new=pl.col("fetch_id").is_in([] if new is None else new.to_list()),
    )
    return Loaded(rows, Counter(items["outcome"].to_list()), int(items["failed"].sum()), items)
