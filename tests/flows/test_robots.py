"""Tests of robots.txt, by fetching from a server that has one."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from flows.archive import ArchiveWriter
from flows.http import Fetcher, HttpSettings, Request
from flows.known_hosts import KnownHosts
from tests.web import Handler, Web, closed_port, huge, ok, redirect, status

SETTINGS = HttpSettings(host_pause=0, per_host=8, read_timeout=2, allow_hosts=frozenset({"127.0.0.1"}))
DENY = (
    "User-agent: *\nDisallow: /private\nDisallow: /*?print=\n\nUser-agent: Hearsay\nDisallow: /no-hearsay\n"
)
Fetch = Callable[..., list[str]]


class Visitor:
    """Fetches pages in sessions that follow each other; what is known of hosts stays, the clock is set."""

    def __init__(self, folder: Path) -> None:
        self.known, self.now = KnownHosts(), datetime.now(UTC)
        self._folder = folder

    def outcomes(self, *urls: str, settings: HttpSettings = SETTINGS) -> list[str]:
        return self.fetch(*urls, settings=settings)["outcome"].to_list()

    def fetch(self, *urls: str, settings: HttpSettings = SETTINGS) -> pl.DataFrame:
        return asyncio.run(self._session(urls, settings))

    async def _session(self, urls: tuple[str, ...], settings: HttpSettings) -> pl.DataFrame:
        with ArchiveWriter(self._folder, "token") as archive:
            async with Fetcher(settings, archive, lambda: self.now, self.known) as fetcher:
                return await fetcher.fetch_all([Request(url, "page") for url in urls])


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        for page in ("/", "/a", "/private/x", "/no-hearsay", "/a?print=1"):
            web.put(page, ok("<p>"))
        yield web


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor(tmp_path)


def test_what_is_forbidden_is_not_asked_for(web: Web, visitor: Visitor) -> None:
    """The group that names us counts alone; one request for the file, however many pages wait for it."""
    web.put("/robots.txt", ok(DENY, "text/plain"))
    frame = visitor.fetch(*(web.url(path) for path in ("/a", "/no-hearsay", "/private/x")))
    assert frame["outcome"].to_list() == ["ok", "robots_denied", "ok"]
    assert frame["error"][1] == "robots.txt of 127.0.0.1 forbids /no-hearsay to Hearsay"
    assert frame["retry_after"][1] == visitor.now + timedelta(days=1)
    assert len(web.seen("/robots.txt")) == 1
    assert not web.seen("/no-hearsay")


def test_a_redirect_into_a_forbidden_part(web: Web, visitor: Visitor) -> None:
    """Each hop is looked up; wildcards count."""
    web.put("/robots.txt", ok("User-agent: *\nDisallow: /private\nDisallow: /*?print=", "text/plain"))
    web.put("/b", redirect(302, "/private/x"))
    assert visitor.outcomes(web.url("/b"), web.url("/a?print=1"), web.url("/a")) == [
        "robots_denied",
        "robots_denied",
        "ok",
    ]


def test_the_file_is_kept_for_a_day(web: Web, visitor: Visitor) -> None:
    """A later session reads the copy in the archive; after a day it is asked for again."""
    web.put("/robots.txt", ok(DENY, "text/plain"), ok("", "text/plain"))
    url = web.url("/no-hearsay")
    assert visitor.outcomes(url) == ["robots_denied"]
    visitor.now += timedelta(hours=23)
    assert visitor.outcomes(url) == ["robots_denied"]
    assert len(web.seen("/robots.txt")) == 1
    visitor.now += timedelta(hours=2)
    assert visitor.outcomes(url) == ["ok"]


FILES: list[tuple[Handler, list[str]]] = [
    (status(404), ["ok", "ok"]),
    (status(403), ["ok", "ok"]),
    (redirect(301, "/elsewhere.txt"), ["ok", "robots_denied"]),
    (redirect(302, "/robots.txt"), ["ok", "ok"]),
    (ok("\ufeffuser-agent: HEARSAY\r\ndisallow:/no-hearsay # us", "text/html"), ["ok", "robots_denied"]),
    (ok(b"\xff\xfe\0" * 50, "text/plain"), ["ok", "ok"]),
    (ok("<!doctype html><p>Page not found"), ["ok", "ok"]),
    (ok("#" * 600_000 + f"\n{DENY}", "text/plain"), ["ok", "ok"]),  # what lies beyond 500 KiB is not read
    (huge(3), ["ok", "ok"]),
    (status(500), ["host_closed", "host_closed"]),
]


@pytest.mark.parametrize(("reply", "outcomes"), FILES)
def test_odd_files(web: Web, visitor: Visitor, reply: Handler, outcomes: list[str]) -> None:
    """Broken, moved, missing, endless: what it means for two pages."""
    web.put("/elsewhere.txt", ok(DENY, "text/plain"))
    web.put("/robots.txt", reply)
    assert visitor.outcomes(web.url("/a"), web.url("/no-hearsay")) == outcomes


def test_a_file_that_fails_closes_the_host(web: Web, visitor: Visitor) -> None:
    """Asked twice, then nothing for ten minutes; where there is a copy, that one counts."""
    web.put(
        "/robots.txt", status(503), status(503), status(503), status(503), ok(DENY, "text/plain"), status(500)
    )
    frame = visitor.fetch(web.url("/a"))
    assert frame.row(0, named=True)["error"] == (
        "nothing is asked of 127.0.0.1 while its robots.txt fails: HTTP 503"
    )
    assert frame["retry_after"][0] == visitor.now + timedelta(minutes=10)
    assert visitor.outcomes(web.url("/a")) == ["host_closed"]
    assert len(web.seen("/robots.txt")) == 2
    for wait, outcomes in (
        (11, ["host_closed"] * 2),
        (11, ["ok", "robots_denied"]),
        (3000, ["ok", "robots_denied"]),
    ):
        visitor.now += timedelta(minutes=wait)
        assert visitor.outcomes(web.url("/a"), web.url("/no-hearsay")) == outcomes
    assert {copy.rules for copy in visitor.known.robots.values()} == {"last file"}


def test_nobody_there(visitor: Visitor) -> None:
    """The outcome is that of the host, and is not remembered: the network may be ours."""
    url = f"http://127.0.0.1:{closed_port()}/"
    frame = visitor.fetch(url)
    assert frame["outcome"].to_list() == ["connect_error"]
    assert frame["error"][0].startswith("robots.txt: no connection")
    assert visitor.known.robots == {}


def test_the_crawl_delay_is_kept(web: Web, visitor: Visitor) -> None:
    """Between any two starts, whatever our own pause."""
    web.put("/robots.txt", ok("User-agent: *\nCrawl-delay: 0.3", "text/plain"))
    assert visitor.outcomes(web.url("/a"), web.url("/"), web.url("/private/x")) == ["ok"] * 3
    starts = sorted(request.at for request in web.received if request.path != "/robots.txt")
    assert min(later - sooner for sooner, later in pairwise(starts)) > 0.28


def test_each_request_for_it_is_on_record(web: Web, visitor: Visitor) -> None:
    """As a fetch of its own kind, with its copy in the archive; what was learned is handed over once."""
    web.put("/robots.txt", ok(DENY, "text/plain"))
    visitor.fetch(web.url("/a"))
    frames = visitor.known.frames()
    assert frames["ops.fetches"].select("kind", "url", "outcome").rows() == [
        ("robots", web.url("/robots.txt"), "ok")
    ]
    assert frames["ops.robots"]["archive_file"].null_count() == 0
    assert visitor.known.frames() == {}


def test_robots_can_be_ignored(web: Web, visitor: Visitor) -> None:
    """Then it is not asked for."""
    web.put("/robots.txt", ok("User-agent: *\nDisallow: /", "text/plain"))
    assert visitor.outcomes(web.url("/a"), settings=replace(SETTINGS, obey_robots=False)) == ["ok"]
    assert not web.seen("/robots.txt")
