"""Files that a backfill needs for a while: archives that are downloaded, or have to be unpacked.

They lie in the data folder's `cache`, up to HEARSAY_CACHE_BYTES together, and are deleted when their part is
done. One that a killed backfill left is used by the next one that needs it.
"""

import shutil
from pathlib import Path

from fastwarc.stream_io import GzipReader, ZstdReader

from flows.errors import HearsayError
from flows.settings import Settings

_PIECE = 2**20
_HALF = ".part"


class Cache:
    """The folder. Nothing is made before it is needed."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.data / "cache"
        self.limit = settings.cache_bytes
        self._reserve = settings.alert_disk

    def path(self, name: str) -> Path:
        """Where a file of that name is, or will be."""
        return self.folder / name

    def half(self, name: str) -> Path:
        """Where it is while it is not whole."""
        return self.folder / f"{name}{_HALF}"

    def room(self, name: str) -> int:
        """The bytes that a file may have; what lies there otherwise counts. Makes the folder.

        Raises HearsayError where there is no room at all.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        others = sum(
            file.stat().st_size
            for file in self.folder.iterdir()
            if file.is_file() and not file.name.startswith(name)
        )
        mine = self.half(name).stat().st_size if self.half(name).exists() else 0
        free = min(self.limit - others, shutil.disk_usage(self.folder).free + mine - self._reserve)
        if free <= 0:
            raise HearsayError(
                f"there is no room in {self.folder} (at most {self.limit:,} bytes, HEARSAY_CACHE_BYTES): "
                "delete what no backfill that is under way needs, or free some space"
            )
        return free

    def finished(self, name: str) -> Path:
        """Takes the half file of that name for whole."""
        return self.half(name).replace(self.path(name))

    def drop(self, name: str) -> None:
        """Deletes a file, whole or half."""
        for file in (self.path(name), self.half(name), self.path(f"{name}{_HALF}.etag")):
            file.unlink(missing_ok=True)

    def unpacked(self, file: Path, name: str) -> Path:
        """A file that was compressed as a whole, unpacked; as far as that goes where it is damaged.

        Raises HearsayError where it becomes larger than there is room.
        """
        room = self.room(name)
        with file.open("rb") as packed, self.half(name).open("wb") as plain:
            reader = (GzipReader if packed.read(2) == b"\x1f\x8b" else ZstdReader)(str(file))
            while piece := _read(reader):
                plain.write(piece)
                if plain.tell() > room:
                    self.half(name).unlink()
                    raise HearsayError(
                        f"unpacked it is larger than {room:,} bytes: unpack it yourself and name that file"
                    )
        return self.finished(name)


def _read(reader: GzipReader | ZstdReader) -> bytes:
    try:
        return reader.read(_PIECE)
    except OSError:  # damaged: reading the unpacked file says where
        return b""
