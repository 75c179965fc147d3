"""The private Prefect server: quiet, used only where none is configured, gone when the run is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import httpx2
import pytest

from flows.prefect_server import prefect_api
from tests.web import Web, ok

pytestmark = pytest.mark.xdist_group("prefect")

EMPTY_FEED = b'<rss version="2.0"><channel><title>Quiet news</title></channel></rss>'
# Opens a private server, says where, and waits for its end.
HOLDER = """
import sys, time
from pathlib import Path
from flows.prefect_server import prefect_api
with prefect_api(Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(60)
"""


def answers(url: str) -> bool:
    """Whether a Prefect API is there."""
    try:
        with build_opener(ProxyHandler({})).open(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def unconfigured(home: Path) -> dict[str, str]:
    """The environment of a user who has never heard of Prefect."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "HEARSAY_"))
    }
    return {
        **kept,
        "PREFECT_HOME": str(home),
        "HEARSAY_ALLOW_HOSTS": "127.0.0.1",
        "HEARSAY_CONTACT": "me@news.example",
    }


def hearsay(data: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`hearsay run --all` over one empty feed."""
    with Web() as web:
        feeds = data.with_name("feeds.txt")
        feeds.write_text(web.put("/feed", ok(EMPTY_FEED, "text/xml")) + "\n", "utf-8")
        command = [
            Path(sys.executable).with_name("hearsay"),
            "run",
            "--all",
            "--feeds",
            feeds,
            "--data",
            data,
        ]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=200, check=False
        )


@pytest.mark.slow
def test_a_run_with_a_private_server_is_quiet(tmp_path: Path) -> None:
    """The run prints what it did and nothing of Prefect's; the server's log has no traceback after it."""
    data = tmp_path / "data"
    done = hearsay(data, unconfigured(tmp_path / "home"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == "feeds: 1 of 1 fetched, 0 failed\n"
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["feeds", "pages", "new", "warehouse"]
    log = (data / "prefect" / "server.log").read_text("utf-8")
    assert "Traceback" not in log
    assert "Error" not in log


def test_a_configured_api_is_used(prefect_url: str, tmp_path: Path) -> None:
    """PREFECT_API_URL decides: no server is started, and the run is known there."""
    data = tmp_path / "data"
    done = hearsay(data, {**unconfigured(tmp_path / "home"), "PREFECT_API_URL": prefect_url})
    assert done.returncode == 0, done.stderr
    assert done.stderr == "feeds: 1 of 1 fetched, 0 failed\n"
    assert not (data / "prefect" / "server.log").exists()
    assert not (data / "prefect" / "prefect.db").exists()


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_ends_with_its_parent(end: signal.Signals, tmp_path: Path) -> None:
    """However the process that started it goes."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path],
        env=unconfigured(tmp_path / "home"),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    with holder.stdout:
        url = holder.stdout.readline().strip()
    try:
        assert answers(url)
    finally:
        holder.send_signal(end)
        holder.wait(30)
    until = time.monotonic() + 15
    while answers(url) and time.monotonic() < until:
        time.sleep(0.2)
    assert not answers(url)


@pytest.mark.slow
def test_no_web_page_may_use_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody on this machine opens in a browser could else start runs, with settings of its own."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    with prefect_api(tmp_path) as url:
        asked = {
            origin: httpx2.options(
                f"{url}/flow_runs/",
                headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
                trust_env=False,
            ).headers.get("access-control-allow-origin")
            for origin in ("https://other.example", url.removesuffix("/api"))
        }
    assert asked == {"https://other.example": None, url.removesuffix("/api"): url.removesuffix("/api")}
