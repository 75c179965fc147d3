"""`kill -9` in the middle of a backfill from a web archive, over and over: the next one goes on there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.data_folder import prepare
from flows.past.asked import Asked
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.contents import complaints, news
from tests.flows.past.conftest import Backfill, page
from tests.web import Web
from tests.web_archive import ArchiveOnLoopback

pytestmark = [pytest.mark.xdist_group("past"), pytest.mark.slow, pytest.mark.timeout(1200)]

HEARSAY = Path(sys.executable).with_name("hearsay")
JANUARY = (date(2025, 1, 1), date(2025, 2, 1))
DAYS = 8  # with a capture of the feed and one of a page each
# Requests of one attempt, and seconds after them: among the feed's captures, among the pages', and when all
# are there and are read.
KILLED_AFTER = ((4, 0.0), (1 + DAYS + 3, 0.0), (1 + DAYS, 1.0))


@pytest.fixture
def archive() -> Iterator[ArchiveOnLoopback]:
    """A feed that was captured in the evening of some days, with three days' entries; and their pages."""
    with Web() as web, ArchiveOnLoopback() as archive:
        days = [JANUARY[0] + timedelta(days=number) for number in range(DAYS)]
        for at, day in enumerate(days):
            items = "".join(
                f"<item><title>Report of {each}</title><link>{web.url(f'/{each}')}</link>"
                f"<pubDate>{each:%a, %d %b %Y} 08:00:00 GMT</pubDate></item>"
                for each in days[max(at - 2, 0) : at + 1]
            )
            body = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()
            archive.put_capture(f"{day:%Y%m%d}200000", web.url("/feed"), body, "application/rss+xml")
            url = web.url(f"/{day}")
            archive.put_capture(f"{day:%Y%m%d}080000", url, page(f"Report of {day}", str(day)))
        yield archive


def begin(archive: ArchiveOnLoopback, data: Path) -> subprocess.Popen[bytes]:
    """Starts the command; its output is beside the data."""
    settings = {"ALLOW_HOSTS": "127.0.0.1", "HOST_PAUSE": "0.05", "ROBOTS": "ignore", "WORKERS": "1"}
    environment = {**os.environ, **{f"HEARSAY_{name}": value for name, value in settings.items()}}
    window = ("--since", str(JANUARY[0]), "--until", str(JANUARY[1]))
    command = [HEARSAY, "backfill", *window, "--from", "wayback", "--place", archive.base, "--data", data]
    with data.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def kill_after(
    archive: ArchiveOnLoopback, process: subprocess.Popen[bytes], requests: int, seconds: float
) -> None:
    """Kills it so long after it has asked so often, or lets it end before that."""
    seen, until = len(archive.received), time.monotonic() + 250
    while len(archive.received) < seen + requests and process.poll() is None:
        assert time.monotonic() < until, "it asks for nothing"
        time.sleep(0.01)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait(30)


def test_a_killed_backfill_goes_on(
    archive: ArchiveOnLoopback, local: Settings, backfill: Backfill, tmp_path: Path
) -> None:
    """The rows are those of a backfill that nobody disturbed; what was read before is not asked for again."""
    (feed,) = {capture.url for capture in archive.captures if capture.url.endswith("/feed")}
    disturbed = local.model_copy(update={"data": tmp_path / "disturbed", "robots": "ignore"})
    for settings in (local, disturbed):
        prepare(settings)
        subscribe(settings, [(feed, None)])
    for moment in KILLED_AFTER:
        kill_after(archive, begin(archive, disturbed.data), *moment)
    assert begin(archive, disturbed.data).wait(300) == 0, disturbed.data.with_suffix(".log").read_text()
    asked = len(archive.asked("/web/"))
    assert asked <= 5 * DAYS
    backfill(local.model_copy(update={"robots": "ignore"}), Asked(*JANUARY, "wayback", [archive.base]))
    assert len(archive.asked("/web/")) - asked == 2 * DAYS
    assert news(disturbed.warehouse) == news(local.warehouse)
    assert complaints(disturbed.warehouse) == []
