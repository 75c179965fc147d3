"""The source `warc`: local WARC files, our own archive or anyone's, compressed as they may be.

    --place FILE or FOLDER, several times; none: the archive of the data folder

A part is a file, called by its name and size: the same file elsewhere is the same part, and one that has
grown is another one (what was read of it stays read: a capture is known by its address and time). Records of
our own archive are referred to where they are; all others are copied into it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import polars as pl

from flows.archive_files import archive_files
from flows.errors import UsageError
from flows.past.cache import Cache
from flows.past.copying import Origin, copied, inside, pages_in
from flows.past.source import Part
from flows.past.supplies import Wanted
from flows.past.warc_files import NotByRecord, WarcFile
from flows.session import Session
from flows.settings import Settings
from transforms.identity import key
from warehouse.lookups import fetches_in_files

NAME = "warc"
_ENDINGS = (".warc", ".warc.gz", ".warc.zst")
_A_DAY = timedelta(days=1)


class Warc:
    """WARC files, and folders of them. Raises UsageError for a place that is not there or holds none."""

    name = NAME
    asks_the_web = False
    counts = "pages"

    def __init__(self, places: Sequence[Path], settings: Settings) -> None:
        self._archive = settings.archive.resolve()
        self._cache = Cache(settings)
        self._places = list(places) or [settings.archive]
        self._files: dict[str, Path] = {}
        self._mine: set[str] = set()  # parts that this backfill looked into
        for place in self._places:
            if not place.exists():
                raise UsageError(
                    f"{place} is not there: name WARC files, or folders that hold some (--place)"
                )
            if place.is_dir() and place.resolve() != self._archive and not any(_archives_in(place)):
                raise UsageError(f"{place} holds no WARC files: their names end in {', '.join(_ENDINGS)}")

    def parts(self, session: Session, wanted: Wanted) -> Iterator[Part]:  # all is on the disk
        files = list(self._all(wanted))  # before this run adds to our own archive
        self._files = {f"{file.name} {file.stat().st_size} bytes": file for file in files}
        for label in self._files:
            part = Part(label)
            yield part
            if label in self._mine:  # else another process may be at it
                self._cache.drop(self._unpacked_name(session, part, wanted))

    def find(self, session: Session, part: Part, wanted: Wanted) -> pl.DataFrame:
        self._mine.add(part.label)
        unpacked = self._unpacked_name(session, part, wanted)
        try:
            found = self._pages(part, unpacked)
        except NotByRecord:
            self._cache.unpacked(self._files[part.label], unpacked)
            found = self._pages(part, unpacked)
        return self._known(session, part, inside(found, wanted))

    def supply(
        self, session: Session, part: Part, found: pl.DataFrame, wanted: Wanted
    ) -> Iterator[pl.DataFrame]:
        path = self._files[part.label]
        with WarcFile(self._readable(part, self._unpacked_name(session, part, wanted))) as file:
            yield from copied(session, file, Origin(NAME, path.name, self._own(part)), found, wanted)

    def _all(self, wanted: Wanted) -> Iterator[Path]:
        for place in self._places:
            if place.resolve() == self._archive:
                # what was captured in the window was not archived before it
                days = archive_files(place)
                yield from (place / file.name for file in days if file.day + _A_DAY >= wanted.window.since)
            elif place.is_dir():
                yield from sorted(_archives_in(place))
            else:
                yield place

    def _pages(self, part: Part, unpacked: str) -> pl.DataFrame:
        with WarcFile(self._readable(part, unpacked)) as file:
            found = pages_in(file, NAME, ours=self._own(part) is not None)
            part.problems.extend(file.problems)
        return found

    def _readable(self, part: Part, unpacked: str) -> Path:
        file = self._cache.path(unpacked)
        return file if file.exists() else self._files[part.label]

    @staticmethod
    def _unpacked_name(session: Session, part: Part, wanted: Wanted) -> str:
        """In the cache; a dry run, which locks nobody out, has a file of its own."""
        return f"{key('unpacked', part.label, session.run_id if wanted.dry_run else '')}.warc"

    def _own(self, part: Part) -> str | None:
        """The file's name in our archive, if it is one of ours."""
        path = self._files[part.label].resolve()
        if not path.is_relative_to(self._archive) or not path.name.startswith("hearsay-"):
            return None
        return path.relative_to(self._archive).as_posix()

    def _known(self, session: Session, part: Part, found: pl.DataFrame) -> pl.DataFrame:
        """Captures in our own archive that were stored when they were fetched go by that fetch.

        What was asked for as something else is no page, even if it came as one.
        """
        own, settings = self._own(part), session.settings
        if own is None:
            return found
        stored = fetches_in_files(settings.warehouse, [own], timeout=settings.lock_timeout)
        known = stored.select("kind", place=pl.col("archive_offset").cast(pl.String), stored="fetch_id")
        both = found.join(known.unique("place"), on="place", how="left", maintain_order="left")
        pages = both.filter(pl.col("kind").fill_null("page") == "page")
        return pages.with_columns(fetch_id=pl.coalesce("stored", "fetch_id")).drop("stored", "kind")


def _archives_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.name.endswith(_ENDINGS) and path.is_file())
