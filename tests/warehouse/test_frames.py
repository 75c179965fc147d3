"""Reading the warehouse as LazyFrames: what reaches DuckDB, what is open when, which file is read."""

import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import duckdb
import polars as pl
import pytest

import warehouse
from warehouse import frames
from warehouse.connect import writing
from warehouse.errors import MissingWarehouse, QueryError, ReadOnlyViolation
from warehouse.migrate import migrate


@pytest.fixture
def filled(warehouse: Path, sample: SimpleNamespace) -> Path:
    """A data folder whose warehouse has a row in every table."""
    sample.put(warehouse, sample.batch())
    return warehouse.parent


def asked_of_duckdb(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SQL of what is read from now on."""
    seen: list[str] = []
    to_reader = frames._Rows.to_arrow_reader

    def noted(rows: frames._Rows, batch_size: int = 100) -> frames._Reader:
        with frames.reading(rows._path) as connection:
            seen.append(rows.of(connection).sql_query())
        return to_reader(rows, batch_size)

    monkeypatch.setattr(frames._Rows, "to_arrow_reader", noted)
    return seen


@pytest.mark.parametrize(
    "name", ["claims", "said", "article_versions", "entries", "ops.fetches", "ops.pages"]
)
def test_a_table_as_a_frame(name: str, filled: Path) -> None:
    """The rows, with the schema that was promised."""
    lazy = warehouse.read(name, data=filled)
    frame = lazy.collect()
    assert frame.height == 1
    assert frame.schema == lazy.collect_schema()


def test_filters_and_columns_reach_duckdb(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a comparison and a choice of columns nothing is left for Polars to do."""
    seen = asked_of_duckdb(monkeypatch)
    lazy = warehouse.read("claims", data=filled).filter(pl.col("confidence") > 0.5).select("content")
    assert lazy.collect()["content"].to_list() == ["The dam 🌊 holds"]
    assert "construction" not in seen[0].rpartition("FROM")[0].partition("SELECT")[2].partition("FROM")[0]
    assert "0.5" in seen[0]


@pytest.mark.parametrize(
    "condition",
    [
        pl.col("content").str.contains("dam"),
        pl.col("cue").is_in(["said", "denied"]),
        pl.col("content") == "The dam 🌊 holds",
        (pl.col("cue") != "it's") & pl.col("relay").is_null(),
    ],
)
def test_filters_give_the_same_either_way(condition: pl.Expr, filled: Path) -> None:
    """What DuckDB cannot be told, Polars does; with and without a limit above or below."""
    lazy = warehouse.read("claims", data=filled)
    assert lazy.filter(condition).collect().height == 1
    assert lazy.filter(~condition).collect().height == 0
    assert lazy.filter(condition).head(1).collect().height == 1
    assert lazy.head(1).filter(condition).sort("cue").head(1).collect(engine="streaming").height == 1


def test_a_frame_that_lies_around_locks_nothing(filled: Path) -> None:
    """A writer gets in between reading a frame's schema, collecting it, and collecting it again."""
    lazy = warehouse.read("claims", data=filled)
    for _ in range(2):
        with writing(filled / "warehouse.duckdb", timeout=0.1):
            pass
        assert lazy.collect().height == 1


def test_rows_that_nobody_read_to_the_end_lock_nothing(filled: Path) -> None:
    """A reader closed after one batch of many has closed the file."""
    rows = frames._Rows(filled / "warehouse.duckdb", "select * from range(1000000) as r(n)", None, None)
    reader = rows.to_arrow_reader(10)
    assert reader.read_next_batch().num_rows > 0
    reader.close()
    with writing(filled / "warehouse.duckdb", timeout=0.1):
        pass


@pytest.mark.parametrize("name", ["articles", "claims", "claim_speakers", "said", "entries", "ops.fetches"])
def test_days(name: str, filled: Path) -> None:
    """Half open: the day itself, but not the day after."""
    for since, until, count in (("2024-05-02", date(2024, 5, 3), 1), ("2024-05-03", None, 0)):
        frame = warehouse.read(name, since=since, until=until, data=filled).collect()
        assert frame.height == count
        assert "day_of_row" not in frame.columns
    assert warehouse.read(name, until="2024-05-02", data=filled).collect().height == 0


def test_an_article_without_a_date_is_of_the_day_it_was_seen(
    warehouse: Path, sample: SimpleNamespace
) -> None:
    """Never without a day, and never a published date that nobody gave."""
    batch = sample.batch()
    batch["articles"] = batch["articles"].with_columns(
        published_date=pl.lit(None, pl.Date), first_seen_at=datetime(2024, 7, 1, 23, 59, tzinfo=UTC)
    )
    sample.put(warehouse, batch)
    frame = frames.read("articles", since="2024-07-01", until="2024-07-02", data=warehouse.parent).collect()
    assert frame["published_date"].to_list() == [None]


def test_a_column_day_counts(filled: Path) -> None:
    """Of a SELECT with a column day, that is the day."""
    lazy = warehouse.read("select '2020-01-01'::date as day", since="2020-01-01", data=filled)
    assert lazy.collect().height == 1


@pytest.mark.parametrize(
    ("source", "since", "fault", "words"),
    [
        ("nope", None, QueryError, "nope"),
        ("select 1; select 2", None, QueryError, "one statement"),
        ("delete from claims", None, ReadOnlyViolation, "DELETE"),
        ("select * from read_csv('/etc/passwd')", None, ReadOnlyViolation, "outside"),
        ("select 1 as a, 2 as a", None, QueryError, "same name"),
        ("publishers", "2024-05-02", QueryError, "no day"),
        ("claims", "yesterday", QueryError, "2026-01-31"),
    ],
)
def test_what_cannot_be_read(
    source: str, since: str | None, fault: type[Exception], words: str, filled: Path
) -> None:
    """Said at once, not when the frame is collected."""
    with pytest.raises(fault, match=words):
        warehouse.read(source, since=since, data=filled)


def test_the_published_file_is_preferred(filled: Path, sample: SimpleNamespace) -> None:
    """Where there is one, the warehouse itself is left alone."""
    published = filled / "published.duckdb"
    migrate(published)
    assert warehouse.read("claims", data=filled).collect().height == 0
    assert warehouse.read("claims", data=filled / "warehouse.duckdb").collect().height == 1
    with duckdb.connect(filled / "warehouse.duckdb"):  # somebody writes there
        assert warehouse.read("claims", data=str(filled)).collect().height == 0


def test_the_folder_of_the_environment(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HEARSAY_DATA where no folder is given; without it hearsay-data, which is not here."""
    monkeypatch.setenv("HEARSAY_DATA", str(filled))
    assert warehouse.read("claims").collect().height == 1
    monkeypatch.delenv("HEARSAY_DATA")
    monkeypatch.chdir(filled)
    with pytest.raises(MissingWarehouse, match="hearsay-data"):
        warehouse.read("claims")
    shutil.copytree(filled, filled / "hearsay-data")
    assert warehouse.read("claims").collect().height == 1


def test_importing_the_package_is_cheap() -> None:
    """Neither DuckDB nor Polars, before anything is read."""
    script = (
        "import sys, warehouse; print(sorted({'duckdb', 'polars'} & set(sys.modules)));"
        "print(callable(warehouse.read))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "True"]
