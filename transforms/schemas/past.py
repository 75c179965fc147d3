"""What a backfill finds in the past, and how far it is."""

import polars as pl

from transforms.schemas.frames import TIME, frame

# A page, or a capture of one, that a source of the past has.
FOUND = frame(
    {
        "url": pl.String,  # of the page
        "page_id": pl.String,
        "publisher_id": pl.String,
        "day": pl.Date,  # whose partition it belongs to (UTC); never null
        "day_from": pl.String,  # what tells that day; see transforms.past.is_inside
        "published_at": TIME,  # as the source says
        "captured_at": TIME,  # when the source captured it; null: it is fetched now
        "fetch_id": pl.String,  # of a capture, the same whenever it is read; null: it is fetched now
        "entry_id": pl.String,  # the entry that led to it
        "language": pl.String,  # as the source says
        "place": pl.String,  # where the source finds its bytes; only the source reads this
    }
)

# A capture, as the index of a web archive has it.
CAPTURES = frame(
    {
        "captured_at": TIME,
        "original": pl.String,  # the address that was captured
        "mimetype": pl.String,
        "status": pl.Int16,
        "digest": pl.String,  # of the bytes, as the archive computes it
    }
)

# How far a backfill is with one publisher's pages of one day.
BACKFILL_PARTITIONS = frame(
    {
        "source": pl.String,  # wayback:https://news.example/feed
        "publisher_id": pl.String,
        "day": pl.Date,
        "state": pl.String,  # waiting, done, failed, partial
        "reason": pl.String,
        "records_found": pl.Int64,
        "records_loaded": pl.Int64,
        "records_new": pl.Int64,
        "records_failed": pl.Int64,
        "attempts": pl.Int32,
        "pages_hash": pl.String,  # of those that were found: others of the same number are not these
        "updated_at": TIME,
    }
)
