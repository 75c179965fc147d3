"""The queries that ship with Hearsay, on a small warehouse."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from warehouse.query import parameters, query
from warehouse.sql import names_in, read_sql

# What finds the sample's row, beside the times.
VALUES = {"speaker": "QUILL", "outlet": "dam.EX", "name": "ada", "unit": None, "type": None, "limit": "50"}
OF_TWO = ["beside", "edits"]  # what one name, or one text, does not show


def asked(path: Path, saved: str, /, **values: object) -> pl.DataFrame:
    """The result of a saved query."""
    sql = read_sql("saved", saved)
    given = {"since": None, "until": None, **VALUES, **values}
    return query(path, sql, {each: given[each] for each in parameters(sql)})


@pytest.fixture
def told(warehouse: Path, sample) -> Path:
    """One claim that is direct, denied, unverified and passed on, in an article that is gone."""
    frames = sample.batch()
    frames["claims"] = frames["claims"].with_columns(
        quote_type=pl.lit("direct"),
        polarity=pl.lit("denied"),
        verification=pl.lit("not verified"),
        relay=pl.lit("state media"),
    )
    frames["ops.pages"] = frames["ops.pages"].with_columns(gone_at=pl.lit(sample.seen))
    sample.put(warehouse, frames)
    return warehouse


@pytest.mark.parametrize("name", [name for name in names_in("saved") if name not in OF_TWO])
def test_each_finds_what_it_is_for(name: str, told: Path, sample) -> None:
    """The row of the sample, since before and until after it; nothing after it, nothing before it."""
    day = timedelta(days=1)
    assert asked(told, name, since=sample.seen - day, until=sample.seen + day).height >= 1
    if "since" not in parameters(read_sql("saved", name)):
        return
    assert asked(told, name, since=sample.seen + day).is_empty()
    assert asked(told, name, since=sample.seen - 3 * day, until=sample.seen - 2 * day).is_empty()


@pytest.mark.parametrize("name", ["speaker", "outlet", "about", "numbers"])
def test_names_are_parts_of_names(name: str, told: Path) -> None:
    """In any case; another name finds nothing."""
    (place,) = parameters(read_sql("saved", name)) - {"since", "until"}
    assert asked(told, name).height == 1
    assert asked(told, name, **{place: "nobody's"}).is_empty()


@pytest.mark.parametrize("name", ["quotes", "denials", "disputed", "unverified", "relayed", "gone"])
def test_others_are_left_out(name: str, warehouse: Path, sample) -> None:
    """An indirect claim that nobody denies, doubts or passes on, of an article that is there."""
    sample.put(warehouse, sample.batch())
    assert asked(warehouse, name).is_empty()


def test_edits(warehouse: Path, sample) -> None:
    """Both headlines and what was claimed before; asked for by the time at which the edit was seen."""
    frames, later = sample.batch(), sample.seen + timedelta(hours=2)
    sample.put(warehouse, frames)
    second = frames["article_versions"].with_columns(
        version_id=pl.lit("v2"), cause=pl.lit("edit"), title=pl.lit("The dam leaks"),
        text=pl.lit("It leaks."),
        text_hash=pl.lit("h2"), word_count=pl.lit(2, pl.Int32), captured_at=pl.lit(later),
    )  # fmt: skip
    sample.put(warehouse, {"article_versions": second}, now=later)
    edit = asked(warehouse, "edits", since=later).row(0, named=True)
    assert (edit["title_before"], edit["title"], edit["words_more"]) == ("The dam", "The dam leaks", -10)
    assert edit["claims_gone"] == ["The dam 🌊 holds"]
    assert asked(warehouse, "edits", since=later + timedelta(seconds=1)).is_empty()
    assert asked(warehouse, "edits", until=later).is_empty()


def test_who_is_named_beside_somebody(warehouse: Path, sample) -> None:
    """By a part of one name: the other one, with the articles counted once."""
    frames = sample.batch()
    other = {"entity_id": pl.lit("n2"), "canonical_name": pl.lit("Bo Lind")}
    frames["entities"] = pl.concat([frames["entities"], frames["entities"].with_columns(**other)])
    second = frames["mentions"].with_columns(mention_id=pl.lit("m2"), **other)
    frames["mentions"] = pl.concat([frames["mentions"], second])
    sample.put(warehouse, frames)
    found = asked(warehouse, "beside", name="QUILL", since=sample.seen - timedelta(days=1))
    assert found.select("name", "beside", "articles").rows() == [("Ada Quill", "Bo Lind", 1)]
    assert asked(warehouse, "beside", since=sample.seen + timedelta(days=1)).is_empty()
