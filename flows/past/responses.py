"""A response from anyone's WARC record, as our archive keeps it.

Archives differ in what they do to a body: chunks are kept or undone, Content-Encoding is kept, or undone
without saying so, or is one that we never ask for. Here it becomes what our own fetches leave: chunks undone,
gzip or deflate as it came, everything else decoded. A header that no longer holds is kept as X-Crawl-….
"""

import re
from io import BytesIO

from fastwarc.stream_io import BrotliReader, ZstdReader
from fastwarc.warc import WarcRecord

from flows.archive import Capture, Copied
from flows.bodies import PIECE
from flows.exchange import Headers
from flows.outcomes import Failure, Outcome
from transforms.captures import may_be_page

_GZIP = b"\x1f\x8b"
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,256}\r?\n")
_OTHERS = {"br": BrotliReader, "zstd": ZstdReader}
_NAMES = re.compile(r"<?[\x21-\x7e]{1,200}>?")


def capture_of(record: WarcRecord, url: str, max_bytes: int, copied: Copied) -> Capture:
    """A record, its HTTP head parsed, as a response to be archived.

    Raises Failure: TOO_LARGE for a body of more than max_bytes; PROTOCOL_ERROR for one that is cut off, here
    or (WARC-Truncated) when it was archived; BAD_ENCODING.
    """
    body = _whole(record, max_bytes)
    headers: Headers = [(bytes(name), bytes(value)) for name, value in record.http_headers.items_bytes()]
    body = unchunked(body) if "chunked" in values(headers, "transfer-encoding") else body
    headers, body = _known_encoding(headers, body, max_bytes)
    return Capture(
        url=url,
        fetched_at=record.record_date,
        status=record.http_headers.status_code or 0,
        headers=headers,
        body=body,
        reason=(record.http_headers.reason_phrase or "").encode("ascii", "replace"),
        protocol=_name(record.headers.get("WARC-Protocol")) or "http/1.1",
        ip=_name(record.headers.get("WARC-IP-Address")),
        copied=copied,
    )


def _whole(record: WarcRecord, max_bytes: int) -> bytes:
    if cut := record.headers.get("WARC-Truncated"):
        why = f"the archive holds only the beginning of it (WARC-Truncated: {cut[:40]})"
        raise Failure(Outcome.TOO_LARGE if cut == "length" else Outcome.PROTOCOL_ERROR, why)
    size = record.content_length
    if size > max_bytes:
        raise Failure(Outcome.TOO_LARGE, f"{size:,} bytes, more than {max_bytes:,}")
    body = bytes(record.reader.read(size))
    if len(body) < size:
        raise Failure(Outcome.PROTOCOL_ERROR, f"the record is cut off: {len(body):,} of {size:,} bytes")
    return body


def _name(value: str | None) -> str | None:
    return value if value and _NAMES.fullmatch(value) else None


def values(headers: Headers, name: str) -> str:
    """The values of a header, joined by commas, in lower case."""
    held = [value for key, value in headers if key.lower() == name.encode()]
    return b",".join(held).decode("latin-1").strip().lower()


def unchunked(body: bytes) -> bytes:
    """A body without its chunks; as it is where it has none, whatever the header says."""
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        size = _CHUNK.match(body, at)
        if size is None:
            return body if not pieces else b"".join(pieces)
        length = int(size[1], 16)
        pieces.append(body[size.end() : size.end() + length])
        at = size.end() + length + (2 if body.startswith(b"\r\n", size.end() + length) else 1)
        if length == 0:
            break
    return b"".join(pieces)


def _known_encoding(headers: Headers, body: bytes, max_bytes: int) -> tuple[Headers, bytes]:
    """Headers and body such that the encoding that they name is there, and one that can be read."""
    encoding = values(headers, "content-encoding")
    if encoding in _OTHERS:
        return _without_encoding(headers), _decoded(body, encoding, max_bytes)
    if encoding in ("gzip", "x-gzip") and not body.startswith(_GZIP):
        return _without_encoding(headers), body  # undone by whoever archived it
    return headers, body


def _decoded(body: bytes, encoding: str, max_bytes: int) -> bytes:
    if may_be_page(200, None, body[:PIECE]):
        return body  # undone by whoever archived it
    reader, held = _OTHERS[encoding](BytesIO(body)), bytearray()
    try:
        while piece := reader.read(PIECE):
            held += piece
            if len(held) > max_bytes:
                raise Failure(Outcome.TOO_LARGE, f"more than {max_bytes:,} bytes")
    except OSError as problem:
        raise Failure(Outcome.BAD_ENCODING, f"the body does not decompress ({encoding}): {problem}") from None
    return bytes(held)


def _without_encoding(headers: Headers) -> Headers:
    return [
        (b"X-Crawl-Content-Encoding" if name.lower() == b"content-encoding" else name, value)
        for name, value in headers
    ]
