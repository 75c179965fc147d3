"""The line: from archived bytes to rows in the warehouse, one batch at a time.

    feed  --read--> entries --> pages to fetch
    page  --read--> article version --read--> mentions --> entities --> claims

Whatever supplies the bytes (a live run, a backfill, a re-extraction) calls these two functions. A supply
is a frame of fetches (schemas.FETCHES: where the bytes are in the archive, when they were fetched) with
what is known about each feed or page beside it.
"""

import polars as pl

from flows import feed_steps, page_steps, text_steps
from flows.session import Session
from transforms.publishers import publishers_of
from transforms.readings import extractions_of, owned_by_version, texts_of
from transforms.versions import articles_of, new_versions
from warehouse.read import known_entries, known_versions


def feeds_line(session: Session, supply: pl.DataFrame) -> dict[str, int]:
    """Loads the entries of a batch of polled feeds; the number of new rows a table.

    supply: schemas.FETCHES and feed_id, feed_url, failures; and old_etag, old_last_modified, old_body_hash,
    old_error, old_ok_at as the last poll left them.
    """
    read = feed_steps.read(session, supply)
    known = known_entries(session.settings.warehouse, read.entries["entry_id"].to_list())
    new = read.entries.filter(~pl.col("entry_id").is_in(known.to_list()))
    return session.load(
        {
            "publishers": publishers_of(supply["feed_url"]),
            "feeds": read.feeds,
            "entries": new,
            "ops.fetches": supply,
            "ops.feed_state": read.states,
            "ops.pages": feed_steps.pages_to_fetch(new),
            "ops.rejects": read.rejects,
        }
    )


def pages_line(session: Session, supply: pl.DataFrame) -> dict[str, int]:
    """Loads the articles of a batch of fetched pages with who says what in them; new rows a table.

    supply: schemas.FETCHES and page_id, entry_id, attempts, entry_published_at.
    """
    read = page_steps.read(session, supply)
    extracted = page_steps.dates_from_feeds(read.extracted, supply)
    known = known_versions(session.settings.warehouse, extracted["article_id"].to_list())
    versions = new_versions(extracted, known)
    extractions = extractions_of(versions, extracted)
    texts = texts_of(extractions, versions, extracted)
    sources = versions.join(extracted, on="fetch_id").select("version_id", "fetch_id", url="canonical_url")
    found = text_steps.read(session, texts, extractions, sources)
    reading = found.reading
    return session.load(
        {
            "publishers": publishers_of(extracted["canonical_url"]),
            "articles": articles_of(extracted),
            "article_versions": versions,
            "ops.extractions": found.extractions,
            "entities": reading.entities,
            "entity_aliases": reading.aliases,
            "mentions": owned_by_version(reading.mentions, extractions),
            "claims": owned_by_version(reading.claims.claims, extractions),
            "claim_speakers": reading.claims.speakers,
            "claim_entities": reading.claims.entities,
            "claim_quantities": reading.claims.quantities,
            "ops.fetches": supply,
            "ops.pages": read.pages,
            "ops.rejects": pl.concat([read.rejects, found.rejects]),
        }
    )
