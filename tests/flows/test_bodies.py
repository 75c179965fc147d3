"""Tests of decoding bodies."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bodies import BodyDecoder, decode
from flows.outcomes import Failure, Outcome

LIMIT = 100_000


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS = {
    None: bytes,
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    " X-GZIP ": gzip.compress,
    "deflate": zlib.compress,
    "deflate ": raw_deflate,
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body)),
    "deflate, gzip": lambda body: gzip.compress(zlib.compress(body)),
}


def refusal(raw: bytes, encodings: str, limit: int = LIMIT) -> Outcome:
    with pytest.raises(Failure) as caught:
        decode(raw, encodings, limit)
    return caught.value.outcome


@given(st.binary(max_size=3000), st.sampled_from(list(PACKERS)), st.integers(1, 700))
def test_any_cut_into_chunks_gives_the_body(body: bytes, encoding: str | None, size: int) -> None:
    """Every encoding is undone, wherever the network cuts the bytes."""
    raw = PACKERS[encoding](body)
    decoder = BodyDecoder(encoding, LIMIT)
    pieces = [piece for at in range(0, len(raw), size) for piece in decoder.feed(raw[at : at + size])]
    decoder.finish()
    assert b"".join(pieces) == body


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "gzip, gzip"]))
def test_hostile_bytes_give_a_body_or_a_failure(raw: bytes, encoding: str) -> None:
    """No bytes make the decoder raise anything but Failure."""
    with suppress(Failure):
        assert len(decode(raw, encoding, LIMIT)) <= LIMIT


def test_a_body_of_several_gzip_members() -> None:
    """Members one after the other are one body; what follows the last is ignored."""
    raw = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0 rubbish"
    assert decode(raw, "gzip", LIMIT) == b"one two"


def test_a_cut_off_body_is_refused_unless_partial() -> None:
    """A gzip body without its end is an error, except where the caller knows of it."""
    raw = gzip.compress(b"words and words " * 50)[:-9]
    assert refusal(raw, "gzip") == Outcome.BAD_ENCODING
    assert decode(raw, "gzip", LIMIT, partial=True).startswith(b"words")


def test_a_wrong_checksum_is_refused() -> None:
    """Corruption is noticed even where the data inflate."""
    raw = bytearray(gzip.compress(b"words"))
    raw[-6] ^= 1
    assert refusal(bytes(raw), "gzip") == Outcome.BAD_ENCODING


def test_encodings_we_did_not_ask_for_are_refused() -> None:
    """Unknown encodings and towers of them end at once."""
    assert refusal(b"x", "br") == Outcome.BAD_ENCODING
    assert refusal(b"x", ", ".join(["gzip"] * 4)) == Outcome.BAD_ENCODING


def test_an_empty_body_needs_no_encoding() -> None:
    """Servers announce gzip for empty bodies too."""
    assert decode(b"", "gzip", LIMIT) == b""


def test_the_limit_holds_for_raw_and_decoded_bytes() -> None:
    """Exactly the limit is fine, one more is not; the inner stage of two counts as well."""
    assert len(decode(bytes(100), None, 100)) == 100
    assert refusal(bytes(101), "", 100) == Outcome.TOO_LARGE
    assert len(decode(gzip.compress(bytes(100)), "gzip", 100)) == 100
    assert refusal(gzip.compress(bytes(101)), "gzip", 100) == Outcome.TOO_LARGE
    inner = gzip.compress(gzip.compress(b"") * 20_000)
    assert refusal(inner, "gzip, gzip") == Outcome.TOO_LARGE


def test_a_bomb_costs_little_memory() -> None:
    """A gigabyte of zeros in a megabyte ends at the limit, with pieces as all that is held."""
    packer = zlib.compressobj(9, wbits=31)
    raw = b"".join(packer.compress(bytes(2**20)) for _ in range(256)) + packer.flush()
    tracemalloc.start()
    try:
        decoder = BodyDecoder("gzip", 10 * 2**20)
        with pytest.raises(Failure, match="more than"):
            sum(len(piece) for piece in decoder.feed(raw))
        assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    finally:
        tracemalloc.stop()
