"""Tests of making responses from others' records."""

import gzip
import time

from hypothesis import given
from hypothesis import strategies as st

from flows.bodies import decode
from flows.past.responses import unchunked


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=5), st.sampled_from([b"", b";name=value"]))
def test_chunks_are_undone(pieces: list[bytes], extension: bytes) -> None:
    """With extensions or without."""
    sent = b"".join(b"%x%b\r\n%b\r\n" % (len(piece), extension, piece) for piece in pieces)
    assert unchunked(sent + b"0\r\n\r\n") == b"".join(pieces)


@given(st.binary(max_size=300))
def test_no_bytes_become_more(body: bytes) -> None:
    """Whatever they are; HTML stays what it is."""
    assert len(unchunked(body)) <= len(body)
    assert unchunked(b"<p>" + body) == b"<p>" + body


def test_many_small_pieces_take_no_longer_than_few() -> None:
    """A megabyte of chunks of a byte, or of empty gzip members, is undone in seconds."""
    start = time.process_time()
    assert unchunked(b"1\r\na\r\n" * 400_000 + b"0\r\n\r\n") == b"a" * 400_000
    assert decode(gzip.compress(b"", mtime=0) * 100_000, "gzip", 10_000_000) == b""
    assert time.process_time() - start < 8
