"""A user's SQL can neither write nor look outside."""

from pathlib import Path

import polars as pl
import pytest

from warehouse.errors import MissingWarehouse, QueryError, ReadOnlyViolation, WarehouseError
from warehouse.query import query

READS = [
    "select 1 as one",
    "from range(3)",
    "with x as (select 1 as a) select a from x;",
    "show tables",
    "describe claims",
    "summarize claims",
    "explain select 1",
    "values (1)",
    "pivot entities on type in ('person') using count(*)",
    "select sum(number) as total, uuid() as id, 'x' as a, 'y' as a from range(3) as t(number)",
    'select interval 1 day as a, 2 as a, [interval 1 hour] as "b.c", union_value(n := 1) as "d""e"',
]
REFUSED = [
    "insert into entities values ('x', 'person', 'X', null)",
    "create table mine as select 1",
    "create temp table mine as select 1",
    "drop table claims",
    "update feeds set url = null",
    "delete from claims",
    "set enable_external_access = true",
    "pragma enable_profiling",
    "checkpoint",
    "begin",
    "attach ':memory:' as other",
    "attach '{folder}/other.duckdb' as other",
    "copy feeds to '{folder}/out.csv'",
    "export database '{folder}/out'",
    "install httpfs",
    "load httpfs",
    "select * from read_csv('{folder}/secret.csv')",
    "select * from read_text('{folder}/secret.csv')",
    "select * from '{folder}/secret.csv'",
    "select * from glob('{folder}/*')",
    "select * from read_parquet('https://dam.example/x.parquet')",
    "select getenv('HOME')",
    "select 1; select 2",
    "select 1; drop table claims",
    "",
    "-- nothing",
    "selec 1",
    "select * from no_such_table",
]


@pytest.mark.parametrize("sql", READS)
def test_every_kind_of_query_gives_a_frame(warehouse: Path, sql: str) -> None:
    """Odd types and names given twice included."""
    assert query(warehouse, sql, limit=2).height <= 2


@pytest.mark.parametrize("sql", REFUSED)
def test_nothing_else_can_be_run(warehouse: Path, sql: str) -> None:
    """No writing, no files, no network, no settings, one statement; and no file appears."""
    (warehouse.parent / "secret.csv").write_text("a\n1\n")
    before = {file.name: file.read_bytes() for file in warehouse.parent.iterdir()}
    with pytest.raises((ReadOnlyViolation, QueryError)) as caught:
        query(warehouse, sql.format(folder=warehouse.parent))
    assert isinstance(caught.value, WarehouseError)
    assert {file.name: file.read_bytes() for file in warehouse.parent.iterdir()} == before


def test_types_that_frames_lack_are_text(warehouse: Path) -> None:
    """A difference of two times is what analysts ask for most."""
    ages = query(warehouse, "select interval 36 hour as age, 5 as age, 'x' as \"odd.name\"")
    assert ages.row(0) == ("36:00:00", 5, "x")


def test_variables_of_the_program_are_no_tables(warehouse: Path) -> None:
    """DuckDB can read frames of the calling code by their names: not here."""
    frame = pl.DataFrame({"a": [1]})
    with pytest.raises(QueryError, match="does not exist"):
        query(warehouse, "select * from frame")
    assert frame.height == 1


def test_parameters_are_values(warehouse: Path) -> None:
    """By position or by name, whatever they contain."""
    assert query(warehouse, "select ? as a", ["'; drop"]).item() == "'; drop"
    assert query(warehouse, "select $a as a", {"a": 3}).item() == 3


def test_a_missing_warehouse_says_what_makes_one(tmp_path: Path) -> None:
    """Nothing is created by a question."""
    with pytest.raises(MissingWarehouse, match="hearsay run"):
        query(tmp_path / "none.duckdb", "select 1")
    assert list(tmp_path.iterdir()) == []
