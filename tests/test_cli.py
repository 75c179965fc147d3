"""The command line: help, exit codes, and one line for everything the user can mend."""

import json
import sqlite3
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import cli

EVERY = ["demo", "run", "feeds", "sql", "status", "extract", "migrate", "check"]
TEXT = "The river is safe, the ministry said. “We found nothing,” Minister Ada Holm told reporters on Monday."


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Runs a command line that should fail: its exit code and its one line."""
    code = cli.run(arguments)
    said = capsys.readouterr().err.strip()
    assert "Traceback" not in said
    assert said.count("\n") <= 3, said  # click shows the usage above its line
    return code, said


@pytest.mark.parametrize("command", EVERY)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of each command shows how it is called."""
    assert cli.run([command, "--help"]) == 0
    assert f"hearsay {command}" in capsys.readouterr().out.split("Example", 1)[1]


def test_the_list_of_commands_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    """`hearsay --help` names every command."""
    assert cli.run(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"\n  {command} " in printed for command in EVERY)


def test_no_feeds_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run without subscriptions says how to get some."""
    code, said = fails(capsys, "run", "--data", str(tmp_path))
    assert code == 2
    assert "hearsay feeds add" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing.opml", None), ("page.opml", b"<html><body>hello</body></html>"), ("empty.opml", b"")],
)
def test_a_file_that_is_no_opml(
    name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing file, and a file that is something else, are named."""
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    code, said = fails(capsys, "run", "--data", str(tmp_path / "data"), "--feeds", str(file))
    assert code == 2
    assert name in said


def test_no_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reading where nothing is says what makes one."""
    code, said = fails(capsys, "sql", "--data", str(tmp_path), "select 1")
    assert code == 1
    assert "hearsay run" in said


def test_a_file_that_is_no_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another kind of database is refused by name."""
    file = tmp_path / "warehouse.duckdb"
    with sqlite3.connect(file) as other:
        other.execute("create table t (a)")
    other.close()
    code, said = fails(capsys, "status", "--data", str(tmp_path))
    assert code == 1
    assert "warehouse.duckdb" in said


def test_a_newer_warehouse_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with a migration that this version does not know is left alone."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("insert into ops.migrations select 999, 'later', 'x', now()")
    capsys.readouterr()
    code, said = fails(capsys, "run", "--data", str(tmp_path))
    assert code == 1
    assert "newer" in said


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


def test_sql_to_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Parquet goes to a file, never to the terminal."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    file = tmp_path / "out.parquet"
    arguments = ["sql", "--data", str(tmp_path), "--format", "parquet", "select 7 as n"]
    assert fails(capsys, *arguments)[0] == 2
    assert cli.run([*arguments, "--output", str(file)]) == 0
    assert pl.read_parquet(file)["n"].to_list() == [7]


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


@pytest.mark.parametrize(
    "address", ["127.0.0.1:8991", "http://127.0.0.1:99999", "socks5://localhost", "http://"]
)
@pytest.mark.parametrize("name", ["HEARSAY_PROXY", "HTTP_PROXY"])
def test_a_proxy_that_is_none_is_wrong_usage(
    name: str,
    address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its variable is named and what it should look like; nothing is made."""
    monkeypatch.delenv("HEARSAY_PROXY", raising=False)
    monkeypatch.setenv(name, address)
    code, said = fails(capsys, "run", "--data", str(tmp_path / "data"))
    assert code == 2
    assert said.startswith(f"hearsay: {name}: ")
    assert "http://HOST:PORT" in said
    assert not (tmp_path / "data").exists()


def test_the_demo_is_not_deleted_for_settings_it_cannot_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read before room is made for a new one."""
    (tmp_path / "made-by-hearsay-demo").touch()
    (tmp_path / "warehouse.duckdb").write_bytes(b"yesterday's")
    monkeypatch.setenv("HEARSAY_PER_HOST", "many")
    code, said = fails(capsys, "demo", "--data", str(tmp_path))
    assert code == 2
    assert "HEARSAY_PER_HOST" in said
    assert (tmp_path / "warehouse.duckdb").exists()


def test_an_env_file_that_is_no_text_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file saved in another encoding."""
    (tmp_path / ".env").write_bytes("HEARSAY_CONTACT=Jörg".encode("cp1252"))
    monkeypatch.chdir(tmp_path)
    code, said = fails(capsys, "status")
    assert code == 2
    assert ".env" in said


def test_a_wrong_setting_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment variable that makes no sense is wrong usage."""
    monkeypatch.setenv("HEARSAY_PER_HOST", "many")
    code, said = fails(capsys, "status", "--data", str(tmp_path))
    assert code == 2
    assert "HEARSAY_PER_HOST" in said
