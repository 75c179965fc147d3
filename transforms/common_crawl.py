"""Common Crawl's news archive: the monthly lists of its WARC files, and when each file was written.

    crawl-data/CC-NEWS/2025/01/warc.paths.gz
        --> crawl-data/CC-NEWS/2025/01/CC-NEWS-20250103014502-01234.warc.gz

A file's name has the moment at which it was begun; it is written until the next one is, some hours later.
"""

import re
import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from transforms.past import Window

_PATH = re.compile(r"crawl-data/CC-NEWS/(\d{4})/(\d{2})/CC-NEWS-(\d{14})-\d{5}\.warc\.gz")
_MAX_LIST = 32 * 2**20  # bytes; a month's list has some 50 kB
_GZIP = 47  # zlib's wbits: gzip or zlib, by the header
_MARGIN = timedelta(hours=3)  # several files are written at once, and a response may wait for its place
_LONGEST = timedelta(hours=24)  # that the last file of a list may hold
_EARLIER = timedelta(days=1)  # the file that a window begins in may be of the day before


def months(window: Window) -> list[str]:
    """The months whose lists may name files with captures of a window: 2024/12, 2025/01."""
    day, found = window.since - _EARLIER, []
    while day < window.until:
        found.append(f"{day:%Y/%m}")
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return found


def list_path(month: str) -> str:
    """Where the list of a month is, below the base address."""
    return f"crawl-data/CC-NEWS/{month}/warc.paths.gz"


def listed(body: bytes) -> list[str]:
    """The paths that a list names, in order, each once; other lines are passed over.

    body: as it is served. Raises ValueError where it is no list: not compressed, cut off or too large.
    """
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(body, _MAX_LIST)
    except zlib.error:
        raise ValueError("it is not compressed as a list is (gzip)") from None
    if not unpacker.eof:
        raise ValueError(
            "it is cut off" if len(plain) < _MAX_LIST else f"it is larger than {_MAX_LIST} bytes"
        )
    lines = (line.strip() for line in plain.decode("utf-8", "replace").splitlines())
    return [line for line in dict.fromkeys(lines) if begun_at(line)]


def begun_at(path: str) -> datetime | None:
    """When a file was begun, by its path; None for what is no path of a file."""
    found = _PATH.fullmatch(path)
    try:
        return datetime.strptime(found[3], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def with_captures_of(paths: Iterable[str], window: Window) -> list[str]:
    """Those of the files that may hold captures of a window, in order of time."""
    begun = sorted((at, path) for path in paths if (at := begun_at(path)))
    ends = [*(at for at, _ in begun), None][1:]
    since, until = _midnight(window.since), _midnight(window.until)
    return [
        path
        for (at, path), next_at in zip(begun, ends, strict=True)
        if at < until and (next_at + _MARGIN if next_at else at + _LONGEST) > since
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
