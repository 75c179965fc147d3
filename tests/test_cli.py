"""The command line: help, exit codes, and one line for everything the user can mend."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import cli, show

EVERY = [
    "demo",
    "run",
    "feeds",
    "entities",
    "sql",
    "gaps",
    "reextract",
    "status",
    "extract",
    "eval",
    "migrate",
    "check",
    "note",
    "prune",
    "remove",
    "compact",
    "backup",
    "restore",
]


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


def hearsay(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The command as the shell runs it."""
    command = [Path(sys.executable).with_name("hearsay"), *arguments]
    return subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("statement", ["from range(100000)", "select 1"])
@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_reader_that_has_seen_enough_is_no_fault(statement: str, form: str, tmp_path: Path) -> None:
    """`hearsay sql … | head`: exit code 0 and no word, while it writes or at the end."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    run = hearsay("sql", "--data", str(tmp_path), "--format", form, f"{statement} limit 3000")
    assert run.stdout is not None
    run.stdout.close()
    assert run.stderr is not None
    with run.stderr as said:
        assert said.read() == ""
    assert run.wait(60) == 0


def test_an_old_terminal_shows_what_it_can(tmp_path: Path) -> None:
    """Letters that it does not know are question marks, and its width is no number."""
    assert cli.run(["migrate", "--data", str(tmp_path)]) == 0
    run = hearsay(
        "sql", "--data", str(tmp_path), "select 'café' as a", PYTHONIOENCODING="ascii", COLUMNS="abc"
    )
    printed, said = run.communicate(timeout=60)
    assert said == ""
    assert "caf?" in printed


@pytest.mark.parametrize("columns", ["0", "-1", "abc"])
def test_columns_that_are_none_are_not_taken(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables are as wide as without them."""
    monkeypatch.setenv("COLUMNS", columns)
    show.print_table(pl.DataFrame({"a": ["x" * 100]}))
    assert "x" * 100 in capsys.readouterr().out


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do, and without Python's own words; hostile names do not reach the terminal."""
    (tmp_path / "file").touch()
    code, said = fails(capsys, "migrate", "--data", str(tmp_path / "file" / "\x1b[31mdata"))
    assert code == 1
    assert "name another" in said
    assert "Errno" not in said
    assert "\x1b" not in said
