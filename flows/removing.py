"""One article removed everywhere: rows, archive, free blocks; and what still carries it there."""

import html
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.archive import ArchiveError, place_of, read_record
from flows.archive_files import delete_file, without_records
from flows.only_one import ARCHIVE_FILES, AlreadyRunning, only_one
from flows.settings import Settings
from transforms.identity import key
from transforms.urls import article_key, page_key, page_url
from warehouse import removals
from warehouse.removals import Found, Removal

_CODES = ("utf-8", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be removed: keys of article and pages, what is stored, whose bodies carry it."""

    article_keys: list[str]
    page_keys: list[str]
    found: Found
    feed_fetches: list[str]

    @property
    def records(self) -> int:
        """How many records leave the archive."""
        pages = self.found.records.filter(pl.col("kind") != "feed").height
        return pages + len(self.feed_fetches)


def plan(settings: Settings, article: str) -> Planned:
    """What there is of an article, by its address or key. Nothing is changed."""
    url = page_url(article) if "://" in article else None
    articles, pages = ([article_key(url)], [page_key(url)]) if url else ([article], [article])
    found = removals.find(settings.warehouse, [*articles, *pages], timeout=settings.lock_timeout)
    # All the addresses by which it may be asked for again.
    pages = sorted({*pages, *(page_key(name) for name in found.addresses if page_url(name))})
    return Planned(articles, pages, found, list(_carrying(settings, found)))


def repeat(settings: Settings, warehouse: Path, removal: Removal, now: datetime) -> int:
    """Removes the same from another warehouse of this folder, such as a backup; how many rows went.

    Records are noted to leave the archive (see `erase_pending`).
    """
    found = removals.find(warehouse, removal.keys)
    again = replace(removal, feed_fetches=list(_carrying(settings, found)))
    return sum(removals.remove(warehouse, again, now).values())


def carry_out(settings: Settings, planned: Planned, why: str, by: str, now: datetime) -> dict[str, int]:
    """Deletes the rows, records that they must not come back, and takes their bytes out of the archive.

    To be called with no run under way. What is left in the warehouse's free blocks, compacting removes.
    Killed at any moment, the same call ends it.
    """
    removal = Removal(
        removal_id=key("removal", *planned.article_keys, now.isoformat()),
        article_keys=planned.article_keys,
        page_keys=planned.page_keys,
        why=why,
        removed_by=by,
        feed_fetches=planned.feed_fetches,
    )
    rows = removals.remove(settings.warehouse, removal, now, timeout=settings.lock_timeout)
    erase_pending(settings)
    return rows


def erase_pending(settings: Settings) -> int:
    """Takes out of the archive what is noted for it; how many records. To be called with no run under way."""
    with only_one(settings.data, ARCHIVE_FILES, settings.lock_timeout):
        pending = removals.pending(settings.warehouse, timeout=settings.lock_timeout)
        for (file,), records in pending.group_by("archive_file", maintain_order=True):
            _erase(settings, str(file), records)
    return pending.height


def erase_when_idle(settings: Settings) -> int:
    """The same, unless nothing is noted or a run is under way, which may be writing into the archive."""
    if removals.pending(settings.warehouse, timeout=settings.lock_timeout).is_empty():
        return 0
    try:
        with only_one(settings.data, "ingest"):
            return erase_pending(settings)
    except AlreadyRunning:
        return 0  # the next maintenance does it


def _erase(settings: Settings, file: str, records: pl.DataFrame) -> None:
    """First the file without the records, then the rows that refer to it, then the old file goes."""
    patience = settings.lock_timeout
    if records["moved_to"].null_count() and (settings.archive / file).exists():
        places = records.select("archive_offset", "archive_length").rows()
        target = without_records(settings.archive, file, places)
        removals.move_places(settings.warehouse, file, target, timeout=patience)
    delete_file(settings.archive, file)
    removals.erased(settings.warehouse, file, timeout=patience)


def _carrying(settings: Settings, found: Found) -> Iterator[str]:
    """The fetches of feeds whose body names one of the addresses; a body that cannot be read counts, too."""
    needles = _needles(found.addresses)
    feeds = found.records.filter(pl.col("kind") == "feed")
    for row in feeds.iter_rows(named=True) if needles else ():
        if _carries(settings, row, needles):
            yield row["fetch_id"]


def _carries(settings: Settings, row: dict[str, Any], needles: Sequence[bytes]) -> bool:
    try:
        body = read_record(settings.archive, place_of(row), settings.max_feed_bytes).body
    except ArchiveError:
        return bool((settings.archive / row["archive_file"]).exists())
    return any(needle in body for needle in needles)


def _needles(addresses: Sequence[str]) -> list[bytes]:
    """Addresses as they may stand in a feed: plain, escaped for XML or JSON, in the usual encodings."""
    forms = {
        form
        for name in addresses
        for form in (name, html.escape(name), json.dumps(name)[1:-1], name.replace("/", "\\/"))
    }
    return [form.encode(code) for form in sorted(forms) for code in _CODES]
