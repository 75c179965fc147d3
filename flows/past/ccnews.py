"""The source `ccnews`: Common Crawl's archive of news, from its server or a mirror folder.

    --place BASE       https://data.commoncrawl.org (the default), or a folder with the same paths below it

A part is one WARC file. It is downloaded (some 1 GB) to the cache, read like any WARC file, and deleted when
its part is done; which pages it holds is kept, so that it is downloaded again only where one of them is to be
read. A mirror's files are read where they are.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl

from flows.errors import HearsayError, UsageError
from flows.outcomes import Failure, Outcome
from flows.past.cache import Cache
from flows.past.copying import Origin, copied, inside, pages_in
from flows.past.source import Part
from flows.past.supplies import Wanted, wait_for_host
from flows.past.warc_files import WarcFile
from flows.session import Session
from flows.settings import Settings
from transforms import schemas
from transforms.common_crawl import begun_at, list_path, listed, months, with_captures_of
from transforms.schedule import POSTPONED

NAME = "ccnews"
BASE = "https://data.commoncrawl.org"
_MAX_LIST = 16 * 2**20
_ROUNDS = 20  # of waiting for a closed host
_ASKED_FOR_SIZE = 5  # of the files of a dry run; the others are taken to be as large as these are on average


class CcNews:
    """The archive below a base address or in a folder. Raises UsageError for another place."""

    name = NAME
    asks_the_web = False  # a request brings thousands of pages
    counts = "pages"

    def __init__(self, places: Sequence[str], settings: Settings) -> None:
        if len(places) > 1:
            raise UsageError("--from ccnews takes one --place: a base address, or a folder that mirrors it")
        place = places[0] if places else BASE
        self._is_web = place.startswith(("http://", "https://"))
        self._base = place.rstrip("/")
        self._cache = Cache(settings)
        self._index = settings.data / "cache" / "ccnews"
        self._mine: set[str] = set()  # parts that were downloaded, or found there, by this backfill
        self._faults: dict[str, HearsayError] = {}
        if not self._is_web and not Path(place).is_dir():
            raise UsageError(
                f"{place} is no folder: --place is a mirror's folder, or an address such as {BASE}"
            )

    def parts(self, session: Session, wanted: Wanted) -> Iterator[Part]:
        paths: list[str] = []
        for month in months(wanted.window):
            try:
                paths += self._listed(session, month)
            except HearsayError as fault:  # the part of that name says it
                self._faults[list_path(month)] = fault
                yield Part(list_path(month))
        chosen = with_captures_of(paths, wanted.window)
        sizes = self._sizes(session, chosen) if wanted.dry_run else {}
        for path in chosen:
            begun = begun_at(path)
            yield Part(path, day=begun.date() if begun else None, bytes=sizes.get(path, 0))
            if path in self._mine:  # else another process may be at it
                self._cache.drop(_file_name(path))

    def find(self, session: Session, part: Part, wanted: Wanted) -> pl.DataFrame:
        if fault := self._faults.get(part.label):
            raise fault
        index = self._index / f"{_file_name(part.label)}.parquet"
        if self._is_web and index.exists():
            return inside(pl.read_parquet(index), wanted)
        if self._is_web and wanted.dry_run:
            return schemas.empty(schemas.FOUND)
        with WarcFile(self._file(session, part)) as file:
            found = pages_in(file, NAME)
            part.problems.extend(file.problems)
        if self._is_web and not part.problems:  # a damaged file may be whole the next time
            _write(found, index)
        return inside(found, wanted)

    def supply(
        self, session: Session, part: Part, found: pl.DataFrame, wanted: Wanted
    ) -> Iterator[pl.DataFrame]:
        origin = Origin(NAME, f"{self._base if self._is_web else BASE}/{part.label}")
        with WarcFile(self._file(session, part)) as file:
            yield from copied(session, file, origin, found, wanted)

    def _listed(self, session: Session, month: str) -> list[str]:
        """The files of a month; from the folder itself where a mirror has no list."""
        path = list_path(month)
        if not self._is_web and not (Path(self._base) / path).exists():
            folder = (Path(self._base) / path).parent
            return sorted(
                file.relative_to(self._base).as_posix() for file in folder.glob("CC-NEWS-*.warc.gz")
            )
        name = f"{session.run_id}-{path.replace('/', '-')}"
        try:
            return listed(self._brought(session, path, name, _MAX_LIST).read_bytes())
        except (ValueError, OSError) as fault:
            raise HearsayError(f"the list of {month} cannot be read: {fault}") from None
        finally:
            if self._is_web:
                self._cache.drop(name)  # it grows while the month lasts

    def _file(self, session: Session, part: Part) -> Path:
        name = _file_name(part.label)
        if not self._cache.path(name).exists() and self._is_web:
            with suppress(Failure):
                session.progress.stage(f"{name}, MiB", session.size_of(f"{self._base}/{part.label}") // 2**20)
        file = self._brought(session, part.label, name)
        self._mine.add(part.label)  # not before: half a file stays for the next time
        return file

    def _brought(self, session: Session, path: str, name: str, limit: int | None = None) -> Path:
        """A file of the archive on our disk."""
        if not self._is_web:
            return Path(self._base) / path
        if not self._cache.path(name).exists():
            room = min(self._cache.room(name), limit or self._cache.limit)
            try:
                _patiently(session, f"{self._base}/{path}", self._cache.half(name), room)
            except Failure as failure:
                if failure.outcome == Outcome.TOO_LARGE:  # it would be so the next time
                    self._cache.drop(name)
                raise HearsayError(f"it was not downloaded: {failure}; run the same again to go on") from None
            self._cache.finished(name)
        return self._cache.path(name)

    def _sizes(self, session: Session, paths: list[str]) -> dict[str, int]:
        """The bytes of the files whose pages are not known yet: of a few as told, of the others estimated."""
        if not self._is_web:
            return {}
        unknown = [path for path in paths if not (self._index / f"{_file_name(path)}.parquet").exists()]
        told = {}
        for path in unknown[:: max(1, len(unknown) // _ASKED_FOR_SIZE)][:_ASKED_FOR_SIZE]:
            with suppress(Failure):
                told[path] = session.size_of(f"{self._base}/{path}")
        mean = sum(told.values()) // max(1, len(told))
        return {path: told.get(path) or mean or 1 for path in unknown}


def _patiently(session: Session, url: str, half: Path, room: int) -> None:
    """Downloads a file, waiting for a host that asks to be left alone (30 minutes at most at a time)."""
    for _ in range(_ROUNDS):
        try:
            return session.download(url, half, room)
        except Failure as failure:
            if failure.outcome != POSTPONED or failure.until is None:
                raise
            wait_for_host(session, failure.until)
    raise Failure(Outcome.HOST_CLOSED, "the host is still closed")


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _write(found: pl.DataFrame, index: Path) -> None:
    index.parent.mkdir(parents=True, exist_ok=True)
    half = index.with_suffix(".part")
    found.write_parquet(half)
    half.replace(index)
