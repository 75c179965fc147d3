"""Keys: a hash of what naturally identifies a row, so that every way of loading it meets there."""

import hashlib


def key(*parts: str | int | None) -> str:
    """20 hex digits (80 bits) of BLAKE2b over the parts, in order.

    Absent (None) and empty ("") differ, and no text can pass for two parts. Not a checksum of bytes: for
    bodies use `body_hash`.
    """
    digest = hashlib.blake2b(digest_size=10)
    for part in parts:
        raw = None if part is None else str(part).encode("utf-8", "surrogatepass")
        digest.update(b"-" if raw is None else b"%d:" % len(raw) + raw)
    return digest.hexdigest()


def body_hash(body: bytes) -> str:
    """SHA-256 of a body, as hex."""
    return hashlib.sha256(body).hexdigest()
