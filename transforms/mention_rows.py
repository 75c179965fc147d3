"""Resolved names as rows of schemas.MENTIONS."""

from collections.abc import Iterable

import polars as pl

from transforms import schemas
from transforms.descriptions import UNTOLD
from transforms.entities import entity_id
from transforms.identity import span_keys
from transforms.name_types import Name

Row = tuple[str | int | None, ...]


def mentions_frame(found: Iterable[tuple[str, list[Name]]]) -> pl.DataFrame:
    """The mentions (schemas.MENTIONS) of texts, each given by its id and its resolved names in order."""
    # Columns, not rows, are kept: many tuples would make the garbage collector run again and again.
    columns: list[list[str | int | None]] = [[] for _ in schemas.MENTIONS]
    for text_id, names in found:
        for column, values in zip(columns, zip(*_rows(text_id, names), strict=True), strict=False):
            column.extend(values)
    return pl.DataFrame(dict(zip(schemas.MENTIONS, columns, strict=True)), schema=schemas.MENTIONS)


def _rows(text_id: str, names: list[Name]) -> list[Row]:
    keys = span_keys(text_id, [(name.start, name.end) for name in names])
    return [
        (
            mention_id,
            text_id,
            name.start,
            name.end,
            name.surface,
            name.type,
            name.kind,
            None if name.level == UNTOLD else entity_id(text_id, name),
            name.canonical,
            name.role,
            name.role_start,
            name.role_end,
        )
        for mention_id, name in zip(keys, names, strict=True)
    ]
