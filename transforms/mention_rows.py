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
    rows = [row for text_id, names in found for row in _rows(text_id, names)]
    columns = dict(zip(schemas.MENTIONS, zip(*rows, strict=True), strict=True)) if rows else {}
    return pl.DataFrame(columns, schema=schemas.MENTIONS)


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
