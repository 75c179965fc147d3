"""What to ask the web for: requests for the feeds and pages that are due, with what to ask beside them."""

from datetime import datetime

import polars as pl

from flows.http import Request
from transforms.feed_lives import asks_whole

_OLD_STATE = {name: f"old_{name}" for name in ("etag", "last_modified", "body_hash")} | {
    "last_error": "old_error",
    "last_ok_at": "old_ok_at",
}


def feeds_to_ask(due: pl.DataFrame, now: datetime) -> tuple[list[Request], pl.DataFrame]:
    """Requests for the rows of due_feeds, and what `flows.line.feeds_line` wants to know of each."""
    whole = [
        asks_whole(asked_whole_at, ask_whole=ask_whole, body_hash=body_hash, now=now)
        for asked_whole_at, ask_whole, body_hash in due.select(
            "asked_whole_at", "ask_whole", "body_hash"
        ).iter_rows()
    ]
    asked = due.rename(_OLD_STATE).with_columns(
        feed_url=pl.col("url"), asked_whole=pl.Series(whole, dtype=pl.Boolean)
    )
    requests = [_feed_request(row) for row in asked.iter_rows(named=True)]
    return requests, asked.drop("url", "asked_whole_at", "ask_whole")


def pages_to_ask(due: pl.DataFrame) -> tuple[list[Request], pl.DataFrame]:
    """Requests for the rows of due_pages, and what `flows.line.pages_line` wants to know of each."""
    asked = due.rename({"etag": "old_etag", "last_modified": "old_last_modified"})
    requests = [
        Request(url, "page", etag, last_modified)
        for url, etag, last_modified in due.select("url", "etag", "last_modified").iter_rows()
    ]
    return requests, asked.drop("url")


def _feed_request(row: dict[str, str | None]) -> Request:
    url = str(row["feed_url"])
    if row["asked_whole"]:
        return Request(url, "feed")
    return Request(url, "feed", row["old_etag"], row["old_last_modified"])
