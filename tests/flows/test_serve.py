"""`hearsay serve` as systemd keeps it: what is killed comes back, nothing is lost, nothing is there twice."""

import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contents import complaints
from tests.replay import HEARSAY
from tests.served import RUN, SERVER, Served, wait_for
from tests.web import Received, Reply, Web, ok

pytestmark = [
    pytest.mark.xdist_group("prefect"),
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"),
]

TEXT = "The harbour office said on Monday that pier {n} would open again after the storm. " * 12


class News:
    """A feed on loopback that gains items; a page of it may be held back."""

    def __init__(self, web: Web) -> None:
        self.web, self.items = web, 0
        self.asked, self.go = threading.Event(), threading.Event()
        self.go.set()
        self.feed = web.put("/feed", self._feed)

    def publish(self) -> None:
        """One more item."""
        title, text = f"Pier {self.items}", TEXT.format(n=self.items)
        page = f"<html><head><title>{title}</title></head><body><article><p>{text}</article></body></html>"
        self.web.put(f"/story/{self.items}", self._page(page.encode()))
        self.items += 1

    def _page(self, body: bytes) -> Callable[[Received], Reply]:
        def reply(request: Received) -> Reply:
            self.asked.set()
            self.go.wait(30)
            return ok(body)

        return reply

    def _feed(self, request: Received) -> Reply:
        items = "".join(
            f"<item><title>Pier {n}</title><link>{self.web.url(f'/story/{n}')}</link></item>"
            for n in range(self.items)
        )
        xml = f'<rss version="2.0"><channel><title>Harbour news</title>{items}</channel></rss>'
        return ok(xml.encode(), "text/xml")


@pytest.fixture
def news(web: Web) -> News:
    """A feed with one item."""
    feed = News(web)
    feed.publish()
    return feed


@pytest.fixture
def served(news: News, tmp_path: Path) -> Iterator[Served]:
    """`hearsay serve` over that feed."""
    data = tmp_path / "data"
    environment = {"HEARSAY_ALLOW_HOSTS": "127.0.0.1", "HEARSAY_HOST_PAUSE": "0", "HEARSAY_WORKERS": "1"}
    subprocess.run(
        [HEARSAY, "feeds", "add", news.feed, "--data", data], env={**os.environ, **environment}, check=True
    )
    with Served(data, environment) as started:
        yield started
        news.go.set()


def loaded(served: Served) -> list[object]:
    """The titles of all versions of all articles."""
    return sorted(map(str, served.column("select title from article_versions")))


@pytest.mark.timeout(1500)
def test_what_is_killed_comes_back(news: News, served: Served) -> None:
    """A run in the middle of its work, its server, and serve itself: every item is there once at the end."""
    for what in (RUN, SERVER, "serve"):
        wait_for(lambda: len(loaded(served)) == news.items, served.log.read_text("utf-8"))
        news.asked.clear()
        news.go.clear()
        news.publish()
        served.let_time_pass()
        assert news.asked.wait(400), served.log.read_text("utf-8")
        served.kill(what)
        news.go.set()
        served.let_time_pass()
    wait_for(lambda: len(loaded(served)) == news.items, served.log.read_text("utf-8"))
    assert loaded(served) == [f"Pier {n}" for n in range(news.items)]
    again = subprocess.run(
        [HEARSAY, "serve", "--data", served.data], capture_output=True, text=True, check=False
    )
    assert again.returncode == 1
    assert re.search(r"`serve` is under way .* already \(process \d+, hearsay serve", again.stderr)
    assert served.stop() < 20
    assert complaints(served.warehouse) == []
    # the run that was killed itself; those of a killed server or serve may have come to their end
    assert served.column("select count(*) from ops.runs where status = 'interrupted'")[0] >= 1
    log = served.log.read_text("utf-8")
    assert "Traceback" not in log
    assert "nanobind" not in log
    assert "the Prefect server ended (-9): starting it again" in log
