"""Feeds and pages over HTTP: bounded, polite, never an address that is not public, everything archived.

Request --robots.txt--> turn --hop--> Answer --archive--> Place --> one row of schemas.FETCHES
             ^-----------redirect-------'
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import httpcore2
import httpx2
import polars as pl

from flows import robots
from flows.addresses import CheckedBackend, check_literal, host_of, normal_host, parse_url
from flows.archive import ArchiveWriter, Capture
from flows.bodies import ACCEPT_ENCODING
from flows.download import Way
from flows.exchange import Answer, Headers, exchange
from flows.fetch_rows import Trail
from flows.hosts import Hosts, Limits
from flows.http_settings import HttpSettings
from flows.known_hosts import KnownHosts
from flows.outcomes import Failure, Outcome
from transforms import schemas
from transforms.manners import closure

__all__ = ["Fetcher", "HttpSettings", "Outcome", "Request"]

_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
    "index": "application/json, text/plain;q=0.9, */*;q=0.5",
    "sitemap": "application/xml, text/xml, application/gzip, */*;q=0.5",
}
_REDIRECTS = {301, 302, 303, 307, 308}
_UNCHANGED = 304
_IN_A_THREAD = 256 * 1024  # larger bodies are compressed beside the event loop
_ROBOTS_REDIRECTS = 5  # RFC 9309, section 2.3.1.2
_KEPT_CONNECTIONS = 20  # idle ones: the pool looks at each of them for every request
_KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for, with the validators of the last answer."""

    url: str
    kind: Literal["feed", "page", "robots", "index", "sitemap"]  # index: of a web archive
    etag: str | None = None
    last_modified: str | None = None
    via: str = "live"  # or the source of a backfill


def utc_now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Fetches; an async context manager, for one event loop. known: is read, and learns."""

    def __init__(
        self,
        settings: HttpSettings,
        archive: ArchiveWriter,
        now: Callable[[], datetime] = utc_now,
        known: KnownHosts | None = None,
    ) -> None:
        self._settings = settings
        self._archive = archive
        self._now = now
        self._known = known or KnownHosts()
        self._max_bytes = {
            "feed": settings.max_feed_bytes,
            "page": settings.max_page_bytes,
            "robots": robots.MAX_BYTES,
            "index": settings.max_feed_bytes,
            "sitemap": settings.max_sitemap_bytes,
        }
        self._allowed = frozenset(normal_host(host) for host in settings.allow_hosts)
        timeout = settings.read_timeout
        self._timeouts = {"connect": settings.connect_timeout, "read": timeout, "write": timeout}

    async def __aenter__(self) -> "Fetcher":
        settings = self._settings
        limits = Limits(settings.per_host, settings.per_publisher, settings.concurrency, settings.host_pause)
        self._hosts = Hosts(limits, self._now, self._known.closed)
        folder = self._archive.folder
        self._robots = robots.Robots(self._fetch_robots, folder, self._hosts, self._known, self._now)
        proxy = {normal_host(httpx2.URL(settings.proxy).host)} if settings.proxy else set()
        self._backend = CheckedBackend(self._allowed | proxy)
        self._pool = _pool(settings, self._backend)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.aclose()
        self._backend.close()

    async def fetch_all(
        self, requests: Sequence[Request], on_done: Callable[[dict[str, object]], None] | None = None
    ) -> pl.DataFrame:
        """One row a request, in their order (schemas.FETCHES). on_done gets each row as it is done."""

        async def one(request: Request) -> dict[str, object]:
            row = await self.fetch(request)
            if on_done:
                on_done(row)
            return row

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(request)) for request in requests]
        except ExceptionGroup as several:  # the archive cannot be written: one error says it
            raise several.exceptions[0] from None
        return schemas.from_rows([task.result() for task in tasks], schemas.FETCHES)

    async def fetch(self, request: Request) -> dict[str, object]:
        """One row of schemas.FETCHES, whatever the web does; ArchiveError if the disk does not take it."""
        trail = Trail(request, self._now())
        try:
            await self._follow(request, trail)
        except Failure as failure:
            trail.fail(failure)
        return trail.row()

    async def _follow(self, request: Request, trail: Trail) -> None:
        url = self._checked(request.url)
        seen = Counter([str(url)])
        most = _ROBOTS_REDIRECTS if request.kind == "robots" else self._settings.max_redirects
        for _ in range(most + 1):
            answer = await self._hop(url, request, trail)
            location = _location(answer, url)
            if location is None:
                trail.finish(answer)
                return
            trail.redirected(answer.status, location)
            url = self._checked(location)
            seen[str(url)] += 1
            if seen[str(url)] > 2:  # once again may be meant: a host that was waking up
                raise Failure(Outcome.REDIRECT_LOOP, f"redirects lead back to {url}")
        raise Failure(Outcome.TOO_MANY_REDIRECTS, f"more than {most} redirects")

    def _checked(self, text: str) -> httpx2.URL:
        url = parse_url(text)
        check_literal(host_of(url), self._allowed)  # here too: a proxy would take us to any address
        return url

    def way(self) -> Way:
        """The same manners for a download (flows.download)."""

        def learn(url: httpx2.URL, answer: Answer) -> None:
            self._learn(host_of(url), answer, 0.0)

        timeouts = self._timeouts
        return Way(self._pool, self._settings.user_agent, timeouts, self._checked, self._entered, learn)

    @asynccontextmanager
    async def _entered(self, url: httpx2.URL) -> AsyncIterator[None]:
        if self._settings.obey_robots:
            await self._robots.check(url)
        async with self._hosts.turn(host_of(url)):
            self._hosts.contact(host_of(url))
            yield

    async def _hop(self, url: httpx2.URL, request: Request, trail: Trail) -> Answer:
        """One request, archived as soon as it is answered."""
        if self._settings.obey_robots and request.kind != "robots":
            await self._robots.check(url)
        host = host_of(url)
        async with self._hosts.turn(host):
            started = time.monotonic()
            trail.asked(str(url), self._now())
            seconds = max(self._settings.total_timeout - trail.seconds, 0.01)
            limit, headers = self._max_bytes[request.kind], self._headers(request)
            contact = partial(self._hosts.contact, host)
            answer = await exchange(self._pool, url, headers, limit, self._timeouts, seconds, contact)
            taken = time.monotonic() - started
            trail.seconds += taken
            self._learn(host, answer, taken)  # before another request to the host has its turn
        if answer.status and answer.status != _UNCHANGED:  # what it says is in the fetch's row
            await self._keep(answer, trail)
        return answer

    def _learn(self, host: str, answer: Answer, seconds: float) -> None:
        """What an answer means for the requests to its host that come after it."""
        if not answer.status and answer.failure:
            self._hosts.failed(host, answer.failure.outcome)
            return
        self._hosts.answered(host, seconds)
        now = self._now()
        if closed := closure(answer.status, answer.header("retry-after"), now):
            self._hosts.close(host, closed)
            self._known.note_closure(host, closed, now)

    async def _fetch_robots(self, url: str) -> dict[str, object]:
        return await self.fetch(Request(url, "robots"))

    async def _keep(self, answer: Answer, trail: Trail) -> None:
        capture = Capture(
            url=trail.final_url,
            fetched_at=trail.fetched_at,
            status=answer.status,
            headers=answer.headers,
            body=bytes(answer.raw),
            reason=answer.reason,
            protocol=answer.protocol,
            ip=None if self._settings.proxy else answer.ip,
            truncated=answer.truncated,
        )
        large = len(answer.raw) > _IN_A_THREAD
        write = self._archive.write
        trail.place = await asyncio.to_thread(write, capture) if large else write(capture)
        answer.raw.clear()

    def _headers(self, request: Request) -> Headers:
        fields = {
            "User-Agent": self._settings.user_agent,
            "Accept": _ACCEPT[request.kind],
            "Accept-Encoding": ACCEPT_ENCODING,
            "If-None-Match": request.etag,
            "If-Modified-Since": request.last_modified,
        }
        return [
            (name.encode(), value.encode()) for name, value in fields.items() if value and _one_line(value)
        ]


def _location(answer: Answer, url: httpx2.URL) -> str | None:
    """Where a redirect leads, absolute; None if the answer is none."""
    location = answer.header("location")
    if answer.status not in _REDIRECTS or not location:
        return None
    try:
        return str(url.join(location.strip()))
    except (httpx2.InvalidURL, ValueError) as problem:
        raise Failure(Outcome.BAD_URL, f"redirect to no URL: {problem}") from None


def _one_line(value: str) -> bool:
    return value.isprintable()


def _pool(settings: HttpSettings, backend: CheckedBackend) -> httpcore2.AsyncConnectionPool:
    # The environment is not asked for proxies or certificates: the settings say all.
    proxy = httpx2.Proxy(settings.proxy) if settings.proxy else None
    return httpcore2.AsyncConnectionPool(
        ssl_context=httpx2.create_ssl_context(trust_env=False),
        proxy=httpcore2.Proxy(str(proxy.url), auth=proxy.raw_auth) if proxy else None,
        max_connections=settings.concurrency,
        max_keepalive_connections=_KEPT_CONNECTIONS,
        keepalive_expiry=_KEPT_SECONDS,
        http2=True,
        network_backend=backend,
    )
