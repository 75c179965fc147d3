"""Making frames of a schema."""

from collections.abc import Mapping
from typing import Any

import polars as pl

TIME = pl.Datetime("us", "UTC")


def frame(columns: Mapping[str, Any]) -> pl.Schema:
    """A schema; polars' own types do not admit both its types and their instances in one mapping."""
    return pl.Schema(columns)


def empty(schema: pl.Schema) -> pl.DataFrame:
    """A frame of the schema without rows."""
    return pl.DataFrame(schema=schema)


def conform(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with exactly the schema's columns in order and type.

    Raises polars.exceptions.SchemaError where a column is missing or cannot be cast.
    """
    absent = [name for name in schema if name not in frame.columns]
    if absent:
        raise pl.exceptions.SchemaError(f"columns missing from the frame: {', '.join(absent)}")
    return frame.select(schema.names()).cast(dict(schema))  # type: ignore[arg-type]  # polars' stub is too narrow


def from_rows(rows: list[dict[str, object]], schema: pl.Schema) -> pl.DataFrame:
    """A frame of the schema from one dict a row; absent keys are null, keys of no column are left out."""
    return pl.DataFrame(rows, schema=schema, orient="row", strict=False) if rows else empty(schema)
