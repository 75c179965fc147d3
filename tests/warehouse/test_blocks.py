"""A copy that is patched equals its source, and only what differs is written."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.blocks import patched

HEADERS, BLOCK = 3 * 4096, 2**18
SIZES = st.sampled_from([0, 1, HEADERS, HEADERS + 1, HEADERS + BLOCK, HEADERS + 2 * BLOCK + 7])
PLACES = st.sets(st.integers(0, HEADERS + 3 * BLOCK - 1), max_size=4)


def changed(size: int, places: set[int]) -> bytes:
    """Zeros, but for ones at some places."""
    content = bytearray(size)
    for place in places:
        if place < size:
            content[place] = 1
    return bytes(content)


def blocks(content: bytes) -> list[bytes]:
    """The parts that are told apart: all headers, then block by block."""
    rest = range(HEADERS, len(content), BLOCK)
    return [content[:HEADERS], *(content[start : start + BLOCK] for start in rest)]


@given(SIZES, PLACES, SIZES, PLACES)
def test_a_patched_copy_equals_its_source(
    tmp_path_factory: pytest.TempPathFactory, size: int, places: set[int], new_size: int, new_places: set[int]
) -> None:
    """Grown, shrunk or changed anywhere; what is written are the blocks that are not the same."""
    folder = tmp_path_factory.mktemp("blocks")
    old, new = changed(size, places), changed(new_size, new_places)
    (folder / "source").write_bytes(old)
    (folder / "target").write_bytes(b"")
    hashes, written = patch(folder, len(old), [])
    assert written == len(old)
    (folder / "source").write_bytes(new)
    again, written = patch(folder, len(new), hashes)
    assert (folder / "target").read_bytes() == new
    differing = [len(one) for n, one in enumerate(blocks(new)) if blocks(old)[n : n + 1] != [one]]
    assert written == sum(differing)
    assert patch(folder, len(new), again) == (again, 0)


def patch(folder: Path, size: int, before: list[str]) -> tuple[list[str], int]:
    """Patches "target" after "source"."""
    source, target = os.open(folder / "source", os.O_RDONLY), os.open(folder / "target", os.O_RDWR)
    try:
        return patched(source, target, size, before)
    finally:
        os.close(source)
        os.close(target)


def test_what_the_source_has_grown_by_is_left_out(tmp_path: Path) -> None:
    """A load that goes on may add to it."""
    (tmp_path / "source").write_bytes(b"x" * 20_000)
    (tmp_path / "target").touch()
    patch(tmp_path, 15_000, [])
    assert (tmp_path / "target").read_bytes() == b"x" * 15_000


def test_a_source_that_is_shorter_is_noticed(tmp_path: Path) -> None:
    """Somebody else has made a checkpoint."""
    (tmp_path / "source").write_bytes(b"x" * 15_000)
    (tmp_path / "target").touch()
    with pytest.raises(EOFError):
        patch(tmp_path, 20_000, [])
