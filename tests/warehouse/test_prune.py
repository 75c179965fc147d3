"""Pruning: what is old goes with all that belongs to it, and nothing that is needed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.contents import complaints, counts
from warehouse import prune as pruning
from warehouse.connect import writing
from warehouse.lookups import known_entries
from warehouse.prune import prunable, prune
from warehouse.query import query

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DATED = ("first_seen_at", "captured_at", "fetched_at", "published_at", "last_fetched_at")
KEYS = ("article_id", "version_id", "entry_id", "entry_key", "page_id", "fetch_id", "last_fetch_id",
        "extraction_id", "mention_id", "claim_id", "reject_id")  # fmt: skip
NEWS = ("entries", "articles", "article_versions", "mentions", "claims", "claim_speakers", "claim_entities",
        "claim_quantities", "ops.extractions", "ops.fetches", "ops.pages", "ops.rejects")  # fmt: skip


def news(frames: dict[str, pl.DataFrame], mark: str, later: timedelta) -> dict[str, pl.DataFrame]:
    """The sample's article under other keys, and so much later."""
    return {
        name: frames[name].with_columns(
            *(pl.col(key) + mark for key in KEYS if key in frames[name].columns),
            *(pl.col(key) + later for key in DATED if key in frames[name].columns),
        )
        for name in NEWS
    }


@pytest.fixture
def two_ages(warehouse: Path, sample) -> Path:
    """An article of 2024, and the same of a year later; the rejects are as old as their loading."""
    frames = sample.batch()
    del frames["ops.entity_decisions"]  # it would keep its entity
    sample.put(warehouse, frames)
    sample.put(warehouse, news(frames, "-new", timedelta(days=365)), now=sample.seen + timedelta(days=365))
    assert complaints(warehouse) == []
    return warehouse


def test_the_old_goes_with_all_that_belongs_to_it(two_ages: Path, sample) -> None:
    """One article's rows go, the younger one's stay, and a dry run told exactly that."""
    before = counts(two_ages)
    told, _ = prunable(two_ages, sample.seen + timedelta(days=1))
    assert counts(two_ages) == before
    went: dict[str, int] = {}
    for step in prune(two_ages, sample.seen + timedelta(days=1), NOW):
        went = {name: went.get(name, 0) + step.get(name, 0) for name in {*went, *step}}
    assert went == told == dict.fromkeys(NEWS, 1)
    after = counts(two_ages)
    changed = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    also = {"ops.pruned": -1, "ops.reextracted_articles": 1}
    assert changed == {name if "." in name else f"main.{name}": 1 for name in NEWS} | also
    assert query(two_ages, "select article_id from articles")["article_id"].to_list() == ["a1-new"]
    assert complaints(two_ages) == []
    assert list(prune(two_ages, sample.seen + timedelta(days=1), NOW)) == []


def test_entities_go_when_nothing_names_them(two_ages: Path) -> None:
    """With their aliases and links; a year later both articles are old."""
    told, _ = prunable(two_ages, NOW)
    went = list(prune(two_ages, NOW, NOW))
    assert {"entities": 1, "entity_aliases": 1, "ops.entity_links": 1} in went
    assert told["entities"] == 1
    assert complaints(two_ages) == []
    left = {name for name, count in counts(two_ages).items() if count}
    assert not left & {f"main.{name}" for name in (*NEWS, "entities", "entity_aliases")}


def test_steps_are_bounded(two_ages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes so many rows at most, and they end in the same."""
    monkeypatch.setattr(pruning, "_STEPS", tuple((names, 1) for names, _ in pruning._STEPS))
    steps = list(prune(two_ages, NOW, NOW))
    assert [step["articles"] for step in steps if "articles" in step] == [1, 1]
    assert complaints(two_ages) == []
    assert counts(two_ages)["main.articles"] == 0


@pytest.mark.parametrize(
    "kept",
    [
        "update articles set metadata_at = '2025-12-31'",  # seen again lately, unchanged
        "insert into notes (note_id, kind, article_id, written_at) values ('n', 'note', 'a1', now())",
    ],
)
def test_an_article_that_is_seen_or_noted_stays(warehouse: Path, sample, kept: str) -> None:
    """By its last capture, or an analyst's note; so do its page, entry and fetch."""
    sample.put(warehouse, sample.batch())
    with writing(warehouse) as connection:
        connection.execute(kept)
    before = counts(warehouse)
    told, _ = prunable(warehouse, sample.seen + timedelta(days=30))
    assert set(told) == {"ops.rejects"}
    list(prune(warehouse, sample.seen + timedelta(days=30), NOW))
    assert counts(warehouse) == {**before, "ops.rejects": 0}


def test_what_went_is_known_to_feeds(warehouse: Path, sample) -> None:
    """Its entry, and any other that leads to its page, even an edited one; others are not."""
    sample.put(warehouse, sample.batch())
    list(prune(warehouse, NOW, NOW))
    assert query(warehouse, "from entries").is_empty()
    known = known_entries(warehouse, ["e1", "e1-edited", "e2", "e3"], ["g1", "g1", "g2", None])
    assert known.to_list() == ["e1", "e1-edited"]


def test_files_that_rows_need_are_told(two_ages: Path, sample) -> None:
    """Of the requests that stay, and the copies of robots.txt."""
    with writing(two_ages) as connection:
        connection.execute("update ops.fetches set archive_file = fetch_id")
        connection.execute("update ops.robots set archive_file = 'robots'")
    _, files = prunable(two_ages, sample.seen + timedelta(days=1))
    assert sorted(files.rows()) == [("robots", True), ("x1-new", False)]
