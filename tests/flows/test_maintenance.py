"""The flow `maintenance`."""

import os
from datetime import timedelta

import polars as pl
import pytest
from filelock import FileLock

from flows.data_folder import prepare
from flows.maintenance import remove_stale_locks
from flows.only_one import AlreadyRunning, only_one
from flows.session import Session, utc_now
from flows.settings import Settings
from transforms import schemas
from warehouse.check import check
from warehouse.query import query

pytestmark = pytest.mark.xdist_group("prefect")


def test_a_maintenance(prefect_url: str, local: Settings) -> None:
    """It is on record, with the result of every check; a complaint raises an alert."""
    from flows.maintenance import maintenance  # noqa: PLC0415  # Prefect reads its settings when it is imported

    prepare(local)
    assert maintenance(local).complaints == 0
    session = Session(local)
    later = utc_now() + timedelta(days=400)
    entry: dict[str, object] = {
        "entry_id": "e",
        "feed_id": "f",
        "published_at": later,
        "first_seen_at": utc_now(),
    }
    session.load({"entries": schemas.from_rows([entry], schemas.ENTRIES)})
    upkeep = maintenance(local)
    assert upkeep.complaints > 0
    states = query(local.warehouse, "select flow, status from ops.runs order by started_at").rows()
    assert states == [("maintenance", "done"), ("maintenance", "done_with_failures")]
    results = query(local.warehouse, "select count(*), count(distinct name) from ops.check_results").row(0)
    assert results == (2 * upkeep.checks, upkeep.checks)
    alerts = query(local.warehouse, "select subject from ops.alerts where kind = 'check_failed'")["subject"]
    assert sorted(alerts) == sorted(one.name for one in check(local.warehouse) if not one.passed)


def test_old_requests_without_news_are_forgotten(local: Settings) -> None:
    """But for the last of each feed and page; what brought something stays, and so does what is young."""
    from flows.maintenance import _forget  # noqa: PLC0415  # Prefect reads its settings when it is imported

    prepare(local)
    now = utc_now()
    rows: list[dict[str, object]] = [
        {"fetch_id": name, "outcome": outcome, "fetched_at": now - timedelta(days=days)}
        for name, outcome, days in (
            ("old", "not_modified", 91),
            ("young", "not_modified", 89),
            ("news", "ok", 400),
            ("failed", "timeout", 400),
            ("last of a feed", "not_modified", 400),
            ("last of a page", "not_modified", 400),
        )
    ]
    feed: dict[str, object] = {"feed_id": "f", "last_fetch_id": "last of a feed"}
    page: dict[str, object] = {"page_id": "p", "last_fetch_id": "last of a page"}
    Session(local).load(
        {
            "ops.fetches": schemas.from_rows(rows, schemas.FETCHES),
            "ops.feed_state": schemas.from_rows([feed], schemas.FEED_STATE).with_columns(
                status=pl.lit("active")
            ),
            "ops.pages": schemas.from_rows([page], schemas.PAGES),
        }
    )
    assert _forget(local.model_copy(update={"keep_unchanged": 0}), now) == 0
    assert [_forget(local, now), _forget(local, now)] == [1, 0]
    kept = query(local.warehouse, "select fetch_id from ops.fetches")["fetch_id"].to_list()
    assert sorted(kept) == ["failed", "last of a feed", "last of a page", "news", "young"]


def test_stale_locks(local: Settings) -> None:
    """Old ones go, unless somebody holds them; young ones stay."""
    local.data.mkdir()
    old, held, young = (local.data / f"{name}.lock" for name in ("old", "held", "young"))
    for lock in (old, held, young):
        lock.touch()
    now = young.stat().st_mtime
    with FileLock(held):
        for lock in (old, held):
            os.utime(lock, (now - 90_000, now - 90_000))
        assert remove_stale_locks(local.data, now) == 1
    assert not old.exists()
    assert held.exists()
    assert young.exists()


def test_who_is_at_work(local: Settings) -> None:
    """The second is told who is the first, and gets its turn afterwards."""
    local.data.mkdir()
    said = rf"`ingest` is under way .*process {os.getpid()}, "
    with (
        only_one(local.data, "ingest"),
        pytest.raises(AlreadyRunning, match=said),
        only_one(local.data, "ingest"),
    ):
        raise AssertionError
    with only_one(local.data, "ingest"):
        pass
