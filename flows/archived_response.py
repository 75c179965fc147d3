"""The archived response of one request, taken apart without the archive's reader, to be checked.

A record is a gzip member. In it stand the WARC headers, an empty line, the HTTP headers, an empty line,
and the payload: the body as it came, with its Content-Encoding.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.archive import ArchiveError, Place, place_of
from flows.bodies import decode
from flows.outcomes import Failure
from flows.warc import unpacked

_MAX_BYTES = 64 * 2**20  # of a record; what a run fetches is far smaller
_EMPTY_LINE = b"\r\n\r\n"
_DIGESTS = ("sha1", "sha256", "sha512", "md5")


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """A record as it is in the archive, and its parts.

    body: without Content-Encoding; None where it does not decode.
    """

    record: bytes
    fields: list[tuple[str, str]]  # the WARC headers
    block: bytes  # what the record is about: HTTP headers and payload
    head: bytes
    payload: bytes
    body: bytes | None

    def field(self, name: str) -> str | None:
        """A WARC header, or None."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def is_encoded(self) -> bool:
        """Whether the payload is something else than the body."""
        return self.payload != self.body


def archived_bytes(archive: Path, fetch: Mapping[str, Any]) -> bytes:
    """The record of a row of ops.fetches, byte for byte.

    Raises ArchiveError, which says why, where there is none (any more), or it is cut short.
    """
    if fetch["archive_file"] is None:
        raise ArchiveError("this request left no record in the archive")
    place = place_of(fetch)
    data = _bytes_at(archive, place)
    if len(data) < place.length:
        raise ArchiveError(f"{place.file} ends before its record at {place.offset} does")
    return data


def _bytes_at(archive: Path, place: Place) -> bytes:
    path = archive / place.file
    if not path.resolve().is_relative_to(archive.resolve()):
        raise ArchiveError(f"{place.file} is no file of the archive")
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            return file.read(place.length)
    except FileNotFoundError:
        raise ArchiveError(f"{place.file} is not in the archive (any more)") from None
    except OSError as problem:
        raise ArchiveError(f"{place.file} cannot be read: {problem.strerror}") from None


def taken_apart(record: bytes) -> ArchivedResponse:
    """The parts of a record. Raises ArchiveError for what is no record of a response."""
    try:
        plain = unpacked(record, _MAX_BYTES)
        fields = _fields(plain.partition(_EMPTY_LINE)[0])
        length = int(next(value for name, value in fields if name.lower() == "content-length"))
    except (ValueError, StopIteration) as problem:
        raise ArchiveError(f"the record cannot be read: {str(problem) or 'it has no length'}") from None
    block = plain.partition(_EMPTY_LINE)[2][:length]
    head, _, payload = block.partition(_EMPTY_LINE)
    return ArchivedResponse(record, fields, block, head, payload, _body(head, payload))


def _fields(head: bytes) -> list[tuple[str, str]]:
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    return [(name.strip(), value.strip()) for name, _, value in lines]


def _body(head: bytes, payload: bytes) -> bytes | None:
    encodings = [
        value.strip().decode("latin-1")
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
        if name.strip().lower() == b"content-encoding"
    ]
    try:
        return decode(payload, ",".join(encodings), _MAX_BYTES)
    except Failure:
        return None


def digest_is(stated: str, data: bytes) -> bool | None:
    """Whether a WARC digest (`sha1:BASE32`, or hex) is that of the data; None for one that is not known."""
    algorithm, _, value = stated.partition(":")
    if algorithm.lower() not in _DIGESTS:
        return None
    digest = hashlib.new(algorithm.lower(), data, usedforsecurity=False)
    base32 = base64.b32encode(digest.digest()).decode().rstrip("=")
    return value.lower() == digest.hexdigest() or value.upper().rstrip("=") == base32
