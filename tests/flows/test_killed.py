"""`kill -9` in the middle of a run: nothing is lost or left behind, and the next run goes on from there."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.demo.web import SampleWeb
from tests.contents import complaints, news
from warehouse.query import query

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.slow]

HEARSAY = Path(sys.executable).with_name("hearsay")
MARK = "HEARSAY_TEST_OF_KILLING"  # tells our processes from all others
SEED = 7
SECONDS_TO_END = 15.0  # what is left of a killed run is gone by then


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody disturbed: what it loaded, and its seconds from the first request to the end."""

    news: dict[str, list[str]]
    seconds: float


@pytest.fixture(scope="module")
def web() -> Iterator[SampleWeb]:
    """The sample web."""
    with SampleWeb() as served:
        yield served


@pytest.fixture(scope="module")
def subscribed(web: SampleWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample web's feeds, to copy."""
    folder = tmp_path_factory.mktemp("subscribed")
    opml = folder / "feeds.opml"
    opml.write_text(web.opml(), "utf-8")
    subprocess.run([HEARSAY, "feeds", "import", opml, "--data", folder / "data"], check=True, timeout=60)
    return folder / "data"


def start(web: SampleWeb, data: Path, mark: str, **settings: str) -> subprocess.Popen[bytes]:
    """Starts `hearsay run --all`; its output is beside the data."""
    environment = {
        **os.environ,
        "HEARSAY_PROXY": web.proxy,
        "HEARSAY_HOST_PAUSE": "0.1",
        MARK: mark,
        **settings,
    }
    with data.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(
            [HEARSAY, "run", "--all", "--data", data], env=environment, stdout=log, stderr=log
        )


def wait_for_request(web: SampleWeb, seen: int) -> None:
    """Waits until the web has been asked for something more."""
    until = time.monotonic() + 60
    while len(web.requests) <= seen:
        assert time.monotonic() < until, "the run asks for nothing"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def undisturbed(
    web: SampleWeb, subscribed: Path, prefect_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Undisturbed:
    """The run that all others are compared with."""
    data = Path(shutil.copytree(subscribed, tmp_path_factory.mktemp("undisturbed") / "data"))
    seen = len(web.requests)
    process = start(web, data, "whole", PREFECT_API_URL=prefect_url)
    wait_for_request(web, seen)
    began = time.monotonic()
    assert process.wait(120) == 3
    return Undisturbed(news(data / "warehouse.duckdb"), time.monotonic() - began)


def marked(mark: str) -> list[str]:
    """The command lines of the processes that carry a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has ended, or belongs to somebody else
            continue
    return [line for line in found if line]  # an ended one that nobody has waited for yet has none


def run_states(warehouse: Path) -> list[str]:
    """The status of every run, in order."""
    states: list[str] = query(warehouse, "select status from ops.runs order by started_at")[
        "status"
    ].to_list()
    return states


def assert_all_gone(mark: str) -> None:
    """Waits for the end of all processes with a mark."""
    until = time.monotonic() + SECONDS_TO_END
    while left := marked(mark):
        assert time.monotonic() < until, left
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("third", [0, 1, 2])
def test_a_killed_run_and_the_next_one_equal_an_undisturbed_run(
    third: int, web: SampleWeb, subscribed: Path, undisturbed: Undisturbed, prefect_url: str, tmp_path: Path
) -> None:
    """Killed at a random moment of each third of a run: no process is left, what is loaded is the same."""
    data = Path(shutil.copytree(subscribed, tmp_path / "data"))
    seen, mark = len(web.requests), f"{os.getpid()}-{third}"
    process = start(web, data, mark, PREFECT_API_URL=prefect_url)
    wait_for_request(web, seen)
    moment = (third + random.Random(SEED + third).random()) / 3  # noqa: S311  # no secret
    time.sleep(undisturbed.seconds * moment)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert_all_gone(mark)
    warehouse = data / "warehouse.duckdb"
    (left,) = run_states(warehouse)  # a moment close to the end may find the run recorded as done
    last = start(web, data, "whole", PREFECT_API_URL=prefect_url)
    assert last.wait(120) == 3, data.with_suffix(".log").read_text()
    assert news(warehouse) == undisturbed.news
    assert complaints(warehouse) == []
    assert run_states(warehouse) == ["interrupted" if left == "running" else left, "done_with_failures"]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_a_killed_run_takes_its_prefect_server_with_it(
    web: SampleWeb, subscribed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run without a configured API starts a server of its own, which ends when the run is killed."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    data = Path(shutil.copytree(subscribed, tmp_path / "data"))
    seen, mark = len(web.requests), f"{os.getpid()}-server"
    process = start(web, data, mark)
    wait_for_request(web, seen)
    assert any("flows.prefect_server" in line for line in marked(mark))
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert_all_gone(mark)
