"""Small batches for tests of views: an article with its versions, and what was read in them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from transforms import schemas
from warehouse.query import query

SEEN = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)
DAY = date(2024, 5, 2)
URL = "https://dam.example/news"


def rows(schema: pl.Schema, *given: dict[str, object]) -> pl.DataFrame:
    return schemas.from_rows(list(given), schema)


def found(path: Path, sql: str) -> list[tuple[object, ...]]:
    return query(path, sql).rows()


def read(text_id: str, version: str, claims: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """An extraction of a version of article a1, its claims and their speakers."""
    owner = {"extraction_id": pl.lit(text_id), "article_id": pl.lit("a1"), "version_id": pl.lit(version)}
    made = [
        {"cue": "said", "cue_start": 0, "cue_end": 0, "content_start": 0, "content_end": 0, "confidence": 0.9,
         "construction": "fin:that", "polarity": "affirmed", "quote_type": "indirect", **claim}
        for claim in claims
    ]  # fmt: skip
    speakers = [
        {"claim_id": claim["claim_id"], "number": number, "speaker": name, "entity_id": entity}
        for claim in claims
        for number, (name, entity) in enumerate(claim.get("by", []))
    ]
    return {
        "claims": rows(schemas.CLAIMS, *made).drop("text_id").with_columns(**owner),
        "claim_speakers": rows(schemas.CLAIM_SPEAKERS, *speakers),
        "ops.extractions": rows(
            schemas.EXTRACTIONS,
            {"extraction_id": text_id, "version_id": version, "article_id": "a1", "extractor_id": "r1"},
        ),
    }


def article(texts: list[tuple[str, str, str]]) -> dict[str, pl.DataFrame]:
    """Article a1 of p1 with versions (id, cause, text), an hour apart; the last word is the title."""
    versions = [
        {"version_id": name, "article_id": "a1", "cause": cause, "captured_at": SEEN + timedelta(hours=hour),
         "fetch_id": f"x{hour}", "title": text.split()[-1], "text": text, "text_hash": text,
         "word_count": len(text.split())}
        for hour, (name, cause, text) in enumerate(texts)
    ]  # fmt: skip
    return {
        "publishers": rows(schemas.PUBLISHERS, {"publisher_id": "p1", "domain": "dam.example"}),
        "articles": rows(
            schemas.ARTICLES,
            {"article_id": "a1", "canonical_url": URL, "publisher_id": "p1", "published_date": DAY,
             "first_seen_at": SEEN},
        ),
        "article_versions": rows(schemas.VERSIONS, *versions),
    }  # fmt: skip


ADA, BO = ("Ada Quill", "n1"), ("Bo Lind", None)
ENTITIES = {
    "entities": rows(
        schemas.ENTITIES,
        {"entity_id": "n1", "type": "person", "canonical_name": "Ada Quill"},
        {"entity_id": "n2", "type": "person", "canonical_name": "A. Quill"},
        {"entity_id": "n3", "type": "place", "canonical_name": "Rusk"},
    ),
    "entity_aliases": rows(
        schemas.ENTITY_ALIASES, {"entity_id": "n2", "alias": "Quill"}, {"entity_id": "n3", "alias": "Rusk"}
    ),
    "ops.entity_links": rows(
        schemas.ENTITY_LINKS, {"entity_id": "n2", "canonical_entity_id": "n1", "reason": "merge"}
    ),
    "ops.entity_link_changes": rows(
        schemas.ENTITY_LINK_CHANGES,
        {"change_id": "l1", "entity_id": "n2", "old_canonical_id": "n2", "new_canonical_id": "n1"},
    ),
}
