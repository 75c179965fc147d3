"""From records of anyone's WARC files to our archive, and to rows as a live fetch leaves them.

place of a record --capture_of--> Capture --archive--> Place --Trail--> one row of schemas.FETCHES
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from flows.archive import Capture, Copied, Place
from flows.bodies import decode
from flows.exchange import Answer
from flows.fetch_rows import Trail
from flows.http import Request
from flows.outcomes import Failure, Outcome
from flows.past.responses import capture_of
from flows.past.supplies import Wanted, beside
from flows.past.warc_files import WarcFile
from flows.session import Session
from flows.stream import BYTES_A_BATCH
from transforms import schemas
from transforms.identity import body_hash, key
from transforms.publishers import publisher_id
from transforms.urls import page_key, page_url
from transforms.web_archive import original
from warehouse.lookups import entries_of_pages

_PAGES_A_BATCH = 200
_PAGES_A_FRAME = 5000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records are taken from.

    via: the source; name: the file's, by name or address, as the copies tell it; own: the file's name in our
    archive, where it is one of ours: its records are not copied.
    """

    via: str
    name: str
    own: str | None = None


def pages_in(file: WarcFile, via: str, *, ours: bool = False) -> pl.DataFrame:
    """Every page that a file holds (schemas.FOUND), each capture once.

    ours: it is one of our archive, in which a capture that came from a web archive has its address there.
    """
    frames, rows = [schemas.empty(schemas.FOUND)], []
    for seen in file.responses():
        at, url = (original(seen.url) if ours else None) or (seen.captured_at, seen.url)
        rows.append(_found(via, url, at, seen.place))
        if len(rows) == _PAGES_A_FRAME:
            frames.append(schemas.from_rows(rows, schemas.FOUND))
            rows = []
    frames.append(schemas.from_rows(rows, schemas.FOUND))
    return pl.concat(frames).unique("fetch_id", keep="first", maintain_order=True)


def _found(via: str, url: str, at: datetime, place: int) -> dict[str, object]:
    address = page_url(url) or url
    return {
        "url": url,
        "page_id": page_key(address),
        "publisher_id": publisher_id(address),
        "day": at.date(),
        "day_from": "captured",
        "captured_at": at,
        "fetch_id": key("fetch", via, url, at.isoformat()),
        "place": str(place),
    }


def inside(found: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """Those of some captures (schemas.FOUND) that are of the window and of the publishers that were named."""
    mine = wanted.window.has(pl.col("day"))
    if wanted.sites:
        mine &= pl.col("publisher_id").is_in([key("publisher", site) for site in sorted(wanted.sites)])
    return found.filter(mine)


def copied(
    session: Session, file: WarcFile, origin: Origin, found: pl.DataFrame, wanted: Wanted
) -> Iterator[pl.DataFrame]:
    """Supplies of some pages of a file, in the order of their places."""
    ordered = _with_entries(session, found).sort(pl.col("place").cast(pl.Int64))
    rows: list[dict[str, Any]] = []
    held = start = 0
    for page in ordered.iter_rows(named=True):
        rows.append(_fetch(session, file, origin, page))
        session.progress.fetched(rows[-1])
        held += rows[-1]["body_bytes"] or 0
        if len(rows) == _PAGES_A_BATCH or held >= BYTES_A_BATCH:
            yield _supply(rows, ordered[start : start + len(rows)], wanted)
            start, held, rows = start + len(rows), 0, []
    if rows:
        yield _supply(rows, ordered[start:], wanted)


def _supply(rows: list[dict[str, Any]], found: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    return schemas.from_rows(rows, schemas.FETCHES).hstack(beside(found, wanted))


def _with_entries(session: Session, found: pl.DataFrame) -> pl.DataFrame:
    """The pages with what the feeds that lead to them say, as a run knows it."""
    settings = session.settings
    known = entries_of_pages(settings.warehouse, found["page_id"].to_list(), timeout=settings.lock_timeout)
    told = found.drop("entry_id", "published_at", "language").join(known, on="page_id", how="left")
    return schemas.conform(told, schemas.FOUND)


def _fetch(session: Session, file: WarcFile, origin: Origin, page: dict[str, Any]) -> dict[str, Any]:
    trail, now = Trail(Request(page["url"], "page", via=origin.via), page["captured_at"]), session.now()
    answer = Answer()
    try:
        capture = _capture(session, file, origin, page, now)
        _describe(answer, capture, session.settings.max_page_bytes)
        trail.place = _kept(session, file, origin, page, capture)
    except Failure as failure:
        answer.failure = failure
    except OSError as problem:
        answer.failure = Failure(Outcome.PROTOCOL_ERROR, f"the record cannot be read: {problem}")
    trail.finish(answer)
    return {
        **trail.row(),
        "fetch_id": page["fetch_id"],
        "fetched_at": now,
        "captured_at": page["captured_at"],
    }


def _capture(
    session: Session, file: WarcFile, origin: Origin, page: dict[str, Any], now: datetime
) -> Capture:
    record = file.record(int(page["place"]))
    copied = Copied(now, origin.name, record.record_id)
    return capture_of(record, page["url"], session.settings.max_page_bytes, copied)


def _describe(answer: Answer, capture: Capture, max_bytes: int) -> None:
    answer.status, answer.headers = capture.status, capture.headers
    body = decode(capture.body, answer.header("content-encoding"), max_bytes)
    answer.body_bytes, answer.body_hash = len(body), body_hash(body)


def _kept(session: Session, file: WarcFile, origin: Origin, page: dict[str, Any], capture: Capture) -> Place:
    if origin.own is None:
        return session.keep(capture)
    place = int(page["place"])
    return Place(origin.own, place, file.member(place))
