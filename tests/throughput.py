"""What a poll of a feed that has not changed costs: `python -m tests.throughput [--feeds N] [--rounds N]`.

2,000 feeds of 1,000 hosts (addresses of loopback, so that each host is connected to by itself), all due,
answered with 304 by a small server in a process of its own. In one run, taking turns:

    bare    an httpx2 client that asks for the same addresses with the same validators, and does nothing else
    ours    the flow `ingest`: due feeds from the warehouse, manners, archive, states loaded, Prefect's client

CPU seconds of user and system time of this process, all threads; the memory that it holds after each round.
"""

import argparse
import asyncio
import logging
import os
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import httpx2

from flows.data_folder import prepare
from flows.prefect_server import prefect_api
from flows.settings import Settings
from flows.subscribe import subscribe
from warehouse.query import query

ETAG = '"1"'
_FEED = (
    b'<rss version="2.0"><channel><title>News of a quiet place</title>'
    + b"<item><title>Nothing</title><guid>1</guid></item>" * 10
    + b"</channel></rss>"
)
_FULL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %b\r\nContent-Length: %d\r\n\r\n%b"
    % (ETAG.encode(), len(_FEED), _FEED)
)
_UNCHANGED = b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % ETAG.encode()
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class _Feed(asyncio.Protocol):
    """Answers 304 to a validator, a feed to none, 404 for robots.txt."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._held = transport, b""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, self._held = self._held.partition(b"\r\n\r\n")
            lowered = head.lower()
            answer = _UNCHANGED if b"\r\nif-none-match:" in lowered else _FULL
            self._transport.write(_MISSING if b"/robots.txt " in lowered else answer)  # type: ignore[attr-defined]  # a TCP transport


def serve(tell: Connection) -> None:
    """The server; tells its port."""

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Feed, "0.0.0.0", 0, backlog=1024)  # noqa: S104  # all of 127.0.0.0/8
        tell.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


async def bare(urls: list[str], concurrency: int) -> None:
    """Asks for each address once."""
    limits = httpx2.Limits(max_connections=concurrency, max_keepalive_connections=20)
    places = asyncio.Semaphore(concurrency)
    async with httpx2.AsyncClient(limits=limits, trust_env=False) as client:

        async def one(url: str) -> None:
            async with places:
                answer = await client.get(url, headers={"If-None-Match": ETAG})
            if answer.status_code != 304:
                raise ValueError(f"{url} answered {answer.status_code}")

        await asyncio.gather(*map(one, urls))


def resident() -> float:
    """What this process holds, in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(settings: Settings, urls: list[str], rounds: int) -> None:
    """The first visit, which is none of the measure, and the rounds."""
    from flows.ingest import ingest  # noqa: PLC0415  # Prefect reads its settings when it is imported

    subscribe(settings, [(url, None) for url in urls])
    print(f"first visit, with robots.txt: {dict(ingest(settings, everything=True).feeds)}")
    extra = []
    for number in range(1, rounds + 1):
        start, clock = time.process_time(), time.monotonic()
        asyncio.run(bare(urls, settings.concurrency))
        middle = time.process_time()
        alone, clock = time.monotonic() - clock, time.monotonic()
        summary = ingest(settings, everything=True)
        end = time.process_time()
        base, ours = (1000 * seconds / len(urls) for seconds in (middle - start, end - middle))
        extra.append(ours - base)
        print(
            f"round {number}: {dict(summary.feeds)}; CPU a feed: bare {base:.2f} ms, ours {ours:.2f} ms, "
            f"more by {ours - base:.2f} ms; {alone:.1f} s and {time.monotonic() - clock:.1f} s; "
            f"memory {resident():.0f} MiB"
        )
    print(f"more than bare: {sum(extra) / len(extra):.2f} ms CPU a feed, mean of {rounds} rounds")
    kinds = query(
        settings.warehouse, "select kind, outcome, count(*) from ops.fetches group by all order by all"
    )
    print(f"fetches on record: {kinds.rows()}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=2000, help="two a host")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    logging.disable(logging.ERROR)
    ours, theirs = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    hosts = [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(asked.feeds // 2)]
    urls = [f"http://{host}:{port}/{name}.xml" for name in ("news", "sport") for host in hosts]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", allow_hosts=",".join(hosts), workers=1)
        prepare(settings)
        with prefect_api(settings.data):
            measure(settings, urls, asked.rounds)
    server.terminate()


if __name__ == "__main__":
    main()
