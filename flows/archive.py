"""The archive: every response as it was served, in WARC files (ISO 28500), each record compressed alone.

    folder/2026/03/01/hearsay-20260301-081500-TOKEN.warc.gz     one series a process, a new file a day

No two processes write to one file and nothing is ever appended to an old one, so that a record torn by a
crash is the last of its file and harms no other.
"""

import errno
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.errors import HearsayError
from flows.outcomes import Failure
from flows.warc import Capture, Copied, Record, info_record, parse_record, response_record

__all__ = ["ArchiveError", "ArchiveWriter", "Capture", "Copied", "Place", "Record", "place_of", "read_record"]

MAX_FILE_BYTES = 10**9


class ArchiveError(HearsayError):
    """The archive cannot be written, or a record in it cannot be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: the file relative to the archive's folder, the record's bytes in it."""

    file: str
    offset: int
    length: int


def place_of(row: Mapping[str, Any]) -> Place:
    """Where the bytes of a row with the columns archive_file, archive_offset and archive_length are."""
    return Place(row["archive_file"], row["archive_offset"], row["archive_length"])


class ArchiveWriter:
    """Writes records; a context manager. May be used from several threads.

    token: names this process's files among others'. Nothing is created before the first record.
    """

    def __init__(self, folder: Path, token: str, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self.folder = folder
        self._token = token
        self._max = max_file_bytes
        self._lock = threading.Lock()
        self._fd: int | None = None
        self._path = folder
        self._size = 0
        self._day = ""

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._close()

    def write(self, capture: Capture) -> Place:
        """Appends one record; ArchiveError if the disk does not take it."""
        data = response_record(capture)
        with self._lock:
            try:
                return self._append(self._open_for(capture.archived_at), data)
            except OSError as problem:
                raise _unwritable(self._path, problem) from problem

    def _open_for(self, at: datetime) -> int:
        day = at.astimezone(UTC).strftime("%Y/%m/%d")
        # A record that began before midnight may come after one that began later: no way back.
        if self._fd is not None and day <= self._day and self._size < self._max:
            return self._fd
        self._close()
        self._day = day
        self._fd, self._path = self._create(at.astimezone(UTC))
        self._size = 0
        self._append(self._fd, info_record(self._path.name, at))
        return self._fd

    def _create(self, at: datetime) -> tuple[int, Path]:
        folder = self.folder / self._day
        folder.mkdir(parents=True, exist_ok=True)
        number = 0
        while True:
            tail = f"-{number}" if number else ""
            path = folder / f"hearsay-{at:%Y%m%d-%H%M%S}-{self._token}{tail}.warc.gz"
            try:
                return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644), path
            except FileExistsError:
                number += 1

    def _append(self, fd: int, data: bytes) -> Place:
        start, left = self._size, memoryview(data)
        try:
            while left:
                left = left[os.write(fd, left) :]
        except OSError:
            os.ftruncate(fd, start)  # no half record before the next whole one
            os.lseek(fd, start, os.SEEK_SET)
            raise
        self._size += len(data)
        return Place(self._path.relative_to(self.folder).as_posix(), start, len(data))

    def _close(self) -> None:
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        try:
            os.fsync(fd)
        except OSError as problem:
            raise _unwritable(self._path, problem) from problem
        finally:
            os.close(fd)


def _unwritable(path: Path, problem: OSError) -> ArchiveError:
    todo = "free some space" if problem.errno == errno.ENOSPC else "see who owns its folder"
    return ArchiveError(
        f"The archive {path} cannot be written: {problem.strerror}. First {todo}, then run again"
    )


def read_record(folder: Path, place: Place, max_bytes: int) -> Record:
    """The record at a place.

    Raises ArchiveError, naming file and offset, where it is missing, torn or corrupt, or its decoded body is
    larger than max_bytes.
    """
    return record_in(packed_record(folder, place), place, max_bytes)


def packed_record(folder: Path, place: Place) -> bytes:
    """The compressed bytes at a place. Raises ArchiveError where they cannot be read."""
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            return file.read(place.length)
    except OSError as problem:
        raise _unreadable(place, problem.strerror or str(problem)) from problem


def record_in(packed: bytes, place: Place, max_bytes: int) -> Record:
    """The record in compressed bytes from a place. Raises ArchiveError as read_record does."""
    try:
        return parse_record(packed, max_bytes)
    except (OSError, ValueError, Failure) as problem:
        raise _unreadable(place, str(problem)) from problem


def _unreadable(place: Place, what: str) -> ArchiveError:
    return ArchiveError(f"The record in {place.file} at {place.offset} cannot be read: {what}")
