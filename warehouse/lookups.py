"""Reading the warehouse: what the flows need to know, and what status shows.

timeout, everywhere: seconds to wait while another process writes.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import polars as pl

from warehouse.connect import reading
from warehouse.query import frame_of
from warehouse.sql import read_sql

_PATIENCE = 10.0  # seconds that a person at a terminal waits for a writer; a run waits as long as it is told
_STATUS = (
    "alerts",
    "tables",
    "feeds",
    "failing_feeds",
    "closed_hosts",
    "gaps",
    "volume",
    "pages",
    "rejects",
    "runs",
    "blocks",
)


def known_versions(path: Path, article_ids: Iterable[str], *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Every stored version of some articles: article_id, version_id, text_hash, captured_at."""
    return _rows(path, "known_versions", {"ids": list(article_ids)}, timeout)


def known_entries(
    path: Path, entry_ids: Iterable[str], page_ids: Iterable[str | None] = (), *, timeout: float = _PATIENCE
) -> pl.Series:
    """Those of the entry ids that are stored, or not to be: their page was pruned or removed.

    One that only a backfill has stored counts as new until its page is known.

    page_ids: the page that each leads to; none given: of none.
    """
    ids = list(entry_ids)
    pages = list(page_ids) or [None] * len(ids)
    return _rows(path, "known_entries", {"ids": ids, "pages": pages}, timeout)["entry_id"]


def removed_keys(path: Path, keys: Iterable[str], *, timeout: float = _PATIENCE) -> set[str]:
    """Those of some keys of articles and pages that were removed and must not come back."""
    return set(_rows(path, "removed_keys", {"keys": list(keys)}, timeout)["key"])


def known_pages(path: Path, page_ids: Iterable[str], *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Those of the pages that are stored, as schemas.PAGES has them, and feeds: whose entries lead there."""
    return _rows(path, "known_pages", {"ids": list(page_ids)}, timeout)


def known_fetches(path: Path, fetch_ids: Iterable[str], *, timeout: float = _PATIENCE) -> set[str]:
    """Those of the fetch ids that are stored."""
    return set(_rows(path, "known_fetches", {"ids": list(fetch_ids)}, timeout)["fetch_id"])


def read_captures(
    path: Path, fetch_ids: Iterable[str], passing: Iterable[str], *, timeout: float = _PATIENCE
) -> set[str]:
    """Those of the fetch ids that were read to the end, whatever came of it.

    passing: why extraction may refuse a page now and not the next time.
    """
    asked: dict[str, object] = {"ids": list(fetch_ids), "passing": list(passing)}
    return set(_rows(path, "read_captures", asked, timeout)["fetch_id"])


def barred_entries(path: Path, entries: pl.DataFrame, *, timeout: float = _PATIENCE) -> set[str]:
    """Those of some entries (entry_id, page_id) that must not be stored: pruned or removed, as their page."""
    asked: dict[str, object] = {"ids": entries["entry_id"].to_list(), "pages": entries["page_id"].to_list()}
    return set(_rows(path, "barred_entries", asked, timeout)["entry_id"])


def entries_of_feed(
    path: Path, feed_id: str, since: date, until: date, *, timeout: float = _PATIENCE
) -> pl.DataFrame:
    """The entries of a feed from the days from since to before until, as schemas.ENTRIES has them in part:
    entry_id, page_id, url, published_at, first_seen_at. One without a date is from when it was seen first.
    """
    asked = {"feed": feed_id, "since": since, "until": until}
    return _rows(path, "entries_of_feed", asked, timeout)


def fetches_in_files(path: Path, files: Iterable[str], *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """The fetches whose bytes are in some files of the archive: archive_file, archive_offset, fetch_id,
    kind (feed, page, robots or sitemap).
    """
    return _rows(path, "fetches_in_files", {"files": list(files)}, timeout)


def entries_of_pages(path: Path, page_ids: Iterable[str], *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """What the feeds that lead to some pages say of them: page_id, entry_id, published_at, and language (as
    the user set it for the feed).
    """
    return _rows(path, "entries_of_pages", {"ids": list(page_ids)}, timeout)


def pages_with_article(path: Path, page_ids: Iterable[str], *, timeout: float = _PATIENCE) -> set[str]:
    """Those of the pages that gave an article."""
    return set(_rows(path, "pages_with_article", {"ids": list(page_ids)}, timeout)["page_id"])


def pages_outside(path: Path, urls: Iterable[str], *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Those of the addresses that a backfill refused as outside of its window: url, own_date."""
    return _rows(path, "pages_outside", {"urls": list(urls)}, timeout)


def versions_since(
    path: Path, urls: Iterable[str], since: datetime, *, timeout: float = _PATIENCE
) -> pl.DataFrame:
    """How many versions of articles each of some addresses gave since a time: url, versions."""
    return _rows(path, "versions_since", {"urls": list(urls), "since": since}, timeout)


def backfill_partitions(path: Path, source: str, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """How far a part of a source is, as schemas.BACKFILL_PARTITIONS has it."""
    return _rows(path, "backfill_partitions", {"source": source}, timeout)


def feed_lives(path: Path, feed_ids: Iterable[str], *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """What is known of some feeds beyond their next poll, as schemas.FEED_LIVES has it."""
    return _rows(path, "feed_lives", {"ids": list(feed_ids)}, timeout)


def subscribed_addresses(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """The addresses of all feeds, and those that they had before: url, feed_id, is_current, is_polled."""
    return _rows(path, "subscribed_addresses", timeout=timeout)


def due_feeds(
    path: Path, now: datetime, *, everything: bool = False, timeout: float = _PATIENCE
) -> pl.DataFrame:
    """The feeds to poll now: feed_id, url, etag, last_modified, body_hash, failures, last_error, last_ok_at,
    last_checked_at, what cadence needs (schemas.FEED_STATE from entry_keys on), asked_whole_at, ask_whole;
    and what the user set: min_minutes, max_minutes, set_language, set_publisher.

    everything: whatever their next check says. Feeds that are retired, disabled or removed are never due.
    """
    return _rows(path, "due_feeds", {"now": now, "everything": everything}, timeout)


def due_pages(
    path: Path,
    now: datetime,
    *,
    everything: bool = False,
    limit: int | None = None,
    timeout: float = _PATIENCE,
) -> pl.DataFrame:
    """The pages to fetch now: page_id, url, attempts, entry_id, entry_published_at (as the feed says); and
    article_id, counted_from, visits, failed_visits, gone_at, etag, last_modified of those to see again; and
    feed_language (as the user set it).

    Pages that are pending or to retry, then those to see again, hosts taking turns. everything: whatever
    their next time says, and those that were given up, too.
    """
    return _rows(path, "due_pages", {"now": now, "everything": everything, "limit": limit}, timeout)


def closed_hosts(path: Path, now: datetime, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """The hosts that want to be left alone: host, closed_until, closed_why."""
    return _rows(path, "closed_hosts", {"now": now}, timeout)


def known_robots(path: Path, now: datetime, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """What the robots.txt of each origin came to in the last month, as schemas.ROBOTS has it."""
    return _rows(path, "known_robots", {"now": now}, timeout)


def unfinished_runs(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """The rows of ops.runs that are still marked as running, oldest first."""
    return _rows(path, "unfinished_runs", timeout=timeout)


def last_runs(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """The last run of each flow that ended well, whatever items failed: flow, started_at, finished_at."""
    return _rows(path, "last_runs", timeout=timeout)


def run_failures(path: Path, run_id: str, limit: int, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """The feeds and pages that failed in a run: kind, url, problem."""
    return _rows(path, "run_failures", {"run_id": run_id, "limit": limit}, timeout)


def feed_list(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """One row a subscription, by address, with its status, polls, entries and settings; removed ones too."""
    return _rows(path, "feed_list", timeout=timeout)


def feeds_by_name(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Every feed, removed ones too: feed_id, url, publisher_id, domain and name of its publisher, title,
    language, set_language (by the user), site_url, earlier_urls.
    """
    return _rows(path, "feeds_by_name", timeout=timeout)


def publishers_by_name(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Every publisher: publisher_id, domain, name."""
    return _rows(path, "publishers_by_name", timeout=timeout)


def gap_list(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Suspected gaps of feeds that are not disabled or removed, oldest first, as the view gaps has them."""
    return _rows(path, "gap_list", timeout=timeout)


def entities_to_link(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Every entity as found in texts, as schemas.ENTITIES has it."""
    return _rows(path, "entities_to_link", timeout=timeout)


def aliases_to_link(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """The aliases in capitals: entity_id, alias."""
    return _rows(path, "aliases_to_link", timeout=timeout)


def entity_links(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """Which entity each is counted as: entity_id, canonical_entity_id, reason."""
    return _rows(path, "entity_links", timeout=timeout)


def entity_decisions(path: Path, *, timeout: float = _PATIENCE) -> pl.DataFrame:
    """What the user decided about entities, oldest first."""
    return _rows(path, "entity_decisions", timeout=timeout)


def entity_list(path: Path, name: str | None, kind: str | None, limit: int) -> pl.DataFrame:
    """Entities as they are counted, those in most articles first; of a type, with a part of their names."""
    return _rows(path, "entity_list", {"name": name, "type": kind, "limit": limit})


def entities_called(path: Path, name: str) -> pl.DataFrame:
    """The entities, as they are counted, with this name or key: entity_id, type, canonical_name, country."""
    return _rows(path, "entities_called", {"name": name})


def entity_members(path: Path, entity_id: str) -> pl.DataFrame:
    """The entities that are counted as one with this one, the one they are counted as first."""
    return _rows(path, "entity_members", {"entity": entity_id})


def entity_history(path: Path, entity_id: str | None) -> pl.DataFrame:
    """Decisions and changes of links, oldest first; of one entity, or all."""
    return _rows(path, "entity_history", {"entity": entity_id})


def status(path: Path) -> dict[str, pl.DataFrame]:
    """What `hearsay status` shows, by name: alerts (open ones), tables, feeds, …, blocks, file."""
    with reading(path) as connection:
        frames = {name: frame_of(connection.sql(read_sql("queries", f"status_{name}"))) for name in _STATUS}
    size = path.stat().st_size
    return {**frames, "file": pl.DataFrame({"path": [str(path)], "bytes": [size]})}


def _rows(
    path: Path, name: str, params: dict[str, object] | None = None, timeout: float = _PATIENCE
) -> pl.DataFrame:
    with reading(path, timeout) as connection:
        return frame_of(connection.sql(read_sql("queries", name), params=params))
