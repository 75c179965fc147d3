"""Tests of manners towards hosts, by fetching from a server that counts."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from flows import addresses
from flows.archive import ArchiveWriter
from flows.hosts import Hosts, Limits
from flows.http import Fetcher, HttpSettings, Request
from flows.known_hosts import KnownHosts
from flows.outcomes import Failure
from tests.web import Received, Reply, Web, closed_port, hang, ok, redirect, status
from transforms.manners import Closure

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
    """Fetches pages by their URLs, in a session of its own that knows what it is told to know."""

    async def session(urls: tuple[str, ...], settings: HttpSettings, known: KnownHosts) -> pl.DataFrame:
        with ArchiveWriter(tmp_path, "token") as archive:
            async with Fetcher(settings, archive, known=known) as fetcher:
                return await fetcher.fetch_all([Request(url, "page") for url in urls])

    def run(*urls: str, settings: HttpSettings = SETTINGS, known: KnownHosts | None = None) -> pl.DataFrame:
        return asyncio.run(session(urls, settings, known or KnownHosts()))

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
    settings = replace(SETTINGS, per_host=1, concurrency=3, allow_hosts=names, obey_robots=False)
    frame = fetch(*hung, *quick, settings=settings)
    assert frame["outcome"].to_list() == ["timeout"] * 3 + ["host_down"] * 3 + ["ok"] * 20
    last_hung_ends = web.seen("/hang")[-1].at + SETTINGS.read_timeout
    assert max(request.at for request in web.seen("/a")) < last_hung_ends


def test_so_many_requests_at_once_in_all(web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound holds over all hosts."""
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.1"])
    names = [f"host{number}.example" for number in range(6)]
    web.put("/a", Reply(ok("<p>").pieces, pause=0.1))
    settings = replace(SETTINGS, concurrency=2, allow_hosts=frozenset(names))
    assert set(fetch(*(web.url("/a", name) for name in names), settings=settings)["outcome"]) == {"ok"}
    assert web.most_at_once == 2


def in_seconds(count: int) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=count), usegmt=True)


@pytest.mark.parametrize("after", ["120", "date"])
@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_closes_the_host(web: Web, fetch: Fetch, code: int, after: str) -> None:
    """Nothing more is sent to it, whatever it is; the next session knows it, too."""
    web.put("/a", status(code, retry_after=in_seconds(120) if after == "date" else after))
    urls = [web.url("/a"), *(web.put(f"/{number}", ok("<p>")) for number in range(5))]
    known = KnownHosts()
    frame = fetch(*urls, settings=replace(SETTINGS, per_host=1), known=known)
    assert frame["outcome"].to_list() == ["http_error"] + ["host_closed"] * 5
    assert [request.path for request in web.received] == ["/robots.txt", "/a"]
    closed = known.frames()["ops.hosts"].row(0, named=True)
    assert closed["host"] == "127.0.0.1"
    wait = (closed["closed_until"] - datetime.now(UTC)).total_seconds()
    assert 110 < wait <= 120
    later = fetch(*urls, known=KnownHosts({"127.0.0.1": Closure(closed["closed_until"], "HTTP 429")}))
    assert set(later["outcome"]) == {"host_closed"}
    assert len(web.received) == 2
    assert (later["retry_after"] >= closed["closed_until"]).all()


def test_a_short_closure_is_waited_for(web: Web, fetch: Fetch) -> None:
    """Within the run, and not a moment less."""
    told: list[float] = []

    def busy(_: Received) -> Reply:
        told.append(time.monotonic())
        return status(429, retry_after="1")

    web.put("/a", busy)
    web.put("/b", ok("<p>"))
    frame = fetch(web.url("/a"), web.url("/b"), web.url("/b"), settings=replace(SETTINGS, per_host=1))
    assert frame["outcome"].to_list() == ["http_error", "ok", "ok"]
    assert min(request.at for request in web.seen("/b")) - told[0] >= 0.99


def test_patience_with_a_host_ends(web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that asks for a little time again and again does not hold up the run."""
    monkeypatch.setattr("flows.hosts._PATIENCE", 2.5)
    web.put("/a", status(503, retry_after="1"))
    frame = fetch(*[web.url("/a")] * 8, settings=replace(SETTINGS, per_host=1))
    assert Counter(frame["outcome"]) == {"http_error": 3, "host_closed": 5}


def test_a_host_that_is_down_ends_at_once(fetch: Fetch) -> None:
    """After three requests in a row that nobody answered, the rest are not sent."""
    port = closed_port()
    urls = [f"http://127.0.0.1:{port}/{number}" for number in range(20)]
    frame = fetch(*urls, settings=replace(SETTINGS, per_host=1))
    assert Counter(frame["outcome"]) == {"connect_error": 3, "host_down": 17}
    assert frame["error"][-1] == "127.0.0.1 left 3 requests of this run unanswered"


def test_hosts_of_one_publisher_share_its_places(
    web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """www1 and www2 are one machine, often; another domain is not held up by them."""
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.1"])
    names = [f"www{number}.paper.example" for number in range(9)]
    web.put("/a", Reply(ok("<p>").pieces, pause=0.1))
    settings = replace(SETTINGS, per_publisher=2, allow_hosts=frozenset([*names, "other.example"]))
    assert set(fetch(*(web.url("/a", name) for name in names), settings=settings)["outcome"]) == {"ok"}
    assert web.most_at_once == 2
    fetch(*(web.url("/a", name) for name in [*names[:2], "other.example"]), settings=settings)
    assert web.most_at_once == 3


def test_a_slow_host_is_asked_as_seldom_as_it_answers(web: Web, fetch: Fetch) -> None:
    """The pause between two starts grows to the time that the last answer took."""
    web.put("/a", Reply(ok("<p>").pieces, pause=0.3))
    settings = replace(SETTINGS, per_host=2, host_pause=0.05, total_timeout=5, read_timeout=2)
    fetch(*[web.url("/a")] * 4, settings=settings)
    starts = sorted(request.at for request in web.seen("/a"))
    assert min(later - sooner for sooner, later in pairwise(starts[1:])) > 0.25


def test_hosts_do_not_all_begin_at_once(web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first requests of a run are spread over the pause."""
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.1"])
    names = [f"host{number}.example" for number in range(30)]
    web.put("/a", ok("<p>"))
    settings = replace(SETTINGS, host_pause=0.6, obey_robots=False, allow_hosts=frozenset(names))
    fetch(*(web.url("/a", name) for name in names), settings=settings)
    starts = sorted(request.at for request in web.received)
    assert starts[-1] - starts[0] > 0.3
    assert len({int(10 * (start - starts[0])) for start in starts}) >= 4


def test_a_queue_that_is_too_long_is_left_to_the_next_run() -> None:
    """A host that wants a minute between two requests gets ten minutes of a run, not an hour of it."""

    async def run() -> list[str]:
        hosts = Hosts(Limits(2, 4, 64, 0), lambda: datetime.now(UTC), {})
        hosts.slow_down("slow.example", 60)

        async def one() -> str:
            try:
                async with hosts.turn("slow.example"):
                    return "begun"
            except Failure as failure:
                return str(failure.outcome)

        tasks = [asyncio.create_task(one()) for _ in range(14)]
        done, waiting = await asyncio.wait(tasks, timeout=0.3)
        for task in waiting:
            task.cancel()
        return [task.result() for task in done]

    assert Counter(asyncio.run(run())) == {"begun": 1, "host_closed": 2}  # and eleven wait
