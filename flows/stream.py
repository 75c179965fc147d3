"""Many requests as a stream of batches, in the order in which answers come.

A host that hangs holds up only itself: the others' answers fill the next batch. The stream runs ahead of
its reader by a bounded number of requests, so that a slow reader slows the fetching.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue

import polars as pl

from flows.http import Fetcher, Request
from transforms import schemas

AHEAD = 300  # requests begun, or answered and not yet read
BYTES_A_BATCH = 24 * 2**20  # of bodies: what is found in a batch is held at once, and may take ten times that

Answer = tuple[int, dict[str, object]]


class Stream:
    """Batches of fetches (schemas.FETCHES) beside the rows that asked for them."""

    def __init__(self, fetcher: Fetcher, requests: Sequence[Request], asked: pl.DataFrame) -> None:
        self._fetcher, self._requests, self._asked = fetcher, requests, asked
        self._answers: SimpleQueue[Answer | BaseException] = SimpleQueue()
        self._slots = asyncio.Semaphore(AHEAD)

    async def produce(self, on_done: Callable[[dict[str, object]], None]) -> None:
        """Sends every request; runs in the event loop."""
        try:
            async with asyncio.TaskGroup() as group:
                for place, request in enumerate(self._requests):
                    await self._slots.acquire()
                    group.create_task(self._one(place, request, on_done))
        except ExceptionGroup as several:  # the archive cannot be written: the reader is told
            self._answers.put(several.exceptions[0])

    async def _one(self, place: int, request: Request, on_done: Callable[[dict[str, object]], None]) -> None:
        row = await self._fetcher.fetch(request)
        on_done(row)
        self._answers.put((place, row))

    def batches(self, size: int, loop: asyncio.AbstractEventLoop) -> Iterator[pl.DataFrame]:
        """The answers, up to `size` or BYTES_A_BATCH at a time. Raises what ended the fetching."""
        left = len(self._requests)
        while left:
            answers = self._some(min(size, left))
            left -= len(answers)
            loop.call_soon_threadsafe(self._release, len(answers))
            places, rows = zip(*answers, strict=True)
            yield schemas.from_rows(list(rows), schemas.FETCHES).hstack(self._asked[list(places)])

    def _some(self, most: int) -> list[Answer]:
        answers: list[Answer] = []
        held = 0
        while len(answers) < most and held < BYTES_A_BATCH:
            answers.append(self._next())
            held += int(str(answers[-1][1]["body_bytes"] or 0))
        return answers

    def _next(self) -> Answer:
        answer = self._answers.get()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _release(self, count: int) -> None:
        for _ in range(count):
            self._slots.release()
