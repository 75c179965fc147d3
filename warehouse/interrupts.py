"""Ctrl-C while DuckDB works."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Protocol, TypeVar

import duckdb

Result = TypeVar("Result")
_LOOK = 0.2  # seconds
_AGAIN = 0.05  # seconds: an interrupt that comes before the statement has begun is lost


class Call(Protocol):
    """Does some work with a connection; KeyboardInterrupt ends it at once."""

    def __call__(self, work: Callable[[], Result]) -> Result: ...


@contextmanager
def interruptible(connection: duckdb.DuckDBPyConnection) -> Iterator[Call]:
    """Work with a connection that Ctrl-C ends, also where DuckDB would not look for signals.

    The work is done in a thread of its own: Python hands signals to the main thread, and only between two
    steps of Python. What is interrupted raises KeyboardInterrupt; the connection can be used again.
    """
    with ThreadPoolExecutor(1, "duckdb") as thread:

        def call(work: Callable[[], Result]) -> Result:
            doing = thread.submit(work)
            try:
                while not doing.done():  # a wait without end might sleep through the signal
                    wait([doing], timeout=_LOOK)
                return doing.result()
            except KeyboardInterrupt:
                _stop(connection, doing)
                raise

        yield call


def _stop(connection: duckdb.DuckDBPyConnection, doing: Future[Result]) -> None:
    while not doing.done():
        connection.interrupt()
        wait([doing], timeout=_AGAIN)
