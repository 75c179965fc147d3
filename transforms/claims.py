"""Claims: who says what, as frames. The steps in between are plain functions on one text.

    texts --attributions--> word spans --here--> characters, speakers, circumstances --> frames

A grammar over words does not fit columns, so texts are read one by one; frames come in and go out. In a
direct quotation the content is what stands between the marks: it begins right after the opening and
ends right before the closing one.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from transforms import circumstances, schemas, verification
from transforms.attribution import Attribution
from transforms.claim_rows import Rows, append_parts
from transforms.contents import Span, around, characters, content_of, verbatim
from transforms.identity import key
from transforms.languages import Grammar, grammar_of
from transforms.speakers import Mention, Speaker, Speakers

_EXTRACT_COLUMNS = (
    "text_id",
    "claim_id",
    "source_start",
    "source_end",
    "source_spans",
    "cue_start",
    "cue_end",
    "content_start",
    "content_end",
    "content_spans",
    "speaker",
    "speakers",
    "speaker_entity_id",
    "role",
    "cue",
    "cue_class",
    "content",
    "quote_type",
    "construction",
    "channel",
    "relay",
    "said_on",
    "said_on_text",
    "polarity",
    "hedge",
    "verification",
    "quantities",
    "confidence",
    "verbatim_ok",
)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of some texts: schemas.CLAIMS, CLAIM_SPEAKERS, CLAIM_ENTITIES, CLAIM_QUANTITIES."""

    claims: pl.DataFrame
    speakers: pl.DataFrame
    entities: pl.DataFrame
    quantities: pl.DataFrame


def attribute(texts: pl.DataFrame, mentions: pl.DataFrame) -> Claims:
    """The claims in some texts (schemas.TEXTS), whose speakers are told by mentions (schemas.MENTIONS).

    Works without any mention: speakers then go by what they are called in place.
    """
    by_text = _mentions_by_text(mentions)
    rows = Rows()
    for text_id, text, language, published in texts.select(
        "text_id", "text", "language", pl.col("published_at").dt.date()
    ).iter_rows():
        grammar = grammar_of(language)
        if text and grammar is not None:
            _read(text_id, text, published, by_text.get(text_id, []), rows, grammar)
    return Claims(
        schemas.from_rows(rows.claims, schemas.CLAIMS),
        schemas.from_rows(rows.speakers, schemas.CLAIM_SPEAKERS),
        schemas.from_rows(rows.entities, schemas.CLAIM_ENTITIES),
        schemas.from_rows(rows.quantities, schemas.CLAIM_QUANTITIES),
    )


def _mentions_by_text(mentions: pl.DataFrame) -> dict[str, list[Mention]]:
    columns = ("start", "end", "type", "kind", "entity_id", "canonical_name", "role", "mention_id")
    grouped: dict[str, list[Mention]] = {}
    for text_id, *values in mentions.select("text_id", *columns).iter_rows():
        grouped.setdefault(text_id, []).append(Mention(*values))
    return grouped


def _read(
    text_id: str,
    text: str,
    published: date | None,
    mentions: list[Mention],
    rows: Rows,
    grammar: Grammar,
) -> None:
    speakers = Speakers(text, mentions)
    previous: Speaker | None = None
    first_row = len(rows.claims)
    for found in grammar.attributions(text):
        spans, quote_type = content_of(text, found)
        if not spans:
            continue
        said_by = _speakers(found, speakers, previous)
        claim = _claim(text, published, found, spans, quote_type)
        claim_id = key(text_id, spans[0][0], spans[-1][1], claim["cue_start"])
        rows.claims.append(
            claim | {"claim_id": claim_id, "text_id": text_id, "relay": _relay(found, speakers)}
        )
        append_parts(claim_id, spans, said_by, text, speakers, rows)
        previous = said_by[0] if said_by else previous
    verification.mark(text, rows.claims[first_row:])
    if not grammar.circumstances:
        _forget_circumstances(rows.claims[first_row:])


def _forget_circumstances(claims: list[dict[str, Any]]) -> None:
    """Take out what only English words can tell: a word of another language may look like one."""
    for claim in claims:
        claim.update(dict.fromkeys(("channel", "said_on", "said_on_text", "hedge", "verification")))


def _speakers(found: Attribution, speakers: Speakers, previous: Speaker | None) -> list[Speaker]:
    p, candidate = found.paragraph, found.candidate
    if candidate.speaker is None:
        return []
    said_by = speakers.read(*characters(p, candidate.speaker), previous)
    if candidate.antecedent is None:
        return said_by
    # "officials who say": the relative pronoun stands there, the officials are meant
    meant = speakers.read(*characters(p, candidate.antecedent), previous)[0]
    return [replace(said_by[0], name=meant.name, role=meant.role, entity_id=meant.entity_id)]


def _claim(
    text: str, published: date | None, found: Attribution, spans: list[Span], quote_type: str
) -> dict[str, Any]:
    candidate = found.candidate
    cue_start, cue_end = characters(found.paragraph, candidate.cue)
    words = around(text, found)
    day, day_text = circumstances.said_on(words, published)
    content = " … ".join(text[start:end] for start, end in spans)
    return {
        "cue": text[cue_start:cue_end],
        "cue_class": candidate.cue_class,
        "cue_start": cue_start,
        "cue_end": cue_end,
        "content": content,
        "content_start": spans[0][0],
        "content_end": spans[-1][1],
        "content_spans": [{"start": start, "end": end} for start, end in spans],
        "quote_type": quote_type,
        "construction": candidate.construction,
        "channel": circumstances.channel(words),
        "said_on": day,
        "said_on_text": day_text,
        "hedge": circumstances.hedge(content),
        "polarity": "denied" if candidate.cue_class == "deny" and not candidate.negated else "affirmed",
        "confidence": round(candidate.confidence, 3),
        "verbatim_ok": verbatim(text, spans, content, quote_type),
    }


def _relay(found: Attribution, speakers: Speakers) -> str | None:
    span = found.candidate.relay
    return speakers.read(*characters(found.paragraph, span), None)[0].name if span else None


def as_extract_table(texts: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """One flat row a claim, as `hearsay extract` writes it (DESIGN.md lists the columns).

    `article_id` is the text_id; source_start and source_end span all speakers, source_spans holds each.
    Rows stand in the order of the texts and, within one, of the contents.
    """
    by_claim = pl.struct(pl.col("start"), pl.col("end"))
    in_order = claims.speakers.sort("claim_id", "number").group_by("claim_id", maintain_order=True)
    said_by = in_order.agg(
        pl.col("start").min().alias("source_start"),
        pl.col("end").max().alias("source_end"),
        by_claim.alias("source_spans"),
        pl.col("speaker").first(),
        pl.col("speaker").alias("speakers"),
        pl.col("entity_id").first().alias("speaker_entity_id"),
        pl.col("role").first(),
    )
    numbers = claims.quantities.group_by("claim_id").agg(
        pl.struct("value", "upper", "unit", "qualifier", "start", "end").sort_by("number").alias("quantities")
    )
    order = texts.select("text_id").with_row_index("_text")
    return (
        claims.claims.join(order, on="text_id")
        .join(said_by, on="claim_id", how="left")
        .join(numbers, on="claim_id", how="left")
        .sort("_text", "content_start", "cue_start")
        .select(_EXTRACT_COLUMNS)
        .rename({"text_id": "article_id"})
    )
