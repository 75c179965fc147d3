"""Reading archived bytes in other processes: a page that hangs or crashes the reader costs only itself.

    archived feed --read_feed--> entries      archived page --read_page--> article text
    texts --read_texts--> mentions, entities, claims (transforms.readings)

Workers read the bytes from the archive themselves, so that no body goes through a pipe, and the live
run reads exactly what a backfill from the archive would.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

import polars as pl
from pebble import ProcessExpired, ProcessPool

from flows.archive import ArchiveError, Place, Record, read_record, record_in
from flows.errors import HearsayError
from flows.finders import finder_for
from flows.orphans import end_with
from transforms import schemas
from transforms.article import Page, Refused, extract
from transforms.feeds import NotAFeed, ParsedFeed, parse_feed
from transforms.readings import Reading, who_says_what

Job = TypeVar("Job")
Result = TypeVar("Result")

# A worker is replaced after so many pages: what libraries leave behind in memory stays bounded.
_TASKS_A_WORKER = 2000


@dataclass(frozen=True, slots=True)
class FeedJob:
    """A feed's response in the archive."""

    folder: Path
    place: Place
    feed_id: str
    url: str
    max_bytes: int
    language: str | None = None  # as the user set it
    packed: bytes | None = None  # the record, where the reader has no access to the archive


@dataclass(frozen=True, slots=True)
class PageJob:
    """A page's response in the archive."""

    folder: Path
    place: Place
    fetch_id: str
    page_id: str
    url: str
    final_url: str
    redirects_permanent: bool
    captured_at: datetime
    max_bytes: int
    language: str | None = None  # as the user set it for the feed
    packed: bytes | None = None  # the record, where the reader has no access to the archive


def read_feed(job: FeedJob) -> ParsedFeed | Refused:
    """The entries of an archived feed, or why it is none."""
    try:
        record = _record(job)
        return parse_feed(
            record.body, record.header("content-type"), job.url, job.feed_id, language=job.language
        )
    except (NotAFeed, ArchiveError) as problem:
        return _refused(problem)


def read_page(job: PageJob) -> dict[str, object] | Refused:
    """The article of an archived page (schemas.EXTRACTED), or why there is none."""
    try:
        record = _record(job)
    except ArchiveError as problem:
        return _refused(problem)
    page = Page(
        fetch_id=job.fetch_id,
        page_id=job.page_id,
        url=job.url,
        final_url=job.final_url,
        redirects_permanent=job.redirects_permanent,
        content_type=record.header("content-type"),
        body=record.body,
        captured_at=job.captured_at,
        language=job.language,
    )
    return _storable(extract(page))


def read_texts(mentions: str, texts: pl.DataFrame) -> Reading:
    """Who says what in texts (schemas.TEXTS). mentions: what finds the names (flows.finders)."""
    return who_says_what(texts, finder_for(mentions))


def _record(job: FeedJob | PageJob) -> Record:
    if job.packed is not None:
        return record_in(job.packed, job.place, job.max_bytes)
    return read_record(job.folder, job.place, job.max_bytes)


def _storable(row: dict[str, object] | Refused) -> dict[str, object] | Refused:
    """The row, if it fits the frame of its batch: one that does not would take the whole batch with it."""
    if isinstance(row, Refused):
        return row
    try:
        schemas.from_rows([row], schemas.EXTRACTED)
    except Exception as fault:  # noqa: BLE001  # lone surrogates, numbers out of range: Polars raises many kinds
        return Refused("extractor_failed", f"no row for a table: {type(fault).__name__}: {fault}"[:300])
    return row


def _refused(problem: Exception) -> Refused:
    reason = getattr(problem, "reason", "archive_unreadable")
    return Refused(reason=reason, detail=str(problem))


class Readers(Protocol):
    """What reads archived bytes and texts for a run; a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def run(self, read: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result | Refused]:
        """Begins the jobs; what each gave, in order; one that cannot be done is a Refused."""


class Workers:
    """A pool of reading processes; a context manager. mentions: what finds names there (flows.finders)."""

    def __init__(self, count: int, seconds: float, mentions: str = "") -> None:
        self._seconds = seconds
        # One process a core is enough: Polars in each of them needs no threads of its own.
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        # fork would copy the threads' locks of DuckDB and Polars in an unknown state.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(
            count,
            max_tasks=_TASKS_A_WORKER,
            initializer=_prepare,
            initargs=(os.getpid(), mentions),
            context=context,
        )

    def __enter__(self) -> Self:
        with _no_interrupts():
            self._pool.schedule(os.getpid)  # starts the processes while the first feeds are fetched
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble ships no types
        self._pool.join()

    def run(self, read: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result | Refused]:
        """Begins the jobs; what each gave, in order; a job whose process hung or died is a Refused."""
        futures = [self._pool.schedule(read, args=(job,), timeout=self._seconds) for job in jobs]
        return map(self._result, futures)

    def _result(self, future: Any) -> Any:
        try:
            return future.result()
        except FutureTimeoutError:
            return Refused("extractor_timeout", f"not read after {self._seconds:.0f} s: given up")
        except ProcessExpired as death:
            return Refused("crash", f"the reading process ended with {death.exitcode}")
        except Exception as fault:  # noqa: BLE001  # one bad page never stops the rest: it is recorded
            return Refused("crash", f"{type(fault).__name__}: {fault}"[:300])


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Processes and threads that are started in the block never see Ctrl-C, not even while they start.

    It ends the run in the main process, which then ends its workers.
    """
    resource_tracker.ensure_running()  # started within the block, it would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(run: int, mentions: str) -> None:
    """Readies a reading process for its first job."""
    end_with(run)  # one that was killed cannot end them
    # The lexicons are some million objects that live as long as the process: loaded now and taken out of the
    # garbage collector's sight, they no longer cost every page a share of walking over them (a tenth).
    with suppress(HearsayError):  # a finder that cannot be loaded is the first job's to report
        read_texts(mentions, schemas.from_rows([{"text_id": "", "text": "Ada said so."}], schemas.TEXTS))
    gc.collect()
    gc.freeze()
