"""`hearsay sql`: what is refused, every type in every format, parameters and files."""

import io
import json
from pathlib import Path

import polars as pl
import pytest

from flows import cli
from flows.sql_screen import first_rows
from tests.test_cli import fails

ODD = "select 'ab'::blob a, ['\\xAA'::blob] b, map {1: 'one'} c, map {'k': 2} d, {'m': map {[1]: 2}} e"
DAYS = "select '0001-01-01'::date as a, '9999-12-31 23:59'::timestamp_s as b"


def test_sql_is_read_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A statement that writes is refused; a wrong one is explained."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    capsys.readouterr()
    assert fails(capsys, "sql", "--data", str(tmp_path), "delete from articles")[0] == 1
    assert "nope" in fails(capsys, "sql", "--data", str(tmp_path), "select nope")[1]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_sql_formats(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every format holds the value, lists included."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    capsys.readouterr()
    statement = "select 'it said' as cue, [1, 2] as spans"
    assert cli.run(["sql", "--data", str(tmp_path), "--format", form, statement]) == 0
    assert "it said" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("statement", [ODD, DAYS])
def test_sql_shows_odd_types(
    statement: str, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Bytes and maps by anything else than text; the first and the last day that Python knows."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    assert cli.run(["sql", "--data", str(tmp_path), "--format", form, statement]) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    "value", ["'infinity'::date", "'-infinity'::timestamp", "'99999-01-01'::timestamptz"]
)
def test_sql_says_what_it_cannot_show(
    value: str, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Days beyond the years that Polars and Python know, in one line and without Polars' own advice."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    code, said = fails(capfd, "sql", "--data", str(tmp_path), "--format", form, f"select {value} as d")
    assert code == 1
    assert "d goes beyond" in said
    assert "\n" not in said


def test_sql_to_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Parquet goes to a file, never to the terminal."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    file = tmp_path / "out.parquet"
    arguments = ["sql", "--data", str(tmp_path), "--format", "parquet", "select 7 as n"]
    assert fails(capsys, *arguments)[0] == 2
    assert cli.run([*arguments, "--output", str(file)]) == 0
    assert pl.read_parquet(file)["n"].to_list() == [7]


@pytest.fixture
def asked(tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The beginning of a command line that asks an empty warehouse."""
    folder = tmp_path_factory.mktemp("data")
    assert cli.run(["migrate", "--data", str(folder)]) == 0
    capsys.readouterr()
    return ["sql", "--data", str(folder)]


READERS = {
    "out.csv": pl.read_csv,
    "out.json": pl.read_json,
    "out.jsonl": pl.read_ndjson,
    "out.PARQUET": pl.read_parquet,
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_is_written_as_it_is_named(
    name: str, asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In batches, in place of what was there; it says where, and nothing is left beside it."""
    file = tmp_path / name
    for rows in (25_000, 0):
        sql = "select range as n, 'it said' as cue from range($rows::int)"
        assert cli.run([*asked, sql, f"rows={rows}", "--output", str(file)]) == 0
        printed = capsys.readouterr()
        assert (printed.out, printed.err) == ("", f"hearsay: {rows:,} rows in {file}\n")
        assert [found.name for found in tmp_path.iterdir()] == [name]
        if rows:
            frame = READERS[name](file)
            assert frame["n"].to_list() == list(range(rows))
            assert frame["cue"].unique().to_list() == ["it said"]
    empty = {"out.csv": b"n,cue\n", "out.json": b"[]\n", "out.jsonl": b""}
    if name in empty:
        assert file.read_bytes() == empty[name]
    else:
        assert pl.read_parquet(file).schema == {"n": pl.Int64, "cue": pl.String}


def test_a_fault_leaves_the_file_as_it_was(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where it comes after the first rows."""
    file = tmp_path / "out.csv"
    file.write_text("before")
    late = "select if(range < 50000, 1, error('too far')) as x from range(100000)"
    code, said = fails(capsys, *asked, late, "--output", str(file))
    assert (code, "too far" in said) == (1, True)
    assert {found.name: found.read_text() for found in tmp_path.iterdir()} == {"out.csv": "before"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["select 1", "--output", "out.txt"], "end its name in .csv"),
        (["select 1", "--output", "out.csv", "--format", "table"], "a table is for reading"),
        (["select 1", "--file", "x.sql"], "not both"),
        (["select $a"], "wants a value for $a: write a=VALUE"),
        (["select $since", "--since", "soonish"], "is no time known here"),
        (["select 1", "--since", "today"], "no parameter $since"),
        (["select 1", "--set", "a"], "NAME=VALUE"),
        (["@speakr", "x"], "do you mean @speaker"),
        ([], "for a terminal"),
    ],
)
def test_wrong_usage(
    arguments: list[str], said: str, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is explained in one line, with exit code 2."""
    assert fails(capsys, *asked, *arguments)[0] == 2
    assert said in fails(capsys, *asked, *arguments)[1]


def test_the_warehouse_is_no_file_for_results(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever it is called, and whatever the format."""
    warehouse = Path(asked[2]) / "warehouse.duckdb"
    before = warehouse.read_bytes()
    arguments = ["select 1", "--format", "csv", "--output", str(warehouse)]
    assert "name another" in fails(capsys, *asked, *arguments)[1]
    assert warehouse.read_bytes() == before


def test_values_of_parameters(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By option or behind the query; from a file, from standard input, or saved; a value is never SQL."""
    sql = "select $name as name, $since::date as day"
    given = ["--since", "2026-11-01", "--set", "name='; drop table claims", "--format", "csv"]
    (tmp_path / "mine.sql").write_text("-- Mine.\n" + sql)
    folder = Path(asked[2]) / "queries"
    folder.mkdir()
    (folder / "mine.sql").write_text("-- Mine.\n-- since: 2026-11-01\n" + sql)
    monkeypatch.setattr("sys.stdin", io.StringIO(sql))
    for arguments in (
        [sql, *given],
        ["-", *given],
        ["--file", str(tmp_path / "mine.sql"), *given],
        ["@mine", "'; drop table claims", "--format", "csv"],
        [sql, "since=2026-11-01", "name='; drop table claims", "--format", "csv"],
    ):
        assert cli.run([*asked, *arguments]) == 0
        assert capsys.readouterr().out == "name,day\n'; drop table claims,2026-11-01\n"
    assert cli.run([*asked, "@"]) == 0
    assert "Mine. (yours)" in capsys.readouterr().out


def test_rows_at_most(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """All of them where a program reads, unless told otherwise."""
    for arguments, rows in ([], 30_000), (["--limit", "12000"], 12_000), (["--limit", "0"], 30_000):
        assert cli.run([*asked, "from range(30000)", "--format", "json", *arguments]) == 0
        assert len(json.loads(capsys.readouterr().out)) == rows


def test_a_published_copy_is_asked_unless_live(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The copy that analysts read, if there is one."""
    folder = Path(asked[2])
    (folder / "published.duckdb").write_bytes(b"no database")
    assert fails(capsys, *asked, "select 1")[0] == 1
    assert cli.run([*asked, "select 1", "--live"]) == 0


def test_rows_are_counted_and_not_kept() -> None:
    """The first ones are kept; all of them where there is no limit."""
    frames = [pl.DataFrame({"n": range(start, start + 4)}) for start in (0, 4, 8)]
    for limit, kept in ((5, 5), (4, 4), (0, 12), (50, 12)):
        rows = first_rows(frames[0].clear(), iter(frames), limit)
        assert rows.frame["n"].to_list() == list(range(kept))
        assert (rows.total, rows.more) == (12, False)
