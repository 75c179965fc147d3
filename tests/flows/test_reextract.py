"""`hearsay reextract` as users run it: under Prefect, in processes of its own, killed half way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import cli
from flows.data_folder import prepare
from flows.line import pages_line
from flows.session import Session
from flows.settings import Settings
from tests.contents import complaints, counts, news
from tests.line import Here, article, feed, pages, poll
from tests.web import Web, ok
from transforms.readings import extractor
from warehouse.query import query

pytestmark = pytest.mark.xdist_group("past")

FINDER = """
import os, re, time
import polars as pl

PAIR = re.compile(r"\\b[A-Z][a-z]+ [A-Z][a-z]+\\b")

class Finder:
    name, version = "pairs", "1"
    def find(self, texts):
        time.sleep(float(os.environ.get("SECONDS_A_JOB", "0")))
        rows = [(text_id, name.start(), name.end(), "person")
                for text_id, text in texts.select("text_id", "text").iter_rows()
                for name in PAIR.finditer(text)]
        return pl.DataFrame(rows, schema=["text_id", "start", "end", "type"], orient="row")

def finder():
    return Finder()
"""
# Small batches: half of a small warehouse is several of them.
COMMAND = "from flows import again, cli; again.TEXTS_A_BATCH = 2; cli.main()"
PLACES = ("Sund", "Vik", "Holm", "Nes", "Moen", "Lund", "Dal", "Fjell")
OLD = "from current_mentions order by mention_id", "from said order by claim_id"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with some articles that were fetched and read, to copy."""
    folder = tmp_path_factory.mktemp("loaded")
    settings = Settings(data=folder / "data", allow_hosts="127.0.0.1", host_pause=0)
    prepare(settings)
    with pytest.MonkeyPatch.context() as patch, Web() as web:
        patch.setattr("flows.session.Workers", Here)
        with Session(settings) as session:
            session.load({"ops.extractors": extractor()})
            links = [web.put(f"/{place}", ok(article(place))) for place in PLACES]
            poll(session, web, feed=feed(*links))
            pages_line(session, pages(session))
    (folder / "pairs_finder.py").write_text(FINDER, "utf-8")
    return folder


@pytest.fixture
def data(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_url: str) -> Path:
    """A copy of it, and another finder of names."""
    monkeypatch.setenv("HEARSAY_MENTIONS", "python:pairs_finder:finder")
    monkeypatch.setenv("HEARSAY_WORKERS", "1")
    monkeypatch.syspath_prepend(str(loaded))
    return Path(shutil.copytree(loaded / "data", tmp_path / "data"))


def start(loaded: Path, data: Path, seconds: float, *more: str) -> subprocess.Popen[bytes]:
    """Starts `hearsay reextract --stage claims` in a process of its own."""
    path = os.pathsep.join([str(loaded), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path, "SECONDS_A_JOB": str(seconds)}
    call = [sys.executable, "-c", COMMAND, "reextract", "--stage", "claims", "--data", str(data), *more]
    with data.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(call, env=environment, stdout=log, stderr=log)


def read(data: Path) -> int:
    """How many texts have been read by the new finder."""
    readings = "ops.extractions join ops.extractors using (extractor_id)"
    sql = f"select count(*) from {readings} where name like '%+pairs'"  # noqa: S608  # our own tables
    found: int = query(data / "warehouse.duckdb", sql).item()
    return found


def of(data: Path, sql: str) -> list[tuple[object, ...]]:
    return query(data / "warehouse.duckdb", sql).rows()


@pytest.mark.slow
@pytest.mark.timeout(1200)  # three processes with Prefect in each
def test_killed_half_way_and_called_again(loaded: Path, data: Path, tmp_path: Path) -> None:
    """Until the end the old results are current; the second call goes on, and ends in the same rows."""
    whole = Path(shutil.copytree(data, tmp_path / "whole"))
    old = [of(data, sql) for sql in OLD]
    assert start(loaded, whole, 0).wait(600) == 0, whole.with_suffix(".log").read_text()
    process, until = start(loaded, data, 1), time.monotonic() + 300
    while read(data) < 2:
        assert time.monotonic() < until, data.with_suffix(".log").read_text()
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    texts, done = len(of(data, "from article_versions")), read(data)
    assert 2 <= done < texts == len(PLACES)
    assert [of(data, sql) for sql in OLD] == old
    assert start(loaded, data, 0, "--json").wait(600) == 0
    log = data.with_suffix(".log").read_text()
    told = json.loads(log[log.index("{\n") :])
    assert told["texts"] == {"read": texts - done}
    assert told["took_effect"] == {"texts": 0, "readings": texts}
    assert news(data / "warehouse.duckdb") == news(whole / "warehouse.duckdb")
    assert [of(data, sql) for sql in OLD] == [of(whole, sql) for sql in OLD] != old
    assert complaints(data / "warehouse.duckdb") == []
    states = "select status from ops.runs where flow = 'reextract' order by started_at"
    assert of(data, states) == [("interrupted",), ("done",)]


def test_compare_then_do_then_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is told beforehand is what happens, telling stores nothing, and a second call does nothing."""
    warehouse = data / "warehouse.duckdb"
    call = ["reextract", "--stage", "claims", "--data", str(data), "--json"]
    before = counts(warehouse)
    assert cli.run([*call, "--compare"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert counts(warehouse) == before
    assert cli.run(call) == 0
    done = json.loads(capsys.readouterr().out)
    assert told["outcomes"] == done["texts"] == {"read": before["main.article_versions"]}
    for name in ("mentions", "claims"):
        assert told["total"][f"{name} before"] == before[f"main.{name}"]
        assert (
            told["total"][f"{name} after"]
            == done["rows"].get(name, 0)
            == len(of(data, f"from current_{name}"))
        )
        gained, lost = (told["total"][f"{name} {what}"] for what in ("gained", "lost"))
        assert gained - lost == done["rows"].get(name, 0) - before[f"main.{name}"]
    by_outlet = of(data, "select outlet, count(*) from current_mentions group by 1")
    assert {outlet: told["publishers"][outlet]["mentions after"] for outlet, _ in by_outlet} == dict(
        by_outlet
    )
    after = counts(warehouse)
    assert cli.run(call) == 0
    assert json.loads(capsys.readouterr().out) == {
        "texts": {},
        "rows": {},
        "took_effect": {"texts": 0, "readings": 0},
    }
    assert {
        name: count - after[name] for name, count in counts(warehouse).items() if count != after[name]
    } == {"ops.runs": 1}
    assert complaints(warehouse) == []


def test_a_person_sees_what_would_change(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table by publisher, examples, and where the archive has nothing any more, that."""
    shutil.rmtree(data / "archive")
    assert (
        cli.run(["reextract", "--stage", "mentions", "--data", str(data), "--compare", "--limit", "5"]) == 0
    )
    out = capsys.readouterr().out
    assert "What would change" in out
    assert "mentions lost" in out
    assert "for example" in out
    assert cli.run(["reextract", "--stage", "mentions", "--data", str(data), "--publisher", "none"]) == 2
