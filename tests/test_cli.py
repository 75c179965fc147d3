"""The command line: help, exit codes, and one line for everything the user can mend."""

import sqlite3
from pathlib import Path

import duckdb
import pytest

from flows import cli

EVERY = ["demo", "run", "feeds", "sql", "status", "extract", "migrate", "check"]


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
