"""What goes wrong in or behind Prefect, as one line for the user."""

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import HearsayError
from warehouse.errors import WarehouseError

_ROOM = 10 * 2**20  # bytes: a private server's database takes half of it
_PASSWORD = re.compile(r"//[^/@]*@")
_ITS_PACKAGES = ("prefect", "httpx", "httpcore")  # ours are httpx2 and httpcore2


@contextmanager
def explained(url: str, log: Path | None = None) -> Iterator[None]:
    """Turns faults of Prefect and its API into a HearsayError. log: that of a private server.

    Where Prefect only stumbled over the consequences (it cannot note that a run failed on a full disk, since
    the disk is full), the fault behind it is raised instead.
    """
    try:
        yield
    except Exception as fault:
        faults = _behind(fault)
        ours = next((one for one in faults if _says_what_to_do(one)), None)
        if ours is not None:
            raise ours from None
        if not of_prefect(fault):
            raise
        raise _no_room(log) or HearsayError(_failed(faults, url, log)) from fault


def of_prefect(fault: BaseException) -> bool:
    """Whether a fault is Prefect's, or that of the connection to its API."""
    return any(_is_prefects(one) for one in _behind(fault))


def did_not_start(log: Path) -> HearsayError:
    """Why there is no private server."""
    return _no_room(log) or HearsayError(f"Prefect's local server did not start; see {log}")


def _no_room(log: Path | None) -> HearsayError | None:
    if log is None or shutil.disk_usage(log.parent).free > _ROOM:
        return None
    return HearsayError(f"no space left on the disk of {log.parent}: free some, then run again")


def _failed(faults: list[BaseException], url: str, log: Path | None) -> str:
    cause = next(one for one in reversed(faults) if _is_prefects(one))
    text = f"{type(cause).__name__}: {str(cause).partition(' for url ')[0]}"[:200]
    if log is not None:
        return f"Prefect's local server failed ({text}); see {log}. Nothing is lost: run again"
    place = _PASSWORD.sub("//", url)
    return (
        f"Prefect's API at {place} failed ({text}): "
        "see that it runs, or unset PREFECT_API_URL to do without; nothing is lost"
    )


def _behind(fault: BaseException) -> list[BaseException]:
    """The fault, what caused it, what caused that, and so on."""
    found: list[BaseException] = []
    following: BaseException | None = fault
    while following is not None and following not in found:
        found.append(following)
        following = following.__cause__ or following.__context__
    return found


def _says_what_to_do(fault: BaseException) -> bool:
    full = isinstance(fault, OSError) and fault.errno == errno.ENOSPC
    return full or isinstance(fault, HearsayError | WarehouseError | KeyboardInterrupt)


def _is_prefects(fault: BaseException) -> bool:
    # Prefect says of an API that is not there only RuntimeError: what caused it is httpx's.
    return type(fault).__module__.partition(".")[0] in _ITS_PACKAGES
