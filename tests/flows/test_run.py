"""The command `hearsay run`: what it says and with which code it ends."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from flows import cli
from tests.web import Received, Reply, Web, closed_port, hang, ok, status
from warehouse.query import query

pytestmark = pytest.mark.xdist_group("prefect")

EMPTY_FEED = b'<rss version="2.0"><channel><title>Quiet news</title></channel></rss>'
PAGE = b"<!doctype html><html><head><title>Home</title></head><body><p>Hello.</body></html>"


@pytest.fixture
def data(prefect_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder; commands may ask loopback."""
    monkeypatch.setenv("HEARSAY_ALLOW_HOSTS", "127.0.0.1")
    monkeypatch.setenv("HEARSAY_WORKERS", "1")
    return tmp_path / "data"


def run(data: Path, *addresses: str) -> int:
    """`hearsay run --all` over some feeds."""
    feeds = data.with_name("feeds.txt")
    feeds.write_text("\n".join(addresses), "utf-8")
    return cli.run(["run", "--all", "--data", str(data), "--feeds", str(feeds)])


def test_no_feed_that_can_be_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A web page in place of the only feed ends the run in one line and exit code 1, on record too."""
    with Web() as web:
        assert run(data, web.put("/", ok(PAGE))) == 1
    out, err = capsys.readouterr()
    assert "feeds     1 web_page" in out
    said = err.strip().splitlines()[-1]
    assert said.startswith("hearsay: none of 1 feeds could be read (1 web_page):")
    assert "hearsay feeds list" in said
    states = query(data / "warehouse.duckdb", "select status from ops.runs")
    assert states.rows() == [("done_with_failures",)]


def test_one_feed_that_cannot_be_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside a good one it is a failed item."""
    with Web() as web:
        good, bad = web.put("/feed", ok(EMPTY_FEED, "text/xml")), web.put("/gone", status(404))
        assert run(data, good, bad, web.put("/", ok(PAGE))) == 3
    assert "feeds     1 http_error, 1 ok, 1 web_page" in capsys.readouterr().out


def test_what_a_list_holds_besides_feeds(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is no address is named, and makes the run one with items that failed."""
    with Web() as web:
        assert run(data, web.put("/feed", ok(EMPTY_FEED, "text/xml")), "my favourites") == 3
    assert "skipped: no web address: my favourites" in capsys.readouterr().err


def test_the_same_list_again_changes_nothing(data: Path) -> None:
    """What a feed says of itself stays, whatever title the list has for it."""
    with Web() as web:
        url = web.put("/feed", ok(EMPTY_FEED, "text/xml", etag='"1"'))
        opml = f'<opml version="2.0"><body><outline text="My own" xmlUrl="{url}"/></body></opml>'
        titles = []
        for _ in range(2):
            assert run(data, opml) == 0
            titles.append(query(data / "warehouse.duckdb", "select title from feeds")["title"].item())
        assert web.seen("/feed")[1].headers["if-none-match"] == '"1"'
    assert titles == ["Quiet news"] * 2


def test_no_network(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be reached: one line that says so."""
    assert run(data, f"http://127.0.0.1:{closed_port()}/feed") == 1
    out, err = capsys.readouterr()
    assert "pages     left for later" in out
    assert "is the network up?" in err.strip().splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped(number: signal.Signals, data: Path, prefect_url: str) -> None:
    """Ctrl-C, and a system that shuts down: the run is on record as interrupted, without a traceback."""
    asked = threading.Event()

    def silence(request: Received) -> Reply:
        asked.set()
        return hang()

    with Web() as web:
        feeds = data.with_name("feeds.txt")
        feeds.write_text(web.put("/feed", silence), "utf-8")
        command = [Path(sys.executable).with_name("hearsay"), "run", "--data", data, "--feeds", feeds]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(prefect_url))
        assert asked.wait(60)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in err
    assert query(data / "warehouse.duckdb", "select status from ops.runs").rows() == [("interrupted",)]


def environment(prefect_url: str) -> dict[str, str]:
    """What a command in a process of its own needs to know."""
    return {**os.environ, "PREFECT_API_URL": prefect_url}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that takes nothing")
def test_progress_that_nobody_takes(data: Path, prefect_url: str) -> None:
    """A log on a full disk costs the lines of progress, not the run."""
    with Web() as web, Path("/dev/full").open("w") as full:
        feeds = data.with_name("feeds.txt")
        feeds.write_text(web.put("/feed", ok(EMPTY_FEED, "text/xml")), "utf-8")
        command = [Path(sys.executable).with_name("hearsay"), "run", "--data", data, "--feeds", feeds]
        ended = subprocess.run(command, stderr=full, env=environment(prefect_url), check=False, timeout=60)
    assert ended.returncode == 0
    assert query(data / "warehouse.duckdb", "select status from ops.runs").rows() == [("done",)]
