"""Files that are too large for memory and archive, such as another archive's: to the disk, with our manners.

The same checks of addresses, robots.txt, pauses and User-Agent as for feeds and pages. What breaks off is
asked for again from where it broke (Range), if it is the same file still (If-Range).
"""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpcore2
import httpx2

from flows.errors import HearsayError
from flows.exchange import Answer, failure_of, take_head, target_of
from flows.outcomes import Failure, Outcome

MEGABYTE = 2**20
_TRIES = 6  # without a byte in between
_REDIRECTS = 5
_MOVED = {301, 302, 303, 307, 308}
_BETWEEN_TRIES = 1.0  # seconds, doubled each time


@dataclass(frozen=True, slots=True)
class Way:
    """How to talk to the web; a Fetcher has it."""

    pool: httpcore2.AsyncConnectionPool
    user_agent: str
    timeouts: dict[str, float]
    checked: Callable[[str], httpx2.URL]  # raises Failure for what must not be asked for
    enter: Callable[[httpx2.URL], object]  # an async context manager: robots.txt and the host's turn
    learn: Callable[[httpx2.URL, Answer], None]


@dataclass(slots=True)
class Download:
    """One file to be downloaded.

    half: where it lies until it is whole; limit: bytes it may have; on_megabyte: called as they come.
    """

    url: str
    half: Path
    limit: int
    on_megabyte: Callable[[], None] = field(default=lambda: None)
    _told: int = 0

    @property
    def size(self) -> int:
        """The bytes that are there."""
        return self.half.stat().st_size if self.half.exists() else 0

    @property
    def validator(self) -> Path:
        """Where the ETag of the half file is noted."""
        return self.half.with_name(f"{self.half.name}.etag")

    def tell(self) -> None:
        """Reports the megabytes that came since the last time."""
        while self._told < self.size // MEGABYTE:
            self._told += 1
            self.on_megabyte()


async def download(way: Way, wanted: Download) -> None:
    """Brings the file whole to `half`. Raises Failure where that does not work, whatever was tried."""
    tries = 0
    while True:
        before = wanted.size
        try:
            await _follow(way, wanted)
        except Failure as failure:
            tries = 1 if wanted.size > before else tries + 1
            if failure.outcome not in _PASSING or tries >= _TRIES:
                raise
            await asyncio.sleep(_BETWEEN_TRIES * 2**tries)
        else:
            wanted.validator.unlink(missing_ok=True)
            return


_PASSING = (Outcome.TIMEOUT, Outcome.CONNECT_ERROR, Outcome.DNS_ERROR, Outcome.PROTOCOL_ERROR)


async def size_of(way: Way, url: str) -> int:
    """The bytes that a file has, by a HEAD request; 0 where the server does not say."""
    answer, _ = await _asked(way, "HEAD", url, {}, None)
    said = answer.header("content-length") or ""
    return int(said) if answer.status == 200 and said.isdecimal() and len(said) < 16 else 0


async def _follow(way: Way, wanted: Download) -> None:
    headers = {}
    if wanted.size and wanted.validator.exists():
        headers = {"Range": f"bytes={wanted.size}-", "If-Range": wanted.validator.read_text("latin-1")}
    answer, url = await _asked(way, "GET", wanted.url, headers, wanted)
    if answer.status not in (200, 206):
        passes = (
            answer.status == 429 or answer.status >= 500
        )  # where it says for how long, the host is closed
        raise Failure(
            Outcome.PROTOCOL_ERROR if passes else Outcome.HTTP_ERROR, f"HTTP {answer.status} for {url}"
        )


async def _asked(
    way: Way, method: str, url: str, headers: dict[str, str], wanted: Download | None
) -> tuple[Answer, httpx2.URL]:
    """The answer that is no redirect; the body of a good one goes into the file."""
    address = way.checked(url)
    for _ in range(_REDIRECTS + 1):
        answer = await _hop(way, method, address, headers, wanted)
        location = answer.header("location")
        if answer.status not in _MOVED or not location:
            return answer, address
        address = way.checked(str(address.join(location.strip())))
    raise Failure(Outcome.TOO_MANY_REDIRECTS, f"more than {_REDIRECTS} redirects")


async def _hop(
    way: Way, method: str, url: httpx2.URL, headers: dict[str, str], wanted: Download | None
) -> Answer:
    answer = Answer()
    sent = {"User-Agent": way.user_agent, "Accept": "*/*", "Accept-Encoding": "identity", **headers}
    fields = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
    async with way.enter(url):  # type: ignore[attr-defined]  # an async context manager
        try:
            asked = way.pool.stream(
                method, target_of(url), headers=fields, extensions={"timeout": way.timeouts}
            )
            async with asked as response:
                take_head(answer, response)
                if wanted and answer.status in (200, 206):
                    await _write(answer, response, wanted)
        except HearsayError:
            raise
        except Exception as problem:  # noqa: BLE001  # parsers of hostile bytes raise what they like
            answer.failure = failure_of(problem)
        way.learn(url, answer)
    if answer.failure:
        raise answer.failure
    return answer


async def _write(answer: Answer, response: httpcore2.Response, wanted: Download) -> None:
    goes_on = answer.status == 206 and (answer.header("content-range") or "").startswith(
        f"bytes {wanted.size}-"
    )
    if answer.status == 206 and not goes_on:
        wanted.half.unlink(missing_ok=True)
        raise Failure(Outcome.PROTOCOL_ERROR, "another part was sent than was asked for")
    _note(answer, wanted)
    _require_room(answer, wanted.size if goes_on else 0, wanted.limit)
    try:
        with wanted.half.open("ab" if goes_on else "wb", buffering=0) as file:
            async for chunk in response.aiter_stream():
                file.write(chunk)
                wanted.tell()
                if file.tell() > wanted.limit:
                    raise Failure(Outcome.TOO_LARGE, f"more than {wanted.limit:,} bytes")
            os.fsync(file.fileno())
    except OSError as fault:
        raise HearsayError(f"{wanted.half} cannot be written: {fault.strerror}") from None


def _note(answer: Answer, wanted: Download) -> None:
    """Notes what tells the file from another one, for going on with it; a weak ETag does not."""
    etag = answer.header("etag") or ""
    if etag.startswith('"') and etag.isprintable():
        wanted.validator.write_text(etag, "latin-1")
    else:
        wanted.validator.unlink(missing_ok=True)


def _require_room(answer: Answer, there: int, limit: int) -> None:
    said = answer.header("content-length") or ""
    if said.isdecimal() and len(said) < 20 and there + int(said) > limit:
        raise Failure(Outcome.TOO_LARGE, f"{there + int(said):,} bytes, more than {limit:,} (room there is)")
