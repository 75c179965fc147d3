"""The data quality checks: each finds what it is for, and nothing else."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from warehouse.check import SHOWN, check
from warehouse.connect import writing
from warehouse.sql import names_in

# What breaks a sound warehouse, and every check that must then complain.
DAMAGE = {
    "insert into claims select * from claims": {"duplicate_keys"},
    "insert into ops.pages select * from ops.pages": {"duplicate_keys"},
    "insert into claim_entities select * from claim_entities": {"duplicate_keys"},
    "update mentions set version_id = 'v9'": {"orphans"},
    "update claims set extraction_id = 't9'": {"orphans"},
    "update claim_speakers set claim_id = 'c9'": {"orphans"},
    "update article_versions set article_id = 'a9'": {
        "orphans",
        "articles_without_version",
    },
    "update ops.gaps set feed_id = 'f9'": {"orphans"},
    "update ops.feed_lives set feed_id = 'f9'": {"orphans"},
    "insert into ops.feed_moves select * from ops.feed_moves": {"duplicate_keys"},
    "insert into entities values ('n9', 'person', 'Nobody', null)": {"entities_without_mention"},
    "update articles set current_version_id = null": {"current_version_wrong"},
    "update articles set current_extraction_id = null": {"current_version_wrong"},
    "update articles set current_extraction_number = null": {"current_version_wrong"},
    "update mentions set extraction_number = 9": {"orphans"},
    "update claim_speakers set claim_number = null": {"orphans"},
    "update article_versions set text = E' \\n\\t'": {
        "empty_texts",
        "mention_spans",
        "claim_spans",
        "claims_not_verbatim",
    },
    "update article_versions set text = '-' || text": {"mention_spans", "claims_not_verbatim"},
    'update mentions set "end" = 4000': {"mention_spans"},
    "update mentions set start = -1": {"mention_spans"},
    "update mentions set start = null": {"mention_spans"},
    "update claims set cue_end = 4000": {"claim_spans"},
    "update claims set cue_end = null": {"claim_spans"},
    'update claim_quantities set start = 5, "end" = 4': {"claim_spans"},
    "update claims set content_spans = [{'start': 1, 'end': 4000}]": {"claim_spans"},
    "update claims set content = content || '.'": {"claims_not_verbatim"},
    "update claims set quote_type = 'direct', verbatim_ok = false": {"direct_claims_unverified"},
    "update articles set published_at = metadata_at + interval 30 hour": {"published_in_the_future"},
    "update articles set published_at = metadata_at + interval 20 hour": set(),
    "update ops.pages set article_id = null": {"pages_done_without_article"},
    "delete from ops.feed_state": {"feeds_without_state"},
    "insert into ops.removals values ('a1', 'article', 'r1', 'x', 'me', now(), null)": {"removed_but_there"},
    "insert into ops.removals values ('a1', 'article', 'r1', 'x', 'me', now(), now())": set(),
}


def complaints(path: Path) -> set[str]:
    return {result.name for result in check(path) if not result.passed}


@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_is_found_by_its_checks(warehouse: Path, sample, statement: str) -> None:
    """One thing is broken at a time."""
    sample.put(warehouse, sample.batch())
    with writing(warehouse) as connection:
        connection.execute(statement)
    assert complaints(warehouse) == DAMAGE[statement]


def test_a_killed_run_is_found_once_a_later_one_has_ended(warehouse: Path, sample) -> None:
    """A run that is under way is none."""
    sample.put(warehouse, sample.batch())
    assert complaints(warehouse) == set()
    later = sample.seen + timedelta(hours=1)
    ended = sample.batch()["ops.runs"].with_columns(
        run_id=pl.lit("run-2"), status=pl.lit("done"), started_at=pl.lit(later), finished_at=pl.lit(later)
    )
    sample.put(warehouse, {"ops.runs": ended})
    assert complaints(warehouse) == {"runs_left_running"}


def test_a_broken_quotation_is_verbatim_by_its_fragments(warehouse: Path, sample) -> None:
    """The fragments joined by an ellipsis, counted in code points past an emoji and a combining mark."""
    first, second = sample.text.index("🌊 holds"), sample.text.index("never")
    spans = [{"start": first, "end": first + 7}, {"start": second, "end": second + 5}]
    claim = sample.batch()["claims"].with_columns(
        content=pl.lit("🌊 holds … never"),
        content_start=pl.lit(first),
        content_end=pl.lit(second + 5),
        content_spans=pl.Series([spans]),
    )
    sample.put(warehouse, sample.batch() | {"claims": claim})
    assert complaints(warehouse) == set()


def test_every_check_is_described_and_tried(warehouse: Path) -> None:
    """In words, by its first line; and some test above makes it complain."""
    results = check(warehouse)
    assert [result.name for result in results] == list(names_in("checks"))
    assert all(result.description.endswith(".") or ":" in result.description for result in results)
    assert {name for found in DAMAGE.values() for name in found} | {"runs_left_running"} == set(
        names_in("checks")
    )


def test_few_offending_rows_are_shown_and_all_are_counted(warehouse: Path, sample) -> None:
    """A broken rule can offend in millions of rows."""
    sample.put(warehouse, sample.batch())
    with writing(warehouse) as connection:
        connection.execute("insert into entities select 'x' || i, 'person', 'X', null from range(50) as t(i)")
    (found,) = [result for result in check(warehouse) if not result.passed]
    assert (found.count, found.offending.height) == (50, SHOWN)
