"""The removal of one article everywhere, and the record that keeps it from coming back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import reading, writing
from warehouse.prune import counted
from warehouse.sql import read_sql


@dataclass(frozen=True, slots=True)
class Found:
    """What is stored of an article or page.

    rows: by table. addresses: by which feeds name it. records: fetch_id, kind, archive_file, archive_offset,
    archive_length of its pages, and of all bodies of feeds that may name it.
    """

    rows: dict[str, int]
    addresses: list[str]
    records: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Removal:
    """What is to be removed: keys of the article and of its pages, and by whom and why."""

    removal_id: str
    article_keys: Sequence[str]
    page_keys: Sequence[str]
    why: str
    removed_by: str
    feed_fetches: Sequence[str]  # those whose archived bodies carry it

    @property
    def keys(self) -> list[str]:
        """All of its keys."""
        return [*self.article_keys, *self.page_keys]


def find(path: Path, keys: Sequence[str], *, timeout: float = 10.0) -> Found:
    """What there is of some keys of articles or pages. Nothing is changed."""
    with reading(path, timeout) as connection:
        _choose(connection, keys)
        rows = _counted(connection)
        names = connection.execute(read_sql("removals", "addresses")).fetchall()
        records: pl.DataFrame = connection.sql(read_sql("removals", "records")).pl()
    return Found(rows, [name for (name,) in names], records)


def remove(path: Path, removal: Removal, now: datetime, *, timeout: float = 60.0) -> dict[str, int]:
    """Deletes all rows of it, and notes what is to leave the archive, in one transaction; rows by table.

    The bytes are still in the file's free blocks (see warehouse.compact) and in the archive (see `pending`).
    """
    feeds = {"feed_fetches": list(removal.feed_fetches)}
    with writing(path, timeout) as connection:
        _choose(connection, removal.keys)
        rows = _counted(connection)
        record = {
            "article_keys": list(removal.article_keys),
            "page_keys": list(removal.page_keys),
            "removal_id": removal.removal_id,
            "why": removal.why,
            "removed_by": removal.removed_by,
            "now": now,
        }
        connection.execute(read_sql("removals", "record"), record)
        connection.execute(read_sql("removals", "ask_erasures"), {**feeds, "now": now})
        connection.execute(read_sql("removals", "forget_places"), feeds)
        connection.execute(read_sql("removals", "delete_notes"))
        connection.execute(read_sql("prunes", "delete"))
    return rows


def standing(path: Path, *, timeout: float = 10.0) -> list[Removal]:
    """The removals that stand, without fetches of feeds."""
    with reading(path, timeout) as connection:
        frame: pl.DataFrame = connection.sql(read_sql("removals", "standing")).pl()
    return [
        Removal(
            removal_id=str(removal_id),
            article_keys=rows.filter(kind="article")["key"].to_list(),
            page_keys=rows.filter(kind="page")["key"].to_list(),
            why=rows["why"][0],
            removed_by=rows["removed_by"][0],
            feed_fetches=[],
        )
        for (removal_id,), rows in frame.group_by("removal_id", maintain_order=True)
    ]


def lift(path: Path, keys: Sequence[str], now: datetime, *, timeout: float = 60.0) -> int:
    """Lets what was removed come again; how many keys of articles and pages that were."""
    with writing(path, timeout) as connection:
        ((count,),) = connection.execute(
            read_sql("removals", "lift"), {"keys": list(keys), "now": now}
        ).fetchall()
    return int(count)


def pending(path: Path, *, timeout: float = 10.0) -> pl.DataFrame:
    """Records still to leave the archive: archive_file, archive_offset, archive_length, moved_to."""
    with reading(path, timeout) as connection:
        found: pl.DataFrame = connection.sql(read_sql("removals", "pending")).pl()
    return found


def ask_to_erase(
    path: Path, places: Iterable[tuple[str, int, int]], now: datetime, *, timeout: float = 60.0
) -> None:
    """Notes records (file, offset, length) that are to leave the archive."""
    sql = read_sql("removals", "ask_one")
    with writing(path, timeout) as connection:
        for file, offset, length in places:
            connection.execute(sql, {"file": file, "offset": offset, "length": length, "now": now})


def move_places(path: Path, file: str, target: str, *, timeout: float = 60.0) -> None:
    """Has every row refer to a file of the archive that lacks the erased records, in one transaction."""
    given = {"file": file, "target": target}
    with writing(path, timeout) as connection:
        for name in ("move_fetches", "move_robots", "mark_moved"):
            connection.execute(read_sql("removals", name), given)


def follow_places(path: Path, live: Path, *, timeout: float = 60.0) -> None:
    """Has the rows of an older copy of a warehouse refer to where erasures since have moved their records."""
    with reading(live, timeout) as connection:
        rewritten: pl.DataFrame = connection.sql(read_sql("removals", "rewritten")).pl()
    if rewritten.is_empty():
        return
    with writing(path, timeout) as connection:
        connection.register("rewritten", rewritten)
        for name in ("follow_robots", "follow_fetches"):  # in this order: robots are found by the old places
            connection.execute(read_sql("removals", name))


def erased(path: Path, file: str, *, timeout: float = 60.0) -> None:
    """Notes that the old file is gone."""
    with writing(path, timeout) as connection:
        connection.execute(read_sql("removals", "erased"), {"file": file})


def _choose(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> None:
    connection.execute(read_sql("prunes", "nothing"))
    for name in ("choose_articles", "choose_pages", "choose_entries"):
        connection.execute(read_sql("removals", name), {"keys": list(keys)})
    connection.execute(read_sql("removals", "choose_fetches"))
    connection.execute(read_sql("prunes", "choose_entities"), {"limit": None})


def _counted(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    rows = counted(connection)
    ((notes,),) = connection.execute(read_sql("removals", "count_notes")).fetchall()
    return {**rows, **({"notes": notes} if notes else {})}
