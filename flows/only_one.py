"""Locks between processes over one data folder, with a note that says who holds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import HearsayError
from warehouse.locks import Holder, held

# Deleting, rewriting or copying whole files of the archive: a file just written anew has no rows yet, so that
# pruning would take it for one that nobody needs.
ARCHIVE_FILES = "archive-files"


class AlreadyRunning(HearsayError):  # noqa: N818  # a state, not a mistake
    """Another process is at the same work."""


@contextmanager
def only_one(data: Path, work: str, timeout: float = 0, *, goes: bool = False) -> Iterator[None]:
    """Holds the lock of a kind of work over a data folder for the duration of the block.

    The system frees it when its holder dies. timeout: seconds to wait for the holder, after which
    AlreadyRunning says who that is. goes: the lock's file goes with it, as of a kind that is not seen again.
    """

    def busy(holder: Holder | None) -> AlreadyRunning:
        return AlreadyRunning(
            f"`{work}` is under way over {data} already ({_named(holder)}): wait for it to end, or stop it"
        )

    with held(data / f"{work}.lock", timeout, busy, goes=goes):
        yield


def _named(holder: Holder | None) -> str:
    return "process {pid}, {command}, since {since}".format(**holder) if holder else "by another process"
