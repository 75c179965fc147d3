"""The conditions that alerts are about, over real rows."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from transforms import schemas
from warehouse.alerts import conditions

HOURS = 6.0


def runs(sample: SimpleNamespace, *states: str, flow: str = "ingest") -> dict[str, pl.DataFrame]:
    """Runs of a flow, an hour apart, the last one an hour ago."""
    rows: list[dict[str, object]] = []
    for number, state in enumerate(states):
        if not state:
            continue
        started = sample.seen - timedelta(hours=len(states) - number)
        rows.append(
            {
                "run_id": f"{flow}-{number}",
                "flow": flow,
                "started_at": started,
                "finished_at": None if state == "running" else started + timedelta(minutes=1),
                "status": state,
                "error": "OSError: no" if state == "failed" else None,
            }
        )
    return {"ops.runs": schemas.from_rows(rows, schemas.RUNS)}


def found(warehouse: Path, sample: SimpleNamespace) -> list[tuple[str, str]]:
    rows = conditions(warehouse, sample.seen, HOURS, timeout=5)
    return rows.select("kind", "subject").rows()


@pytest.mark.parametrize(
    ("states", "kinds"),
    [
        ([], []),
        (["done"], []),
        (["done", "failed"], ["run_failed"]),
        (["failed", "done_with_failures"], []),
        (["done", "interrupted"], []),
        (["done", "interrupted", "interrupted"], ["run_failed"]),
        (["failed", "running"], ["run_failed"]),
        (["interrupted", "interrupted", "done"], []),
        (["done"] + ["interrupted", "running"] * 3, ["no_good_run", "run_failed"]),
        (["running"] * 7, ["no_good_run"]),
        (["done"] + [""] * 20 + ["running"], []),  # once a day: nothing was tried in between
    ],
)
def test_runs(states: list[str], kinds: list[str], warehouse: Path, sample: SimpleNamespace) -> None:
    """A failure counts at once, an interruption when it is repeated, and no success for six hours."""
    sample.put(warehouse, runs(sample, *states))
    assert found(warehouse, sample) == [(kind, "ingest") for kind in kinds]


def test_each_flow_for_itself(warehouse: Path, sample: SimpleNamespace) -> None:
    """One that fails beside one that does not."""
    sample.put(warehouse, runs(sample, "done"))
    sample.put(warehouse, runs(sample, "failed", flow="maintenance"))
    rows = conditions(warehouse, sample.seen, HOURS, timeout=5)
    assert rows.rows(named=True) == [
        {
            "kind": "run_failed",
            "subject": "maintenance",
            "message": "the last run failed: OSError: no",
            "since": sample.seen - timedelta(minutes=59),
        }
    ]


def test_failing_feeds(warehouse: Path, sample: SimpleNamespace) -> None:
    """A feed that is failing, with its last error."""
    frames = sample.batch()
    state = frames["ops.feed_state"].with_columns(
        last_outcome=pl.lit("http_error"), last_error=pl.lit("404 Not Found"), status=pl.lit("failing")
    )
    sample.put(warehouse, {"feeds": frames["feeds"], "ops.feed_state": state})
    rows = conditions(warehouse, sample.seen, HOURS, timeout=5)
    assert rows.select("kind", "subject", "message").rows() == [
        ("feed_failing", "https://dam.example/feed", "failed http_error: 404 Not Found")
    ]


def test_only_the_last_checks_count(warehouse: Path, sample: SimpleNamespace) -> None:
    """A complaint of an earlier maintenance is over."""
    for number, rows in enumerate((3, 0, 2)):
        result = schemas.from_rows(
            [
                {
                    "name": "orphans",
                    "description": "An orphan.",
                    "row_count": rows,
                    "checked_at": sample.seen + timedelta(days=number),
                }
            ],
            schemas.CHECK_RESULTS,
        )
        sample.put(warehouse, {"ops.check_results": result}, run=f"run-{number}")
        expected = [("check_failed", "orphans")] if rows else []
        assert found(warehouse, sample) == expected


@pytest.mark.parametrize(("days", "kinds"), [(1, ["gap_suspected"]), (4, [])])
def test_gaps_of_the_last_days(days: int, kinds: list[str], warehouse: Path, sample: SimpleNamespace) -> None:
    """One alert a feed, with the command that would fill the last of its gaps."""
    until = sample.seen - timedelta(days=days)
    rows: list[dict[str, object]] = [
        {
            "gap_id": f"w{number}",
            "feed_id": "f1",
            "since": until - timedelta(days=number + 1),
            "until": until - timedelta(hours=number),
        }
        for number in range(2)
    ]
    frames = {"feeds": sample.batch()["feeds"], "ops.gaps": schemas.from_rows(rows, schemas.GAPS)}
    sample.put(warehouse, frames)
    found = conditions(warehouse, sample.seen, HOURS, timeout=5)
    assert found["kind"].to_list() == kinds
    last = f"--until {(until + timedelta(days=1)).date()}"
    assert all("2 suspected" in text and text.endswith(last) for text in found["message"])
    tried = {"tried_at": sample.seen, "entries_found": 0, "articles_found": 0}
    done = frames["ops.gaps"].with_columns(**{name: pl.lit(value) for name, value in tried.items()})
    sample.put(warehouse, {"ops.gaps": done})
    assert conditions(warehouse, sample.seen, HOURS, timeout=5).is_empty()


def test_nothing_is_told_of_a_feed_that_a_user_removed(warehouse: Path, sample: SimpleNamespace) -> None:
    """Of what was so while it was read, either."""
    gap = {"gap_id": "g", "feed_id": "f1", "since": sample.seen - timedelta(days=1), "until": sample.seen}
    feeds = sample.batch()["feeds"]
    sample.put(warehouse, {"feeds": feeds, "ops.gaps": schemas.from_rows([gap], schemas.GAPS)})
    assert [kind for kind, _ in found(warehouse, sample)] == ["gap_suspected"]
    sample.put(warehouse, {"feeds": feeds.with_columns(status=pl.lit("removed"))})
    assert found(warehouse, sample) == []


@pytest.mark.parametrize(("days", "kinds"), [(1, ["feed_retired"]), (8, [])])
def test_a_feed_that_ended(days: int, kinds: list[str], warehouse: Path, sample: SimpleNamespace) -> None:
    """For a week, with the reason."""
    at = sample.seen - timedelta(days=days)
    life = {"feed_id": "f1", "polled_at": at, "retired_at": at, "retired_reason": "gone: answers 410"}
    feeds = sample.batch()["feeds"]
    sample.put(warehouse, {"feeds": feeds, "ops.feed_lives": schemas.from_rows([life], schemas.FEED_LIVES)})
    sample.put(warehouse, {"feeds": feeds.with_columns(status=pl.lit("retired"))})
    found = conditions(warehouse, sample.seen, HOURS, timeout=5)
    assert found.select("kind", "message").rows() == [(kind, "gone: answers 410") for kind in kinds]
