"""What one run holds open while it works: the archive, the HTTP client, the reading processes, the clock."""

import asyncio
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from flows.archive import ArchiveWriter
from flows.download import Download, download, size_of
from flows.finders import identity_of
from flows.http import Fetcher, Request
from flows.known_hosts import KnownHosts
from flows.progress import Progress, Silent
from flows.publishing import Publisher
from flows.settings import Settings
from flows.stream import Stream
from flows.workers import Readers, Workers
from transforms.identity import key
from transforms.schedule import reached
from warehouse.load import load

Result = TypeVar("Result")


def readers(settings: Settings) -> Readers:
    """Processes of this machine, or the workers of a Dask scheduler."""
    if settings.dask:
        from flows.dask_workers import DaskWorkers  # noqa: PLC0415  # Dask is no dependency of the rest

        return DaskWorkers(settings.dask, settings.page_timeout, settings.mentions)
    return Workers(settings.worker_count, settings.page_timeout, settings.mentions)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Session:
    """One run's open things; a context manager. Not to be shared between runs.

    kept: whether what is fetched stays in the archive; `archive` is the folder where it is meanwhile.
    """

    def __init__(
        self,
        settings: Settings,
        progress: Progress | None = None,
        now: Callable[[], datetime] = utc_now,
        *,
        kept: bool = True,
    ) -> None:
        self.settings = settings
        self.archive = settings.archive
        self._kept = kept
        self.finder = identity_of(settings.mentions)
        self.progress = progress or Silent()
        self.now = now
        self.publisher = Publisher(settings)
        self.started_at = now()
        self._hosts = KnownHosts()
        self.reached = False  # whether any request of this run has reached somebody
        self.run_id = key("run", self.started_at.isoformat(), threading.get_ident())
        self._stack = ExitStack()

    def __enter__(self) -> "Session":
        with ExitStack() as stack:  # closes what is open already if a later step fails
            if not self._kept:
                self.archive = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            archive = stack.enter_context(ArchiveWriter(self.archive, self.run_id))
            self.keep = archive.write
            self.workers = stack.enter_context(readers(self.settings))
            self._loop = stack.enter_context(_LoopThread())
            self._hosts = KnownHosts.read(
                self.settings.warehouse, self.started_at, self.settings.lock_timeout
            )
            if not self._kept:  # the robots.txt that runs know are in their archive: they are asked for anew
                self._hosts = KnownHosts(self._hosts.closed)
            self._fetcher = Fetcher(self.settings.http(), archive, self.now, self._hosts)
            self._loop.begin(self._fetcher.__aenter__()).result()
            stack.callback(lambda: self._loop.begin(self._fetcher.__aexit__(None, None, None)).result())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def fetch(self, requests: Sequence[Request], asked: pl.DataFrame, size: int) -> Iterator[pl.DataFrame]:
        """The answers in batches (schemas.FETCHES beside the rows that asked); bodies are in the archive."""
        stream = Stream(self._fetcher, requests, asked)
        sending = self._loop.begin(stream.produce(self._answered))
        try:
            yield from stream.batches(size, self._loop.loop)
        finally:
            sending.cancel()  # nothing is left to send, unless the reader gave up

    def _answered(self, row: dict[str, object]) -> None:
        self.reached = self.reached or reached(str(row["outcome"]))
        self.progress.fetched(row)

    def download(self, url: str, half: Path, limit: int) -> None:
        """Brings a file of at most `limit` bytes to `half`, going on with what lies there. Raises Failure."""

        def on_megabyte() -> None:
            self.progress.fetched({"outcome": "ok"})

        wanted = Download(url, half, limit, on_megabyte)
        self._loop.begin(download(self._fetcher.way(), wanted)).result()

    def size_of(self, url: str) -> int:
        """The bytes of a file, as its server says; 0 where it does not. Raises Failure."""
        return self._loop.begin(size_of(self._fetcher.way(), url)).result()

    def pause(self, seconds: float) -> None:
        """Waits, while what is under way goes on."""
        time.sleep(seconds)

    def load(self, frames: dict[str, pl.DataFrame]) -> dict[str, int]:
        """Puts one batch into the warehouse, with what was learned of hosts; the new rows by table."""
        settings = self.settings
        for table, learned in self._hosts.frames().items():
            frames = {**frames, table: _below(frames.get(table), learned)}
        rows = load(
            settings.warehouse, frames, run_id=self.run_id, now=self.now(), timeout=settings.lock_timeout
        )
        self.publisher.soon()
        return rows


def _below(frame: pl.DataFrame | None, more: pl.DataFrame) -> pl.DataFrame:
    """A batch's rows of a table and further ones, without the columns that stand beside the table's."""
    return more if frame is None else pl.concat([frame.select(more.columns), more])


class _LoopThread:
    """An event loop in a thread of its own: connections outlive a batch, fetching goes on."""

    def __enter__(self) -> "_LoopThread":
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="fetch", daemon=True)
        self._thread.start()
        return self

    def begin(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Starts a coroutine there."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def __exit__(self, *_: object) -> None:
        self.begin(_cancel_all()).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


async def _cancel_all() -> None:
    """Ends what is still under way, so that an interrupted run leaves no open connection."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
