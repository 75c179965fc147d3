"""`hearsay sql` at a terminal: tables that fit, the pager, Ctrl-C, the prompt."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.terminal import CTRL_C, CTRL_D, ENTER, Terminal
from transforms import schemas
from warehouse.load import load
from warehouse.migrate import migrate

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")]
# Would take hours.
ENDLESS = "select count(*) from range(100000000000) as t(a) where hash(a) = 1"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty warehouse."""
    folder = tmp_path_factory.mktemp("terminal").resolve()
    migrate(folder / "warehouse.duckdb")
    return folder


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says so."""
    file = tmp_path / "pager"
    file.write_text("#!/bin/sh\necho PAGED; cat\n")
    file.chmod(0o700)
    return str(file)


def test_a_long_result_is_fitted_and_paged(data: Path, pager: str) -> None:
    """The first 200 of many rows, each on one line of the terminal; how many there are; what is null."""
    sql = "select range as n, repeat('word ', 90) as text, null as nothing from range(5000)"
    with Terminal("sql", "--data", str(data), sql, PAGER=pager) as terminal:
        code, shown = terminal.end()
    assert code == 0
    assert "PAGED" in shown
    rows = [line for line in shown.splitlines() if line.startswith("│")]
    assert len(rows) == 200
    assert {len(row) for row in rows} == {80}
    assert all("…" in row and "NULL" in row for row in rows)
    assert "first 200 of 5,000 rows: --limit 0 shows all" in shown


def test_a_short_result_is_not_paged(data: Path, pager: str) -> None:
    """Many columns stand below each other; no escape sequence of a text reaches the terminal."""
    sql = "select " + ", ".join(f"'value {n}' as column_{n}" for n in range(15)) + ", 'a' || chr(7) as bell"
    with Terminal("sql", "--data", str(data), sql, PAGER=pager) as terminal:
        code, shown = terminal.end()
    assert code == 0
    assert "PAGED" not in shown
    assert "  column_14  value 14\n" in shown
    assert "\x07" not in shown
    assert "1 row" in shown


def test_ctrl_c_ends_a_question(data: Path) -> None:
    """At once, with one line and the exit code that shells know."""
    with Terminal("sql", "--data", str(data), ENDLESS) as terminal:
        terminal.has_open(data / "warehouse.duckdb")
        time.sleep(0.5)
        terminal.type(CTRL_C)
        code, shown = terminal.end(10)
    assert code == 130
    assert shown.strip().removeprefix("^C").split() == ["hearsay:", "interrupted"]


def test_an_interrupted_file_is_not_written(data: Path, tmp_path: Path) -> None:
    """What was there stays, and nothing is left beside it; without a terminal, too."""
    output = tmp_path / "all.csv"
    output.write_text("before")
    statement = "select range as n from range(100000000000)"
    command = [sys.executable, "-c", "from flows.cli import main; main()"]
    process = subprocess.Popen(
        [*command, "sql", "--data", str(data), statement, "--output", str(output)],
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list(tmp_path.glob(".all.csv.*")) and process.poll() is None:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60)[1] == "hearsay: interrupted\n"
    assert process.returncode == 130
    assert [file.name for file in tmp_path.iterdir()] == ["all.csv"]
    assert output.read_text() == "before"


def test_the_prompt(tmp_path: Path, data: Path, pager: str) -> None:
    """Lines until a semicolon, faults, Ctrl-C, saved queries, commands; a load need not wait, and is seen."""
    folder = tmp_path / "data"
    folder.mkdir()
    warehouse = folder / "warehouse.duckdb"
    warehouse.write_bytes((data / "warehouse.duckdb").read_bytes())
    with Terminal("sql", "--data", str(folder), PAGER=pager) as terminal:
        terminal.until("hearsay>")

        def answers(text: str, answer: str) -> None:
            terminal.type(text + ENTER)
            terminal.until(answer)
            terminal.until("hearsay>")

        terminal.type("select 40 + -- ;" + ENTER)
        terminal.until("...")
        answers("2 as sum;", "│  42 │")
        answers("select nope;", "LINE 1: select nope")
        answers("delete from claims;", "not DELETE")
        terminal.type(ENDLESS + ";" + ENTER)
        terminal.has_open(warehouse)
        time.sleep(0.5)
        answers(CTRL_C, "interrupted")
        answers("@", "@speaker SPEAKER")
        answers("@outlet herald since=7d", "0 rows; outlet herald, since 20")
        answers(".schema said", "Resolved name")
        answers(".nothing", "no command here")
        names = pl.DataFrame({"entity_id": ["n1"], "alias": ["Ada"]}, schema=schemas.ENTITY_ALIASES)
        load(warehouse, {"entity_aliases": names}, run_id="r", now=datetime.now(UTC), timeout=5)
        answers(f".output {tmp_path / 'out.csv'}", "newer than at the last question")
        answers("select alias from entity_aliases;", "1 row in")
        assert (tmp_path / "out.csv").read_text() == "alias\nAda\n"
        terminal.type(CTRL_D)
        assert terminal.end()[0] == 0
    history = folder / "sql-history"
    assert "select nope;" in history.read_text()
    assert history.stat().st_mode & 0o077 == 0
