"""Keys: a hash of what naturally identifies a row, so that every way of loading it meets there."""

import hashlib

_SEPARATOR = b"\x1f"
_ABSENT = b"\x00"


def key(*parts: str | int | None) -> str:
    """20 hex digits (80 bits) of BLAKE2b over the parts, in order.

    Absent (None) and empty ("") differ. Not a checksum of bytes: for bodies use `body_hash`.
    """
    raw = _SEPARATOR.join(
        _ABSENT if part is None else str(part).encode("utf-8", "surrogatepass") for part in parts
    )
    return hashlib.blake2b(raw, digest_size=10).hexdigest()


def body_hash(body: bytes) -> str:
    """SHA-256 of a body, as hex."""
    return hashlib.sha256(body).hexdigest()
