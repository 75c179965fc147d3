"""Feeds and pages over HTTP: bounded, polite, never an address that is not public, everything archived.

Request --hop--> Answer --archive--> Place --> one row of schemas.FETCHES
          ^--redirect--'
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import httpcore2
import httpx2
import polars as pl

from flows.addresses import CheckedBackend, check_literal, host_of, normal_host, parse_url
from flows.archive import ArchiveWriter, Capture
from flows.bodies import ACCEPT_ENCODING
from flows.exchange import Answer, Headers, exchange
from flows.fetch_rows import Trail
from flows.hosts import Hosts
from flows.outcomes import Failure, Outcome
from transforms import schemas

__all__ = ["Fetcher", "HttpSettings", "Outcome", "Request"]

_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, */*;q=0.5",
}
_REDIRECTS = {301, 302, 303, 307, 308}
_IN_A_THREAD = 256 * 1024  # larger bodies are compressed beside the event loop
_KEPT_CONNECTIONS = 20  # idle ones: the pool looks at each of them for every request
_KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """Times in seconds, sizes in bytes after decompression."""

    user_agent: str = "Hearsay/0.1 (+https://github.com/hearsay-news/hearsay)"
    connect_timeout: float = 10
    read_timeout: float = 20
    total_timeout: float = 60  # all redirects and the body, without waiting for the host's turn
    max_feed_bytes: int = 15 * 2**20
    max_page_bytes: int = 10 * 2**20
    max_redirects: int = 10
    per_host: int = 2
    host_pause: float = 1.0
    concurrency: int = 64
    allow_hosts: frozenset[str] = frozenset()  # host names or literal addresses in URLs that may be private
    proxy: str | None = None  # may be private itself; addresses in URLs are checked, names are trusted to it


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for, with the validators of the last answer."""

    url: str
    kind: Literal["feed", "page"]
    etag: str | None = None
    last_modified: str | None = None


def utc_now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Fetches; an async context manager, for one event loop."""

    def __init__(
        self, settings: HttpSettings, archive: ArchiveWriter, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._settings = settings
        self._archive = archive
        self._now = now
        self._allowed = frozenset(normal_host(host) for host in settings.allow_hosts)
        timeout = settings.read_timeout
        self._timeouts = {"connect": settings.connect_timeout, "read": timeout, "write": timeout}

    async def __aenter__(self) -> "Fetcher":
        settings = self._settings
        self._hosts = Hosts(settings.per_host, settings.host_pause, settings.concurrency)
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
        trail = Trail(request.url, request.kind, request.etag, request.last_modified, self._now())
        try:
            await self._follow(request, trail)
        except Failure as failure:
            trail.fail(failure)
        return trail.row()

    async def _follow(self, request: Request, trail: Trail) -> None:
        url = self._checked(request.url)
        seen = Counter([str(url)])
        for _ in range(self._settings.max_redirects + 1):
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
        raise Failure(Outcome.TOO_MANY_REDIRECTS, f"more than {self._settings.max_redirects} redirects")

    def _checked(self, text: str) -> httpx2.URL:
        url = parse_url(text)
        check_literal(host_of(url), self._allowed)  # here too: a proxy would take us to any address
        return url

    async def _hop(self, url: httpx2.URL, request: Request, trail: Trail) -> Answer:
        """One request, archived as soon as it is answered."""
        async with self._hosts.turn(host_of(url)):
            started = time.monotonic()
            trail.asked(str(url), self._now())
            seconds = max(self._settings.total_timeout - trail.seconds, 0.01)
            limits = self._settings
            limit = limits.max_feed_bytes if request.kind == "feed" else limits.max_page_bytes
            answer = await exchange(self._pool, url, self._headers(request), limit, self._timeouts, seconds)
            trail.seconds += time.monotonic() - started
        if answer.status:
            await self._keep(answer, trail)
        return answer

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
