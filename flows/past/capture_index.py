"""Asking the index of a web archive for the captures of an address."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import polars as pl

from flows.archive import ArchiveError, place_of, read_record
from flows.errors import HearsayError
from flows.http import Request
from flows.past.supplies import patiently
from flows.session import Session
from transforms import schemas
from transforms.cdx import IndexPage, NotAnIndex, read_index
from transforms.web_archive import WebArchive

ROWS_A_PAGE = 5000
_MOST_PAGES = 1000
_TRIES = 3  # of an answer that is none, as archives under load give them
_PAUSE = 1.0  # second before the next one


def captures_of(
    session: Session, archive: WebArchive, url: str, since: datetime, until: datetime, via: str
) -> pl.DataFrame:
    """All captures of an address in a time (schemas.CAPTURES), by the archive's index.

    Raises HearsayError where the index does not answer, which says what it did instead.
    """
    pages = [page.captures for page in _pages(session, archive, url, since, until, via)]
    return pl.concat([schemas.empty(schemas.CAPTURES), *pages]).unique(
        ["captured_at", "original"], keep="first", maintain_order=True
    )


def _pages(
    session: Session, archive: WebArchive, url: str, since: datetime, until: datetime, via: str
) -> Iterator[IndexPage]:
    """The pages of an answer: by the key that each ends with, else from the time of its last capture on."""
    key, asked = None, set[str]()
    for _ in range(_MOST_PAGES):
        question = archive.query(url, since, until, ROWS_A_PAGE, key)
        if question in asked:  # it leads back to itself
            return
        asked.add(question)
        page = _page(session, question, via)
        yield page
        key = page.resume_key
        if key is None:
            if page.captures.height < ROWS_A_PAGE:
                return
            since = page.captures["captured_at"].max()  # type: ignore[assignment]  # polars' type of max() is wide


def _page(session: Session, question: str, via: str) -> IndexPage:
    problem = ""
    for _ in range(_TRIES):
        (row,) = pl.concat(
            patiently(session, [Request(question, "index", via=via)], pl.DataFrame({"asked": [question]}))
        ).to_dicts()
        try:
            return _read(session, row)
        except (NotAnIndex, ArchiveError) as fault:
            problem = str(fault)
        if row["outcome"] != "ok" and (row["status"] or 500) < 500:
            break  # it says no: asked again, it would say so again
        session.pause(_PAUSE)
    raise HearsayError(f"the index of the web archive cannot be read: {question} gave {problem}")


def _read(session: Session, row: dict[str, Any]) -> IndexPage:
    if row["outcome"] != "ok":
        raise NotAnIndex(row["error"] or row["outcome"])
    return read_index(read_record(session.archive, place_of(row), session.settings.max_feed_bytes).body)
