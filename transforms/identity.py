"""Keys: a hash of what naturally identifies a row, so that every way of loading it meets there."""

import hashlib


def key(*parts: str | int | None) -> str:
    """20 hex digits (80 bits) of BLAKE2b over the parts, in order.

    Absent (None) and empty ("") differ, and no text can pass for two parts. Not a checksum of bytes: for
    bodies use `body_hash`.
    """
    held = b""
    for part in parts:
        if part is None:
            held += b"-"
        else:
            raw = str(part).encode("utf-8", "surrogatepass")
            held += b"%d:%b" % (len(raw), raw)
    return hashlib.blake2b(held, digest_size=10).hexdigest()


def body_hash(body: bytes) -> str:
    """SHA-256 of a body, as hex."""
    return hashlib.sha256(body).hexdigest()
