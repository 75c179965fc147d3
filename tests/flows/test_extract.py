"""`hearsay extract`: texts, tables of texts, and what is neither."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows import cli
from tests.test_cli import fails

TEXT = "The river is safe, the ministry said. “We found nothing,” Minister Ada Holm told reporters on Monday."


def test_extract_reads_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text file gives its claims."""
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    assert cli.run(["extract", "--json", str(file)]) == 0
    contents = [claim["content"] for claim in json.loads(capsys.readouterr().out)]
    assert any("We found nothing" in content for content in contents)


def test_extract_parquet_round_trip(tmp_path: Path) -> None:
    """A table of texts gives two tables whose offsets point into the texts."""
    file, out = tmp_path / "texts.parquet", tmp_path / "found"
    pl.DataFrame({"article_id": ["a1"], "text": [TEXT]}).write_parquet(file)
    assert cli.run(["extract", str(file), "--out", str(out)]) == 0
    claims = pl.read_parquet(out / "claims.parquet")
    assert claims["article_id"].unique().to_list() == ["a1"]
    assert any(
        "We found nothing" in TEXT[row["content_start"] : row["content_end"]] for row in claims.to_dicts()
    )
    mentions = pl.read_parquet(out / "mentions.parquet")
    assert all(TEXT[row["start"] : row["end"]] == row["surface"] for row in mentions.to_dicts())


@pytest.mark.parametrize(
    "rows", [{"article_id": [["a"]]}, {"article_id": [None]}, {"article_id": ["a"], "title": [["t"]]}]
)
def test_extract_names_a_table_with_odd_columns(
    rows: dict[str, list[object]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lists in place of ids or titles, and rows without an id."""
    file = tmp_path / "odd.parquet"
    pl.DataFrame({**rows, "text": [TEXT]}).write_parquet(file)
    code, said = fails(capsys, "extract", str(file))
    assert code == 1
    assert "odd.parquet" in said


def test_extract_takes_no_text_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each claim would be found in both: two rows with one id, and a file named twice."""
    table, file = tmp_path / "twice.parquet", tmp_path / "a.txt"
    pl.DataFrame({"article_id": ["a1", "a1"], "text": [TEXT, "Other words."]}).write_parquet(table)
    file.write_text(TEXT, "utf-8")
    for arguments, name in (([str(table)], "a1"), ([str(file), str(file)], "a.txt")):
        code, said = fails(capsys, "extract", *arguments)
        assert code == 2
        assert f"{name} is there more than once" in said


def test_extract_reads_other_encodings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text from an old editor keeps its letters; a program and a folder are no texts."""
    file, binary = tmp_path / "old.txt", tmp_path / "program"
    file.write_bytes("“We found nothing,” Jörg Müller, the minister, told reporters.".encode("cp1252"))
    binary.write_bytes(bytes(range(256)) * 50)
    assert cli.run(["extract", "--json", str(file)]) == 0
    assert [claim["speaker"] for claim in json.loads(capsys.readouterr().out)] == ["Jörg Müller"]
    assert "program is no text" in fails(capsys, "extract", str(binary))[1]
    assert "is a folder" in fails(capsys, "extract", str(tmp_path))[1]


def test_extract_says_which_file_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, and a Parquet file without texts, are named."""
    wrong = tmp_path / "wrong.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(wrong)
    assert "missing.txt" in fails(capsys, "extract", str(tmp_path / "missing.txt"))[1]
    assert "article_id" in fails(capsys, "extract", str(wrong))[1]


@pytest.mark.parametrize(("name", "code"), [("English", 0), ("en", 0), ("German", 0), ("xx", 2), ("", 2)])
def test_a_language_is_called_by_code_or_name(name: str, code: int, tmp_path: Path) -> None:
    """What is no language is said, not taken for one that has no claims."""
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    assert cli.run(["extract", "--json", str(file), "--language", name]) == code


def test_rows_left_out_and_dates_that_are_none_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a row nor a date goes without a word."""
    file = tmp_path / "texts.parquet"
    pl.DataFrame(
        {"article_id": ["a1", "a2"], "text": [TEXT, None], "published_at": ["yesterday", None]}
    ).write_parquet(file)
    assert cli.run(["extract", str(file), "--json"]) == 0
    said = capsys.readouterr().err
    assert "'yesterday' of a1" in said
    assert "1 rows have no text and are left out, such as a2" in said
