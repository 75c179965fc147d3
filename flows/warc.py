"""WARC records (ISO 28500): what one holds, made from a response and read back from bytes."""

import base64
import hashlib
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from flows.bodies import decode

_GZIP = 31  # zlib's wbits for gzip
_LEVEL = 6
_MAX_HEAD = 512 * 1024  # of a record, WARC and HTTP headers together
_NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_RESPONSES = (WarcRecordType.response, WarcRecordType.revisit)
_UNSAFE = bytes.maketrans(b"\r\n\0", b"   ")


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a response that somebody else archived was copied from, and when.

    source: the file, by name or address; record_id: of the record there.
    """

    at: datetime
    source: str
    record_id: str | None = None


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
    copied: Copied | None = None  # None: it was served to us

    @property
    def archived_at(self) -> datetime:
        """When it comes into the archive."""
        return self.copied.at if self.copied else self.fetched_at


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


def parse_record(data: bytes, max_bytes: int) -> Record:
    """A record from its compressed bytes, ours or another archive's; ValueError or Failure if it is none."""
    plain = BytesIO(unpacked(data, max_bytes + _MAX_HEAD))
    try:
        record = next(iter(ArchiveIterator(plain, max_header_len=_MAX_HEAD)), None)
    except OSError as problem:  # what fastwarc raises for a malformed record
        raise ValueError(str(problem)) from None
    if record is None or not record.is_http_parsed or record.record_type not in _RESPONSES:
        raise ValueError("there is no HTTP response")
    return _read(record, max_bytes)


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


def unpacked(data: bytes, max_bytes: int) -> bytes:
    """A record without its compression; ValueError where it is corrupt, cut off or too large."""
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


def response_record(capture: Capture) -> bytes:
    """A record of a response, compressed; of a 304 a `revisit`, which has no body of its own."""
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
        **(_origin(capture.copied) if capture.copied else {}),
    }
    return _compressed(record, fields, _http_head(capture) + capture.body)


def _origin(copied: Copied) -> dict[str, str | None]:
    """The fields that wget and pywb give a response which comes from another archive, and the record's id.

    WARC-Refers-To would say it, too, but is not for responses (ISO 28500, 5.7).
    """
    return {
        "WARC-Source-URI": copied.source,
        "WARC-Creation-Date": _time(copied.at),
        "Hearsay-Source-Record-ID": copied.record_id,
    }


def _http_head(capture: Capture) -> bytes:
    lines = [b"HTTP/1.1 %d %s" % (capture.status, capture.reason)]
    for name, value in capture.headers:
        # The chunks are undone: a reader that believed this header would look for them.
        chunked = name.lower() == b"transfer-encoding"
        lines.append((b"X-Crawl-" if chunked else b"") + name + b": " + value)
    return b"\r\n".join(line.translate(_UNSAFE) for line in lines) + b"\r\n\r\n"


def info_record(name: str, at: datetime) -> bytes:
    """The record that a file starts with, compressed."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo)
    about = f"software: Hearsay {version('hearsay')}\r\nformat: WARC File Format 1.1\r\n"
    fields = {"WARC-Filename": name, "WARC-Date": _time(at), "Content-Type": "application/warc-fields"}
    return _compressed(record, dict(fields), about.encode())


def _compressed(record: WarcRecord, fields: dict[str, str | None], block: bytes) -> bytes:
    for name, value in fields.items():
        if value is not None:
            record.headers[name] = value
    record.set_bytes_content(block)
    out = BytesIO()
    record.write(out, checksum_data=True)
    return zlib.compress(out.getvalue(), _LEVEL, _GZIP)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
