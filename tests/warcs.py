"""WARC files for tests, byte by byte, so that they can be wrong in every way. Standard library only.

path.write_bytes(packed(record(URL, PAGE), record(URL2, PAGE, kind="request")))
"""

import gzip
import io
import uuid
from collections.abc import Iterable

DAY = "2025-01-03T08:00:00Z"


def response(body: bytes, content_type: str = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP response; header names with underscores for hyphens."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def record(
    url: str,
    block: bytes,
    at: str | None = DAY,
    kind: str = "response",
    claim: object = None,
    **fields: str,
) -> bytes:
    """A record. at: WARC-Date; claim: what it says of its length, if that is a lie."""
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} {at} {kind}')}>",
        "WARC-Target-URI": url,
        "WARC-Date": at,
        "Content-Type": f"application/http;msgtype={'request' if kind == 'request' else 'response'}",
        "Content-Length": len(block) if claim is None else claim,
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Each record compressed by itself, as WARC files are."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def bomb(record_: bytes, megabytes: int) -> bytes:
    """A compressed record with so many MiB of zeros behind it."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0) as file:
        file.write(record_)
        for _ in range(megabytes):
            file.write(bytes(2**20))
    return out.getvalue()


def zstd(
    records: Iterable[bytes], dictionary: bytes | None = None, *, compress_dictionary: bool = False
) -> bytes:
    """A frame a record, behind the dictionary if there is one."""
    from fastwarc.stream_io import ZstdWriter  # noqa: PLC0415  # the one thing that the standard library cannot do

    out = io.BytesIO()
    writer = ZstdWriter(out, dictionary=dictionary, compress_dictionary_frame=compress_dictionary)
    for one in records:
        writer.write(one)
        writer.finish()
    writer.close()
    return out.getvalue()
