"""Files of claims into a folder each, or all into one zip."""

import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from flows.errors import UsageError

_SUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name: no clock goes into it
Files = Mapping[str, bytes]


def write_folder(folder: Path, files: Files) -> None:
    """Makes a folder with these files, all at once; one that this made before is replaced.

    Raises UsageError for a folder that holds anything else.
    """
    _check_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as held:
        new, old = Path(held) / "new", Path(held) / "old"
        for name, data in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


def _check_ours(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} is there already: name another with --output, or move it away")
    if not folder.exists():
        return
    sums = folder / _SUMS
    lines = sums.read_text("utf-8", "replace").splitlines() if sums.is_file() else []
    ours = {line.partition("  ")[2] for line in lines} | {_SUMS}
    for path in folder.rglob("*"):
        if not path.is_dir() and path.relative_to(folder).as_posix() not in ours:
            raise UsageError(
                f"{path} is not of this command: move it away, or name another folder with --output"
            )


def write_zip(path: Path, folders: Mapping[str, Files]) -> None:
    """One zip with a folder for each claim; the same files make the same bytes. A file there is replaced."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file with --output")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as packed:
            for folder, files in sorted(folders.items()):
                for name, data in sorted(files.items()):
                    packed.writestr(_entry(f"{folder}/{name}"), data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _entry(name: str) -> zipfile.ZipInfo:
    # Stored, not compressed: other versions of zlib would make other bytes.
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3  # Unix, wherever it is made
    return entry
