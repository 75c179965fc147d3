"""How a run shows what it does: a bar on a terminal, plain lines elsewhere, nothing for programs."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import timedelta
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from transforms.schedule import POSTPONED

_SECONDS_BETWEEN_LINES = 10.0
_NO_FAILURE = ("ok", "not_modified", POSTPONED)


class Progress(Protocol):
    """What a run reports while it works."""

    def begin(self) -> None:
        """The run prepares for its first stage, which takes some seconds."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins, over so many items."""

    def fetched(self, row: dict[str, object]) -> None:
        """One request of the stage has its answer."""

    def done(self, count: int, failed: int) -> None:
        """So many items of the stage are done; those of them that failed."""

    def close(self) -> None:
        """The run is over."""


class Silent:
    """Shows nothing."""

    def begin(self) -> None:
        pass

    def stage(self, name: str, total: int) -> None:
        pass

    def fetched(self, row: dict[str, object]) -> None:
        pass

    def done(self, count: int, failed: int) -> None:
        pass

    def close(self) -> None:
        pass


class Bars(Silent):
    """Bars on a terminal, one a stage; until the first, what is being waited for."""

    def __init__(self, console: Console) -> None:
        columns = (
            TextColumn("{task.description:>8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self._bar = Bar(*columns, TextColumn("{task.fields[note]}"), console=console)
        self._waiting = console.status("starting Prefect")
        self._failed = 0

    def begin(self) -> None:
        self._waiting.start()

    def stage(self, name: str, total: int) -> None:
        self._waiting.stop()
        self._failed = 0
        self._bar.start()
        self._task = self._bar.add_task(name, total=total, note="")

    def fetched(self, row: dict[str, object]) -> None:
        self._failed += row["outcome"] not in _NO_FAILURE
        note = f"{self._failed} failed" if self._failed else ""
        self._bar.update(self._task, advance=1, note=note)

    def done(self, count: int, failed: int) -> None:
        self._failed += failed
        self._bar.update(self._task, advance=count)
        task = self._bar.tasks[self._task]
        pace = _pace(int(task.completed), int(task.total or 0), task.elapsed or 0)
        self._bar.update(
            self._task, note=", ".join([*pace, *[f"{self._failed} failed"] * bool(self._failed)])
        )

    def close(self) -> None:
        self._waiting.stop()
        self._bar.stop()


class Lines(Silent):
    """A plain line now and then, for logs and pipes."""

    def __init__(self) -> None:
        self._name, self._total, self._done, self._failed, self._last = "", 0, 0, 0, 0.0
        self._began = 0.0

    def stage(self, name: str, total: int) -> None:
        self._name, self._total, self._done, self._failed = name, total, 0, 0
        self._began = self._last = time.monotonic()

    def fetched(self, row: dict[str, object]) -> None:
        self._count(1, row["outcome"] not in _NO_FAILURE)
        self._say("fetched", [])

    def done(self, count: int, failed: int) -> None:
        self._count(count, failed)
        self._say("done", _pace(self._done, self._total, time.monotonic() - self._began))

    def _count(self, done: int, failed: int) -> None:
        self._done += done
        self._failed += failed

    def _say(self, verb: str, more: list[str]) -> None:
        finished = self._done == self._total
        if finished or time.monotonic() - self._last > _SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            parts = [f"{self._done} of {self._total} {verb}", f"{self._failed} failed", *more]
            with suppress(OSError):  # nobody listens any more: no reason to end the run
                print(f"{self._name}: {', '.join(parts)}", file=sys.stderr, flush=True)  # noqa: T201  # for a person


def _pace(done: int, total: int, seconds: float) -> list[str]:
    """How many a second, and how long the rest takes at that."""
    if not done or seconds <= 0:
        return []
    left = timedelta(seconds=round(max(total - done, 0) * seconds / done))
    return [f"{done / seconds:,.1f} a second", f"{left} left"]


def for_console(console: Console) -> Progress:
    """Bars where a person watches, lines where a file does."""
    return Bars(console) if console.is_terminal else Lines()


_current: ContextVar[Progress | None] = ContextVar("progress", default=None)


def current_progress() -> Progress:
    """What the flow reports to: Prefect hands flows plain values only, so it is not a parameter."""
    return _current.get() or Silent()


@contextmanager
def shown_by(progress: Progress) -> Iterator[None]:
    """Reports to `progress` for the duration of a block, and closes it."""
    token = _current.set(progress)
    try:
        progress.begin()
        yield
    finally:
        progress.close()
        _current.reset(token)
