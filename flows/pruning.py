"""What is older than it is wanted: rows, and the archive's files that no row needs any more."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.archive_files import ArchiveFile, archive_files, delete_file
from flows.only_one import ARCHIVE_FILES, only_one
from flows.settings import Settings
from warehouse.prune import files_gone, prunable, prune

NOT_NEEDED, OLD = "no row needed it", "older than was to be kept"


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes: rows by table, and files of the archive by why they go."""

    rows: dict[str, int]
    files: dict[str, list[ArchiveFile]] = field(default_factory=dict)

    @property
    def file_count(self) -> int:
        """How many files go."""
        return sum(len(files) for files in self.files.values())

    @property
    def bytes(self) -> int:
        """Their size."""
        return sum(file.bytes for files in self.files.values() for file in files)


def plan(settings: Settings, older_than: timedelta, archive: timedelta | None, now: datetime) -> Plan:
    """What would go that is older; archive: the age beyond which its files go though rows refer to them.

    Files that a feed's or host's next visit needs are kept.
    """
    before = now - older_than
    rows, used = prunable(settings.warehouse, before, timeout=settings.lock_timeout)
    needed = set(used["archive_file"])
    live = set(used.filter("is_live")["archive_file"])
    files: dict[str, list[ArchiveFile]] = {NOT_NEEDED: [], OLD: []}
    for file in archive_files(settings.archive):
        if file.day < before.date() and file.name not in needed:
            files[NOT_NEEDED].append(file)
        elif archive is not None and file.day < (now - archive).date() and file.name not in live:
            files[OLD].append(file)
    return Plan(rows, {why: found for why, found in files.items() if found})


def carry_out(
    settings: Settings,
    older_than: timedelta,
    archive: timedelta | None,
    now: datetime,
    progress: Callable[[Counter[str]], None],
) -> Plan:
    """Deletes it: rows first, then files, each noted before it is deleted; what went.

    Killed at any moment, no row refers to bytes that are gone without ops.archive_gone saying so; the same
    call goes on from there. progress: told the rows by table that went so far, after each step.
    """
    went: Counter[str] = Counter()
    for step in prune(settings.warehouse, now - older_than, now, timeout=settings.lock_timeout):
        went.update(step)
        progress(went)
    with only_one(settings.data, ARCHIVE_FILES, settings.lock_timeout):
        files = plan(settings, older_than, archive, now).files
        for why, found in files.items():
            sizes = {file.name: file.bytes for file in found}
            files_gone(settings.warehouse, sizes, why, now, timeout=settings.lock_timeout)
            for name in sizes:
                delete_file(settings.archive, name)
    return Plan(dict(went), files)
