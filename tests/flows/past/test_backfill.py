"""The flow `backfill` over a list of addresses: windows, partitions, and what a second run adds."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.data_folder import prepare
from flows.errors import UsageError
from flows.past.asked import Asked
from flows.settings import Settings
from tests.flows.past.conftest import JANUARY, Backfill, put_pages, stored
from tests.web import Web, status

pytestmark = pytest.mark.xdist_group("past")

PAGES = {
    "/a": "2025-01-03",
    "/b": "2025-01-03",
    "/c": "2025-01-20",
    "/old": "2024-12-31",
    "/new": "2025-02-01",
}


def asked(addresses: Path, **changes: object) -> Asked:
    """January from a list."""
    return Asked(*JANUARY, "urls", [str(addresses)], **changes)  # type: ignore[arg-type]  # a test's options


def test_what_lies_in_the_window_is_loaded_once(local: Settings, backfill: Backfill, addresses: Path) -> None:
    """Nothing outside; a second run finds everything done."""
    with Web() as web:
        addresses.write_text("\n".join(put_pages(web, PAGES)), "utf-8")
        filled = backfill(local, asked(addresses))
        assert filled.rows["articles"] == 3
        days = stored(local, "select published_date::varchar, count(*) from articles group by 1 order by 1")
        assert days == [("2025-01-03", 2), ("2025-01-20", 1)]
        asked_for = len(web.received)
        again = backfill(local, asked(addresses))
        assert len(web.received) == asked_for
    assert (again.rows["articles"], again.skipped, again.failed) == (0, 1, 0)
    assert stored(local, "select via, count(*) from ops.fetches where kind = 'page' group by 1") == [
        ("urls", 5)
    ]
    assert stored(local, "select reason, count(*) from ops.rejects group by 1") == [("outside_window", 2)]


def test_a_wider_window_is_looked_through_anew(local: Settings, backfill: Backfill, addresses: Path) -> None:
    """Though the list is as long as before: what was refused may lie in it; the rest is not read."""
    with Web() as web:
        addresses.write_text("\n".join(put_pages(web, PAGES)), "utf-8")
        backfill(local, replace(asked(addresses), until=date(2025, 1, 4)))
        assert stored(local, "select count(*) from articles") == [(2,)]
        backfill(local, asked(addresses))
        assert [len(web.seen(path)) for path in PAGES] == [1, 1, 2, 1, 1]
    assert stored(local, "select count(*) from articles") == [(3,)]


def test_what_failed_is_tried_again(local: Settings, backfill: Backfill, addresses: Path) -> None:
    """Its partition is failed until it is read; what was read stays read."""
    with Web() as web:
        urls = [*put_pages(web, {"/a": "2025-01-03"}), web.put("/b", status(503))]
        addresses.write_text("\n".join(f"{url} 2025-01-03" for url in urls), "utf-8")
        assert backfill(local, asked(addresses)).failed == 1
        columns = "state, reason, records_found, records_loaded, records_failed, attempts"
        state = f"select {columns} from ops.backfill_partitions"  # noqa: S608  # a test's own words
        assert stored(local, state) == [("failed", "http_error", 2, 1, 1, 1)]
        put_pages(web, {"/b": "2025-01-03"})
        backfill(local, asked(addresses))
        assert [len(web.seen(path)) for path in ("/a", "/b")] == [1, 2]
    assert stored(local, state) == [("done", None, 2, 2, 0, 2)]
    assert stored(local, "select count(*) from articles") == [(2,)]


def test_a_limit_leaves_the_rest_open(local: Settings, backfill: Backfill, addresses: Path) -> None:
    """Called again it goes on."""
    with Web() as web:
        addresses.write_text("\n".join(put_pages(web, PAGES)), "utf-8")
        backfill(local, asked(addresses, limit=2))
        assert stored(local, "select state from ops.backfill_partitions") == [("partial",)]
        backfill(local, asked(addresses))
    assert stored(local, "select state from ops.backfill_partitions") == [("done",)]
    assert stored(local, "select count(*) from articles") == [(3,)]


@pytest.mark.parametrize("source", ["feed", "wayback", "sitemap"])
def test_without_feeds_there_is_nothing_to_go_by(local: Settings, source: str) -> None:
    """Which is said before anything is done."""
    prepare(local)
    with pytest.raises(UsageError, match="hearsay feeds add"):
        Asked(*JANUARY, source, []).checked(local)
