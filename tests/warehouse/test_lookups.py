"""What is due, what is known, and the views over it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from transforms import schemas
from warehouse.lookups import (
    barred_entries,
    due_feeds,
    due_pages,
    entries_of_feed,
    feed_list,
    known_entries,
    known_versions,
    status,
    unfinished_runs,
)
from warehouse.query import query


def test_known_versions_and_entries(warehouse: Path, sample) -> None:
    """Those asked for, as a list or as a series; nothing for nothing."""
    sample.put(warehouse, sample.batch())
    assert known_versions(warehouse, pl.Series(["a1", "a2"])).rows() == [("a1", "v1", "h1", sample.seen)]
    assert known_versions(warehouse, []).is_empty()
    assert known_entries(warehouse, ["e0", "e1"]).to_list() == ["e1"]
    assert known_entries(warehouse, []).to_list() == []


def entries(*rows: tuple[str, str | None, datetime | None, datetime]) -> pl.DataFrame:
    """Entries of a feed: id, page, publication, first sight."""
    names = ("entry_id", "page_id", "published_at", "first_seen_at")
    told = [{**dict(zip(names, row, strict=True)), "feed_id": "f1"} for row in rows]
    return schemas.from_rows(told, schemas.ENTRIES)


def test_an_entry_is_known_once_its_page_is(warehouse: Path, sample) -> None:
    """One that only a backfill has stored is new to a run; one without a page is known at once."""
    page = schemas.from_rows(
        [{"page_id": "asked", "url": "https://a.example/", "state": "done"}], schemas.PAGES
    )
    seen = [
        ("e1", "asked", None, sample.seen),
        ("e2", "unasked", None, sample.seen),
        ("e3", None, None, sample.seen),
    ]
    sample.put(warehouse, {"entries": entries(*seen), "ops.pages": page})
    known = known_entries(warehouse, ["e1", "e2", "e3", "e4"], ["asked", "unasked", None, "asked"])
    assert known.to_list() == ["e1", "e3"]
    assert barred_entries(warehouse, entries(*seen)) == set()


def test_entries_of_some_days(warehouse: Path, sample) -> None:
    """By their date, else by their first sight; the last day is not among them."""
    first, last = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC)
    sample.put(
        warehouse,
        {
            "entries": entries(
                ("in", "p1", first, last),
                ("after", "p2", last, first),
                ("undated", "p3", None, first),
                ("undated after", "p4", None, last),
            )
        },
    )
    found = entries_of_feed(warehouse, "f1", first.date(), last.date())
    assert found["entry_id"].to_list() == ["in", "undated"]
    assert entries_of_feed(warehouse, "f2", first.date(), last.date()).is_empty()


def test_feeds_are_due_when_their_time_has_come(warehouse: Path, sample) -> None:
    """Or at once if never polled; with `everything` all but retired, disabled and removed ones."""
    feeds = sample.batch()["feeds"].drop("feed_id")
    names = ["due", "later", "new", "retired", "disabled", "removed"]
    rows = pl.concat([feeds] * 6).with_columns(
        feed_id=pl.Series(names), status=pl.Series([None, None, None, "retired", "disabled", "removed"])
    )
    hours = [0, 2, 0, 0, 0]
    states = pl.concat([sample.batch()["ops.feed_state"]] * 5).with_columns(
        feed_id=pl.Series(["due", "later", "retired", "disabled", "removed"]),
        next_check_at=pl.Series([sample.seen + timedelta(hours=hour) for hour in hours]).cast(
            pl.Datetime("us", "UTC")
        ),
    )
    sample.put(warehouse, {"feeds": rows, "ops.feed_state": states})
    assert due_feeds(warehouse, sample.seen)["feed_id"].to_list() == ["new", "due"]
    everything = due_feeds(warehouse, sample.seen, everything=True)
    assert everything["feed_id"].to_list() == ["new", "due", "later"]
    assert everything.columns == [
        "feed_id",
        "url",
        "etag",
        "last_modified",
        "body_hash",
        "failures",
        "last_error",
        "last_ok_at",
        "last_checked_at",
        *schemas.FEED_STATE.names()[-7:],
        "asked_whole_at",
        "ask_whole",
        "min_minutes",
        "max_minutes",
        "set_language",
        "set_publisher",
    ]
    assert everything["failures"].to_list() == [0, 0, 0]


def pages(sample, urls: list[str]) -> pl.DataFrame:
    """Pending pages, one an address, due now."""
    one = sample.batch()["ops.pages"].with_columns(state=pl.lit("pending"), next_at=pl.lit(sample.seen))
    names = [f"g{number}" for number in range(len(urls))]
    return pl.concat([one] * len(urls)).with_columns(page_id=pl.Series(names), url=pl.Series(urls))


def test_hosts_take_turns(warehouse: Path, sample) -> None:
    """One page of each host, then the second of each; ports, users and case make no other host."""
    urls = ["https://one.example/a", "https://ONE.example:8443/b", "http://u@one.example/c?x=//two.example"]
    urls += ["https://two.example/a", "https://three.example/a", "https://two.example/b"]
    sample.put(warehouse, sample.batch() | {"ops.pages": pages(sample, urls)})
    due = due_pages(warehouse, sample.seen)
    assert due["url"].to_list() == [urls[number] for number in (0, 3, 4, 1, 5, 2)]
    assert due_pages(warehouse, sample.seen, limit=2).rows() == due.head(2).rows()


def test_the_first_date_that_a_feed_gives_for_a_page_counts(warehouse: Path, sample) -> None:
    """Two entries name one page: the order in which their feeds were read does not matter."""
    first, hour = sample.batch()["entries"], timedelta(hours=1)
    later = first.with_columns(entry_id=pl.lit("e0"), published_at=pl.col("published_at") + hour)
    undated = first.with_columns(entry_id=pl.lit("e2"), published_at=pl.lit(None))
    asked = pages(sample, ["https://one.example/"]).with_columns(page_id=pl.lit("g1"), entry_id=pl.lit("e0"))
    sample.put(
        warehouse, {"entries": pl.concat([later, first, undated], how="vertical_relaxed"), "ops.pages": asked}
    )
    due = due_pages(warehouse, sample.seen)
    assert due["entry_published_at"].to_list() == first["published_at"].to_list()


@pytest.mark.parametrize(("first", "second", "due"), [("removed", "active", 1), ("disabled", "removed", 0)])
def test_pages_that_only_removed_feeds_lead_to_are_not_due(
    first: str, second: str, due: int, warehouse: Path, sample
) -> None:
    """A publisher whose feed was disabled is left alone; another feed may name the same page."""
    frames = sample.batch()
    feeds = [
        frames["feeds"],
        frames["feeds"].with_columns(feed_id=pl.lit("f2"), url=pl.lit("https://f2.example/")),
    ]
    entries = [frames["entries"], frames["entries"].with_columns(entry_id=pl.lit("e9"), feed_id=pl.lit("f2"))]
    states = pl.DataFrame({"status": [first, second]})
    asked = pages(sample, ["https://one.example/"]).with_columns(page_id=pl.lit("g1"), entry_id=pl.lit("e1"))
    sample.put(
        warehouse,
        {
            "feeds": pl.concat(feeds).with_columns(states["status"]),
            "entries": pl.concat(entries, how="vertical_relaxed"),
            "ops.pages": asked,
        },
    )
    assert due_pages(warehouse, sample.seen).height == due


def test_only_pages_that_wait_are_due(warehouse: Path, sample) -> None:
    """Pending or to retry, then those to see again, when their time has come.

    `everything` does not wait for it, and takes those that were given up, too, but for addresses that are
    never asked.
    """
    states = ["pending", "retry", "done", "rejected", "failed"]
    asked = pages(sample, ["https://one.example/"] * 10).with_columns(
        state=pl.Series(states * 2),
        reason=pl.Series(["timeout"] * 9 + ["blocked_address"]),
        next_at=pl.Series([sample.seen] * 5 + [sample.seen + timedelta(hours=1)] * 5).cast(
            pl.Datetime("us", "UTC")
        ),
    )
    sample.put(warehouse, {"ops.pages": asked})
    assert due_pages(warehouse, sample.seen)["page_id"].to_list() == ["g0", "g1", "g2"]
    everything = due_pages(warehouse, sample.seen, everything=True)
    assert everything["page_id"].to_list() == ["g0", "g1", "g4", "g5", "g6", "g2", "g7"]
    sample.put(warehouse, {"ops.pages": asked.with_columns(next_at=pl.lit(None, schemas.TIME))})
    assert "g2" not in due_pages(warehouse, sample.seen, everything=True)["page_id"]


def test_the_analysts_views(warehouse: Path, sample) -> None:
    """Who says what in the current version; a newer extraction takes the place of the older."""
    sample.put(warehouse, sample.batch())
    said = query(warehouse, "from said").row(0, named=True)
    assert (said["speaker"], said["role"], said["claim"]) == ("Ada Quill", "owner", "The dam 🌊 holds")
    assert (said["outlet"], said["title"]) == ("Dam Daily", "The dam")
    assert query(warehouse, "from current_mentions")["surface"].to_list() == ["Ada Quill"]
    outcome = query(warehouse, "from ops.page_outcomes").row(0, named=True)
    assert (outcome["state"], outcome["article_id"], outcome["feed_id"]) == ("done", "a1", "f1")
    again = sample.batch()["ops.extractions"].with_columns(extraction_id=pl.lit("t2"))
    sample.put(warehouse, {"ops.extractions": again}, now=sample.seen + timedelta(days=1))
    assert query(warehouse, "from current_claims").is_empty()
    assert query(warehouse, "from said").is_empty()


def test_status_and_feed_list(warehouse: Path, sample) -> None:
    """Everything that `hearsay status` shows, as frames."""
    sample.put(warehouse, sample.batch())
    shown = status(warehouse)
    assert dict(shown["tables"].rows())["articles"] == 1
    assert shown["feeds"].rows() == [("active", 1)]
    assert shown["failing_feeds"].is_empty()
    assert shown["rejects"].rows() == [("extract", "short", 1)]
    assert shown["runs"]["status"].to_list() == ["running"]
    assert shown["file"]["bytes"].item() == warehouse.stat().st_size
    assert feed_list(warehouse).select("feed_id", "publisher", "entries").rows() == [("f1", "Dam Daily", 1)]
    assert unfinished_runs(warehouse)["run_id"].to_list() == ["run-1"]
