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
from transforms.carrying import carry_days
from transforms.channels import channel, is_outlet
from transforms.claim_rows import Rows, append_parts
from transforms.contents import Around, Span, around, characters, content_of, verbatim
from transforms.identity import key
from transforms.languages import Grammar, grammar_of
from transforms.paragraph_kinds import LONGEST, holds_claims
from transforms.saying_days import is_same_day, said_on
from transforms.speakers import Mention, Speaker, Speakers, in_turn

Row = dict[str, Any]
_SAY_LIKE = ("say", "report", "deny", "confirm", "warn", "ask", "promise", "judge")
_CIRCUMSTANCES = (
    "channel",
    "said_on",
    "said_on_text",
    "hedge",
    "verification",
    "verified_by",
    "note_start",
    "note_end",
)

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
    "organization",
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
    "verified_by",
    "note_start",
    "note_end",
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
    columns = ["start", "end", "type", "kind", "entity_id", "canonical_name", "role", "mention_id"]
    columns += ["role_start", "role_end"]
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
    claims: list[Row] = []
    speakers_of: list[list[Speaker]] = []
    same_day: set[int] = set()
    everything = grammar.attributions(text)
    if grammar.circumstances:
        everything = [found for found in everything if _in_story(text, found)]
    for last, found, following in zip([None, *everything], everything, [*everything[1:], None], strict=False):
        spans, quote_type = content_of(text, found)
        if not spans:
            continue
        words = around(text, found, last, following)
        claim = _claim(text, published, found, spans, quote_type, words)
        claim["relay"] = _relay(found, speakers)
        claim["channel"] = claim["channel"] or claim["relay"]
        turns = in_turn(text, _speakers(found, speakers, previous))
        for number, said_by in enumerate(turns):
            turn = said_by[0].start if number else None
            claim_id = key(
                text_id, spans[0][0], spans[-1][1], claim["cue_start"], *([turn] if number else [])
            )
            if is_same_day(words.before):
                same_day.add(len(claims))
            claims.append(claim | {"claim_id": claim_id, "text_id": text_id})
            speakers_of.append(said_by)
            append_parts(claim_id, spans, said_by, text, speakers, rows)
            previous = said_by[0] if said_by else previous
    verification.mark(text, claims)
    carry_days(claims, speakers_of, same_day, published)
    if not grammar.circumstances:
        _forget_circumstances(claims)
    rows.claims.extend(
        {name: value for name, value in claim.items() if name != "paragraph"} for claim in claims
    )


def _forget_circumstances(claims: list[Row]) -> None:
    """Take out what only English words can tell: a word of another language may look like one."""
    for claim in claims:
        claim.update(dict.fromkeys(_CIRCUMSTANCES))


def _in_story(text: str, found: Attribution) -> bool:
    """Not in a byline, a caption's credit, a teaser; in a heading only where somebody says something."""
    p, candidate = found.paragraph, found.candidate
    if p.end - p.start > LONGEST:
        return True
    says_who = candidate.speaker is not None and candidate.cue_class in _SAY_LIKE
    return holds_claims(text[p.start : p.end], says_who=says_who)


def _speakers(found: Attribution, speakers: Speakers, previous: Speaker | None) -> list[Speaker]:
    p, candidate = found.paragraph, found.candidate
    if candidate.speaker is None:
        return []
    said_by = speakers.read(*characters(p, candidate.speaker), previous)
    if candidate.construction == "unverified":
        return [_as_publisher(speaker) for speaker in said_by]
    if candidate.antecedent is None or not said_by:
        return said_by
    # "officials who say": the relative pronoun stands there, the officials are meant
    meant = speakers.read(*characters(p, candidate.antecedent), previous)
    there = {name: getattr(said_by[0], name) for name in ("start", "end", "surface")}
    return [replace(meant[0], **there)] if meant else said_by


def _as_publisher(speaker: Speaker) -> Speaker:
    """An outlet that could not verify a claim is who publishes it."""
    return replace(speaker, role="publisher") if is_outlet(speaker.name) else speaker


def _claim(
    text: str,
    published: date | None,
    found: Attribution,
    spans: list[Span],
    quote_type: str,
    words: Around,
) -> Row:
    candidate = found.candidate
    cue_start, cue_end = characters(found.paragraph, candidate.cue)
    content = " … ".join(text[start:end] for start, end in spans)
    day = said_on(words.after, words.before, published)
    kind, cue_class = candidate.construction, candidate.cue_class
    return {
        "paragraph": found.number,
        "cue": text[cue_start:cue_end],
        "cue_class": cue_class,
        "cue_start": cue_start,
        "cue_end": cue_end,
        "content": content,
        "content_start": spans[0][0],
        "content_end": spans[-1][1],
        "content_spans": [{"start": start, "end": end} for start, end in spans],
        "quote_type": quote_type,
        "construction": kind,
        "channel": channel(words.words),
        "said_on": day.day,
        "said_on_text": day.words,
        "hedge": circumstances.hedge(content),
        "polarity": circumstances.polarity(text, cue_start, cue_class, kind, negated=candidate.negated),
        "confidence": round(candidate.confidence, 3),
        "verbatim_ok": verbatim(text, spans, content, quote_type),
    }


def _relay(found: Attribution, speakers: Speakers) -> str | None:
    span = found.candidate.relay
    passed_on = speakers.read(*characters(found.paragraph, span), None) if span else []
    return passed_on[0].name if passed_on else None


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
        pl.col("role", "organization").first(),
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
