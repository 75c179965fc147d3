"""From texts to postings: for each term, which documents have it and how often.

Words are cut by the same SQL macros that read what is asked; counting is done on sorted integers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl

from warehouse.connect import THREADS
from warehouse.relations import rows
from warehouse.sql import names_in, read_sql

MEMORY_LIMIT = "512MB"
_MOST = 255  # what an unsigned byte holds: a term that is there more often ranks no higher
_SHIFT = 1 << 32  # a number of a term and one of a document fit into 64 bits


@contextmanager
def words() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that knows what a word is, as the newest migration about it says."""
    (*_, newest) = (name for name in names_in("migrations") if name.endswith("_search_words"))
    with duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "threads": THREADS}) as connection:
        connection.execute("SET temp_directory = ''; CREATE SCHEMA ops")  # never a file where we stand
        connection.execute(read_sql("migrations", newest))
        yield connection


def postings_of(
    connection: duckdb.DuckDBPyConnection, texts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The postings (term, documents, counts), by term, and the lengths (document, length) of some texts.

    connection: one of `words`. texts: document (UInt32, distinct), title, text. A document without a word
    is in neither.
    """
    runs = rows(connection, "search_runs", texts=texts).explode("runs").drop_nulls("runs")
    of_run = runs.group_by(run="runs").agg("document")
    vocabulary = rows(connection, "search_vocabulary", vocabulary=of_run.select("run"))
    found = _counted(of_run.join(vocabulary, on="run").select("number", "document"))
    terms = vocabulary.select("number", "term").unique()
    postings = found.group_by("number").agg("document", pl.col("count").clip(0, _MOST).cast(pl.UInt8))
    return (
        postings.join(terms, on="number").sort("number").select("term", documents="document", counts="count"),
        found.group_by("document").agg(length=pl.col("count").sum()),
    )


def merged(parts: pl.DataFrame, kept: pl.Series) -> pl.DataFrame:
    """The postings of several segments as those of one, with the documents that are to be kept.

    parts: term, documents, counts; of one term, the rows with lower documents first.
    """
    each = parts.with_row_index("part").select("part", "documents", "counts").explode("documents", "counts")
    left = each.filter(pl.col("documents").is_in(kept.implode())).group_by("part").agg("documents", "counts")
    return (
        parts.select("term")
        .with_row_index("part")
        .join(left, on="part")
        .sort("part")
        .group_by("term", maintain_order=True)
        .agg(pl.col("documents").explode(), pl.col("counts").explode())
        .sort("term")
    )


def _counted(found: pl.DataFrame) -> pl.DataFrame:
    """How often each document has each term: number, document, count, in that order.

    found: number of a term (UInt64), a list of documents (UInt32), with repeats.
    """
    pairs = found.explode("document").select(pair=pl.col("number") * _SHIFT + pl.col("document"))
    lengths = pairs["pair"].sort().rle().struct.unnest()
    return lengths.select(
        number=pl.col("value") // _SHIFT,
        document=(pl.col("value") % _SHIFT).cast(pl.UInt32),
        count="len",
    )
