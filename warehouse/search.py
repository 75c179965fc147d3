"""The search index: kept current with the articles, in short transactions.

One transaction writes one segment, so a process that is killed leaves whole segments behind, and what is
still to do follows from the tables. Texts are read first, then cut into words with the file closed; the
write lock is held only to store what came of it. The macros `search` and `search_claims` read the index.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import polars as pl

from warehouse.connect import has_log, reading, writing
from warehouse.postings import postings_of, words
from warehouse.publish import copies_folder
from warehouse.query import frame_of
from warehouse.relations import change, rows
from warehouse.replicas import stamp
from warehouse.search_segments import merge_due
from warehouse.sql import read_sql

BATCH = 5_000  # documents a segment at first
_BATCH_WORDS = 4_000_000  # or fewer, where texts are long: memory stays bounded
_LISTED = 200_000  # documents looked up at once


def index_new(path: Path, timeout: float = 60.0, *, batch: int = BATCH) -> int:
    """Brings the index up to date with the current versions of all articles; how many were added.

    Afterwards it also merges small segments and drops the words of texts that were removed from the
    warehouse. batch: documents a transaction. timeout: seconds to wait for others, each time.
    Raises what `warehouse.connect.writing` does; what was done until then stays.
    """
    added = 0
    before = stamp(path) if path.exists() and not has_log(path) else None
    with words() as cutter:
        while (waiting := _waiting(path, timeout)).height:
            added += sum(_add(path, timeout, cutter, part) for part in _batches(waiting, batch))
    while merge_due(path, timeout):
        pass
    if before and before == stamp(path) and not has_log(path) and _note(path).parent.is_dir():
        _note(path).write_text(json.dumps(before), "utf-8")
    return added


def is_indexed(path: Path) -> bool:
    """Whether the index is known to have everything: the file is as `index_new` found nothing to do in it.

    False says only that one has to look, which takes two seconds at a million articles.
    """
    with suppress(OSError, ValueError):
        return bool(json.loads(_note(path).read_text("utf-8")) == stamp(path)) and not has_log(path)
    return False


def _note(path: Path) -> Path:
    return copies_folder(path) / "indexed.json"


def _waiting(path: Path, timeout: float) -> pl.DataFrame:
    with reading(path, timeout) as connection:
        return frame_of(connection.sql(read_sql("queries", "search_pending"), params={"limit": _LISTED}))


def _batches(waiting: pl.DataFrame, size: int) -> Iterator[pl.DataFrame]:
    """Parts of at most that many documents, and, unless one alone has more, so many words."""
    words_before = pl.col("word_count").fill_null(0).cum_sum() - pl.col("word_count").fill_null(0)
    numbered = waiting.with_columns(part=words_before // _BATCH_WORDS)
    for part in numbered.partition_by("part", maintain_order=True, include_key=False):
        yield from part.iter_slices(size)


def _add(path: Path, timeout: float, cutter: duckdb.DuckDBPyConnection, batch: pl.DataFrame) -> int:
    """Writes one segment; how many documents it has. 0 where the warehouse has moved on meanwhile."""
    with reading(path, timeout) as connection:
        start, _, _ = _state(connection, batch)
        numbered = batch.with_row_index("document", start).cast({"document": pl.UInt32})
        texts = rows(connection, "search_texts", batch=numbered)
    if texts.is_empty():
        return 0
    postings, lengths = postings_of(cutter, texts)
    documents = texts.drop("title", "text").join(lengths, on="document", how="left").sort("document")
    with writing(path, timeout, brief=True) as connection:
        next_document, segment, current = _state(connection, documents)
        if next_document != start or current != documents.height:
            return 0  # another indexer was here, or a text has changed or gone: its words must not come in
        _store(connection, segment, documents, postings)
    return documents.height


def _store(
    connection: duckdb.DuckDBPyConnection, segment: int, documents: pl.DataFrame, postings: pl.DataFrame
) -> None:
    number = pl.lit(segment).cast(pl.UInt32).alias("segment")
    span = documents.select(
        number, first_document=pl.col("document").min(), last_document=pl.col("document").max()
    )
    frames = {
        "documents_in": documents.with_columns(pl.col("length").fill_null(0)),
        "postings_in": postings.with_columns(number),
        "segment_in": span,
    }
    change(connection, "search_store", **frames)


def _state(connection: duckdb.DuckDBPyConnection, batch: pl.DataFrame) -> tuple[int, int, int]:
    (row,) = rows(connection, "search_state", batch=batch).rows()
    return row[0], row[1], row[2]
