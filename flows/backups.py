"""Backups: a folder with the warehouse, the alias file, the archive if asked for, a manifest of hashes."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from flows.archive_files import archive_files, is_rewritten
from flows.errors import HearsayError, UsageError
from flows.only_one import ARCHIVE_FILES, only_one
from flows.removing import erase_pending, repeat
from flows.settings import Settings
from warehouse.blocks import sync
from warehouse.compact import compact
from warehouse.copies import copy_to, put_in_place
from warehouse.errors import NotAWarehouse
from warehouse.migrate import migrate, schema_version
from warehouse.removals import follow_places, standing
from warehouse.search import index_new

MANIFEST = "manifest.json"
WAREHOUSE, ALIASES, ARCHIVE = "warehouse.duckdb", "aliases.csv", "archive"
Manifest = dict[str, Any]
_PIECE = 2**20


def back_up(
    settings: Settings, folder: Path, now: datetime, *, archive: bool, progress: Callable[[str], None]
) -> Manifest:
    """Writes a backup into a new folder, while others work; its manifest, which is written last.

    progress: told each file. Raises UsageError where the folder is there already, and what
    warehouse.copies.copy_to does.
    """
    if folder.exists():
        raise UsageError(f"{folder} is there already: give a name that is not")
    schema = schema_version(settings.warehouse, settings.lock_timeout)
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}.unfinished")
    unfinished.mkdir(parents=True)
    try:
        hold = only_one(settings.data, ARCHIVE_FILES, settings.lock_timeout) if archive else nullcontext()
        with hold:  # what rows of the copy refer to is still there when the archive is copied
            files = dict(_copied(settings, unfinished, archive=archive, progress=progress))
        manifest = {
            "hearsay": version("hearsay"),
            "made_at": now.isoformat(timespec="seconds"),
            "schema": schema,
            "files": files,
        }
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
        sync(unfinished / MANIFEST)
        unfinished.rename(folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return manifest


def _copied(
    settings: Settings, folder: Path, *, archive: bool, progress: Callable[[str], None]
) -> Iterator[tuple[str, dict[str, object]]]:
    """Copies each file; its name with its bytes and hash."""
    # The warehouse first: records that its rows refer to are in the archive already.
    copy_to(settings.warehouse, folder / WAREHOUSE, settings.lock_timeout)
    names = [WAREHOUSE]
    if settings.alias_file.exists():
        shutil.copyfile(settings.alias_file, folder / ALIASES)
        names.append(ALIASES)
    for file in archive_files(settings.archive) if archive else ():
        name = f"{ARCHIVE}/{file.name}"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(settings.archive / file.name, folder / name)
        names.append(name)
    for name in names:
        progress(name)
        yield name, _described(folder / name)


def restore(
    backup: Path, settings: Settings, now: datetime, *, replace: bool, progress: Callable[[str], None]
) -> Manifest:
    """Checks a backup wholly, then puts it in place, the warehouse last and at once; its manifest.

    replace: whether a warehouse that is there may be replaced. Of the archive, files that are there stay.
    What was removed since (ops.removals) does not come back. To be called with no run under way.
    Raises UsageError for what is no backup or is not whole, or over a file that is no warehouse, NewerSchema
    for one of a newer version; then nothing is changed.
    """
    if settings.warehouse.exists() and not replace:
        raise UsageError(f"{settings.warehouse} is there already: --replace puts the backup in its place")
    manifest = read_manifest(backup)
    for name, told in manifest["files"].items():
        progress(name)
        if not (backup / name).is_file() or _described(backup / name) != told:
            raise UsageError(f"{backup / name} is not as the manifest says: take another backup")
    if settings.warehouse.exists():
        _bring_up_to_date(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    fresh = settings.data / f".{WAREHOUSE}.restored"
    try:
        _forget(fresh)  # of a process that was killed: its log must not be taken for that of the new copy
        shutil.copyfile(backup / WAREHOUSE, fresh)
        migrate(fresh)
        with only_one(settings.data, ARCHIVE_FILES, settings.lock_timeout):
            _put_files(backup, settings, manifest)
            _remove_again(settings, fresh, now)
            put_in_place(fresh, settings.warehouse, settings.lock_timeout)
    finally:
        _forget(fresh)
    erase_pending(settings)
    return manifest


def _forget(fresh: Path) -> None:
    for left in fresh.parent.glob(f"{fresh.name}*"):
        left.unlink()


def _bring_up_to_date(settings: Settings) -> None:
    """So that what was removed from the warehouse that is to be replaced can be read."""
    try:
        migrate(settings.warehouse, settings.lock_timeout)
    except NotAWarehouse as fault:
        raise UsageError(
            f"{settings.warehouse} cannot be read, so that nobody knows what was removed since the backup: "
            "move it away, restore, and remove that again"
        ) from fault


def _remove_again(settings: Settings, fresh: Path, now: datetime) -> None:
    """Takes out of a backup what was removed since it was made; its rows follow records that were moved."""
    if not settings.warehouse.exists():
        return
    follow_places(fresh, settings.warehouse, timeout=settings.lock_timeout)
    removed = [repeat(settings, fresh, removal, now) for removal in standing(settings.warehouse)]
    if any(removed):
        index_new(fresh)  # the words of what went leave the index
        compact(fresh)


def read_manifest(backup: Path) -> Manifest:
    """What a backup says that it holds; UsageError for what is none, or would reach out of its folder."""
    try:
        manifest: Manifest = json.loads((backup / MANIFEST).read_text("utf-8"))
        names = [PurePosixPath(name) for name in manifest["files"]]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UsageError(f"{backup} is no backup, or not a whole one ({type(fault).__name__})") from None
    if any(name.is_absolute() or ".." in name.parts for name in names) or WAREHOUSE not in manifest["files"]:
        raise UsageError(f"{backup / MANIFEST} names files that no backup has")
    return manifest


def _put_files(backup: Path, settings: Settings, manifest: Manifest) -> None:
    for name in manifest["files"]:
        if name == ALIASES:
            _put(backup / name, settings.alias_file)
        elif name.startswith(f"{ARCHIVE}/"):
            target = settings.archive / name.removeprefix(f"{ARCHIVE}/")
            # One that was written anew since without what was removed must not come back.
            if not (target.exists() or (settings.warehouse.exists() and is_rewritten(target))):
                target.parent.mkdir(parents=True, exist_ok=True)
                _put(backup / name, target)


def _put(source: Path, target: Path) -> None:
    fresh = target.with_name(f".{target.name}.restored")
    shutil.copyfile(source, fresh)
    fresh.replace(target)


def _described(file: Path) -> dict[str, object]:
    digest = hashlib.sha256()
    try:
        with file.open("rb") as opened:
            while piece := opened.read(_PIECE):
                digest.update(piece)
    except OSError as problem:
        raise HearsayError(f"{file} cannot be read: {problem.strerror}") from problem
    return {"bytes": file.stat().st_size, "sha256": digest.hexdigest()}
