"""Content-Encoding undone in small pieces, so that a body that inflates without end costs little.

raw bytes --gunzip--> --inflate--> at most `max_bytes`, in pieces of PIECE
"""

import zlib
from collections.abc import Iterator

from flows.outcomes import Failure, Outcome

ACCEPT_ENCODING = "gzip, deflate"
PIECE = 64 * 1024
_MAX_ENCODINGS = 3
_GZIP = 31  # zlib's wbits: a gzip header is required
_ZLIB = 15
_RAW_DEFLATE = -15


class BodyDecoder:
    """Decodes one body as it arrives.

    encodings: the value of Content-Encoding, several separated by commas in the order they were applied.
    `feed` and `finish` raise Failure: TOO_LARGE when raw bytes, or any stage's output, pass max_bytes;
    BAD_ENCODING for an unknown, corrupt or unfinished encoding.
    """

    def __init__(self, encodings: str | None, max_bytes: int) -> None:
        names = [name.strip().lower() for name in (encodings or "").split(",")]
        wanted = [name for name in reversed(names) if name not in ("", "identity", "none")]
        if len(wanted) > _MAX_ENCODINGS:
            raise Failure(Outcome.BAD_ENCODING, f"{len(wanted)} content encodings on top of each other")
        self._stages = [_stage(name, max_bytes) for name in wanted]
        self._raw = _Budget(max_bytes)

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """Decoded pieces; must be read to the end before the next call."""
        self._raw.spend(len(raw))
        yield from _through(self._stages, raw)

    def finish(self) -> None:
        """Call after the last byte: an encoding that is not at its end was cut short."""
        if self._raw.spent:  # an empty body needs no encoding, whatever the header says
            for stage in self._stages:
                stage.finish()


def decode(raw: bytes, encodings: str | None, max_bytes: int, *, partial: bool = False) -> bytes:
    """A whole body decoded; raises Failure as BodyDecoder does. partial: an end cut off is accepted."""
    decoder = BodyDecoder(encodings, max_bytes)
    # In pieces: behind each member of a gzip body zlib copies the rest of what it was given.
    parts = (raw[start : start + PIECE] for start in range(0, len(raw), PIECE))
    body = b"".join(piece for part in parts for piece in decoder.feed(part))
    if not partial:
        decoder.finish()
    return body


def _through(stages: list["_Inflater"], data: bytes) -> Iterator[bytes]:
    if not stages:
        yield data
        return
    for piece in stages[0].feed(data):
        yield from _through(stages[1:], piece)


def _stage(name: str, max_bytes: int) -> "_Inflater":
    if name in ("gzip", "x-gzip"):
        return _Inflater(_GZIP, max_bytes)
    if name == "deflate":
        return _Inflater(_ZLIB, max_bytes)
    raise Failure(Outcome.BAD_ENCODING, f"content encoding {name[:40]!r}, which was not asked for")


class _Budget:
    """Counts bytes and stops at a limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.spent = 0

    def spend(self, count: int) -> None:
        self.spent += count
        if self.spent > self._limit:
            raise Failure(Outcome.TOO_LARGE, f"more than {self._limit:,} bytes")


class _Inflater:
    """One gzip or deflate stage."""

    def __init__(self, wbits: int, max_bytes: int) -> None:
        self._wbits = wbits
        self._zlib = zlib.decompressobj(wbits)
        self._budget = _Budget(max_bytes)
        self._head = b""
        self._started = False
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not self._started:
            self._head += data
            if len(self._head) < 2:  # two bytes tell zlib from raw deflate
                return
            data, self._head = self._begin(self._head), b""
        while data and not self._done:
            piece = self._inflate(data)
            data = self._next_member() if self._zlib.eof else self._zlib.unconsumed_tail
            if piece:
                yield piece

    def _inflate(self, data: bytes) -> bytes:
        try:
            piece = self._zlib.decompress(data, PIECE)
        except zlib.error as problem:
            raise Failure(Outcome.BAD_ENCODING, f"the body does not decompress: {problem}") from None
        self._budget.spend(len(piece))
        return piece

    def _begin(self, head: bytes) -> bytes:
        self._started = True
        # "deflate" means zlib's format, but servers that send it bare are as common (RFC 9110, 8.4.1.2).
        if self._wbits == _ZLIB and not _is_zlib(head):
            self._zlib = zlib.decompressobj(_RAW_DEFLATE)
        return head

    def _next_member(self) -> bytes:
        """A gzip body may be several in a row; anything else behind the end is ignored, as browsers do."""
        rest = self._zlib.unused_data
        if self._wbits == _GZIP and rest.startswith(b"\x1f\x8b"):
            self._zlib = zlib.decompressobj(_GZIP)
            return rest
        self._done = True
        return b""

    def finish(self) -> None:
        if not self._zlib.eof:
            raise Failure(Outcome.BAD_ENCODING, "the compressed body ends too early")


def _is_zlib(head: bytes) -> bool:
    return head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
