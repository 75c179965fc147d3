"""Loading: twice is once, all or nothing, and what differs is brought up to date."""

import itertools
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.check import check
from warehouse.connect import reading
from warehouse.errors import BadFrame, MissingWarehouse
from warehouse.load import load
from warehouse.query import query
from warehouse.tables import TABLES


def rows(path: Path, name: str) -> pl.DataFrame:
    return query(path, f"from {name} order by all")


def everything(path: Path) -> dict[str, pl.DataFrame]:
    with reading(path) as connection:
        return {name: connection.sql(f"from {name} order by all").pl() for name in TABLES}


def test_a_batch_loaded_twice_is_there_once(warehouse: Path, sample) -> None:
    """Every kind of frame; and the numbers returned are of rows really inserted."""
    first = sample.put(warehouse, sample.batch())
    before = everything(warehouse)
    later = sample.seen + timedelta(days=1)
    again = sample.put(warehouse, sample.batch(), now=later, run="run-2")
    assert first == dict.fromkeys(TABLES, 1)
    of_a_run = {"ops.check_results"}  # each run has its own
    assert again == {name: int(name in of_a_run) for name in TABLES}
    changed = {name for name, found in everything(warehouse).items() if not found.equals(before[name])}
    assert changed <= of_a_run | {"ops.backfill_partitions"}  # it says which run worked on it last


def test_a_row_twice_in_one_frame_is_there_once(warehouse: Path, sample) -> None:
    """Also where the two stand in different chunks."""
    doubled = {name: pl.concat([frame] * 3) for name, frame in sample.batch().items()}
    assert sample.put(warehouse, doubled) == dict.fromkeys(TABLES, 1)
    many = pl.concat([sample.batch()["entity_aliases"]] * 10_001)
    assert sample.put(warehouse, {"entity_aliases": many.with_columns(alias=pl.lit("new"))}) == {
        "entity_aliases": 1
    }


def test_values_come_back_as_they_were(warehouse: Path, sample) -> None:
    """Lists, structs, dates, floats and nulls included."""
    sample.put(warehouse, sample.batch())
    stored = everything(warehouse)
    for name, frame in sample.batch().items():
        assert stored[name].select(frame.columns).to_dicts() == frame.to_dicts(), name


def test_the_sample_passes_every_check(warehouse: Path, sample) -> None:
    """The batch that the tests build on is sound, emoji and combining marks included."""
    sample.put(warehouse, sample.batch())
    assert [result for result in check(warehouse) if not result.passed] == []


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["'; drop table claims; --", "\0", "a\0b", '"', "\\", "🧨", "e\u0301", "\u202e", "$1", "{}", ""]
    ),
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_string_survives_in_every_column(warehouse: Path, sample, data: st.DataObject) -> None:
    """Quotes, NUL, SQL, emoji: stored and read back unchanged, in every string column of every table."""
    marks = data.draw(st.lists(HOSTILE, min_size=3, max_size=3, unique=True))
    unique = str(rows(warehouse, "ops.fetches").height)
    frames = {}
    for name, frame in sample.batch().items():
        texts = [column for column, kind in frame.schema.items() if kind == pl.String]
        changed = [pl.Series(column, [unique + column + mark for mark in marks]) for column in texts]
        frames[name] = pl.concat([frame] * 3).with_columns(changed)
    assert sample.put(warehouse, frames) == dict.fromkeys(TABLES, 3)
    stored = everything(warehouse)
    for name, frame in frames.items():
        texts = [column for column, kind in frame.schema.items() if kind == pl.String]
        assert set(frame.select(texts).rows()) <= set(stored[name].select(texts).rows()), name


def test_a_bad_frame_stores_nothing(warehouse: Path, sample) -> None:
    """All of a batch or none of it: the fault lies in the last table."""
    bad = sample.batch() | {"ops.rejects": pl.DataFrame({"reject_id": ["j1"]})}
    with pytest.raises(BadFrame, match="lacks stage, reason, detail"):
        sample.put(warehouse, bad)
    keyless = sample.batch()["ops.rejects"].with_columns(reject_id=pl.lit(None, pl.String))
    with pytest.raises(BadFrame, match=r"ops\.rejects does not fit"):
        sample.put(warehouse, sample.batch() | {"ops.rejects": keyless})
    with pytest.raises(BadFrame, match="no table"):
        sample.put(warehouse, {"rejects": keyless})
    assert all(found.is_empty() for found in everything(warehouse).values())


def test_loading_into_nothing_says_what_makes_a_warehouse(tmp_path: Path, sample) -> None:
    """A missing file is not made by a load."""
    with pytest.raises(MissingWarehouse, match="hearsay run"):
        load(tmp_path / "none.duckdb", {}, run_id="r", now=sample.seen)
    assert not (tmp_path / "none.duckdb").exists()


def test_the_current_version_is_the_one_captured_last(warehouse: Path, sample) -> None:
    """In whatever order the versions come; ties go by version_id."""
    versions = sample.batch()["article_versions"]

    def version(name: str, hours: int) -> pl.DataFrame:
        captured = pl.lit(sample.seen + timedelta(hours=hours))
        return versions.with_columns(version_id=pl.lit(name), captured_at=captured)

    sample.put(warehouse, sample.batch())
    for new, hours, current in [("v0", -1, "v1"), ("v3", 2, "v3"), ("v2", 1, "v3"), ("v4", 2, "v4")]:
        sample.put(warehouse, {"article_versions": version(new, hours)})
        assert query(warehouse, "select current_version_id from articles").item() == current
    numbers = query(warehouse, "select version_id, number from versions_numbered order by number")
    assert numbers["version_id"].to_list() == ["v0", "v1", "v2", "v3", "v4"]


def test_an_article_is_described_by_its_latest_capture(warehouse: Path, sample) -> None:
    """A backfilled capture moves first_seen_at and nothing else."""
    article = sample.batch()["articles"]

    def captured(hours: int, language: str) -> dict[str, pl.DataFrame]:
        moment = pl.lit(sample.seen + timedelta(hours=hours))
        return {"articles": article.with_columns(first_seen_at=moment, language=pl.lit(language))}

    for hours, language in [(0, "en"), (-5, "de"), (4, "fr"), (2, "it")]:
        sample.put(warehouse, captured(hours, language))
    stored = rows(warehouse, "articles").row(0, named=True)
    assert stored["language"] == "fr"
    assert stored["first_seen_at"] == sample.seen - timedelta(hours=5)
    assert stored["metadata_at"] == sample.seen + timedelta(hours=4)


def test_an_entry_keeps_its_earliest_sighting(warehouse: Path, sample) -> None:
    """With the fetch that saw it."""
    sample.put(warehouse, sample.batch())
    earlier = sample.batch()["entries"].with_columns(
        first_seen_at=pl.lit(sample.seen - timedelta(days=9)), fetch_id=pl.lit("x0")
    )
    assert sample.put(warehouse, {"entries": earlier}) == {"entries": 0}
    assert rows(warehouse, "entries").select("first_seen_at", "fetch_id").row(0) == (
        sample.seen - timedelta(days=9),
        "x0",
    )


def test_a_feeds_status_follows_its_polls_unless_disabled(warehouse: Path, sample) -> None:
    """The state of a feed carries its status; a feed that a user disabled stays so."""
    state = sample.batch()["ops.feed_state"].with_columns(last_error=pl.lit("gone"), status=pl.lit("failing"))
    sample.put(warehouse, sample.batch())
    sample.put(warehouse, {"ops.feed_state": state})
    assert rows(warehouse, "feeds").select("status", "status_reason").row(0) == ("failing", "gone")
    sample.put(warehouse, {"feeds": sample.batch()["feeds"].with_columns(status=pl.lit("disabled"))})
    sample.put(warehouse, {"ops.feed_state": state})
    assert rows(warehouse, "feeds")["status"].to_list() == ["disabled"]


def test_what_a_feed_does_not_say_stays(warehouse: Path, sample) -> None:
    """A subscription without a title does not erase the title; a new title replaces the old one."""
    feed = sample.batch()["feeds"]
    for title in ["Old", None, "New", None]:
        sample.put(warehouse, {"feeds": feed.with_columns(title=pl.lit(title, pl.String))})
    assert rows(warehouse, "feeds")["title"].to_list() == ["New"]


def test_a_page_asked_for_again_keeps_its_article(warehouse: Path, sample) -> None:
    """It is due again, and what it gave before is not forgotten."""
    sample.put(warehouse, sample.batch())
    asked = sample.batch()["ops.pages"].with_columns(
        state=pl.lit("pending"), article_id=pl.lit(None, pl.String), last_fetch_id=pl.lit(None, pl.String)
    )
    sample.put(warehouse, {"ops.pages": asked})
    assert rows(warehouse, "ops.pages").select("state", "article_id", "last_fetch_id").row(0) == (
        "pending",
        "a1",
        "x1",
    )


def test_a_page_is_fetched_at_the_shortest_of_its_addresses(warehouse: Path, sample) -> None:
    """Feeds name one page with and without tracking parameters: the order of loading does not matter."""
    asked = sample.batch()["ops.pages"]
    plain, tracked = "https://one.example/a", "https://one.example/a?utm_source=feed"
    for url, fetched in [(tracked, tracked), (plain, plain), (tracked, plain)]:
        sample.put(warehouse, {"ops.pages": asked.with_columns(url=pl.lit(url))})
        assert rows(warehouse, "ops.pages")["url"].to_list() == [fetched]


def test_a_run_ends_in_its_own_row(warehouse: Path, sample) -> None:
    """Started and ended are two loads of one row."""
    sample.put(warehouse, sample.batch())
    ended = sample.batch()["ops.runs"].with_columns(
        status=pl.lit("done"), finished_at=pl.lit(sample.seen + timedelta(minutes=4)), claims_new=pl.lit(7)
    )
    assert sample.put(warehouse, {"ops.runs": ended}) == {"ops.runs": 0}
    assert rows(warehouse, "ops.runs").select("status", "claims_new").row(0) == ("done", 7)


@pytest.mark.parametrize("order", list(itertools.permutations(["OLM DAM", "Olm dam", "Olm Dam"])))
def test_the_name_of_an_entity_does_not_depend_on_the_order(
    warehouse: Path, sample, order: tuple[str, ...]
) -> None:
    """Of several spellings the same one stands, whichever is loaded first; capitals only if alone."""
    for name in order:
        sample.put(
            warehouse, {"entities": sample.batch()["entities"].with_columns(canonical_name=pl.lit(name))}
        )
    assert rows(warehouse, "entities")["canonical_name"].to_list() == ["Olm Dam"]
