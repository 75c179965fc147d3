"""Manners towards hosts: so many requests at once, so long between two starts, none while a host is closed.

A request waits for its host's turn, then for its publisher's (the registrable domain), then for a free place.
"""

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from flows.outcomes import Failure, Outcome
from transforms.manners import Closure
from transforms.urls import site

_REMEMBERED = 10_000
_PATIENCE = 30.0  # seconds in all that a run waits for a closed host to open
_LONGEST_QUEUE = 600.0  # seconds that a request may wait for its turn before it is left to the next run
_SLOWEST = 10.0  # seconds; the pause grows with a slow host's answers up to this
_SILENT_FROM = 3  # requests in a row without an answer after which a run leaves a host alone
_SPREAD = 0.1  # share of a wait by which its end is moved, so that not everybody comes back at once
_SILENCE = (Outcome.TIMEOUT, Outcome.CONNECT_ERROR, Outcome.DNS_ERROR)


@dataclass(frozen=True, slots=True)
class Limits:
    """per_host, per_publisher, total: requests at once; pause: seconds between two starts to a host."""

    per_host: int
    per_publisher: int
    total: int
    pause: float


class Hosts:
    """Lets requests to hosts begin in turn. Only within one event loop, and for one run.

    now: the time by the clock; closed: hosts that are known to be closed.
    """

    def __init__(self, limits: Limits, now: Callable[[], datetime], closed: Mapping[str, Closure]) -> None:
        self._limits = limits
        self._now = now
        self._total = asyncio.Semaphore(limits.total)
        self._publishers: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._closed = dict(closed)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Waits for the host's turn and then for a free place; holds both until left.

        In this order, so that many requests waiting for one slow host leave the places to others. Raises
        Failure HOST_CLOSED or HOST_DOWN where the request is not to be sent in this run.
        """
        host = self._enter(name)
        try:
            self._require_short_queue(name, host)
            async with host.places:
                async with host.starting:
                    await self._start(name, host)
                    gone_out = host.gone_out
                try:
                    yield
                finally:
                    gone_out.set()
                    self._release(host)
        finally:
            host.users -= 1

    def require_open(self, name: str) -> None:
        """Raises Failure HOST_CLOSED or HOST_DOWN where nothing more is sent to a host in this run."""
        host = self._hosts.get(name)
        if host is not None and host.silent >= _SILENT_FROM:
            raise Failure(Outcome.HOST_DOWN, f"{name} left {_SILENT_FROM} requests of this run unanswered")
        closure = self._closed.get(name)
        seconds = self._seconds_closed(name)
        if closure and seconds > max(0.0, _PATIENCE - (host.waited if host else 0.0)):
            back = closure.until + timedelta(seconds=random.uniform(0, _SPREAD * seconds))  # noqa: S311  # no secret
            raise Failure(
                Outcome.HOST_CLOSED,
                f"{name} is left alone until {closure.until:%H:%M:%S} UTC: {closure.why}",
                back,
            )

    def close(self, name: str, closure: Closure) -> None:
        """The host wants to be left alone."""
        self._closed[name] = closure

    def slow_down(self, name: str, pause: float) -> None:
        """The host wants so many seconds between two starts, at least."""
        self._host(name).asked_pause = pause

    def contact(self, name: str) -> None:
        """A request went out, or its answer begins. The pause counts from the last of these moments.

        A connection may take a while to be made, and a busy server to take what it was sent: so between two
        starts, as the server sees them, there is never less than the pause.
        """
        host = self._host(name)
        host.last_start = time.monotonic()
        host.gone_out.set()

    def answered(self, name: str, seconds: float) -> None:
        """A request was answered after so many seconds."""
        host = self._host(name)
        host.silent, host.seconds = 0, seconds

    def failed(self, name: str, outcome: Outcome) -> None:
        """A request was not answered."""
        if outcome in _SILENCE:
            self._host(name).silent += 1

    async def _start(self, name: str, host: "_Host") -> None:
        """Returns when the request may begin, with a place of its publisher and one of all."""
        while True:
            await self._wait_until_open(name, host)
            await host.gone_out.wait()  # two connections in the making would send their requests together
            while (seconds := self._next_start(host) - time.monotonic()) > 0:  # noqa: ASYNC110  # it may move
                await asyncio.sleep(seconds)
            await host.publisher.acquire()
            try:
                await self._total.acquire()
            except BaseException:
                host.publisher.release()
                raise
            if self._seconds_closed(name) <= 0 and host.silent < _SILENT_FROM:
                host.last_start = time.monotonic()
                host.gone_out = asyncio.Event()
                return
            self._release(host)  # closed by the answer to another request meanwhile

    async def _wait_until_open(self, name: str, host: "_Host") -> None:
        self.require_open(name)
        seconds = self._seconds_closed(name)
        if seconds > 0:
            host.waited += seconds
            await asyncio.sleep(seconds)

    def _seconds_closed(self, name: str) -> float:
        closure = self._closed.get(name)
        return (closure.until - self._now()).total_seconds() if closure else 0.0

    def _require_short_queue(self, name: str, host: "_Host") -> None:
        seconds = (host.users - 1) * self._pause(host)
        if seconds > _LONGEST_QUEUE:
            raise Failure(
                Outcome.HOST_CLOSED,
                f"{host.users - 1} requests wait for {name} already, {self._pause(host):g} s each",
                self._now() + timedelta(seconds=seconds),
            )

    def _next_start(self, host: "_Host") -> float:
        return max(host.not_before, host.last_start + self._pause(host))

    def _pause(self, host: "_Host") -> float:
        """Seconds between two starts: a slow host is not asked more often than it answers."""
        own = max(self._limits.pause, min(host.seconds, _SLOWEST)) if self._limits.pause else 0.0
        return max(own, host.asked_pause)

    def _release(self, host: "_Host") -> None:
        self._total.release()
        host.publisher.release()

    def _enter(self, name: str) -> "_Host":
        if len(self._hosts) > _REMEMBERED and name not in self._hosts:
            self._forget()
        host = self._host(name)
        host.users += 1
        return host

    def _host(self, name: str) -> "_Host":
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(self._limits, self._publisher(name))
        return host

    def _publisher(self, name: str) -> asyncio.Semaphore:
        domain = site(f"http://[{name}]/" if ":" in name else f"http://{name}/")
        places = self._publishers.get(domain)
        if places is None:
            places = self._publishers[domain] = asyncio.Semaphore(self._limits.per_publisher)
        return places

    def _forget(self) -> None:
        now = time.monotonic()
        self._hosts = {
            name: host
            for name, host in self._hosts.items()
            if host.users or self._next_start(host) > now or host.silent >= _SILENT_FROM
        }


class _Host:
    def __init__(self, limits: Limits, publisher: asyncio.Semaphore) -> None:
        self.places = asyncio.Semaphore(limits.per_host)
        self.starting = asyncio.Lock()
        self.gone_out = asyncio.Event()  # whether the request that began last is on its way
        self.gone_out.set()
        self.publisher = publisher
        # Not all hosts at the same moment when a run begins.
        self.not_before = time.monotonic() + random.uniform(0, limits.pause)  # noqa: S311  # no secret
        self.last_start = -math.inf
        self.users = 0
        self.asked_pause = 0.0  # seconds, by robots.txt
        self.seconds = 0.0  # that the last answer took
        self.silent = 0  # requests in a row that were not answered
        self.waited = 0.0  # seconds, for the host to open
