"""The rows that hang on a claim: its speakers, the entities it names, the quantities in it."""

from dataclasses import dataclass, field
from typing import Any

from transforms.quantities import quantities
from transforms.speakers import Speaker, Speakers

Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """Rows of the four frames of claims, as they are found."""

    claims: list[Row] = field(default_factory=list)
    speakers: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    quantities: list[Row] = field(default_factory=list)


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
