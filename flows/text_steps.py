"""The steps from texts to mentions, entities and claims: in the reading processes, some texts at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from flows.feed_steps import reject_row
from flows.session import Session
from flows.workers import read_texts
from transforms import schemas
from transforms.article import Refused
from transforms.readings import Reading, owned_by_version, together

_TEXTS_A_JOB = 25  # columns want many rows at once, cores want several jobs
_CHARACTERS_A_JOB = (
    500_000  # ten times what so many texts have; more would take their reader's time and memory
)


def nothing() -> None:
    """Nothing else is to be done meanwhile."""


@dataclass(frozen=True, slots=True)
class TextsRead:
    """What some texts gave. extractions: with the reason where a text could not be read."""

    reading: Reading
    extractions: pl.DataFrame
    rejects: pl.DataFrame

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """What is loaded of it, by table, but for the rejects."""
        claims = self.reading.claims
        return {
            "ops.extractions": self.extractions,
            "entities": self.reading.entities,
            "entity_aliases": self.reading.aliases,
            "mentions": owned_by_version(self.reading.mentions, self.extractions),
            "claims": owned_by_version(claims.claims, self.extractions),
            "claim_speakers": claims.speakers,
            "claim_entities": claims.entities,
            "claim_quantities": claims.quantities,
        }


def read(
    session: Session,
    texts: pl.DataFrame,
    extractions: pl.DataFrame,
    sources: pl.DataFrame,
    meanwhile: Callable[[], None] = nothing,
) -> TextsRead:
    """Reads texts; one that hangs or crashes its reader is a reject, and the others are read without it.

    sources: version_id, fetch_id and url of each text. meanwhile: called once, while they are being read.
    """
    readings, failed = _read(session, _jobs(texts), meanwhile)
    if failed:  # one of a slice is at fault: each by itself shows which
        singles, failed = _read(session, [text for part, _ in failed for text in part.iter_slices(1)])
        readings += singles
    faults = pl.DataFrame(
        [(part["text_id"].item(), refused.reason, refused.detail) for part, refused in failed],
        schema={"extraction_id": pl.String, "reason": pl.String, "detail": pl.String},
        orient="row",
    )
    marked = extractions.join(faults, on="extraction_id", how="left").with_columns(
        no_claims_reason=pl.coalesce("reason", "no_claims_reason")
    )
    return TextsRead(
        together(readings), schemas.conform(marked, schemas.EXTRACTIONS), _rejects(marked, sources)
    )


def _jobs(texts: pl.DataFrame) -> list[pl.DataFrame]:
    """The texts in parts of a bounded number and length."""
    parts, start, held = [], 0, 0
    for at, size in enumerate(texts["text"].str.len_chars()):
        if at > start and (at - start == _TEXTS_A_JOB or held + size > _CHARACTERS_A_JOB):
            parts.append(texts[start:at])
            start, held = at, 0
        held += size
    return [*parts, texts[start:]] if texts.height else []


def _read(
    session: Session, parts: list[pl.DataFrame], meanwhile: Callable[[], None] = nothing
) -> tuple[list[Reading], list[tuple[pl.DataFrame, Refused]]]:
    readings, failed = [], []
    results = session.workers.run(partial(read_texts, session.settings.mentions), parts)
    meanwhile()
    for part, result in zip(parts, results, strict=True):
        if isinstance(result, Refused):
            failed.append((part, result))
        else:
            readings.append(result)
    return readings, failed


def _rejects(extractions: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    hit = extractions.filter(pl.col("reason").is_not_null()).join(sources, on="version_id")
    rows: list[dict[str, Any]] = [
        reject_row(row, "attribute", row["reason"], row["detail"]) for row in hit.iter_rows(named=True)
    ]
    return schemas.from_rows(rows, schemas.REJECTS)
