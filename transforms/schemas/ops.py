"""How the rows came about, and what is to be done next."""

import polars as pl

from transforms.schemas.frames import TIME, frame

# One HTTP request, or one archive record read. Bodies are not here: they are in the archive.
FETCHES = frame(
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

# A run of a flow.
RUNS = frame(
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
REJECTS = frame(
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
FEED_STATE = frame(
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
PAGES = frame(
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

# What one data quality check found.
CHECK_RESULTS = frame(
    {
        "name": pl.String,
        "description": pl.String,
        "row_count": pl.Int64,
        "checked_at": TIME,
    }
)

# A condition that somebody should know of.
ALERTS = frame(
    {
        "alert_id": pl.String,
        "kind": pl.String,  # name of the query in warehouse/alerts, or disk_full
        "subject": pl.String,
        "message": pl.String,
        "since": TIME,
        "raised_at": TIME,
        "cleared_at": TIME,
        "notified_at": TIME,
        "notify_error": pl.String,
    }
)
