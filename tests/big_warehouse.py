"""A made-up warehouse of any size (`python -m tests.big_warehouse FILE --articles 100000`).

    words --> texts (tests.big_texts) --> rows of every table, by SQL (tests/data/big_warehouse)

An article has 3 KB of text, 10 mentions, 5 claims with a speaker each; a third of the claims names an entity,
a third has a number. One article in 25 has a second version, one in 50 was read by an older extractor before.
Entities, publishers and words come by Zipf's law; articles evenly over the years from 2022. Keys look like
real ones, offsets are true: such a file passes `hearsay check`.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from tests.big_texts import Writer, entity_names
from warehouse.connect import writing
from warehouse.migrate import migrate
from warehouse.tables import TABLES

ARTICLES_A_PART = 10_000
_SQL = Path(__file__).parent / "data" / "big_warehouse"
_OF_A_PART = (
    "02_docs", "articles", "article_versions", "extractions", "mentions", "claims", "entries", "fetches",
    "pages",
)  # fmt: skip


def generate(path: Path, articles: int, say: Callable[[str], object] = lambda _: None) -> None:
    """Makes the file; it must not be there. say: is told how far it is."""
    migrate(path)
    names = entity_names(_entities(articles))
    writer = Writer(names)
    with _open(path, articles, names) as connection:
        _run(connection, "rest")
    for first in range(0, articles, ARTICLES_A_PART):
        with _open(path, articles, names) as connection:
            _add(connection, writer, first, min(ARTICLES_A_PART, articles - first))
        done, size = min(first + ARTICLES_A_PART, articles), path.stat().st_size / 1e9
        say(f"{done} of {articles} articles, {size:.2f} GB")
    with _open(path, articles, names) as connection:
        for file in ("entities", "links", "current"):
            _run(connection, file)


def more(articles: int, count: int, scratch: Path, after: int = 0) -> dict[str, pl.DataFrame]:
    """So many articles that a warehouse of `articles` has not, as frames for `warehouse.load.load`.

    scratch: a file to make them in, which is not there yet. after: how many new ones went before.
    """
    migrate(scratch)
    names = entity_names(_entities(articles))
    with _open(scratch, articles, names) as connection:
        _add(connection, Writer(names), articles + after, count)
        _run(connection, "entities")
        found = {name: connection.sql(f"from {name}").pl() for name in TABLES}
    scratch.unlink()
    return {name: frame for name, frame in found.items() if frame.height}


def _entities(articles: int) -> int:
    return max(articles // 5, 1000)


def _add(connection: duckdb.DuckDBPyConnection, writer: Writer, first: int, count: int) -> None:
    part = writer.write(first, count)
    for name in ("docs", "mentions", "claims"):
        connection.register(f"part_{name}", getattr(part, name))
    for file in _OF_A_PART:
        _run(connection, file)


@contextmanager
def _open(path: Path, articles: int, names: pl.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    with writing(path, memory_limit="2GB") as connection:
        connection.execute(f"set variable articles = {articles:d}; set variable publishers = 200")
        connection.register("names", names)
        _run(connection, "01_names")
        yield connection


def _run(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    connection.execute((_SQL / f"{file}.sql").read_text("utf-8"))


def main() -> None:
    """Makes one file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    generate(given.file, given.articles, progress)


def progress(line: str) -> None:
    """Prints a line with the time."""
    print(f"{datetime.now(UTC):%H:%M:%S} {line}", flush=True)


if __name__ == "__main__":
    main()
