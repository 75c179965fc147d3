"""Locks between processes, each with a note beside it that says who holds it since when."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

Holder = dict[str, object]  # pid, command, since


@contextmanager
def held(
    lock_file: Path, timeout: float, busy: Callable[[Holder | None], Exception], *, goes: bool = False
) -> Iterator[None]:
    """Holds a lock for the duration of the block, with its note in the same name with ".json" behind it.

    The system frees it when its holder dies. timeout: seconds to wait; then what `busy` makes of the holder,
    which is None where the note does not tell, is raised. goes: the file is deleted at the end.
    """
    lock, note = FileLock(lock_file, timeout=timeout), lock_file.with_name(f"{lock_file.name}.json")
    try:
        lock.acquire()
    except Timeout:
        raise busy(_holder(note)) from None
    try:
        _leave_note(note)
        yield
    finally:
        note.unlink(missing_ok=True)
        if goes:  # while it is held: filelock sees that a file which it just locked is gone, and tries again
            lock_file.unlink(missing_ok=True)
        lock.release()


def _leave_note(note: Path) -> None:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with suppress(OSError):  # the note only makes an error message better; the lock itself is held
        note.write_text(json.dumps({"pid": os.getpid(), "command": command, "since": now}), "utf-8")


def _holder(note: Path) -> Holder | None:
    try:
        said = json.loads(note.read_text("utf-8"))
        return {name: said[name] for name in ("pid", "command", "since")}
    except (OSError, ValueError, KeyError, TypeError):
        return None
