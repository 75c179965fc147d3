"""How a run shows what it does: a bar on a terminal, plain lines elsewhere, nothing for programs."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import timedelta
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from flows.show import printable, size
from transforms.schedule import POSTPONED

_SECONDS_BETWEEN_LINES = 10.0
_NAME = 48  # characters of a stage's name
_NO_FAILURE = ("ok", "not_modified", POSTPONED)
_WORTH_SHOWING = 2**20 // 10  # bytes: less is 0.0 MiB


class Progress(Protocol):
    """What a run reports while it works."""

    def begin(self) -> None:
        """The run prepares for its first stage, which takes some seconds."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins, over so many items."""

    def fetched(self, row: dict[str, object]) -> None:
        """One request of the stage has its answer: a row of schemas.FETCHES."""

    def partitions(self, done: int, total: int) -> None:
        """So many of a backfill's partitions are done in this stage."""

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

    def partitions(self, done: int, total: int) -> None:
        pass

    def done(self, count: int, failed: int) -> None:
        pass

    def close(self) -> None:
        pass


class Tally:
    """What came in a stage so far, in a few words."""

    def __init__(self) -> None:
        self._failed, self._bytes, self._partitions = 0, 0, ""

    def add(self, row: dict[str, object]) -> None:
        self._failed += row["outcome"] not in _NO_FAILURE
        self._bytes += int(str(row.get("body_bytes") or 0))

    def add_failed(self, count: int) -> None:
        self._failed += count

    def set_partitions(self, done: int, total: int) -> None:
        self._partitions = f"{done} of {total} partitions"

    @property
    def words(self) -> list[str]:
        read = size(self._bytes) if self._bytes >= _WORTH_SHOWING else ""
        return [*filter(None, (self._partitions, read)), f"{self._failed} failed"]


class Bars(Silent):
    """Bars on a terminal, one a stage; until the first, what is being waited for."""

    def __init__(self, console: Console) -> None:
        columns = (
            TextColumn("{task.description:>8}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Bar(*columns, TextColumn("{task.fields[note]}"), console=console)
        self._waiting = console.status("starting Prefect")
        self._tally = Tally()

    def begin(self) -> None:
        self._waiting.start()

    def stage(self, name: str, total: int) -> None:
        self._waiting.stop()
        self._tally = Tally()
        self._bar.start()
        self._task = self._bar.add_task(_short(name), total=total, note="")

    def fetched(self, row: dict[str, object]) -> None:
        self._tally.add(row)
        self._show(1)

    def partitions(self, done: int, total: int) -> None:
        self._tally.set_partitions(done, total)
        self._show()

    def done(self, count: int, failed: int) -> None:
        self._tally.add_failed(failed)
        self._show(count)

    def _show(self, count: int = 0) -> None:
        self._bar.update(self._task, advance=count, note=", ".join(self._tally.words))

    def close(self) -> None:
        self._waiting.stop()
        self._bar.stop()


class Lines(Silent):
    """A plain line now and then, for logs and pipes."""

    def __init__(self) -> None:
        self._name, self._total, self._done, self._tally = "", 0, 0, Tally()
        self._began = self._last = 0.0

    def stage(self, name: str, total: int) -> None:
        self._name, self._total, self._done, self._tally = _short(name), total, 0, Tally()
        self._began = self._last = time.monotonic()

    def fetched(self, row: dict[str, object]) -> None:
        self._done += 1
        self._tally.add(row)
        self._say("fetched")

    def partitions(self, done: int, total: int) -> None:
        self._tally.set_partitions(done, total)

    def done(self, count: int, failed: int) -> None:
        self._done += count
        self._tally.add_failed(failed)
        self._say("done")

    def _say(self, verb: str) -> None:
        finished = self._done == self._total
        if finished or time.monotonic() - self._last > _SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            pace = _pace(self._done, self._total, self._last - self._began)
            line = ", ".join([f"{self._done} of {self._total} {verb}", *self._tally.words, *pace])
            with suppress(OSError):  # nobody listens any more: no reason to end the run
                print(f"{self._name}: {line}", file=sys.stderr, flush=True)  # noqa: T201  # for a person


def _short(name: str) -> str:
    """The name of a stage on one line; of a long one its end, which tells files of one folder apart."""
    line = printable(name)
    return line if len(line) <= _NAME else f"…{line[-_NAME + 1 :]}"


def _pace(done: int, total: int, seconds: float) -> list[str]:
    """How many a second, and how long the rest takes at that."""
    if not done or seconds <= 0 or done >= total:
        return []
    left = timedelta(seconds=round((total - done) * seconds / done))
    return [f"{done / seconds:,.1f} a second", f"about {left} left"]


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
