"""What publishers print: feeds, entries, articles and their versions."""

import polars as pl

from transforms.schemas.frames import TIME, frame

FEEDS = frame(
    {
        "feed_id": pl.String,
        "url": pl.String,
        "publisher_id": pl.String,
        "kind": pl.String,  # rss, atom, rdf, json, news_sitemap, or null before the first poll
        "title": pl.String,
        "language": pl.String,
        "site_url": pl.String,
    }
)

PUBLISHERS = frame(
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
ENTRIES = frame(
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
EXTRACTED = frame(
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
        "extracted_with": pl.String,  # the rules and libraries that made it
    }
)

ARTICLES = frame(
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

# What a re-extraction that is not done yet has read of an article's dates and language.
REEXTRACTED = frame(
    {
        "article_id": pl.String,
        "metadata_at": TIME,  # the capture that it is read from
        "declared_canonical": pl.String,
        "language": pl.String,
        "published_at": TIME,
        "published_date": pl.Date,
        "published_evidence": pl.String,
    }
)

VERSIONS = frame(
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
        "extracted_with": pl.String,
    }
)
