"""A backfill asked for in Prefect's UI, and a killed one."""

import json
import os
import random
import re
import signal
import subprocess
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from flows.settings import Settings
from tests.flows.past.conftest import put_pages, stored
from tests.replay import HEARSAY
from tests.served import Served, wait_for
from tests.web import Web

pytestmark = [pytest.mark.xdist_group("past"), pytest.mark.slow]

_ENVIRONMENT = {
    "HEARSAY_ALLOW_HOSTS": "127.0.0.1",
    "HEARSAY_HOST_PAUSE": "0",
    "HEARSAY_WORKERS": "1",
    "HEARSAY_CONTACT": "tests@news.example",
    "HEARSAY_PUBLISH_EVERY": "0",
}


def _api(address: str, path: str, body: dict[str, object] | None = None) -> dict[str, str]:
    data = json.dumps(body).encode() if body else None
    request = Request(f"{address}/{path}", data, {"Content-Type": "application/json"})  # noqa: S310  # loopback
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        found: dict[str, str] = json.load(answer)
    return found


@pytest.mark.timeout(900)
def test_asked_for_with_parameters(web: Web, tmp_path: Path, addresses: Path) -> None:
    """Every run is made, each with what it was given."""
    addresses.write_text("\n".join(put_pages(web, {"/a": "2025-01-03", "/b": "2025-01-09"})), "utf-8")
    data = tmp_path / "data"
    command = [HEARSAY, "feeds", "add", web.url("/feed"), "--no-check", "--data", data]
    subprocess.run(command, env=_environment(), check=True)
    with Served(data, _ENVIRONMENT) as served:
        wait_for(lambda: "http" in served.log.read_text("utf-8"), "no Prefect UI")
        found = re.search(r"http://127\.0\.0\.1:\d+", served.log.read_text("utf-8"))
        assert found
        api = f"{found[0]}/api/deployments"
        wait_for(lambda: _ids(api), "no deployment")
        for since, until in (("2025-01-01", "2025-01-05"), ("2025-01-05", "2025-01-10")):
            given = {"since": since, "until": until, "source": "urls", "places": [str(addresses)]}
            wait_for(lambda given=given: _asked_for(api, given), "Prefect does not take it", 60)
        wait_for(lambda: served.column("select count(*) from articles") == [2], served.log.read_text("utf-8"))


def _asked_for(api: str, parameters: dict[str, object]) -> bool:
    try:
        _api(api, f"{_ids(api)}/create_flow_run", {"parameters": parameters})
    except OSError:  # a busy server says 503
        return False
    return True


def _ids(api: str) -> str:
    try:
        return _api(api, "name/backfill/serve")["id"]
    except OSError:
        return ""


def _environment() -> dict[str, str]:
    return {**os.environ, **_ENVIRONMENT}


@pytest.mark.timeout(900)
def test_killed_and_called_again(web: Web, tmp_path: Path, addresses: Path) -> None:
    """The same rows as undisturbed; each time at most one partition's pages are asked for twice."""
    days = {f"/{number}": f"2025-01-{number % 7 + 1:02}" for number in range(21)}
    addresses.write_text(
        "\n".join(f"{url} {days[path]}" for url, path in zip(put_pages(web, days), days, strict=True))
    )
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    _backfill(calm, addresses).wait(600)
    before = len(web.received)
    dice = random.Random(5)  # noqa: S311  # no secret
    for _ in range(3):
        _killed_at_work(_backfill(killed, addresses), web, dice.uniform(0, 2))
    assert _backfill(killed, addresses).wait(600) == 0
    asked = [request for request in web.received[before:] if request.path != "/robots.txt"]
    assert len(asked) <= len(days) + 3 * 3  # kills, and pages of the largest partition
    for table, order in (("article_versions", "version_id, text_hash"), ("claims", "claim_id, content")):
        sql = f"select {order} from {table} order by all"  # noqa: S608  # a test's own words
        assert stored(Settings(data=calm), sql) == stored(Settings(data=killed), sql) != []
    states = (
        "select state, count(*), sum(records_found), sum(records_new) from ops.backfill_partitions group by 1"
    )
    assert stored(Settings(data=killed), states) == [("done", 7, 21, 21)]


def _killed_at_work(process: "subprocess.Popen[bytes]", web: Web, seconds: float) -> None:
    """Kills it so many seconds after its first request."""
    asked = len(web.received)
    wait_for(lambda: len(web.received) > asked or process.poll() is not None, "nothing is asked for", 200)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _backfill(data: Path, addresses: Path) -> "subprocess.Popen[bytes]":
    window = ["--since", "2025-01-01", "--until", "2025-02-01"]
    command = [HEARSAY, "backfill", *window, "--from", "urls", "--place", addresses, "--data", data]
    return subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
