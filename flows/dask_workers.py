"""Reading on the workers of a Dask scheduler, on this machine or others: Prefect's Dask task runner has them.

    archived bytes --some jobs a task--> a Dask worker --one process a thread--> flows.workers' functions

The bytes travel with the jobs, so that no worker needs the archive. One process loads what comes back.
Jobs go to Dask as plain functions: as a task of Prefect's, each would cost half a second of processor time,
and workers would have to reach its API.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from multiprocessing import current_process
from typing import TYPE_CHECKING, Any, Self, TypeVar

import polars as pl

from flows.archive import ArchiveError, packed_record
from flows.errors import UsageError
from flows.fetch_rows import one_line
from flows.workers import FeedJob, PageJob, Workers
from transforms.article import Refused

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

Job = TypeVar("Job")
Result = TypeVar("Result")

_JOBS_A_TASK = 20  # pages: a task's bookkeeping stays small beside a second of work

_PATIENCE = 30.0  # seconds for the scheduler and its first worker to answer

_pool: Workers | None = None
_starting = threading.Lock()


class DaskWorkers:
    """Readers (flows.workers.Readers) on the workers of a scheduler, which goes on when they are done.

    address: tcp://HOST:PORT. Raises UsageError where Dask is not installed or nobody answers there.
    """

    def __init__(self, address: str, seconds: float, mentions: str = "") -> None:
        self._address, self._seconds, self._mentions = address, seconds, mentions

    def __enter__(self) -> Self:
        self._runner = _runner(self._address)
        self._runner.__enter__()  # type: ignore[no-untyped-call]  # prefect-dask's is untyped
        try:
            self._runner.client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, ValueError, TimeoutError) as fault:
            self._runner.__exit__(None, None, None)
            raise UsageError(
                f"no Dask scheduler with a worker answers at {self._address} ({one_line(str(fault))}): "
                "start `dask scheduler` and `dask worker ADDRESS` with Hearsay installed"
            ) from None
        # Each loads its lexicons, which takes seconds, while the first pages are prepared.
        workers = self._runner.client.scheduler_info(-1)["workers"]
        self._readied = [self._submit(len, (), workers=[worker]) for worker in workers]
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.__exit__(None, None, None)

    def run(self, read: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result | Refused]:
        """Begins the jobs; what each gave, in order."""
        loaded = [_with_bytes(job) for job in jobs]
        size = 1 if any(isinstance(job, pl.DataFrame) for job in loaded) else _JOBS_A_TASK
        parts = [tuple(loaded[at : at + size]) for at in range(0, len(loaded), size)]
        futures = [self._submit(read, part) for part in parts]
        return (
            result
            for part, future in zip(parts, futures, strict=True)
            for result in self._results(read, part, future)
        )

    def _submit(self, read: Callable[[Any], Any], part: tuple[Any, ...], **where: Any) -> Any:
        # pure: Dask would look at every byte for a name of the result.
        submit: Callable[..., Any] = self._runner.client.submit
        return submit(read_there, read, part, self._seconds, self._mentions, pure=False, **where)

    def _results(self, read: Callable[[Any], Any], part: tuple[Any, ...], future: Any) -> list[Any]:
        """Of a task that failed, as when its worker died over it, each job by itself."""
        try:
            return list(future.result())
        except Exception as fault:  # noqa: BLE001  # one bad page never stops the rest: it is recorded
            if len(part) == 1:
                return [Refused("crash", f"{type(fault).__name__}: {fault}"[:300])]
        singles = [((job,), self._submit(read, (job,))) for job in part]
        return [result for single, again in singles for result in self._results(read, single, again)]


def _runner(address: str) -> "DaskTaskRunner":
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415  # no dependency of the rest
    except ImportError:
        raise UsageError("--dask: Dask is not installed: pip install 'hearsay[dask]'") from None
    return DaskTaskRunner(address=address, client_kwargs={"timeout": _PATIENCE})


def read_there(read: Callable[[Any], Any], jobs: tuple[Any, ...], seconds: float, mentions: str) -> list[Any]:
    """Some jobs on a Dask worker: what each gave, in order."""
    held = [job for job in jobs if not isinstance(job, Refused)]
    results = _workers(seconds, mentions).run(read, held)
    return [job if isinstance(job, Refused) else next(results) for job in jobs]


def _workers(seconds: float, mentions: str) -> Workers:
    """The processes of this Dask worker: a page that hangs or crashes its reader costs only itself."""
    global _pool  # noqa: PLW0603  # one a process, for as long as it lives
    with _starting:
        if _pool is None:
            from distributed import get_worker  # noqa: PLC0415  # only where Dask is

            current_process().daemon = False  # as Dask has it, it could start no processes
            _pool = Workers(get_worker().state.nthreads, seconds, mentions).__enter__()
    return _pool


def _with_bytes(job: Any) -> Any:
    """A job with the record that it is about; a Refused where that cannot be read."""
    if not isinstance(job, FeedJob | PageJob):
        return job
    try:
        return replace(job, packed=packed_record(job.folder, job.place))
    except ArchiveError as problem:
        return Refused("archive_unreadable", str(problem))
