"""The archive's files as files: which there are, and taking records out of one."""

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from flows.archive import ArchiveError

_DAY = re.compile(r"(\d{4})/(\d{2})/(\d{2})/[^/]+\.warc\.gz")
_REWRITTEN = re.compile(r"(?:\.r(\d+))?\.warc\.gz$")
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file: its name relative to the archive's folder, the day of its series, its bytes."""

    name: str
    day: date
    bytes: int


def archive_files(folder: Path) -> Iterator[ArchiveFile]:
    """The files of the archive, by day and name; what lies there otherwise is none of ours."""
    for path in sorted(folder.glob("*/*/*/*.warc.gz")):
        name = path.relative_to(folder).as_posix()
        found = _DAY.fullmatch(name)
        if found:
            year, month, day = map(int, found.groups())
            yield ArchiveFile(name, date(year, month, day), path.stat().st_size)


def delete_file(folder: Path, name: str) -> None:
    """Deletes a file of the archive, and the folders of its day, month and year once they are empty."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in list(path.parents)[:3]:
        try:
            parent.rmdir()
        except OSError:  # not empty, or not there
            return


def next_name(name: str) -> str:
    """The name of a file after the next rewriting: a.warc.gz, a.r1.warc.gz, a.r2.warc.gz, …"""
    return _REWRITTEN.sub(lambda found: f".r{int(found[1] or 0) + 1}.warc.gz", name)


def is_rewritten(path: Path) -> bool:
    """Whether a later writing of a file stands beside it."""
    series = _REWRITTEN.sub("", path.name)
    later = (_REWRITTEN.search(other.name) for other in path.parent.glob(f"{glob.escape(series)}.r*.warc.gz"))
    mine = _REWRITTEN.search(path.name)
    return any(found and mine and int(found[1] or 0) > int(mine[1] or 0) for found in later)


def without_records(folder: Path, name: str, records: Iterable[tuple[int, int]]) -> str:
    """Writes a file anew without some records (offset, length); the name of the new file.

    Each record is compressed by itself, so the others are copied as they are. The old file stays. Raises
    ArchiveError where the records do not lie in the file.
    """
    source, target = folder / name, next_name(name)
    size, start, kept = source.stat().st_size, 0, []
    for offset, length in sorted(set(records)):
        if offset < start or offset + length > size:
            raise ArchiveError(f"{name} has no record of {length} bytes at {offset}: nothing was changed")
        kept.append((start, offset))
        start = offset + length
    with source.open("rb") as old, (folder / target).open("wb") as new:
        for first, last in [*kept, (start, size)]:
            old.seek(first)
            _copy(old, new, last - first)
        new.flush()
        os.fsync(new.fileno())
    return target


def _copy(source: BinaryIO, target: BinaryIO, count: int) -> None:
    while count:
        piece = source.read(min(count, _PIECE))
        if not piece:
            raise ArchiveError("a file of the archive became shorter while it was read")
        target.write(piece)
        count -= len(piece)
