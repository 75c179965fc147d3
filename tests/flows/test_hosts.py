"""Tests of manners towards hosts, by fetching from a server that counts."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from flows import addresses
from flows.archive import ArchiveWriter
from flows.http import Fetcher, HttpSettings, Request
from tests.web import Received, Reply, Web, hang, ok, redirect

SETTINGS = HttpSettings(
    host_pause=0, per_host=8, read_timeout=0.4, total_timeout=0.8, allow_hosts=frozenset({"127.0.0.1"})
)
Fetch = Callable[..., pl.DataFrame]


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """Fetches pages by their URLs, in a session of its own."""

    async def session(urls: tuple[str, ...], settings: HttpSettings) -> pl.DataFrame:
        with ArchiveWriter(tmp_path, "token") as archive:
            async with Fetcher(settings, archive) as fetcher:
                return await fetcher.fetch_all([Request(url, "page") for url in urls])

    def run(*urls: str, settings: HttpSettings = SETTINGS) -> pl.DataFrame:
        return asyncio.run(session(urls, settings))

    return run


def test_a_host_is_asked_in_turn(web: Web, fetch: Fetch) -> None:
    """At most per_host at once, and a pause between two starts, redirects included."""

    def slow(_: Received) -> Reply:
        return Reply(ok("<p>").pieces, pause=0.15)

    urls = [web.put(f"/{number}", slow) for number in range(4)]
    web.put("/hop", redirect(302, "/0"))
    settings = replace(SETTINGS, per_host=2, host_pause=0.1, total_timeout=0.5)
    frame = fetch(*urls, web.url("/hop"), settings=settings)
    assert set(frame["outcome"]) == {"ok"}  # waiting for a turn does not count as the server's time
    starts = sorted(request.at for request in web.received)
    assert min(later - sooner for sooner, later in pairwise(starts)) > 0.08
    assert web.most_at_once <= 2


def test_slow_hosts_hold_up_nobody(web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many requests waiting for one hung host leave the places to others."""
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.1"])
    web.put("/hang", hang())
    web.put("/a", ok("<p>"))
    hung = [web.url("/hang", "slow.example")] * 6
    quick = [web.url("/a", f"quick{number}.example") for number in range(20)]
    names = frozenset({"slow.example", *(f"quick{number}.example" for number in range(20))})
    settings = replace(SETTINGS, per_host=1, concurrency=3, allow_hosts=names)
    started = time.monotonic()
    frame = fetch(*hung, *quick, settings=settings)
    last = max(request.at for request in web.seen("/a"))
    assert frame["outcome"].to_list() == ["timeout"] * 3 + ["host_down"] * 3 + ["ok"] * 20
    assert last - started < 0.8


def test_so_many_requests_at_once_in_all(web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound holds over all hosts."""
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.1"])
    names = [f"host{number}.example" for number in range(6)]
    web.put("/a", Reply(ok("<p>").pieces, pause=0.1))
    settings = replace(SETTINGS, concurrency=2, allow_hosts=frozenset(names))
    assert set(fetch(*(web.url("/a", name) for name in names), settings=settings)["outcome"]) == {"ok"}
    assert web.most_at_once == 2
