"""Reading on Dask's workers: the same rows as in processes of this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from flows.errors import UsageError
from flows.past.asked import Asked
from flows.settings import Settings
from tests.flows.past.conftest import JANUARY, Backfill, put_pages, stored
from tests.web import Web, ok

pytestmark = pytest.mark.xdist_group("past")

_ROWS = {
    "article_versions": "version_id, article_id, title, text_hash, cause",
    "mentions": "mention_id, extraction_id, surface, entity_id",
    "claims": "claim_id, extraction_id, cue, content, confidence",
    "claim_speakers": "claim_id, number, speaker, role",
    "ops.rejects": "stage, reason, url",
    "ops.backfill_partitions": "source, publisher_id, day, state, records_found, records_loaded, records_new",
}


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of Dask's local cluster with two workers."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        yield str(cluster.scheduler_address)


def test_rows_are_those_of_one_machine(
    local: Settings, backfill: Backfill, addresses: Path, scheduler: str
) -> None:
    """Articles, claims, refusals and partitions."""
    other = local.model_copy(update={"data": local.data / "other"})
    with Web() as web:
        days = {f"/{number}": f"2025-01-{number % 28 + 1:02}" for number in range(45)}
        urls = [*put_pages(web, days), web.put("/none", ok(b"<html><body><p>Hello.</p></body></html>"))]
        addresses.write_text("\n".join(urls), "utf-8")
        backfill(local, Asked(*JANUARY, "urls", [str(addresses)]))
        backfill(other, Asked(*JANUARY, "urls", [str(addresses)], dask=scheduler))
    for table, columns in _ROWS.items():
        sql = f"select {columns} from {table} order by all"  # noqa: S608  # a test's own words
        assert stored(local, sql) == stored(other, sql) != []


def test_nobody_answers(
    local: Settings, backfill: Backfill, addresses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is said, with what to do."""
    monkeypatch.setattr("flows.dask_workers._PATIENCE", 0.5)
    addresses.write_text("https://dam.example/1", "utf-8")
    with pytest.raises(UsageError, match="no Dask scheduler with a worker answers at"):
        backfill(local, Asked(*JANUARY, "urls", [str(addresses)], dask="tcp://127.0.0.1:9"))
