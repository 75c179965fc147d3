"""The rows of claims and of what hangs on them: speakers, the entities they name, the quantities in them."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from transforms import schemas
from transforms.quantities import quantities
from transforms.speakers import Speaker, Speakers

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of some texts: schemas.CLAIMS, CLAIM_SPEAKERS, CLAIM_ENTITIES, CLAIM_QUANTITIES."""

    claims: pl.DataFrame
    speakers: pl.DataFrame
    entities: pl.DataFrame
    quantities: pl.DataFrame


@dataclass(slots=True)
class Rows:
    """Rows of the four frames of claims, as they are found. A claim's content_spans are pairs of offsets."""

    claims: list[Row] = field(default_factory=list)
    speakers: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    quantities: list[Row] = field(default_factory=list)

    def frames(self) -> Claims:
        """The rows as frames."""
        return Claims(
            _claims(self.claims),
            schemas.from_rows(self.speakers, schemas.CLAIM_SPEAKERS),
            schemas.from_rows(self.entities, schemas.CLAIM_ENTITIES),
            schemas.from_rows(self.quantities, schemas.CLAIM_QUANTITIES),
        )


def _claims(rows: list[Row]) -> pl.DataFrame:
    """Claims with their spans. Polars takes many times as long to read lists of structs, one in every row."""
    if not rows:
        return schemas.empty(schemas.CLAIMS)
    spans = [(number, *span) for number, row in enumerate(rows) for span in row["content_spans"]]
    by_claim = (
        pl.DataFrame(spans, schema={"number": pl.Int32, "start": pl.Int32, "end": pl.Int32}, orient="row")
        .group_by("number", maintain_order=True)
        .agg(content_spans=pl.struct("start", "end"))
    )
    flat = pl.Schema({name: kind for name, kind in schemas.CLAIMS.items() if name != "content_spans"})
    claims = schemas.from_rows(rows, flat).with_columns(by_claim["content_spans"])
    return claims.select(schemas.CLAIMS.names())


def append_parts(
    claim_id: str,
    spans: list[tuple[int, int]],
    said_by: list[Speaker],
    text: str,
    speakers: Speakers,
    rows: Rows,
) -> None:
    """Append what hangs on one claim, whose content stands at `spans`."""
    rows.speakers.extend(_speaker(claim_id, number, speaker) for number, speaker in enumerate(said_by))
    rows.entities.extend(
        {"claim_id": claim_id, "entity_id": mention.entity_id, "mention_id": mention.mention_id}
        for start, end in spans
        for mention in speakers.within(start, end)
        if mention.entity_id is not None  # "its troops": nobody is told
    )
    found = (quantity for start, end in spans for quantity in quantities(text, start, end))
    rows.quantities.extend(
        {
            "claim_id": claim_id,
            "number": number,
            "value": quantity.value,
            "upper": quantity.upper,
            "unit": quantity.unit,
            "qualifier": quantity.qualifier,
            "start": quantity.start,
            "end": quantity.end,
        }
        for number, quantity in enumerate(found)
    )


def _speaker(claim_id: str, number: int, speaker: Speaker) -> Row:
    return {
        "claim_id": claim_id,
        "number": number,
        "speaker": speaker.name,
        "surface": speaker.surface,
        "start": speaker.start,
        "end": speaker.end,
        "role": speaker.role,
        "entity_id": speaker.entity_id,
        "organization": speaker.organization,
        "organization_id": speaker.organization_id,
    }
