"""robots.txt (RFC 9309) of each origin: asked for once a day, archived, obeyed for feeds and pages."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from protego import Protego

from flows.addresses import host_of
from flows.archive import ArchiveError, Place, place_of, read_record
from flows.hosts import Hosts
from flows.known_hosts import KnownHosts, RobotsCopy
from flows.outcomes import Failure, Outcome
from transforms.manners import RobotsVerdict, crawl_delay, robots_verdict

PRODUCT = "Hearsay"  # the token that a group of rules names; in the User-Agent, too
MAX_BYTES = 2 * 2**20  # of a robots.txt, decompressed: a larger one is taken for none
_READ_BYTES = 500 * 1024  # of it that are read (RFC 9309, section 2.5)
_REMEMBERED = 1000  # origins whose rules are held parsed
_ASK_AGAIN = timedelta(days=1)  # about what was forbidden
_NOT_SENT = (Outcome.HOST_CLOSED, Outcome.HOST_DOWN)

Row = dict[str, Any]


class Robots:
    """The rules of all origins. Only within one event loop.

    ask: fetches an address as robots.txt and gives its row of schemas.FETCHES; folder: the archive's.
    """

    def __init__(
        self,
        ask: Callable[[str], Awaitable[Row]],
        folder: Path,
        hosts: Hosts,
        known: KnownHosts,
        now: Callable[[], datetime],
    ) -> None:
        self._ask, self._folder, self._hosts, self._known, self._now = ask, folder, hosts, known, now
        self._parsed: dict[str, tuple[Place, Protego]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: httpx2.URL) -> None:
        """Returns if a URL may be asked for.

        Raises Failure ROBOTS_DENIED where it is forbidden; HOST_CLOSED where nothing is to be asked since
        the host cannot serve its robots.txt; what became of that request where nobody answered it.
        """
        host, origin = host_of(url), _origin(url)
        self._hosts.require_open(host)
        copy = await self._current(origin, host)
        if copy.rules == "closed":
            why = f"nothing is asked of {host} while its robots.txt fails: HTTP {copy.status}"
            raise Failure(Outcome.HOST_CLOSED, why, copy.expires_at)
        if copy.place is None or copy.rules == "none":
            return
        rules = await self._rules(origin, copy.place)
        self._hosts.slow_down(host, crawl_delay(rules.crawl_delay(PRODUCT)))
        if not rules.can_fetch(str(url), PRODUCT):
            why = f"robots.txt of {host} forbids {url.path} to {PRODUCT}"
            raise Failure(Outcome.ROBOTS_DENIED, why, self._now() + _ASK_AGAIN)

    async def _current(self, origin: str, host: str) -> RobotsCopy:
        """What is known, asked for anew where that is too old; one request, however many wait for it."""
        if copy := self._fresh(origin):
            return copy
        async with self._asking.setdefault(origin, asyncio.Lock()):
            copy = self._fresh(origin) or await self._renewed(origin, host)
        self._asking.pop(origin, None)
        return copy

    def _fresh(self, origin: str) -> RobotsCopy | None:
        copy = self._known.robots.get(origin)
        return copy if copy and copy.expires_at > self._now() else None

    async def _renewed(self, origin: str, host: str) -> RobotsCopy:
        old = self._known.robots.get(origin)
        copied_at, place = (old.copied_at, old.place) if old else (None, None)
        row, verdict = await self._asked(origin, host, copied_at)
        if verdict.rules == "closed":  # one error may be a hiccup: asked once more before a host is given up
            row, verdict = await self._asked(origin, host, copied_at)
        if verdict.rules == "file":
            copied_at, place = row["fetched_at"], place_of(row)
        copy = RobotsCopy(verdict.rules, row["outcome"], row["status"], verdict.expires_at, copied_at, place)
        self._known.note_robots(origin, copy, self._now())
        return copy

    async def _asked(self, origin: str, host: str, copied_at: datetime | None) -> tuple[Row, RobotsVerdict]:
        row = await self._ask(f"{origin}/robots.txt")
        outcome = Outcome(row["outcome"])
        if outcome in _NOT_SENT:
            raise Failure(outcome, row["error"], row["retry_after"])
        self._known.note_fetch(row)
        verdict = robots_verdict(outcome, row["status"], row["retry_after"], copied_at, self._now())
        if verdict is None:  # nobody was there: not kept, the next request asks again
            raise Failure(outcome, f"robots.txt: {row['error']}")
        self._hosts.require_open(host)  # where it answered that it wants to be left alone, that comes first
        return row, verdict

    async def _rules(self, origin: str, place: Place) -> Protego:
        kept = self._parsed.get(origin)
        if kept and kept[0] == place:
            return kept[1]
        rules = await asyncio.to_thread(_read, self._folder, place)
        if len(self._parsed) >= _REMEMBERED:
            del self._parsed[next(iter(self._parsed))]
        self._parsed[origin] = (place, rules)
        return rules


def _origin(url: httpx2.URL) -> str:
    """Scheme, host and port: each has a robots.txt of its own."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _read(folder: Path, place: Place) -> Protego:
    try:
        body = read_record(folder, place, MAX_BYTES).body
    except ArchiveError:  # the archive was tidied: as if there were no rules, until they are asked for again
        body = b""
    whole_lines = body if len(body) <= _READ_BYTES else body[:_READ_BYTES].rpartition(b"\n")[0]
    return Protego.parse(whole_lines.decode("utf-8-sig", "replace"))
