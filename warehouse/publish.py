"""The analysts' file: a copy of the warehouse that nobody of ours ever locks or writes to while it is read.

    warehouse.duckdb --at rest--> published/a.duckdb or b.duckdb --another name--> published.duckdb

The copy is made while loads go on (see warehouse.connect). Two files take turns, so that the one that is not
public is brought up to date by writing what has changed since. One that a reader still has open is left to
it, and copied anew. An open session keeps what it has opened, whatever is published meanwhile.
"""

import errno
import glob
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.blocks import headers, sync
from warehouse.connect import at_rest, copy_lock, has_log
from warehouse.errors import DiskFull, WarehouseError, missing
from warehouse.replicas import Note, Replica, Source, stamp

_TRIES = 3
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did.

    as_of: the time whose warehouse analysts see now. bytes: size of the file, and how many were written.
    seconds: until analysts saw what is new, until search found it, too (0.0: at once), and the most that a
    load had to wait for a copy. new: whether there was anything to do.
    """

    as_of: datetime
    bytes: int
    bytes_written: int = 0
    seconds: float = 0.0
    seconds_to_search: float = 0.0
    seconds_blocked: float = 0.0
    new: bool = False


def published_path(path: Path) -> Path:
    """Where the analysts' file of a warehouse is."""
    return path.with_name("published.duckdb")


def copies_folder(path: Path) -> Path:
    """Where the files are that take turns as the analysts' file of a warehouse."""
    return path.with_name("published")


def published_files(path: Path) -> list[Path]:
    """The analysts' file, those that take turns as it, and what belongs to them."""
    public = published_path(path)
    beside = public.parent.glob(f"{glob.escape(public.name)}*")
    return [file for file in (*beside, *copies_folder(path).glob("*")) if file.is_file()]


def readable(path: Path) -> Path:
    """What to open for reading: the analysts' file of a warehouse; where there is none, the warehouse."""
    public = published_path(path)
    return public if public.exists() else path


def publish(path: Path, timeout: float = 60.0) -> Publication:
    """Brings the analysts' file of a warehouse up to date: wholly, or it stays as it was.

    To be called in a process that has the warehouse open nowhere else: closing a file drops the locks that
    DuckDB holds on it in the same process. timeout: seconds to wait for loads, and for another publication.
    Raises MissingWarehouse, WarehouseLocked, DiskFull, OSError.
    """
    began = time.monotonic()
    if not path.exists():
        raise missing(path)
    with copy_lock(path, timeout):
        copies_folder(path).mkdir(exist_ok=True)
        _tidy(path)
        if up_to_date := current(path):
            return up_to_date
        for _ in range(_TRIES):
            with source_of(path, timeout) as (source, blocked):
                written = _replaced(path, source)
            if written is not None:
                seconds = time.monotonic() - began
                return Publication(
                    source.as_of, source.stamp[1], written, seconds, seconds_blocked=blocked, new=True
                )
    raise WarehouseError(
        f"{path} changes while it is being copied: another program than Hearsay writes to it; let it end"
    )


def current(path: Path) -> Publication | None:
    """The publication that analysts see, if the warehouse has not changed since."""
    note = _public_note(path)
    with suppress(FileNotFoundError):
        if note and note.source == stamp(path) and not has_log(path):
            return last_publication(path)
    return None


def last_publication(path: Path) -> Publication | None:
    """The publication that analysts see; None where there is none, or somebody else has made the file."""
    note = _public_note(path)
    return Publication(note.as_of, note.itself[1]) if note else None


def forget_copies(path: Path, timeout: float = 60.0) -> int:
    """Deletes the analysts' file and its spare copies, whose blocks may hold what is gone; how many files.

    A session that has one open keeps it until it ends. The next publication makes them anew in full.
    timeout: seconds to wait for a publication. Raises WarehouseLocked.
    """
    with copy_lock(path, timeout):
        files = published_files(path)
        for file in files:
            file.unlink(missing_ok=True)
    return len(files)


@contextmanager
def source_of(path: Path, timeout: float) -> Iterator[tuple[Source, float]]:
    """The warehouse, open to be copied, and for how many seconds loads had to wait until it was.

    For the holder of the copy lock: its blocks up to `stamp`'s size, and as long as `headers` stay the same,
    are what was stored then.
    """
    with at_rest(path, timeout) as since:
        file = os.open(path, os.O_RDONLY)
        source = Source(file, datetime.now(UTC), stamp(file), headers(file))
    blocked = time.monotonic() - since
    try:
        yield source, blocked
    finally:
        os.close(file)


def _replaced(path: Path, source: Source) -> int | None:
    """Puts a copy into its place; the bytes written for it. None where the source did not stay as it was."""
    public = published_path(path)
    replicas = _replicas(path)
    spare = next(one for one in replicas if not one.is_file(public))
    try:
        written = spare.fill(source, public.stat().st_ctime if public.exists() else 0)
        if headers(source.file) != source.headers:
            return None
        spare.confirm()
        _make_public(spare.path, public)
    except EOFError:
        return None
    except OSError as fault:
        spare.discard()
        if fault.errno in _FULL:
            raise DiskFull(
                f"no space left to publish {path}: analysts see what was published before; free some space"
            ) from fault
        raise
    return written


def _make_public(file: Path, public: Path) -> None:
    draft = public.with_name(f"{public.name}.new")
    draft.hardlink_to(file)
    draft.replace(public)
    sync(public.parent)


def _tidy(path: Path) -> None:
    """Removes what a killed publication left, and the logs of those who opened a copy for writing."""
    public, folder = published_path(path), copies_folder(path)
    for stray in (*public.parent.glob(f"{public.name}.*"), *folder.glob("*.wal"), *folder.glob("*.new")):
        stray.unlink(missing_ok=True)


def _public_note(path: Path) -> Note | None:
    public = published_path(path)
    return next((one.note() for one in _replicas(path) if one.is_file(public)), None)


def _replicas(path: Path) -> list[Replica]:
    return [Replica(copies_folder(path) / f"{name}.duckdb") for name in "ab"]
