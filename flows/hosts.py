"""Manners towards one host: so many requests at once, so long between two starts."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_REMEMBERED = 10_000


class Hosts:
    """Lets requests to hosts begin in turn. Only within one event loop.

    per_host: requests at once to a host; pause: seconds between two starts to it; total: requests at once.
    """

    def __init__(self, per_host: int, pause: float, total: int) -> None:
        self._per_host = per_host
        self._pause = pause
        self._total = asyncio.Semaphore(total)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Waits for the host's turn and then for a free place; holds both until left.

        In this order, so that many requests waiting for one slow host leave the places to others.
        """
        host = self._enter(name)
        try:
            async with host.places:
                async with host.starting:
                    await asyncio.sleep(max(0.0, host.next_start - time.monotonic()))
                    await self._total.acquire()
                    host.next_start = time.monotonic() + self._pause
                try:
                    yield
                finally:
                    self._total.release()
        finally:
            host.users -= 1

    def _enter(self, name: str) -> "_Host":
        if len(self._hosts) > _REMEMBERED and name not in self._hosts:
            self._forget()
        host = self._hosts.setdefault(name, _Host(self._per_host))
        host.users += 1
        return host

    def _forget(self) -> None:
        now = time.monotonic()
        self._hosts = {
            name: host for name, host in self._hosts.items() if host.users or host.next_start > now
        }


class _Host:
    def __init__(self, per_host: int) -> None:
        self.places = asyncio.Semaphore(per_host)
        self.starting = asyncio.Lock()
        self.next_start = 0.0
        self.users = 0
