"""One of the files that take turns as the analysts' file, with a note of what it is a copy of."""

import errno
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from warehouse.blocks import cloned, patched, sync

_PATIENCE = 2.0  # seconds to wait for a reader; then the file is left to it
_READ_BY_ALL = 0o444
_HELD = (errno.EAGAIN, errno.EACCES)


@dataclass(frozen=True, slots=True)
class Source:
    """A file at rest, open to be copied; as_of: when it was at rest; stamp and headers: as they were then."""

    file: int
    as_of: datetime
    stamp: list[int]
    headers: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """What a replica is a copy of.

    as_of: when the warehouse was as it is here. source, itself: inode, bytes and time of change of the file
    copied and of the copy. blocks: hashes of the copy's blocks; [] where its blocks are shared.
    """

    as_of: datetime
    source: list[int]
    itself: list[int]
    blocks: list[str]


def stamp(file: int | Path) -> list[int]:
    """What tells that a file has been changed: inode, bytes, time of change (ns)."""
    state = file.stat() if isinstance(file, Path) else os.fstat(file)
    return [state.st_ino, state.st_size, state.st_mtime_ns]


class Replica:
    """A file and its note. The note is there only while it is true."""

    def __init__(self, path: Path) -> None:
        self.path, self._note = path, path.with_suffix(".json")

    def note(self) -> Note | None:
        """What it is a copy of; None where that is not certain: it is unfinished, or was written into."""
        try:
            said = json.loads(self._note.read_text("utf-8"))
            note = Note(**{**said, "as_of": datetime.fromisoformat(said["as_of"])})
            return note if note.itself == stamp(self.path) else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def is_file(self, other: Path) -> bool:
        """Whether another name is one of the same file."""
        try:
            return self.path.samefile(other)
        except OSError:  # one of them is not there
            return False

    def fill(self, source: Source, public_since: float) -> int:
        """Makes it a copy; the bytes written for it. `confirm` has to follow.

        public_since: when another file took its place in public, in seconds of the epoch.
        """
        note = self.note()
        self._note.unlink(missing_ok=True)
        sync(self.path.parent)  # the note stays away after a power failure, too
        with self._ours(public_since) as (target, is_new):
            before = note.blocks if note and not is_new else []
            shared = cloned(source.file, target)
            blocks, written = ([], 0) if shared else patched(source.file, target, source.stamp[1], before)
            os.fsync(target)
            os.fchmod(target, os.fstat(source.file).st_mode & _READ_BY_ALL)
            self._filled = Note(source.as_of, source.stamp, stamp(target), blocks)
        return written

    def confirm(self) -> None:
        """Says that the copy is good."""
        text = json.dumps({**asdict(self._filled), "as_of": self._filled.as_of.isoformat()})
        draft = self._note.with_suffix(".new")
        draft.write_text(text, "utf-8")
        draft.replace(self._note)

    def discard(self) -> None:
        """Removes it; a reader that has it open keeps it."""
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    @contextmanager
    def _ours(self, public_since: float) -> Iterator[tuple[int, bool]]:
        """The file, open for writing, and whether it is a new one: never one that somebody else has open."""
        file = self._opened()
        if file is not None:
            with _closing(file):
                if _taken(file, public_since):
                    yield file, False
                    return
            self.path.unlink()  # its space is free again when the reader closes it
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with _closing(file):
            yield file, True

    def _opened(self) -> int | None:
        with suppress(FileNotFoundError):
            self.path.chmod(0o600)
            return os.open(self.path, os.O_RDWR)
        return None


@contextmanager
def _closing(file: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(file)


def _taken(file: int, public_since: float) -> bool:
    """Whether nobody else has the file open; nobody can open it then before we close it."""
    until = time.monotonic() + _PATIENCE
    while not _alone(file, public_since):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _alone(file: int, public_since: float) -> bool:
    leased = _leased(file)
    if leased is not None:
        return leased
    # A reader may have opened it by its public name just now, and not have locked it yet.
    return time.time() - public_since > 1 and _locked(file)


def _leased(file: int) -> bool | None:
    """Linux's lease, to be had only while nobody else has the file open: copies, and lost locks, count too.

    None where there are no leases.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return None
    fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # who opens it then waits, and we are not killed for it
    try:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except OSError as fault:
        return False if fault.errno == errno.EAGAIN else None
    return True


def _locked(file: int) -> bool:
    """DuckDB's own lock, as a writer has it: its readers hold another for as long as they have it open."""
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        if fault.errno in _HELD:
            return False
        raise
    return True
