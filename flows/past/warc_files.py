"""Anyone's WARC files: which pages one holds, and each of them again by its place.

    file --responses--> Seen (place, address, time)      place --record--> the response

Compressed by record (gzip, zstd with or without a dictionary) or not at all, so that a record can be read by
its place. A damaged file is read up to the damage and from the next record on; what that costs is bounded.
"""

import mmap
import os
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from flows.bodies import PIECE, BodyDecoder
from flows.errors import HearsayError
from flows.outcomes import Failure
from flows.past.responses import unchunked, values
from transforms.captures import may_be_page
from transforms.urls import page_url

_MAX_HEAD = 512 * 1024  # of a record, WARC and HTTP headers together
_MAX_BLOCK = 64 * 2**20  # a record that claims more is no page: it is not read through
_BEGINNING = 4096  # bytes of a body that show whether it is HTML
_MAX_INFLATION = 40_000  # times that zstd makes of its input, at most; gzip a thousand
_MAX_DAMAGES = 200  # of a file, after which the rest is left
_MAX_TRIES = 20_000  # places of a file that are tried for a record
_TOLD = 5  # damages that are told one by one

_GZIP_FORMAT = 31  # zlib's wbits
_GZIP, _ZSTD, _DICTIONARY, _PLAIN = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18", b"WARC/"


class NotByRecord(HearsayError):  # noqa: N818  # a kind of file, not a mistake
    """A file whose records cannot be read by their places: it was compressed as a whole."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that a file holds. place: the byte at which its record begins."""

    place: int
    url: str
    captured_at: datetime


class WarcFile:
    """An open file; a context manager. Raises HearsayError where it is none or cannot be read.

    problems: what `responses` could not read, in words for a person.
    """

    def __init__(self, path: Path) -> None:
        self.problems: list[str] = []
        self._damages, self._tries, self._undated = 0, _MAX_TRIES, 0
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as fault:
            raise HearsayError(f"it cannot be read: {fault.strerror}") from None
        self._size = os.fstat(self._file.fileno()).st_size
        start = self._bytes(0, 8)
        self._prefix, self._magic = b"", start[:4]
        if start[:4] == _DICTIONARY:
            self._prefix = self._bytes(0, 8 + int.from_bytes(start[4:], "little"))
            self._magic = _ZSTD
        elif start[:3] == _GZIP:
            self._magic = _GZIP
        elif start[:4] != _ZSTD:
            self._magic = _PLAIN
        if not start:
            self._file.close()
            raise HearsayError("it is empty")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def responses(self) -> Iterator[Seen]:
        """The pages, in order. Raises NotByRecord, and HearsayError where there is no record at all."""
        goes_on: int | None = 0
        while (at := goes_on) is not None:
            self._last = -1
            try:
                goes_on = yield from self._from(at)
            except OSError as fault:
                goes_on = self._after_damage(at, fault)
        if self._damages > _TOLD:
            self.problems.append(f"it is damaged in {self._damages - _TOLD} more places")
        if self._undated:
            self.problems.append(f"{self._undated} responses in it have no date (WARC-Date): passed over")

    def record(self, place: int) -> WarcRecord:
        """The response at a place, its HTTP head parsed. Raises OSError where there is none."""
        record = next(self._records(place), None)
        if record is None:
            raise OSError("there is no record")
        record.parse_http(max_header_len=_MAX_HEAD)
        return record

    def _from(self, at: int) -> Generator[Seen, None, int | None]:
        """The pages from a record on; returns where reading goes on, if it does."""
        for record in self._records(at):
            place = record.stream_pos - self._shift
            self._must_begin(place)
            self._last = place
            size = record.content_length
            if record.headers.get("Content-Length") is None:
                raise OSError("a record without a length")
            if size > _MAX_BLOCK:
                return self._past_large(record, place, size)
            seen, missing = self._look(record, place)
            if missing:
                raise OSError(f"{size:,} bytes are claimed, {size - missing:,} are there")
            if seen:
                yield seen
        return self._rest()

    def _records(self, at: int) -> Iterator[WarcRecord]:
        self._file.seek(at)
        stream: BinaryIO = self._file
        self._shift = 0
        if self._prefix and at:
            # the dictionary stands at the head of the file: it is put before what is read
            stream = cast("BinaryIO", _Spliced(self._prefix, self._file))
            self._shift = len(self._prefix) - at
        return iter(ArchiveIterator(stream, parse_http=False, max_header_len=_MAX_HEAD))

    def _look(self, record: WarcRecord, place: int) -> tuple[Seen | None, int]:
        """The page that a record holds, if it holds one; and how many bytes of it are missing."""
        if record.record_type != WarcRecordType.response or not record.is_http:
            size = record.content_length
            return None, size - record.consume()
        record.parse_http(max_header_len=_MAX_HEAD)
        size = record.content_length
        beginning = record.reader.read(min(size, _BEGINNING))
        missing = size - len(beginning) - record.consume()
        return self._page(record, place, bytes(beginning)), missing

    def _page(self, record: WarcRecord, place: int, beginning: bytes) -> Seen | None:
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        at = _utc(record.record_date)
        head = record.http_headers
        if not may_be_page(head.status_code, head.get("Content-Type"), _plain(record, beginning)):
            return None
        if at is None:
            self._undated += 1
        address = page_url(url)
        if at is None or address is None:
            return None
        return Seen(place, url if url.isascii() and url.isprintable() else address, at)

    def _must_begin(self, place: int) -> None:
        # of a plain file only fastwarc knows: it passes over empty lines
        begins = self._magic == _PLAIN or self._bytes(place, len(self._magic)) == self._magic
        if not begins or place == self._last:
            raise NotByRecord("it is compressed as a whole")

    def _past_large(self, record: WarcRecord, place: int, size: int) -> int | None:
        """Where reading goes on after a record that claims so much that it is not read through."""
        kind = ""
        if record.record_type == WarcRecordType.response and record.is_http:
            record.parse_http(max_header_len=_MAX_HEAD)
            kind = record.http_headers.get("Content-Type") or ""
        left = (self._size - place) * (1 if self._magic == _PLAIN else _MAX_INFLATION)
        if size > left or "html" in kind.lower():
            raise OSError(f"{size:,} bytes are claimed")
        return self._next(place + size if self._magic == _PLAIN else place + 1)

    def _rest(self) -> int | None:
        """Looks behind the last record: fastwarc says nothing of a head that is cut off there."""
        if self._last < 0:
            raise OSError("there is none")
        end = self._member_end(self._last) if self._magic == _GZIP else self._size
        if end is None:
            raise OSError("its compression is cut off")
        at = self._next(end)
        if at is None and self._bytes(end, PIECE).strip(b"\0\r\n"):
            self._last = end
            raise OSError(f"its {self._size - end:,} bytes are no record")
        return at

    def _member_end(self, place: int) -> int | None:
        """Where the compressed bytes of a record end; None where they are cut off."""
        unpacker, at = zlib.decompressobj(_GZIP_FORMAT), place
        while not unpacker.eof:
            left = unpacker.unconsumed_tail
            piece = left or self._bytes(at, PIECE)
            at += 0 if left else len(piece)
            try:
                unpacker.decompress(piece, PIECE)
            except zlib.error:
                return None
            if not piece:
                return None
        return at - len(unpacker.unused_data)

    def member(self, place: int) -> int:
        """The length of a record's compressed bytes. Raises OSError where they are cut off."""
        end = self._member_end(place)
        if end is None:
            raise OSError("its compression is cut off")
        return end - place

    def _after_damage(self, began: int, fault: OSError) -> int | None:
        """Notes a damage; where reading goes on, if it does."""
        self._damages += 1
        place = self._last if self._last >= 0 else began
        at = self._next(place + 1) if self._damages < _MAX_DAMAGES else None
        if self._damages <= _TOLD:
            self.problems.append(_told(place, fault, at))
        if self._last < 0 and began == 0 and at is None:
            raise HearsayError(f"it holds no WARC record: {fault}")
        return at

    def _next(self, start: int) -> int | None:
        """The next place at which a record begins, if there is one."""
        if start >= self._size:
            return None
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            at = whole.find(self._magic, start)
            while at >= 0 and self._tries > 0:
                self._tries -= 1
                if self._begins(at):
                    return at
                at = whole.find(self._magic, at + 1)
        return None

    def _begins(self, at: int) -> bool:
        try:
            if self._magic == _GZIP:  # fifty times faster than fastwarc, where there is none
                start = zlib.decompressobj(_GZIP_FORMAT).decompress(self._bytes(at, 512), len(_PLAIN))
                if start != _PLAIN:
                    return False
            record = next(self._records(at), None)
            return record is not None and record.headers.get("Content-Length") is not None
        except (OSError, zlib.error):
            return False

    def _bytes(self, at: int, count: int) -> bytes:
        return os.pread(self._file.fileno(), count, at)


def _told(place: int, fault: OSError, at: int | None) -> str:
    goes_on = "nothing more can be read" if at is None else f"reading goes on at {at:,}"
    return f"it ends or breaks in the middle of the record at {place:,} ({fault}): {goes_on}"


def _plain(record: WarcRecord, beginning: bytes) -> bytes:
    """The beginning of a body without its encodings, as far as they are known here."""
    headers = [(bytes(name), bytes(value)) for name, value in record.http_headers.items_bytes()]
    if "chunked" in values(headers, "transfer-encoding"):
        beginning = unchunked(beginning)
    try:
        return b"".join(BodyDecoder(values(headers, "content-encoding"), PIECE * 64).feed(beginning))
    except Failure:
        return beginning


def _utc(at: datetime | None) -> datetime | None:
    """None where the date is missing, is none, or lies at the end of all times."""
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError:
        return None


class _Spliced:
    """A file that begins with some bytes more."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest, self._at = BytesIO(head), rest, 0

    def read(self, count: int = -1) -> bytes:
        piece = self._head.read(count) or self._rest.read(count)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        return self._at

    def readable(self) -> bool:
        return True
