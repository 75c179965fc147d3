"""Copying a DuckDB file so that as little as possible is written: only the blocks that differ.

A DuckDB file is three headers of 4 KiB and then blocks of 256 KiB; a checkpoint writes what is new to free
blocks, then the header that makes them count. Of each block of a copy we keep a hash. DuckDB's own checksum
of a block will not do: it is the XOR of its words' hashes, so that two values may change places unseen.
"""

import fcntl
import os
from pathlib import Path

import xxhash

_HEADERS = 3 * 4096
_BLOCK = 2**18
_FICLONE = 0x40049409  # Linux: ioctl_ficlone(2)


def headers(file: int) -> bytes:
    """What a checkpoint changes last: as long as it is the same, so is all that counts in the file."""
    return os.pread(file, _HEADERS, 0)


def cloned(source: int, target: int) -> bool:
    """Makes a file share the blocks of another, where the file system can (Btrfs, XFS); else does nothing."""
    try:
        fcntl.ioctl(target, _FICLONE, source)
    except OSError:
        return False
    return True


def patched(source: int, target: int, size: int, before: list[str]) -> tuple[list[str], int]:
    """Makes a file equal another, writing only the blocks whose hash is not the one in `before`.

    source, target: descriptors; size: how many bytes of source there are to copy. before: the hashes of the
    target's blocks, in order; [] writes everything. The hashes as they are then, and the bytes written.
    Nothing is on disk for certain before the caller's fsync. Raises EOFError where the source is shorter.
    """
    after: list[str] = []
    written = 0
    for number, start in enumerate(_starts(size)):
        block = _read(source, start, min(start + _BLOCK if start else _HEADERS, size))
        after.append(xxhash.xxh3_128_hexdigest(block))
        if after[-1:] != before[number : number + 1]:
            _write(target, block, start)
            written += len(block)
    os.ftruncate(target, size)
    return after, written


def sync(path: Path) -> None:
    """Has a file or folder written to the disk, not only to the system's memory."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _starts(size: int) -> list[int]:
    """Where headers and blocks begin in a file of that size."""
    return [0, *range(_HEADERS, size, _BLOCK)]


def _read(file: int, start: int, end: int) -> bytes:
    block = os.pread(file, end - start, start)
    if len(block) < end - start:
        raise EOFError(f"{end - start - len(block)} bytes are missing at {start}: the file has shrunk")
    return block


def _write(file: int, block: bytes, start: int) -> None:
    while block:
        count = os.pwrite(file, block, start)
        block, start = block[count:], start + count
