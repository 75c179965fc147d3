"""`hearsay sql`: what is refused, and every type in every format."""

from pathlib import Path

import polars as pl
import pytest

from flows import cli
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
