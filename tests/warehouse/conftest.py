"""A warehouse, and one batch of every kind of frame that hangs together."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from transforms import schemas
from warehouse.load import load
from warehouse.migrate import migrate

SEEN = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)
TEXT = "The dam 🌊 holds, cafe\u0301 owner Ada Quill said.\n“It never leaked,” she added."


@pytest.fixture(scope="session")
def new_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse without rows, made once: tests get copies."""
    path = tmp_path_factory.mktemp("new") / "warehouse.duckdb"
    migrate(path)
    return path


@pytest.fixture
def warehouse(tmp_path: Path, new_warehouse: Path) -> Path:
    """A new, empty warehouse."""
    return Path(shutil.copy(new_warehouse, tmp_path / "warehouse.duckdb"))


@pytest.fixture
def sample() -> SimpleNamespace:
    """What tests build on: the time, the text, a batch of frames, and the loading of one."""
    return SimpleNamespace(seen=SEEN, text=TEXT, batch=batch, put=put)


@pytest.fixture(name="put")
def put_into(warehouse: Path) -> Callable[..., dict[str, int]]:
    """Loads frames, as if at a given time, into the test's warehouse."""
    return lambda frames, now=SEEN: put(warehouse, frames, now)


def put(
    path: Path, frames: dict[str, pl.DataFrame], now: datetime = SEEN, run: str = "run-1"
) -> dict[str, int]:
    return load(path, frames, run_id=run, now=now, timeout=10)


def batch() -> dict[str, pl.DataFrame]:
    """One row of every table; all of them belong together and pass the checks."""
    return {**_news(), **_findings(), **_ops()}


def _span(part: str) -> dict[str, int]:
    return {"start": TEXT.index(part), "end": TEXT.index(part) + len(part)}


def _one(schema: pl.Schema, **row: object) -> pl.DataFrame:
    return schemas.from_rows([row], schema)


def _news() -> dict[str, pl.DataFrame]:
    article = {"article_id": "a1", "publisher_id": "p1", "language": "en"}
    seen = {"first_seen_at": SEEN, "fetch_id": "x1"}
    url = "https://dam.example/news"
    return {
        "publishers": _one(schemas.PUBLISHERS, publisher_id="p1", domain="dam.example", name="Dam Daily"),
        "feeds": _one(schemas.FEEDS, feed_id="f1", publisher_id="p1", url="https://dam.example/feed"),
        "entries": _one(
            schemas.ENTRIES, entry_id="e1", entry_key="k1", feed_id="f1", page_id="g1", page_url=url,
            authors=["Bo Lind"], published_at=SEEN - timedelta(hours=3), **seen,
        ),
        "articles": _one(
            schemas.ARTICLES, canonical_url=url, published_at=SEEN - timedelta(hours=3),
            published_date=date(2024, 5, 2), published_evidence="meta", first_seen_at=SEEN, **article,
        ),
        "article_versions": _one(
            schemas.VERSIONS, version_id="v1", article_id="a1", cause="first", captured_at=SEEN,
            fetch_id="x1", title="The dam", text=TEXT, text_hash="h1", word_count=12, flags=["short"],
        ),
        "ops.reextracted_articles": _one(
            schemas.REEXTRACTED, article_id="a1", metadata_at=SEEN, language="en",
        ),
    }  # fmt: skip


def _findings() -> dict[str, pl.DataFrame]:
    owner = {"extraction_id": pl.lit("t1"), "article_id": pl.lit("a1"), "version_id": pl.lit("v1")}
    name, cue = _span("Ada Quill"), _span("said")
    said = _span("The dam 🌊 holds")
    mention = _one(
        schemas.MENTIONS,
        mention_id="m1",
        surface="Ada Quill",
        type="person",
        kind="name",
        entity_id="n1",
        **name,
    )
    claim = _one(
        schemas.CLAIMS, claim_id="c1", cue="said", cue_start=cue["start"], cue_end=cue["end"],
        content="The dam 🌊 holds", content_start=said["start"], content_spans=[said],
        content_end=said["end"], quote_type="indirect", confidence=0.75, verbatim_ok=True,
    )  # fmt: skip
    return {
        "entities": _one(schemas.ENTITIES, entity_id="n1", canonical_name="Ada Quill"),
        "entity_aliases": _one(schemas.ENTITY_ALIASES, entity_id="n1", alias="Quill"),
        "mentions": mention.drop("text_id").with_columns(**owner),
        "ops.entity_links": _one(
            schemas.ENTITY_LINKS, entity_id="n1", canonical_entity_id="n1", reason="alone"
        ),
        "ops.entity_link_changes": _one(
            schemas.ENTITY_LINK_CHANGES, change_id="l1", entity_id="n1", new_canonical_id="n1"
        ),
        "ops.entity_decisions": _one(
            schemas.ENTITY_DECISIONS, decision_id="d1", action="split", entity_id="n1", other_ids=["n2"],
            decided_at=SEEN,
        ),
        "claims": claim.drop("text_id").with_columns(**owner),
        "claim_speakers": _one(
            schemas.CLAIM_SPEAKERS, claim_id="c1", number=0, speaker="Ada Quill", surface="Ada Quill",
            role="owner", entity_id="n1", **name,
        ),
        "claim_entities": _one(schemas.CLAIM_ENTITIES, claim_id="c1", entity_id="n1"),
        "claim_quantities": _one(schemas.CLAIM_QUANTITIES, claim_id="c1", number=0, value=2.5, **said),
    }  # fmt: skip


def _ops() -> dict[str, pl.DataFrame]:
    hop = {"status": 301, "url": "https://dam.example/news"}
    return {
        "ops.runs": _one(schemas.RUNS, run_id="run-1", flow="ingest", started_at=SEEN, status="running"),
        "ops.check_results": _one(
            schemas.CHECK_RESULTS, name="empty_texts", row_count=0, checked_at=SEEN
        ),
        "ops.alerts": _one(
            schemas.ALERTS, alert_id="w1", kind="run_failed", subject="ingest", raised_at=SEEN
        ),
        "ops.extractors": _one(schemas.EXTRACTORS, extractor_id="r1", name="rules", version="1"),
        "ops.extractions": _one(
            schemas.EXTRACTIONS, extraction_id="t1", version_id="v1", article_id="a1", extractor_id="r1"
        ),
        "ops.fetches": _one(schemas.FETCHES, fetch_id="x1", kind="page", redirects=[hop], fetched_at=SEEN),
        "ops.hosts": _one(schemas.HOSTS, host="dam.example", closed_until=SEEN, closed_why="HTTP 429"),
        "ops.robots": _one(schemas.ROBOTS, origin="https://dam.example", rules="none", expires_at=SEEN),
        "ops.feed_state": _one(schemas.FEED_STATE, feed_id="f1", etag='"1"', failures=0, next_check_at=SEEN),
        "ops.feed_lives": _one(
            schemas.FEED_LIVES, feed_id="f1", url="https://dam.example/feed", polled_at=SEEN, last_keys=["k1"]
        ),
        "ops.feed_moves": _one(
            schemas.FEED_MOVES, move_id="o1", feed_id="f1", old_url="https://dam.example/rss", moved_at=SEEN
        ),
        "ops.gaps": _one(schemas.GAPS, gap_id="w1", feed_id="f1", since=SEEN, until=SEEN, entries_before=1),
        "ops.feed_settings": _one(schemas.FEED_SETTINGS, feed_id="f1", min_minutes=10, folder="Dams"),
        "ops.pages": _one(
            schemas.PAGES, page_id="g1", url="https://dam.example/news", entry_id="e1", state="done",
            attempts=1, article_id="a1", last_fetch_id="x1",
        ),
        "ops.rejects": _one(schemas.REJECTS, reject_id="j1", stage="extract", reason="short"),
        "ops.backfill_partitions": _one(
            schemas.BACKFILL_PARTITIONS, source="crawl", publisher_id="p1", day=date(2024, 5, 1),
            state="done", records_found=3, records_loaded=3, attempts=1, updated_at=SEEN,
        ),
    }  # fmt: skip
