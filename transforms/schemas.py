"""The frames that the steps hand to each other, in one place.

Every step returns frames of exactly these columns and types (`conform` checks it), and a test
holds the warehouse's tables against them. Times are UTC with microseconds. Offsets are code
points into `article_versions.text`, end exclusive. A column is nullable unless said otherwise;
`*_id` columns are hex strings from `transforms.identity.key`.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

TIME = pl.Datetime("us", "UTC")
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


def _frame(columns: Mapping[str, Any]) -> pl.Schema:
    """A schema; polars' own types do not admit both its types and their instances in one mapping."""
    return pl.Schema(columns)


# One HTTP request, or one archive record read. Bodies are not here: they are in the archive.
FETCHES = _frame(
    {
        "fetch_id": pl.String,
        "kind": pl.String,  # feed, page
        "via": pl.String,  # live, or the source of a backfill
        "url": pl.String,  # as asked for
        "final_url": pl.String,  # after redirects
        "redirects": pl.List(
            pl.Struct({"status": pl.Int16, "url": pl.String})
        ),  # each hop's status, its Location
        "outcome": pl.String,  # ok, not_modified, http_error, timeout, … (flows.http.Outcome)
        "status": pl.Int16,  # of the last response
        "error": pl.String,  # one line for a person
        "content_type": pl.String,
        "etag": pl.String,
        "last_modified": pl.String,
        "retry_after": TIME,
        "body_bytes": pl.Int64,  # after decompression
        "body_hash": pl.String,
        "archive_file": pl.String,  # relative to the archive folder
        "archive_offset": pl.Int64,
        "archive_length": pl.Int64,
        "fetched_at": TIME,
        "elapsed_ms": pl.Int32,
    }
)

FEEDS = _frame(
    {
        "feed_id": pl.String,
        "url": pl.String,
        "publisher_id": pl.String,
        "kind": pl.String,  # rss, atom, rdf, json, or null before the first poll
        "title": pl.String,
        "language": pl.String,
        "site_url": pl.String,
    }
)

PUBLISHERS = _frame(
    {
        "publisher_id": pl.String,
        "domain": pl.String,  # registrable domain
        "name": pl.String,
        "owner": pl.String,
        "country": pl.String,
        "is_wire": pl.Boolean,
    }
)

# One entry of one feed with one content: an edited entry is a new row.
ENTRIES = _frame(
    {
        "entry_id": pl.String,  # feed, identity and content
        "entry_key": pl.String,  # feed and identity: the same for every edit of an entry
        "feed_id": pl.String,
        "guid": pl.String,
        "url": pl.String,  # as the feed gives it, made absolute
        "page_url": pl.String,  # the same without tracking parameters: what identifies the page
        "page_id": pl.String,
        "title": pl.String,
        "authors": pl.List(pl.String),
        "summary": pl.String,  # plain text
        "content": pl.String,  # plain text, where the feed carries the article
        "categories": pl.List(pl.String),
        "language": pl.String,
        "published_at": TIME,  # null where the feed gives none: never the clock
        "published_evidence": pl.String,  # the element it came from: published, dc:date, …
        "updated_at": TIME,
        "published_raw": pl.String,
        "content_hash": pl.String,
        "first_seen_at": TIME,
        "fetch_id": pl.String,
    }
)

# What the extractor makes of one page, before it is known whether the text is new.
EXTRACTED = _frame(
    {
        "fetch_id": pl.String,
        "page_id": pl.String,
        "article_id": pl.String,
        "canonical_url": pl.String,  # what identifies the article
        "declared_canonical": pl.String,  # rel=canonical as the page gives it, whatever the site
        "publisher_id": pl.String,
        "language": pl.String,  # ISO 639-1, or null
        "title": pl.String,
        "authors": pl.List(pl.String),
        "published_at": TIME,  # null unless day and time are known
        "published_date": pl.Date,  # a date without a time stays a date
        "published_evidence": pl.String,  # json-ld, meta, time element, url, text, feed, none
        "modified_at": TIME,
        "description": pl.String,
        "text": pl.String,  # paragraphs separated by a single newline
        "text_hash": pl.String,  # of title and text
        "word_count": pl.Int32,
        "flags": pl.List(pl.String),  # paywall, short, …
        "captured_at": TIME,
    }
)

ARTICLES = _frame(
    {
        "article_id": pl.String,
        "canonical_url": pl.String,
        "declared_canonical": pl.String,
        "publisher_id": pl.String,
        "language": pl.String,
        "published_at": TIME,
        "published_date": pl.Date,
        "published_evidence": pl.String,
        "first_seen_at": TIME,
    }
)

VERSIONS = _frame(
    {
        "version_id": pl.String,
        "article_id": pl.String,
        "cause": pl.String,  # first, edit, reextraction
        "captured_at": TIME,
        "fetch_id": pl.String,
        "title": pl.String,
        "authors": pl.List(pl.String),
        "description": pl.String,
        "text": pl.String,
        "text_hash": pl.String,
        "word_count": pl.Int32,
        "flags": pl.List(pl.String),
        "modified_at": TIME,
    }
)

EXTRACTORS = _frame(
    {"extractor_id": pl.String, "name": pl.String, "version": pl.String, "lexicon_hash": pl.String}
)

# One version read by one extractor.
EXTRACTIONS = _frame(
    {
        "extraction_id": pl.String,
        "version_id": pl.String,
        "article_id": pl.String,
        "extractor_id": pl.String,
        "no_claims_reason": pl.String,  # "language de", or null where claims were looked for
    }
)

# What the steps on text read: one row a text. `transforms.mentions` and `.claims` start from it.
TEXTS = _frame(
    {
        "text_id": pl.String,  # extraction_id in the pipeline, article_id for `hearsay extract`
        "text": pl.String,
        "title": pl.String,
        "language": pl.String,
        "published_at": TIME,
    }
)

# What another extractor finds: where a name stands, and of what type it is (transforms.mention_finders).
SPANS = _frame({"text_id": pl.String, "start": pl.Int32, "end": pl.Int32, "type": pl.String})

MENTIONS = _frame(
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

ENTITIES = _frame(
    {"entity_id": pl.String, "type": pl.String, "canonical_name": pl.String, "country": pl.String}
)

ENTITY_ALIASES = _frame({"entity_id": pl.String, "alias": pl.String})

# Which entity another is counted as. An entity without a row, or with its own id, stands for itself.
ENTITY_LINKS = _frame({"entity_id": pl.String, "canonical_entity_id": pl.String, "reason": pl.String})

# A link that changed, by a load or by the user.
ENTITY_LINK_CHANGES = _frame(
    {
        "change_id": pl.String,
        "entity_id": pl.String,
        "old_canonical_id": pl.String,
        "new_canonical_id": pl.String,
        "reason": pl.String,
    }
)

# What a user decided about entities. Nothing is ever taken out: to undo is a decision, too.
ENTITY_DECISIONS = _frame(
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

CLAIMS = _frame(
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

CLAIM_SPEAKERS = _frame(
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

CLAIM_ENTITIES = _frame({"claim_id": pl.String, "entity_id": pl.String, "mention_id": pl.String})

CLAIM_QUANTITIES = _frame({"claim_id": pl.String, "number": pl.Int16, **dict(QUANTITY.to_schema())})

# A run of a flow.
RUNS = _frame(
    {
        "run_id": pl.String,
        "flow": pl.String,
        "prefect_flow_run_id": pl.String,
        "hearsay_version": pl.String,
        "started_at": TIME,
        "finished_at": TIME,
        "status": pl.String,  # running, done, done_with_failures, failed, interrupted
        "error": pl.String,
        "feeds_polled": pl.Int64,
        "entries_new": pl.Int64,
        "pages_fetched": pl.Int64,
        "articles_new": pl.Int64,
        "versions_new": pl.Int64,
        "mentions_new": pl.Int64,
        "claims_new": pl.Int64,
        "rejects_new": pl.Int64,
    }
)

# An item that a stage refused.
REJECTS = _frame(
    {
        "reject_id": pl.String,
        "stage": pl.String,  # fetch, parse, extract, load
        "reason": pl.String,  # a short fixed word: consent_page, too_short, not_html, …
        "detail": pl.String,  # one line for a person
        "url": pl.String,
        "fetch_id": pl.String,
    }
)


# What the next poll of a feed needs.
FEED_STATE = _frame(
    {
        "feed_id": pl.String,
        "etag": pl.String,
        "last_modified": pl.String,
        "body_hash": pl.String,  # of the last body that was parsed
        "failures": pl.Float32,  # weighed: hard 1, soft 0.5, temporary DNS 0.25; 0 after a success
        "last_fetch_id": pl.String,
        "last_outcome": pl.String,
        "last_error": pl.String,
        "last_checked_at": TIME,
        "last_ok_at": TIME,
        "next_check_at": TIME,
        "next_check_reason": pl.String,
    }
)

# A page to fetch.
PAGES = _frame(
    {
        "page_id": pl.String,
        "url": pl.String,
        "entry_id": pl.String,  # the entry that asked for it last
        "state": pl.String,  # pending, retry, done, rejected (read, and no article), failed (given up)
        "reason": pl.String,
        "attempts": pl.Int16,
        "next_at": TIME,
        "article_id": pl.String,
        "last_fetch_id": pl.String,
    }
)


def empty(schema: pl.Schema) -> pl.DataFrame:
    """A frame of the schema without rows."""
    return pl.DataFrame(schema=schema)


def conform(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with exactly the schema's columns in order and type.

    Raises polars.exceptions.SchemaError where a column is missing or cannot be cast.
    """
    absent = [name for name in schema if name not in frame.columns]
    if absent:
        raise pl.exceptions.SchemaError(f"columns missing from the frame: {', '.join(absent)}")
    return frame.select(schema.names()).cast(dict(schema))  # type: ignore[arg-type]  # polars' stub is too narrow


def from_rows(rows: list[dict[str, object]], schema: pl.Schema) -> pl.DataFrame:
    """A frame of the schema from one dict a row; absent keys are null, keys of no column are left out."""
    return pl.DataFrame(rows, schema=schema, orient="row", strict=False) if rows else empty(schema)
