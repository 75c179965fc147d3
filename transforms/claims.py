"""Claims: who says what, as frames. The steps in between are plain functions on one text.

    texts --attributions--> word spans --here--> characters, speakers, circumstances --> frames

A grammar over words does not fit columns, so texts are read one by one; frames come in and go out. In a
direct quotation the content is what stands between the marks: it begins right after the opening and
ends right before the closing one.
"""

from datetime import date
from typing import Any

import polars as pl

from transforms import circumstances, verification
from transforms.attribution import Attribution
from transforms.carrying import carry_days
from transforms.channels import channel, is_outlet
from transforms.claim_rows import Claims, Rows, append_parts
from transforms.contents import Around, Span, around, characters, content_of, verbatim
from transforms.identity import key
from transforms.languages import Grammar, grammar_of
from transforms.paragraph_kinds import LONGEST, holds_claims
from transforms.phrases import RELATIVES
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
    return rows.frames()


def _mentions_by_text(mentions: pl.DataFrame) -> dict[str, list[Mention]]:
    columns = ["start", "end", "type", "kind", "entity_id", "canonical_name", "role", "mention_id"]
    columns += ["role_start", "role_end"]
    grouped: dict[str, list[Mention]] = {}
    # column by column, which takes two thirds of the time of row by row
    values = zip(*mentions.select(columns).to_dict(as_series=False).values(), strict=True)
    for text_id, mention in zip(mentions["text_id"].to_list(), map(Mention._make, values), strict=True):
        grouped.setdefault(text_id, []).append(mention)
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
        turns = in_turn(text, _speakers(found, speakers, previous))
        relay = _relay(found, speakers, turns)
        claim["relay"] = relay.name if relay else None
        if relay is not None and not speakers.is_person(relay):
            claim["channel"] = claim["channel"] or relay.name
        for number, said_by in enumerate(turns):
            turn = said_by[0].start if number else None
            claim_id = key(
                text_id, spans[0][0], spans[-1][1], claim["cue_start"], *([turn] if number else [])
            )
            if is_same_day(words.before):
                same_day.add(len(claims))
            name = said_by[0].name if said_by else None
            claims.append(claim | {"claim_id": claim_id, "text_id": text_id, "said_by": name})
            speakers_of.append(said_by)
            append_parts(claim_id, spans, said_by, text, speakers, rows)
            previous = said_by[0] if said_by else previous
    verification.mark(text, claims)
    carry_days(claims, speakers_of, same_day, published)
    if not grammar.circumstances:
        _forget_circumstances(claims)
    rows.claims.extend(claims)


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
    there = said_by[0]
    return [meant[0]._replace(start=there.start, end=there.end, surface=there.surface)] if meant else said_by


def _as_publisher(speaker: Speaker) -> Speaker:
    """An outlet that could not verify a claim is who publishes it."""
    return speaker._replace(role="publisher") if is_outlet(speaker.name) else speaker


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
    if day.words is None and words.aside:
        day = said_on(words.aside, "", published)
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
        "content_spans": spans,
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


def _relay(found: Attribution, speakers: Speakers, turns: list[list[Speaker]]) -> Speaker | None:
    """Who passed a claim on, unless it is whose claim it is."""
    span = found.candidate.relay
    passed_on = speakers.read(*characters(found.paragraph, span), None) if span else []
    if not passed_on or passed_on[0].name.lower() in RELATIVES:
        return None
    name = passed_on[0].name
    own = any(name == speaker.name for said_by in turns for speaker in said_by)
    return None if own else passed_on[0]
