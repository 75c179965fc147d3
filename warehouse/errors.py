"""What can go wrong with a warehouse; each message is one line that says what, and what to do."""

# ruff: noqa: N818  # the names say what is wrong; "Error" would add nothing

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


class WarehouseError(Exception):
    """Anything about the warehouse that a user can do something about."""

    retry_helps = False  # whether the same call may succeed later, with nothing changed by hand


class WarehouseLocked(WarehouseError):
    """Another process holds the file for longer than we were willing to wait."""

    retry_helps = True


class NewerSchema(WarehouseError):
    """The file was written by a newer version of this program."""


class OlderSchema(WarehouseError):
    """The file lacks migrations that this version needs."""


class EditedMigration(WarehouseError):
    """What was once applied to the file is not what this version has under that number."""


class MissingWarehouse(WarehouseError):
    """There is no file."""


class NotAWarehouse(WarehouseError):
    """The file is none of ours, or damaged."""


class DiskFull(WarehouseError):
    """The file could not grow."""


class ReadOnlyViolation(WarehouseError):
    """A query tried to change something, or to reach outside the warehouse."""


class QueryError(WarehouseError):
    """A query that DuckDB cannot run."""


class BadFrame(WarehouseError):
    """A frame to load does not fit its table."""


class Busy(Exception):
    """Somebody else has the file open; `str()` says who. Never leaves this package."""


_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
# What DuckDB says where another thread of this process has the file open, or is just closing it.
_OWN_CONFLICTS = ("different configuration than existing connections", "Unique file handle conflict")
_FULL = re.compile(
    r"no space left|file too large|disk quota|out of disk|max_temp_directory_size", re.IGNORECASE
)
_NOT_OURS = re.compile(
    r"not a valid DuckDB database|corrupt|could not read enough bytes|is a directory|WAL|version number"
    r"|extension|serializ|checksum",
    re.IGNORECASE,
)

# Exactly these types: their subclasses are faults of a statement, not of the file.
_FILE_FAULTS = {
    duckdb.Error,
    duckdb.FatalException,
    duckdb.IOException,
    duckdb.PermissionException,  # an SQLite file: DuckDB would load an extension for it, which we forbid
    duckdb.SerializationException,
}


def first_line(error: BaseException) -> str:
    """What an error says, without the lines that point into the SQL."""
    return str(error).strip().partition("\n")[0]


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what DuckDB raises while a file is opened, written or closed into the errors above.

    Errors of a single statement (duckdb.ProgrammingError and the like) pass unchanged. An interrupt in the
    middle of a statement is the KeyboardInterrupt that it would be anywhere else.
    """
    try:
        yield
    except RuntimeError as fault:
        if str(fault) == "Query interrupted":  # what DuckDB's binding makes of a signal handler that raises
            raise KeyboardInterrupt from fault
        raise
    except duckdb.Error as fault:
        known = _meaning(path, fault)
        if known is None:
            raise
        raise known from fault


def _meaning(path: Path, fault: duckdb.Error) -> Exception | None:
    text = str(fault)
    if "Could not set lock" in text:
        holder = _HOLDER.search(text)
        return Busy(f"process {holder['pid']} ({holder['program']})" if holder else "another process")
    if any(sign in text for sign in _OWN_CONFLICTS):
        return Busy("this process, in another thread")
    if _FULL.search(text):
        return DiskFull(
            f"no space left to write {path}; nothing of this batch was stored: free some and run again"
        )
    if "database does not exist" in text:
        return missing(path)
    if "Permission denied" in text or "Read-only file system" in text:
        return WarehouseError(f"no permission to open {path}: check who owns the file and its folder")
    if type(fault) in _FILE_FAULTS and _NOT_OURS.search(text):
        return NotAWarehouse(
            f"{path} is no warehouse that can be read ({first_line(fault)}): restore a copy, or move it away"
        )
    return None


def missing(path: Path) -> MissingWarehouse:
    """There is no file at that path."""
    return MissingWarehouse(f"there is no warehouse at {path}: `hearsay run` makes one")
