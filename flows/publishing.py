"""When the analysts' file is brought up to date: now and then while a run loads, and once rows have changed.

Always in a process of its own (see warehouse.publish). Where it fails, that is said and kept for an alert;
the run or command that loaded is none the worse for it.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows import cli
from warehouse.errors import WarehouseError
from warehouse.publish import Publication, copies_folder, current, publish, published_path
from warehouse.search import index_new, is_indexed

if TYPE_CHECKING:
    from flows.settings import Settings


class Publisher:
    """Publishes the warehouse of a data folder, one process at a time."""

    def __init__(self, settings: "Settings") -> None:
        self._path, self._every = settings.warehouse, settings.publish_every
        self._patience = settings.lock_timeout
        self._process: subprocess.Popen[str] | None = None
        self._tried_at = 0.0

    def soon(self) -> None:
        """Begins to publish, if that is due; returns at once."""
        if self._process is not None and self._process.poll() is not None:
            self._wait()
        if self._every and self._process is None and time.time() - self._last() >= self._every:
            self._begin()

    def finish(self, *, anyway: bool = False) -> None:
        """Publishes what has not been yet, and waits for it. anyway: also where the user wants none of it."""
        self._wait()
        if (self._every or anyway) and self._path.exists() and current(self._path) is None:
            self._begin()
            self._wait()

    def _last(self) -> float:
        """When something was published or tried last, in seconds of the epoch."""
        with suppress(OSError):
            return max(self._tried_at, published_path(self._path).stat().st_ctime)
        return self._tried_at

    def _begin(self) -> None:
        self._tried_at = time.time()
        command = [sys.executable, "-m", "flows.publish_run", str(self._path), str(self._patience)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own module
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,  # Ctrl-C is for who loads; a publication ends by itself, soon
            )
        except OSError as fault:
            cli.say(f"the analysts' file was not brought up to date: {fault}")

    def _wait(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _, said = process.communicate()
        if process.returncode:
            lines = said.strip().splitlines() or [f"its process ended with {process.returncode}"]
            cli.say(f"the analysts' file was not brought up to date: {lines[-1].removeprefix('hearsay: ')}")


@contextmanager
def at_the_end(publisher: Publisher) -> Iterator[None]:
    """Publishes once the block has ended, well or not; not where the process is to end now."""
    try:
        yield
    except Exception:
        publisher.finish()
        raise
    publisher.finish()


def publish_changes(settings: "Settings") -> None:
    """Publishes what a command has changed, and waits for it; next to nothing where there is none."""
    Publisher(settings).finish()


def publish_upgrade(settings: "Settings") -> None:
    """Publishes a new schema where analysts have a file of the old one."""
    if published_path(settings.warehouse).exists():
        Publisher(settings).finish(anyway=True)


def publish_now(path: Path, timeout: float) -> Publication:
    """The tables go to the analysts at once; then what is new into the search index, and that to them, too.

    A failure is kept until one succeeds; raises as warehouse.publish.publish and warehouse.search.index_new.
    """
    note = _failure_note(path)
    try:
        done = _with_search(path, timeout, publish(path, timeout))
    except (WarehouseError, OSError) as fault:
        with suppress(OSError):  # as on a full disk: it is said all the same
            note.parent.mkdir(exist_ok=True)
            note.write_text(str(fault), "utf-8")
        raise
    note.unlink(missing_ok=True)
    return done


def _with_search(path: Path, timeout: float, tables: Publication) -> Publication:
    if is_indexed(path):
        return tables
    began = time.monotonic()
    index_new(path, timeout)
    index = publish(path, timeout)
    if not index.new:
        return tables
    return replace(
        index,
        bytes_written=tables.bytes_written + index.bytes_written,
        seconds=tables.seconds,
        seconds_to_search=tables.seconds + time.monotonic() - began,
        seconds_blocked=max(tables.seconds_blocked, index.seconds_blocked),
    )


def failure(path: Path) -> tuple[str, datetime] | None:
    """Why the last publication failed, and when; None where it did not."""
    note = _failure_note(path)
    try:
        return note.read_text("utf-8"), datetime.fromtimestamp(note.stat().st_mtime, UTC)
    except OSError:
        return None


def _failure_note(path: Path) -> Path:
    return copies_folder(path) / "failed.txt"
