"""Keys: a hash of what naturally identifies a row, so that every way of loading it meets there."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

_SIZE = 10  # bytes


def key(*parts: str | int | None) -> str:
    """20 hex digits (80 bits) of BLAKE2b over the parts, in order.

    Absent (None) and empty ("") differ, and no text can pass for two parts. Not a checksum of bytes: for
    bodies use `body_hash`.
    """
    held = b"".join([_held(part) for part in parts])
    return hashlib.blake2b(held, digest_size=_SIZE).hexdigest()


def span_keys(text_id: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """`key(text_id, start, end)` of each span of a text, in a third of the time: there are very many."""
    of_text = hashlib.blake2b(_held(text_id), digest_size=_SIZE)
    keys = []
    for start, end in spans:
        whole = of_text.copy()
        whole.update(_held_offset(start) + _held_offset(end))
        keys.append(whole.hexdigest())
    return keys


def _held(part: str | int | None) -> bytes:
    if part is None:
        return b"-"
    raw = str(part).encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(raw), raw)


@lru_cache(maxsize=16_384)
def _held_offset(offset: int) -> bytes:
    return _held(offset)


def body_hash(body: bytes) -> str:
    """SHA-256 of a body, as hex."""
    return hashlib.sha256(body).hexdigest()
