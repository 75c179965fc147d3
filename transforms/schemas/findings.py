"""What is found in texts: entities, mentions and claims."""

import polars as pl

from transforms.schemas.frames import TIME, frame

SPAN = pl.Struct({"start": pl.Int32, "end": pl.Int32})
QUANTITY = pl.Struct(
    {
        "value": pl.Float64,  # null where it is left open ("several", "dozens": the qualifier)
        "upper": pl.Float64,  # "24-48 hours": value 24, upper 48
        "unit": pl.String,  # what is counted, "percent", "share" (half: 0.5), a currency as written
        "qualifier": pl.String,  # "up to", "at least", "some"
        "start": pl.Int32,
        "end": pl.Int32,
    }
)

EXTRACTORS = frame(
    {"extractor_id": pl.String, "name": pl.String, "version": pl.String, "lexicon_hash": pl.String}
)

# One version read by one extractor.
EXTRACTIONS = frame(
    {
        "extraction_id": pl.String,
        "version_id": pl.String,
        "article_id": pl.String,
        "extractor_id": pl.String,
        "no_claims_reason": pl.String,  # "language de", or null where claims were looked for
    }
)

# What the steps on text read: one row a text. `transforms.mentions` and `.claims` start from it.
TEXTS = frame(
    {
        "text_id": pl.String,  # extraction_id in the pipeline, article_id for `hearsay extract`
        "text": pl.String,
        "title": pl.String,
        "language": pl.String,
        "published_at": TIME,
    }
)

# What another extractor finds: where a name stands, and of what type it is (transforms.mention_finders).
SPANS = frame({"text_id": pl.String, "start": pl.Int32, "end": pl.Int32, "type": pl.String})

MENTIONS = frame(
    {
        "mention_id": pl.String,
        "text_id": pl.String,
        "start": pl.Int32,
        "end": pl.Int32,
        "surface": pl.String,
        "type": pl.String,  # person, organization, place, nationality, group, event
        "kind": pl.String,  # name, short_name, pronoun, metonym, demonym, acronym, description
        "entity_id": pl.String,  # null where the text does not tell who is meant: "its troops"
        "canonical_name": pl.String,
        "role": pl.String,
        "role_start": pl.Int32,
        "role_end": pl.Int32,
    }
)

ENTITIES = frame(
    {"entity_id": pl.String, "type": pl.String, "canonical_name": pl.String, "country": pl.String}
)

ENTITY_ALIASES = frame({"entity_id": pl.String, "alias": pl.String})

# Which entity another is counted as. An entity without a row, or with its own id, stands for itself.
ENTITY_LINKS = frame({"entity_id": pl.String, "canonical_entity_id": pl.String, "reason": pl.String})

# A link that changed, by a load or by the user.
ENTITY_LINK_CHANGES = frame(
    {
        "change_id": pl.String,
        "entity_id": pl.String,
        "old_canonical_id": pl.String,
        "new_canonical_id": pl.String,
        "reason": pl.String,
    }
)

# What a user decided about entities. Nothing is ever taken out: to undo is a decision, too.
ENTITY_DECISIONS = frame(
    {
        "decision_id": pl.String,
        "action": pl.String,  # merge, split, undo
        "entity_id": pl.String,
        "other_ids": pl.List(pl.String),  # merged into, the first of them; or kept apart from
        "undoes": pl.String,  # a decision_id
        "why": pl.String,
        "decided_by": pl.String,
        "decided_at": TIME,
    }
)

CLAIMS = frame(
    {
        "claim_id": pl.String,
        "text_id": pl.String,
        "cue": pl.String,
        "cue_class": pl.String,  # say, deny, confirm, …
        "cue_start": pl.Int32,
        "cue_end": pl.Int32,
        "content": pl.String,  # the fragments, joined by " … "
        "content_start": pl.Int32,
        "content_end": pl.Int32,
        "content_spans": pl.List(SPAN),  # the fragments of a broken quotation
        "quote_type": pl.String,  # direct, indirect, mixed
        "construction": pl.String,  # which rule found it
        "channel": pl.String,
        "relay": pl.String,
        "said_on": pl.Date,
        "said_on_text": pl.String,
        "hedge": pl.String,
        "polarity": pl.String,  # affirmed, denied, not affirmed ("did not say"), not denied
        "verification": pl.String,  # not verified, not independently verified, …
        "verified_by": pl.String,  # who could not verify it
        "note_start": pl.Int32,  # where the text says so
        "note_end": pl.Int32,
        "confidence": pl.Float32,
        "verbatim_ok": pl.Boolean,  # the text at the offsets is the content
    }
)

CLAIM_SPEAKERS = frame(
    {
        "claim_id": pl.String,
        "number": pl.Int16,  # 0 for the first of several
        "speaker": pl.String,  # resolved name, or the surface where nothing resolves it
        "surface": pl.String,
        "start": pl.Int32,
        "end": pl.Int32,
        "role": pl.String,
        "entity_id": pl.String,
        "organization": pl.String,  # whose the role is: an organization, a country, a person
        "organization_id": pl.String,
    }
)

CLAIM_ENTITIES = frame({"claim_id": pl.String, "entity_id": pl.String, "mention_id": pl.String})

CLAIM_QUANTITIES = frame({"claim_id": pl.String, "number": pl.Int16, **dict(QUANTITY.to_schema())})
