"""The archive: every response as it was served, in WARC files (ISO 28500), each record compressed alone.

    folder/2026/03/01/hearsay-20260301-081500-TOKEN.warc.gz     one series a process, a new file a day

No two processes write to one file and nothing is ever appended to an old one, so that a record torn by a
crash is the last of its file and harms no other.
"""

import base64
import hashlib
import os
import threading
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from flows.bodies import decode
from flows.errors import HearsayError
from flows.outcomes import Failure

MAX_FILE_BYTES = 10**9
_GZIP = 31  # zlib's wbits for gzip
_LEVEL = 6
_MAX_HEAD = 512 * 1024  # of a record, WARC and HTTP headers together
_NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_UNSAFE = bytes.maketrans(b"\r\n\0", b"   ")


class ArchiveError(HearsayError):
    """The archive cannot be written, or a record in it cannot be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: the file relative to the archive's folder, the record's bytes in it."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Capture:
    """A response to be archived."""

    url: str
    fetched_at: datetime
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes  # as it came: Content-Encoding kept, chunks undone
    reason: bytes = b""
    protocol: str = "http/1.1"
    ip: str | None = None
    truncated: str | None = None  # WARC-Truncated: length, time, disconnect


@dataclass(frozen=True, slots=True)
class Record:
    """A response read back. headers: names in lower case; body: with its Content-Encoding undone."""

    url: str
    fetched_at: datetime
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    truncated: str | None = None  # why the body is not whole, where it is not

    def header(self, name: str) -> str | None:
        """The values of a header, joined by commas as HTTP does, or None."""
        values = [value for key, value in self.headers if key == name.lower()]
        return ", ".join(values) if values else None


class ArchiveWriter:
    """Writes records; a context manager. May be used from several threads.

    token: names this process's files among others'. Nothing is created before the first record.
    """

    def __init__(self, folder: Path, token: str, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self._folder = folder
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
        data = _compress(_record(capture))
        with self._lock:
            try:
                return self._append(self._open_for(capture.fetched_at), data)
            except OSError as problem:
                what = problem.strerror or str(problem)
                raise ArchiveError(f"The archive {self._path} cannot be written: {what}") from problem

    def _open_for(self, at: datetime) -> int:
        day = at.astimezone(UTC).strftime("%Y/%m/%d")
        # A record that began before midnight may come after one that began later: no way back.
        if self._fd is not None and day <= self._day and self._size < self._max:
            return self._fd
        self._close()
        self._day = day
        self._fd, self._path = self._create(at.astimezone(UTC))
        self._size = 0
        self._append(self._fd, _compress(_warcinfo(self._path.name, at)))
        return self._fd

    def _create(self, at: datetime) -> tuple[int, Path]:
        folder = self._folder / self._day
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
        return Place(self._path.relative_to(self._folder).as_posix(), start, len(data))

    def _close(self) -> None:
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        try:
            os.fsync(fd)
        except OSError as problem:
            raise ArchiveError(f"The archive {self._path} cannot be written: {problem.strerror}") from problem
        finally:
            os.close(fd)


def read_record(folder: Path, place: Place, max_bytes: int) -> Record:
    """The record at a place.

    Raises ArchiveError, naming file and offset, where it is missing, torn or corrupt, or its decoded body is
    larger than max_bytes.
    """
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            return parse_record(file.read(place.length), max_bytes)
    except OSError as problem:
        what = problem.strerror or str(problem)
    except (ValueError, Failure) as problem:
        what = str(problem)
    raise ArchiveError(f"The record in {place.file} at {place.offset} cannot be read: {what}")


def parse_record(data: bytes, max_bytes: int) -> Record:
    """A record from its compressed bytes, ours or another archive's; ValueError or Failure if it is none."""
    records = ArchiveIterator(BytesIO(_decompress(data, max_bytes + _MAX_HEAD)), max_header_len=_MAX_HEAD)
    for record in records:
        if not record.is_http_parsed or record.record_type not in (
            WarcRecordType.response,
            WarcRecordType.revisit,
        ):
            break
        return _read(record, max_bytes)
    raise ValueError("there is no HTTP response")


def _read(record: WarcRecord, max_bytes: int) -> Record:
    headers = [
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in record.http_headers.items_bytes()
    ]
    truncated = record.headers.get("WARC-Truncated")
    encodings = ",".join(value for name, value in headers if name == "content-encoding")
    return Record(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<>"),  # WARC 1.0 writers put < > around it
        fetched_at=record.record_date.astimezone(UTC),
        status=record.http_headers.status_code or 0,
        headers=headers,
        body=decode(record.reader.read(), encodings, max_bytes, partial=truncated is not None),
        truncated=truncated,
    )


def _decompress(data: bytes, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(data, max_bytes)
    except zlib.error as problem:
        raise ValueError(f"it is corrupt ({problem})") from None
    if unpacker.unconsumed_tail:
        raise ValueError(f"it is larger than {max_bytes:,} bytes")
    if not unpacker.eof:
        raise ValueError("it is cut off")
    return plain


def _record(capture: Capture) -> bytes:
    unchanged = capture.status == 304
    record = WarcRecord()
    record.init_headers(WarcRecordType.revisit if unchanged else WarcRecordType.response)
    digest = base64.b32encode(hashlib.sha1(capture.body, usedforsecurity=False).digest()).decode()
    fields = {
        "WARC-Target-URI": capture.url,
        "WARC-Date": _time(capture.fetched_at),
        "WARC-IP-Address": capture.ip,
        "WARC-Protocol": capture.protocol,
        "WARC-Payload-Digest": None if unchanged else f"sha1:{digest}",
        "WARC-Profile": _NOT_MODIFIED_PROFILE if unchanged else None,
        "WARC-Truncated": capture.truncated,
        "Content-Type": "application/http;msgtype=response",
    }
    return _bytes(record, fields, _http_head(capture) + capture.body)


def _http_head(capture: Capture) -> bytes:
    lines = [b"HTTP/1.1 %d %s" % (capture.status, capture.reason)]
    for name, value in capture.headers:
        # The chunks are undone: a reader that believed this header would look for them.
        chunked = name.lower() == b"transfer-encoding"
        lines.append((b"X-Crawl-" if chunked else b"") + name + b": " + value)
    return b"\r\n".join(line.translate(_UNSAFE) for line in lines) + b"\r\n\r\n"


def _warcinfo(name: str, at: datetime) -> bytes:
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo)
    about = f"software: Hearsay {version('hearsay')}\r\nformat: WARC File Format 1.1\r\n"
    fields = {"WARC-Filename": name, "WARC-Date": _time(at), "Content-Type": "application/warc-fields"}
    return _bytes(record, dict(fields), about.encode())


def _bytes(record: WarcRecord, fields: dict[str, str | None], block: bytes) -> bytes:
    for name, value in fields.items():
        if value is not None:
            record.headers[name] = value
    record.set_bytes_content(block)
    out = BytesIO()
    record.write(out)
    return out.getvalue()


def _compress(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL, _GZIP)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
