"""Opening the warehouse: one writer at a time, behind a lock file; readers in between.

DuckDB lets either one process write or several read. So everybody opens late, closes early and waits
for the others, up to a time-out. The lock file says which of our own processes is writing; it is freed
by the system when its holder dies.

Between two checkpoints DuckDB changes nothing in the file that counts: it appends to the log beside it (a
large load may fill blocks of the file that are free). So the file can be copied while loads go on, as long
as none of them makes a checkpoint: that is what a second lock, the copy lock, tells them.
"""

import glob
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from warehouse.errors import Busy, WarehouseLocked, explained, missing
from warehouse.locks import Holder, held
from warehouse.schema import require_current
from warehouse.sql import read_sql

Config = dict[str, str | bool | int | float | list[str]]  # what duckdb.connect takes

MEMORY_LIMIT = "256MB"  # a batch fits; what does not goes to disk
READ_MEMORY_LIMIT = "1GB"  # a question of a user's own may need more; it is not taken unless needed
THREADS = 2
# DuckDB would otherwise fetch an extension when the file turns out to be, say, an SQLite database.
_COMMON: Config = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
_QUIET = "SET enable_progress_bar = false"  # DuckDB draws one on standard output after two seconds
_NEVER = "1000TB"  # of log after which a commit makes a checkpoint
# With a checkpoint, DuckDB also joins small groups of rows: up to seconds for the lists of the search index.
_NO_JOINING: Config = {"max_vacuum_tasks": 0}
# Settings of a reader are locked for the whole process once made: one thread makes them, others find them.
_SETTINGS = threading.Lock()


@contextmanager
def writing(
    path: Path,
    timeout: float = 60.0,
    *,
    create: bool = False,
    brief: bool = False,
    memory_limit: str = MEMORY_LIMIT,
    threads: int = THREADS,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with one open transaction: committed at the end of the block, rolled back on an error.

    timeout: seconds to wait for other writers and readers, after which WarehouseLocked names one.
    brief: for who must not hold up loads; tidying up is left to the next load.
    create: whether to make a file that is not there (its schema is then the caller's to make); otherwise
    raises MissingWarehouse, and OlderSchema or NewerSchema for a file that is not of this version.
    """
    path = path.resolve()  # DuckDB must recognise a file that this process has open already
    deadline = time.monotonic() + timeout
    if not (create or path.exists()):
        raise missing(path)
    config: Config = {**_COMMON, "memory_limit": memory_limit, "threads": threads}
    if brief:
        config |= _NO_JOINING
    with write_lock(path, timeout):
        connection = _writer(path, deadline, config, checkpoints=not _copy_is_under_way(path))
        try:
            if not create:
                require_current(connection)
            with explained(path):
                yield from _in_transaction(connection)
        finally:
            connection.close()


@contextmanager
def at_rest(path: Path, timeout: float = 60.0) -> Iterator[float]:
    """Holds the write lock, with everything in the file itself and nothing in the log beside it.

    timeout: seconds to wait for other processes. Yields since when it holds the lock (time.monotonic).
    Raises MissingWarehouse, WarehouseLocked, DiskFull.
    """
    path = path.resolve()
    deadline = time.monotonic() + timeout
    if not path.exists():
        raise missing(path)
    with write_lock(path, timeout):
        since = time.monotonic()
        if has_log(path):
            config: Config = {**_COMMON, **_NO_JOINING, "memory_limit": MEMORY_LIMIT, "threads": THREADS}
            connection = _writer(path, deadline, config, checkpoints=True)
            try:
                with explained(path):
                    connection.execute(read_sql("queries", "checkpoint"))
            finally:
                connection.close()
        yield since


def has_log(path: Path) -> bool:
    """Whether there are changes beside the file that are not in it yet."""
    path = path.resolve()
    with suppress(FileNotFoundError):  # it has just gone into the file
        return any(log.stat().st_size for log in path.parent.glob(f"{glob.escape(path.name)}*.wal"))
    return False


def _writer(path: Path, deadline: float, config: Config, *, checkpoints: bool) -> duckdb.DuckDBPyConnection:
    config = {**config, "storage_compatibility_version": "v1.5.0"}  # both DuckDB majors in use can open it
    if not checkpoints:
        config["checkpoint_threshold"] = _NEVER
    connection = _opened(path, deadline, lambda: duckdb.connect(path, config=config))
    try:
        connection.execute(f"{_QUIET}; SET TimeZone = 'UTC'")
        if not checkpoints:
            connection.execute("PRAGMA disable_checkpoint_on_shutdown")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def reading(
    path: Path,
    timeout: float = 10.0,
    *,
    any_schema: bool = False,
    memory_limit: str = READ_MEMORY_LIMIT,
    threads: int = THREADS,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can neither write nor reach anything outside the file.

    timeout: seconds to wait while somebody writes. any_schema: also open files of another version.
    Raises MissingWarehouse, NotAWarehouse, WarehouseLocked, NewerSchema or OlderSchema.
    """
    path = path.resolve()
    if not path.exists():
        raise missing(path)
    config: Config = {
        **_COMMON,
        "memory_limit": memory_limit,
        "threads": threads,
        "enable_external_access": False,
    }
    deadline = time.monotonic() + timeout
    connection = _opened(path, deadline, lambda: _sealed(path, config))
    try:
        if not any_schema:
            require_current(connection)
        with explained(path):  # damage may show only now
            yield connection
    finally:
        connection.close()


def _sealed(path: Path, config: Config) -> duckdb.DuckDBPyConnection:
    with _SETTINGS:
        connection = duckdb.connect(path, read_only=True, config=config)
        try:
            (locked,) = connection.execute("SELECT current_setting('lock_configuration')").fetchall()[0]
            if not locked:
                connection.execute(f"{_QUIET}; SET GLOBAL TimeZone = 'UTC'; SET lock_configuration = true")
        except BaseException:
            connection.close()
            raise
    return connection


def _opened(
    path: Path, deadline: float, connect: Callable[[], duckdb.DuckDBPyConnection]
) -> duckdb.DuckDBPyConnection:
    """Tries to open until the deadline while somebody else has the file."""
    # Never look into the file by other means: closing it would drop the locks that DuckDB holds on it
    # in this process (POSIX locks belong to process and file, not to the descriptor).
    pause = 0.01
    while True:
        try:
            with explained(path):
                return connect()
        except Busy as busy:
            if time.monotonic() >= deadline:
                raise WarehouseLocked(_locked_message(path, str(busy))) from None
        time.sleep(min(pause, max(deadline - time.monotonic(), 0.0)))
        pause = min(pause * 1.5, 0.25)


def _in_transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    connection.begin()
    try:
        yield connection
        connection.commit()
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # a failed commit ended it already: its error is the one to report
        connection.rollback()


@contextmanager
def write_lock(path: Path, timeout: float) -> Iterator[None]:
    """Holds `NAME.lock` beside the warehouse, with who holds it since when in `NAME.lock.json`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(
        path.with_name(f"{path.name}.lock"),
        timeout,
        lambda holder: WarehouseLocked(_locked_message(path, _named(holder))),
    ):
        yield


@contextmanager
def copy_lock(path: Path, timeout: float) -> Iterator[None]:
    """Holds `NAME.copying.lock`: nobody makes a checkpoint who takes the write lock from now on.

    To be taken before the write lock, never while holding it.
    """
    path = path.resolve()
    with held(
        _copy_lock_file(path),
        timeout,
        lambda holder: WarehouseLocked(f"{path} is being copied by {_named(holder)}: wait for it to end"),
    ):
        yield


def _copy_is_under_way(path: Path) -> bool:
    """For the holder of the write lock."""
    try:
        with FileLock(_copy_lock_file(path), timeout=0):
            return False
    except Timeout:
        return True


def _copy_lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.copying.lock")


def _named(holder: Holder | None) -> str:
    return "process {pid} ({command}) since {since}".format(**holder) if holder else "another process"


def _locked_message(path: Path, holder: str) -> str:
    return f"{path} is in use by {holder}: wait for it to end, or stop it"
