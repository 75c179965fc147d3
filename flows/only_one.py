"""Locks between processes over one data folder, with a note that says who holds them."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from flows.errors import HearsayError


class AlreadyRunning(HearsayError):  # noqa: N818  # a state, not a mistake
    """Another process is at the same work."""


@contextmanager
def only_one(data: Path, work: str, timeout: float = 0) -> Iterator[None]:
    """Holds the lock of a kind of work over a data folder for the duration of the block.

    The system frees it when its holder dies. timeout: seconds to wait for the holder, after which
    AlreadyRunning says who that is.
    """
    lock, note = FileLock(data / f"{work}.lock", timeout=timeout), data / f"{work}.lock.json"
    try:
        lock.acquire()
    except Timeout:
        raise AlreadyRunning(
            f"`{work}` is under way over {data} already ({_holder(note)}): wait for it to end, or stop it"
        ) from None
    try:
        _leave_note(note)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _leave_note(note: Path) -> None:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with suppress(OSError):  # the note only makes an error message better; the lock itself is held
        note.write_text(json.dumps({"pid": os.getpid(), "command": command, "since": now}), "utf-8")


def _holder(note: Path) -> str:
    try:
        said = json.loads(note.read_text("utf-8"))
        return f"process {said['pid']}, {said['command']}, since {said['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "by another process"
