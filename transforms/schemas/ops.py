"""How the rows came about, and what is to be done next."""

import polars as pl

from transforms.schemas.frames import TIME, frame

# One HTTP request, or one archive record read. Bodies are not here: they are in the archive.
FETCHES = frame(
    {
        "fetch_id": pl.String,
        "kind": pl.String,  # feed, page, robots
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
        "fresh_until": TIME,  # by Cache-Control or Expires
        "body_bytes": pl.Int64,  # after decompression
        "body_hash": pl.String,
        "archive_file": pl.String,  # relative to the archive folder
        "archive_offset": pl.Int64,
        "archive_length": pl.Int64,
        "fetched_at": TIME,
        "elapsed_ms": pl.Int32,
        "captured_at": TIME,  # when it was served to whoever archived it; null: to us, at fetched_at
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
        "entry_keys": pl.List(pl.String),  # of the last body's entries, newest first
        "entry_times": pl.List(TIME),  # when the newest entries appeared, newest first
        "window_size": pl.Int32,  # entries in the last body
        "ttl_minutes": pl.Int32,
        "update_minutes": pl.Int32,  # sy:updatePeriod over sy:updateFrequency
        "skip_hours": pl.List(pl.Int8),  # 0 to 23, UTC
        "skip_days": pl.List(pl.Int8),  # 1 (Monday) to 7, UTC
    }
)

# What a user set for one feed.
FEED_SETTINGS = frame(
    {
        "feed_id": pl.String,
        "min_minutes": pl.Int32,  # between two polls; null: by the feed's rhythm
        "max_minutes": pl.Int32,
        "language": pl.String,  # of entries and articles that state none themselves
        "publisher": pl.String,  # registrable domain; null: of the feed's address
        "folder": pl.String,  # World/Asia
    }
)

# A page to fetch, or that was fetched; one that is done and has a next_at is to be seen again then.
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
        "last_fetched_at": TIME,
        "counted_from": TIME,  # publication of its article, from which revisits count
        "visits": pl.Int16,  # fetches after the one that gave its article first
        "failed_visits": pl.Int16,  # of those, the last ones in a row that failed
        "etag": pl.String,  # of the answer that gave the article
        "last_modified": pl.String,
        "gone_at": TIME,  # when it answered 404 or 410 first after it had given its article
    }
)

# How a feed fares beyond its next poll: where it moves, whether it can be believed, how it ended.
FEED_LIVES = frame(
    {
        "feed_id": pl.String,
        "url": pl.String,  # where it is polled now
        "polled_at": TIME,  # the poll that this is told from
        "seen_at": TIME,  # when a body with entries was in hand last
        "last_keys": pl.List(pl.String),  # of that body's entries, the newest 100
        "moving_to": pl.String,  # where permanent redirects lead, before that is believed
        "moving_seen": pl.Int16,  # polls that found a feed there
        "gone_since": TIME,  # the first answer 410 since it was well
        "asked_whole_at": TIME,  # when it answered without having been sent validators
        "ask_whole": pl.Boolean,  # the next poll sends none
        "not_modified_at": TIME,  # when it said last that nothing had changed
        "lies_seen": pl.Int16,
        "lie": pl.String,  # why its validators are not believed
        "lost_entries_since": TIME,
        "retired_at": TIME,
        "retired_reason": pl.String,
        "notice": pl.String,  # what a user should know though polls succeed
    }
)

# A feed's change of address.
FEED_MOVES = frame(
    {
        "move_id": pl.String,
        "feed_id": pl.String,
        "old_url": pl.String,
        "new_url": pl.String,
        "moved_at": TIME,
        "fetch_id": pl.String,  # the poll that made it certain
    }
)

# A time in which entries of a feed may have come and gone unseen.
GAPS = frame(
    {
        "gap_id": pl.String,
        "feed_id": pl.String,
        "since": TIME,  # when its entries were seen last
        "until": TIME,  # when none of the newer ones of them was left
        "entries_before": pl.Int32,
        "entries_after": pl.Int32,
        "reason": pl.String,
        "backfill": pl.String,  # the command that would fill it
        "fetch_id": pl.String,
    }
)

# A host that asked to be left alone.
HOSTS = frame(
    {
        "host": pl.String,
        "closed_until": TIME,
        "closed_why": pl.String,
        "closed_at": TIME,
    }
)

# What the robots.txt of an origin (scheme, host and port) came to.
ROBOTS = frame(
    {
        "origin": pl.String,
        "rules": pl.String,  # file, last file, none, closed (transforms.manners.RobotsVerdict)
        "outcome": pl.String,  # of asking for it last
        "status": pl.Int16,
        "checked_at": TIME,
        "expires_at": TIME,
        "copied_at": TIME,  # of the copy that is gone by
        "archive_file": pl.String,  # where that copy is
        "archive_offset": pl.Int64,
        "archive_length": pl.Int64,
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
