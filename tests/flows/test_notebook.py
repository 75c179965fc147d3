"""The example notebook: what it reads is there; where marimo is installed, it runs and shows it."""

import ast
import html
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import warehouse
from flows.line import pages_line
from flows.session import Session
from tests.line import article, feed, pages, poll
from tests.web import Web, ok
from warehouse.connect import writing
from warehouse.migrate import migrate

NOTEBOOK = Path(__file__).parents[2] / "flows" / "examples" / "mentions.py"
needs_marimo = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("marimo", "altair")),
    reason="marimo or altair is not installed (170 MB: pip install 'hearsay[notebook]')",
)


def run(*command: str | Path, data: Path) -> str:
    environment = {**os.environ, "HEARSAY_DATA": str(data), "PYTHONPATH": str(NOTEBOOK.parents[2])}
    environment |= {"COLUMNS": "200", "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False, cwd=data
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def data(session: Session, web: Web) -> Path:
    """A data folder with an article, and a speaker whose name is markup."""
    poll(
        session, web, one=feed(web.put("/bridge", ok(article("Sund"))), web.put("/lake", ok(article("Vik"))))
    )
    pages_line(session, pages(session))
    with writing(session.settings.warehouse) as connection:
        connection.execute(
            "update claim_speakers set speaker = $1, entity_id = null", ["<script>no()</script>\x1b"]
        )
    return session.settings.data


def test_the_tables_and_columns_it_reads_are_there(tmp_path: Path) -> None:
    """Every table is read, and every column that is named by pl.col, or in a choice, is one of them."""
    migrate(tmp_path / "warehouse.duckdb")
    calls = [node for node in ast.walk(ast.parse(NOTEBOOK.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = {
        kind: {
            node.args[0].value
            for node in calls
            if isinstance(node.func, ast.Attribute) and node.func.attr == kind and node.args
            if isinstance(node.args[0], ast.Constant)
        }
        for kind in ("read", "col", "coalesce")
    }
    assert len(named["read"]) == 2
    columns = {
        column
        for name in named["read"]
        for column in warehouse.read(str(name), data=tmp_path).collect_schema().names()
    }
    assert named["col"] | named["coalesce"] <= columns | {"name"}
    assert len(named["col"]) > 3


@needs_marimo
@pytest.mark.slow
def test_as_a_script(data: Path) -> None:
    """It runs to its end; a speaker's name reaches the terminal as characters."""
    printed = run(NOTEBOOK, data=data)
    assert "claims of <script>no()</script>" in printed
    assert "the repair would cost four million crowns" in printed
    assert "\x1b" not in printed


@needs_marimo
@pytest.mark.slow
def test_as_a_page(data: Path, tmp_path: Path) -> None:
    """Exported, it holds both charts and the claims, and no markup of anybody else's."""
    page = tmp_path / "mentions.html"
    run("-m", "marimo", "export", "html", NOTEBOOK, "-o", page, "-f", data=data)
    text = page.read_text("utf-8")
    shown = html.unescape(text)
    assert "Articles a day that name the people named most" in shown
    assert "Nora Velling" in shown
    assert "vega-lite" in shown
    assert "<script>no()" not in text
