"""The views of feeds, of what becomes of their entries, and of what was known when."""

from datetime import timedelta
from pathlib import Path

import polars as pl

from tests.warehouse.batches import ADA, DAY, ENTITIES, SEEN, URL, article, found, read, rows
from transforms import schemas
from transforms.sightings import fill_command
from warehouse.connect import writing
from warehouse.migrate import migrate
from warehouse.query import query
from warehouse.schema import known_migrations

LATER = SEEN + timedelta(days=1)
FEEDS = rows(
    schemas.FEEDS,
    {"feed_id": "f1", "url": "https://dam.example/feed", "publisher_id": "p1"},
    {"feed_id": "f2", "url": "https://dam.example/empty", "publisher_id": "p1"},
)


def _entry(
    key: str, page: str | None, feed: str = "f1", at=SEEN, same: str | None = None
) -> dict[str, object]:
    return {"entry_id": key, "entry_key": same or key, "feed_id": feed, "page_id": page, "first_seen_at": at}


def _page(key: str, state: str, reason: str, article_id: str | None = None, at=SEEN) -> dict[str, object]:
    return {"page_id": key, "url": f"https://dam.example/{key}", "state": state, "reason": reason,
            "article_id": article_id, "last_fetched_at": at, "attempts": 1}  # fmt: skip


def _way() -> dict[str, object]:
    """Entries, pages and articles of every kind."""
    more = [{"article_id": key, "canonical_url": f"{URL}/{key}", "publisher_id": "p1", "first_seen_at": LATER}
            for key in ("a2", "a3")]  # fmt: skip
    made = article([("v0", "first", "Old"), ("v1", "edit", "New")])
    made["articles"] = made["articles"].vstack(rows(schemas.ARTICLES, *more))
    claims = [{"claim_id": "c1", "content": "one", "by": [ADA]}, {"claim_id": "c2", "content": "two"}]
    entries = [
        _entry("e1", "g1"), _entry("e1b", "g1", at=LATER, same="e1"),  # an edit
        _entry("e2", "g2"), _entry("e3", "g3"), _entry("e4", "g4"), _entry("e5", "g5"),
        _entry("e6", None), _entry("e7", "g2", feed="f2", at=LATER), _entry("e8", "g8", feed="f2", at=LATER),
    ]  # fmt: skip
    pages = [
        _page("g1", "done", "gone: HTTP 410", "a1"), _page("g2", "rejected", "consent_page"),
        _page("g3", "failed", "http_error"), _page("g4", "retry", "timeout"), _page("g5", "pending", "new"),
        _page("g8", "done", "article", "a1"), _page("g9", "done", "article", "a2", LATER),
    ]  # fmt: skip
    return {
        **ENTITIES, **made, "feeds": FEEDS, **read("t1", "v1", claims),
        "entries": rows(schemas.ENTRIES, *entries), "ops.pages": rows(schemas.PAGES, *pages),
    }  # fmt: skip


def test_the_funnel_counts_each_thing_once(warehouse: Path, put) -> None:
    """An edit, a page of two feeds, pages of one article, and what came without an entry or a page."""
    put(_way())
    columns = "entries, entries_without_page, entries_again, pages, pages_again, articles, claims"
    assert found(warehouse, f"select day, feed_url, {columns} from funnel order by all") == [  # noqa: S608
        (DAY, FEEDS["url"][0], 6, 1, 0, 5, 0, 1, 2),
        (LATER.date(), FEEDS["url"][1], 2, 0, 1, 1, 1, 0, 0),
        (LATER.date(), FEEDS["url"][0], 1, 0, 1, 0, 0, 0, 0),
        (LATER.date(), None, 0, 0, 0, 1, 0, 2, 0),
    ]


def test_the_funnels_numbers_add_up(warehouse: Path, put) -> None:
    """In each row, and over all rows to what the tables hold; what stopped is told with its reason."""
    put(_way())
    assert (
        found(
            warehouse,
            """
        select day from funnel
        where feed_id is not null and entries <> entries_without_page + entries_again + pages
            or pages <> pages_waiting + pages_failed + pages_fetched
            or feed_id is not null and pages_fetched <> pages_refused + pages_again + articles
            or pages_waiting + pages_failed + pages_refused + articles_without_claims
                <> coalesce(list_sum(list_transform(stopped, lambda stop: stop.items)), 0)
        """,
        )
        == []
    )
    assert found(
        warehouse, "select sum(entries), sum(pages), sum(articles), sum(claims) from funnel"
    ) == found(
        warehouse,
        """
        select (select count(*) from entries), (select count(*) from ops.pages),
            (select count(*) from articles), (select count(*) from current_claims)
        """,
    )
    stopped = query(warehouse, "select unnest(stopped, recursive := true) from funnel where feed_id = 'f1'")
    assert sorted(stopped.rows()) == [
        ("extract", "consent_page", 1),
        ("fetch", "http_error", 1),
        ("waiting", "new", 1),
        ("waiting", "timeout", 1),
    ]


def test_feed_health_has_every_feed(warehouse: Path, put) -> None:
    """One that brought entries, one that never did, one whose poll failed, and one that was retired."""
    feeds = rows(
        schemas.FEEDS,
        {"feed_id": "f3", "url": "https://dam.example/broken", "publisher_id": "p1"},
        {"feed_id": "f4", "url": "https://dam.example/old", "publisher_id": "p1"},
    )
    put({**_way(), "feeds": FEEDS.vstack(feeds)})
    put(
        {
            "ops.feed_state": rows(
                schemas.FEED_STATE,
                {"feed_id": "f1", "failures": 0, "last_checked_at": LATER, "last_ok_at": LATER},
                {"feed_id": "f3", "failures": 1, "last_checked_at": LATER, "last_error": "HTTP 500"},
                {"feed_id": "f4", "failures": 0, "last_checked_at": SEEN},
            ).with_columns(status=pl.Series(["active", "active", "retired"])),
            "ops.gaps": rows(schemas.GAPS, {"gap_id": "w1", "feed_id": "f1", "since": SEEN, "until": LATER}),
        }
    )
    columns = "feed_id, health, why, entries, pages, gaps"
    assert found(warehouse, f"select {columns} from feed_health order by feed_id") == [  # noqa: S608
        ("f1", "well", None, 6, 5, 1),
        ("f2", "never polled", None, 2, 2, 0),
        ("f3", "last poll failed", "HTTP 500", 0, 0, 0),
        ("f4", "retired", None, 0, 0, 0),
    ]


def test_gaps_come_with_the_command_that_fills_them(warehouse: Path, put) -> None:
    """And with how long they are. The command is told from the times, whatever is stored."""
    hostile = "https://dam.example/feed?a='b'; rm -rf $HOME"
    feeds = FEEDS.vstack(rows(schemas.FEEDS, {"feed_id": "f3", "url": hostile, "publisher_id": "p1"}))
    gaps = [
        {
            "gap_id": f"w{number}",
            "feed_id": feed,
            "since": SEEN,
            "until": LATER,
            "backfill": "hearsay backfill",
        }
        for number, feed in enumerate(("f1", "f3"))
    ]
    put({"publishers": article([])["publishers"], "feeds": feeds, "ops.gaps": rows(schemas.GAPS, *gaps)})
    assert found(warehouse, "select url, outlet, hours, fill_with from gaps order by feed_id") == [
        (url, "dam.example", 24.0, fill_command(url, SEEN, LATER)) for url in (FEEDS["url"][0], hostile)
    ]


def test_the_state_of_a_gap(warehouse: Path, put) -> None:
    """Open until it was looked through to the end; what was found is kept when it is suspected again."""
    gap = rows(schemas.GAPS, {"gap_id": "w1", "feed_id": "f1", "since": SEEN, "until": LATER})
    outcomes = [
        (None, None, "open"),
        (0, "sitemap: gone", "open"),
        (0, None, "nothing found"),
        (3, None, "filled"),
    ]
    put({"feeds": FEEDS, "ops.gaps": gap})
    for entries, problem, state in outcomes:
        if entries is not None:
            told = {"tried_at": LATER, "tried_with": "sitemap", "entries_found": entries, "articles_found": 0}
            tried = {name: pl.lit(value) for name, value in (told | {"problem": problem}).items()}
            put({"ops.gaps": gap.with_columns(**tried)})
        put({"ops.gaps": gap})
        assert found(warehouse, "select state, entries_found, problem from gaps") == [
            (state, entries, problem)
        ]


def test_as_of_goes_by_when_a_version_was_stored(warehouse: Path, put) -> None:
    """A page captured long ago and loaded later was not known before; a version may be replaced since."""
    texts = [("v0", "first", "Old"), ("v1", "edit", "New")]
    both = article(texts)
    put({**both, "article_versions": both["article_versions"][1:]}, SEEN + timedelta(days=3))
    put({**both, "article_versions": both["article_versions"][:1]}, SEEN + timedelta(days=9))
    put(
        {**article([("v2", "edit", "x"), ("v3", "edit", "y"), ("v4", "edit", "Newest")])},
        SEEN + timedelta(days=20),
    )
    known = "select version_id, versions, has_changed_since from articles_as_of('{}')"
    assert found(warehouse, known.format("2024-05-04")) == []
    assert found(warehouse, known.format("2024-05-06")) == [("v1", 1, True)]
    assert found(warehouse, known.format("2024-05-12")) == [("v1", 2, True)]
    assert found(warehouse, known.format("2024-06-01")) == [("v4", 5, False)]


def test_claims_as_of_have_the_extraction_and_the_links_of_then(warehouse: Path, put) -> None:
    """A later extraction, or a later merge of two names, changes nothing of the past."""
    quill = ("A. Quill", "n2")
    made = {
        **article([("v1", "first", "It")]),
        **read("t1", "v1", [{"claim_id": "c1", "content": "one", "by": [quill]}]),
    }
    put({**made, "entities": ENTITIES["entities"]})
    put(ENTITIES, SEEN + timedelta(days=1))
    put(read("t2", "v1", [{"claim_id": "c2", "content": "two", "by": [quill]}]), SEEN + timedelta(days=2))
    known = "select claim, speaker, speaker_entity_id from claims_as_of('{}')"
    assert found(warehouse, known.format("2024-05-02 08:29")) == []
    assert found(warehouse, known.format("2024-05-02 08:30")) == [("one", "A. Quill", "n2")]
    assert found(warehouse, known.format("2024-05-03 08:30")) == [("one", "Ada Quill", "n1")]
    assert found(warehouse, known.format("2024-05-05")) == [("two", "Ada Quill", "n1")]
    assert found(warehouse, known.format("2024-05-05")) == found(
        warehouse, "select claim, speaker, speaker_entity_id from said"
    )


def test_old_rows_get_the_time_of_their_first_extraction(tmp_path: Path, monkeypatch) -> None:
    """The migration that adds loaded_at knows when versions of older files were stored."""
    path = tmp_path / "warehouse.duckdb"
    number = next(item.number for item in known_migrations() if item.name.endswith("_as_of"))
    everything = known_migrations()
    monkeypatch.setattr("warehouse.migrate.known_migrations", lambda: everything[: number - 1])
    migrate(path)
    monkeypatch.undo()
    with writing(path, create=True) as connection:
        connection.execute(
            """
            insert into article_versions (version_id, captured_at)
            values ('v1', '2024-01-01 00:00:00Z'), ('v2', '2024-01-02 00:00:00Z');
            insert into ops.extractions (extraction_id, version_id, extracted_at)
            values ('t2', 'v1', '2025-02-02 00:00:00Z'), ('t1', 'v1', '2025-01-01 00:00:00Z')
            """
        )
    assert migrate(path)
    assert found(path, "select version_id, loaded_at::date::text from article_versions order by all") == [
        ("v1", "2025-01-01"),
        ("v2", "2024-01-02"),
    ]
