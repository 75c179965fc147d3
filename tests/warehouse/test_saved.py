"""The queries that ship with Hearsay, on a small warehouse."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from warehouse.query import parameters, query
from warehouse.sql import names_in, read_sql

# What finds the sample's row, beside the times.
VALUES = {"speaker": "QUILL", "outlet": "dam.EX", "name": "ada", "unit": None}


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


@pytest.mark.parametrize("name", names_in("saved"))
def test_each_finds_what_it_is_for(name: str, told: Path, sample) -> None:
    """The row of the sample, since before and until after it; nothing after it, nothing before it."""
    day = timedelta(days=1)
    assert asked(told, name, since=sample.seen - day, until=sample.seen + day).height >= 1
    assert asked(told, name, since=sample.seen + day).is_empty()
    assert asked(told, name, since=sample.seen - 3 * day, until=sample.seen - 2 * day).is_empty()


@pytest.mark.parametrize("name", ["speaker", "outlet", "about", "numbers"])
def test_names_are_parts_of_names(name: str, told: Path) -> None:
    """In any case; another name finds nothing."""
    (place,) = parameters(read_sql("saved", name)) - {"since", "until"}
    assert asked(told, name).height == 1
    assert asked(told, name, **{place: "nobody's"}).is_empty()


@pytest.mark.parametrize("name", ["quotes", "denials", "unverified", "relayed", "gone"])
def test_others_are_left_out(name: str, warehouse: Path, sample) -> None:
    """An indirect claim that nobody denies, doubts or passes on, of an article that is there."""
    sample.put(warehouse, sample.batch())
    assert asked(warehouse, name).is_empty()
