"""Tests of the files that a backfill needs for a while."""

import gzip
from pathlib import Path

import pytest

from flows.errors import HearsayError
from flows.past.cache import Cache
from flows.settings import Settings


def test_room_is_shared(tmp_path: Path) -> None:
    """What lies there counts, but for the file itself; without room it is said what to do."""
    cache = Cache(Settings(data=tmp_path, cache_bytes=1000))
    assert cache.room("a") == 1000
    cache.half("a").write_bytes(bytes(600))
    assert (cache.room("a"), cache.room("b")) == (1000, 400)
    cache.path("c").write_bytes(bytes(400))
    with pytest.raises(HearsayError, match="HEARSAY_CACHE_BYTES"):
        cache.room("b")
    cache.path("a.part.etag").write_text('"1"', "ascii")
    cache.drop("a")
    cache.drop("c")
    assert list(cache.folder.iterdir()) == []


def test_unpacking_is_bounded(tmp_path: Path) -> None:
    """A file that becomes too large leaves nothing; a damaged one what is whole of it."""
    cache, file = Cache(Settings(data=tmp_path, cache_bytes=3_000_000)), tmp_path / "a.warc.gz"
    file.write_bytes(gzip.compress(bytes(10_000_000)))
    with pytest.raises(HearsayError, match="unpack it yourself"):
        cache.unpacked(file, "a")
    assert list(cache.folder.iterdir()) == []
    text = b"".join(b"line %d\n" % number for number in range(200_000))
    file.write_bytes(gzip.compress(text)[:-1000])
    unpacked = cache.unpacked(file, "a").read_bytes()
    assert len(text) // 2 < len(unpacked) < len(text)
    assert text.startswith(unpacked)
