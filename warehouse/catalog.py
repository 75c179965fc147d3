"""What a warehouse offers to those who ask: its tables, views, macros and columns, with their comments."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.connect import reading
from warehouse.query import frame_of
from warehouse.sql import read_sql


@dataclass(frozen=True, slots=True)
class Catalog:
    """What there is.

    tables: name, kind (table, view, macro), shows. columns: table, column, type, shows. words: word, kind.
    """

    tables: pl.DataFrame
    columns: pl.DataFrame
    words: pl.DataFrame


def catalog(path: Path) -> Catalog:
    """The names in a file, those of main before those of ops. Raises what `reading` does."""
    with reading(path) as connection:
        return Catalog(
            *(
                frame_of(connection.sql(read_sql("queries", f"catalog_{name}")))
                for name in ("tables", "columns", "words")
            )
        )
