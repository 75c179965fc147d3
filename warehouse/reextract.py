"""What a re-extraction reads, and the moment at which what it has stored takes effect.

Until then its versions have no loaded_at and its extractions no extracted_at, dates and languages wait in
ops.reextracted_articles, and nothing of it is current. What is still to do follows from the tables, so that
an interrupted re-extraction goes on where it was, and a finished one finds nothing to do.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from warehouse.connect import reading, writing
from warehouse.query import frame_of
from warehouse.sql import read_sql

_ALWAYS = datetime(1, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_MEMORY = "1GB"  # for the one transaction that touches everything
_LISTED = 10_000  # texts looked up at once: each look goes over all versions


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read again: captures from `since` on and before `until`, of a publisher or all.

    stage: "article" for pages, "mentions" or "claims" for stored texts. reader, extractor: what reads pages,
    and texts, today; what these have read is not read again.
    """

    stage: str
    reader: str
    extractor: str
    since: datetime = _ALWAYS
    until: datetime = _NEVER
    publisher: str | None = None


def to_do(
    path: Path, scope: Scope, after: tuple[datetime, str] | None = None, *, timeout: float = 60.0
) -> pl.DataFrame:
    """The next texts to read: version_id, captured_at, in that order of capture, after such a pair."""
    at, name = after or (scope.since, "")
    return _rows(path, _file(scope), timeout, **asdict(scope), at=at, id=name, limit=_LISTED)


def count_to_do(path: Path, scope: Scope, *, timeout: float = 60.0) -> int:
    """How many texts there are to read."""
    given = {**asdict(scope), "at": scope.since, "id": "", "limit": None}
    sql = read_sql("reextracts", _file(scope))
    with reading(path, timeout) as connection:
        count: int = connection.sql(sql, params=_taken(sql, given)).count("*").fetchall()[0][0]
    return count


def stored_pages(path: Path, versions: Iterable[str], *, timeout: float = 60.0) -> pl.DataFrame:
    """The requests that some texts were read from, and what is stored of them (reextracts/pages.sql)."""
    return _rows(path, "pages", timeout, ids=list(versions))


def stored_texts(
    path: Path, versions: Iterable[str], extractor: str, *, timeout: float = 60.0
) -> pl.DataFrame:
    """Some texts as they are stored (reextracts/texts.sql)."""
    return _rows(path, "texts", timeout, ids=list(versions), extractor=extractor)


def old_claims(path: Path, extractions: Iterable[str], *, timeout: float = 60.0) -> pl.DataFrame:
    """The claims of some extractions: version_id, speaker, cue, content."""
    return _rows(path, "old_claims", timeout, ids=list(extractions))


def old_mentions(path: Path, extractions: Iterable[str], *, timeout: float = 60.0) -> pl.DataFrame:
    """The mentions of some extractions: version_id, surface, type, name."""
    return _rows(path, "old_mentions", timeout, ids=list(extractions))


def take_effect(path: Path, scope: Scope, now: datetime, *, timeout: float = 60.0) -> dict[str, int]:
    """Makes what a re-extraction has stored current, in one transaction; how many texts and readings.

    What was captured later stays current, whoever loaded it meanwhile. Raises what
    warehouse.connect.writing does; then everything is as it was.
    """
    given = {**asdict(scope), "now": now}
    with writing(path, timeout, memory_limit=_MEMORY) as connection:
        for name in ("choose_versions", "choose_extractions", "choose_articles"):
            sql = read_sql("reextracts", name)
            connection.execute(sql, _taken(sql, given))
        connection.execute(read_sql("reextracts", "take_effect"))
        connection.execute(read_sql("loads", "current_versions"))
        ((texts, readings),) = connection.execute(read_sql("reextracts", "counts")).fetchall()
    return {"texts": texts, "readings": readings}


def _file(scope: Scope) -> str:
    return "pages_todo" if scope.stage == "article" else "texts_todo"


def _rows(path: Path, file: str, timeout: float, /, **given: object) -> pl.DataFrame:
    sql = read_sql("reextracts", file)
    with reading(path, timeout) as connection:
        return frame_of(connection.sql(sql, params=_taken(sql, given)))


def _taken(sql: str, given: dict[str, object]) -> dict[str, object]:
    """Those of the values that some SQL has a parameter for: DuckDB refuses others."""
    return {name: value for name, value in given.items() if f"${name}" in sql}
