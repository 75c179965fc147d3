"""The warehouse's tables against the frames of the steps, and against their own descriptions."""

from pathlib import Path

import polars as pl
import pytest

from transforms import schemas
from warehouse.query import query
from warehouse.sql import names_in
from warehouse.tables import TABLES

FRAMES = {
    "publishers": schemas.PUBLISHERS,
    "feeds": schemas.FEEDS,
    "entries": schemas.ENTRIES,
    "articles": schemas.ARTICLES,
    "article_versions": schemas.VERSIONS,
    "entities": schemas.ENTITIES,
    "entity_aliases": schemas.ENTITY_ALIASES,
    "ops.entity_links": schemas.ENTITY_LINKS,
    "ops.entity_link_changes": schemas.ENTITY_LINK_CHANGES,
    "ops.entity_decisions": schemas.ENTITY_DECISIONS,
    "mentions": schemas.MENTIONS,
    "claims": schemas.CLAIMS,
    "claim_speakers": schemas.CLAIM_SPEAKERS,
    "claim_entities": schemas.CLAIM_ENTITIES,
    "claim_quantities": schemas.CLAIM_QUANTITIES,
    "ops.runs": schemas.RUNS,
    "ops.check_results": schemas.CHECK_RESULTS,
    "ops.alerts": schemas.ALERTS,
    "ops.extractors": schemas.EXTRACTORS,
    "ops.extractions": schemas.EXTRACTIONS,
    "ops.fetches": schemas.FETCHES,
    "ops.hosts": schemas.HOSTS,
    "ops.robots": schemas.ROBOTS,
    "ops.feed_state": schemas.FEED_STATE,
    "ops.feed_lives": schemas.FEED_LIVES,
    "ops.feed_moves": schemas.FEED_MOVES,
    "ops.gaps": schemas.GAPS,
    "ops.feed_settings": schemas.FEED_SETTINGS,
    "ops.pages": schemas.PAGES,
    "ops.rejects": schemas.REJECTS,
    "ops.backfill_partitions": schemas.BACKFILL_PARTITIONS,
    "ops.reextracted_articles": schemas.REEXTRACTED,
}

# What warehouse.search makes of the articles' texts.
INDEX = {"ops.search_documents", "ops.search_postings", "ops.search_segments"}
# Written by statements of their own, not by batches.
NOT_LOADED = {
    "ops.migrations",
    "notes",
    "ops.pruned",
    "ops.removals",
    "ops.archive_erasures",
    "ops.archive_gone",
}


@pytest.mark.parametrize("name", FRAMES)
def test_tables_have_the_frames_columns_and_types(warehouse: Path, name: str) -> None:
    """A table reads back as its frame's schema, plus the columns listed in warehouse.tables."""
    stored = query(warehouse, f"from {name}").schema
    expected = {column.replace("text_id", "extraction_id"): kind for column, kind in FRAMES[name].items()}
    extra = set(TABLES[name].extra)
    assert {column: kind for column, kind in stored.items() if column not in extra} == expected
    assert extra <= set(stored)


def test_every_table_is_loaded_and_compared(warehouse: Path) -> None:
    """No table is forgotten by the loader, or by the test above."""
    found = query(warehouse, "select schema_name || '.' || table_name as name from duckdb_tables()")
    names = {name.removeprefix("main.") for name in found["name"]} - NOT_LOADED - INDEX
    assert names == set(TABLES)
    assert names == set(FRAMES)
    files = {table.file for table in TABLES.values()} | {"current_versions"}
    updates = {f"{table.file}_known" for table in TABLES.values() if table.updated}
    assert files | updates == set(names_in("loads"))


def test_every_table_view_and_column_says_what_it_means(warehouse: Path) -> None:
    """All are commented, so that SQL tools can show it."""
    silent = query(
        warehouse,
        """
        select table_name as name, null as col from duckdb_tables() where comment is null
        union all
        select view_name, null from duckdb_views() where comment is null and not internal
        union all
        select table_name, column_name from duckdb_columns() where comment is null and not internal
        """,
    )
    assert silent.is_empty(), silent


def test_times_are_read_in_utc(warehouse: Path, sample) -> None:
    """Whatever the machine's zone."""
    sample.put(warehouse, sample.batch())
    times = query(warehouse, "select first_seen_at, first_seen_at::varchar as text from articles")
    assert times.schema["first_seen_at"] == pl.Datetime("us", "UTC")
    assert times.row(0) == (sample.seen, "2024-05-02 08:30:00+00")
