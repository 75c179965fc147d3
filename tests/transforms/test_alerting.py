"""Which alerts are raised and cleared."""

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import schemas
from transforms.alerting import changed_alerts

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
CONDITION = pl.Schema({name: schemas.ALERTS[name] for name in ("kind", "subject", "message", "since")})
conditions = st.lists(st.tuples(st.sampled_from(["feed_failing", "run_failed"]), st.sampled_from("abcd")))


def found(*pairs: tuple[str, str]) -> pl.DataFrame:
    """What is so now."""
    return schemas.from_rows([{"kind": kind, "subject": subject} for kind, subject in pairs], CONDITION)


def after(stored: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The stored alerts once the changes are loaded."""
    return pl.concat([stored.join(changes, on="alert_id", how="anti"), changes])


def still_open(alerts: pl.DataFrame) -> pl.DataFrame:
    return alerts.filter(pl.col("cleared_at").is_null())


@settings(deadline=None)
@given(st.lists(conditions, max_size=6))
def test_open_alerts_are_what_is_so(looks: list[list[tuple[str, str]]]) -> None:
    """After every look exactly the present conditions are open, once; a second look changes nothing."""
    stored = schemas.empty(schemas.ALERTS)
    for number, pairs in enumerate(looks):
        now = NOW + timedelta(minutes=number)
        stored = after(stored, changed_alerts(found(*pairs), still_open(stored), now))
        assert sorted(still_open(stored).select("kind", "subject").rows()) == sorted(set(pairs))
        assert changed_alerts(found(*pairs), still_open(stored), now + timedelta(seconds=9)).is_empty()
        assert stored["alert_id"].is_unique().all()


def test_what_comes_back_is_a_new_alert() -> None:
    """With its own times; the old one keeps when it was raised and cleared."""
    stored = changed_alerts(found(("run_failed", "ingest")), schemas.empty(schemas.ALERTS), NOW)
    stored = after(stored, changed_alerts(found(), still_open(stored), NOW + timedelta(hours=1)))
    stored = after(
        stored, changed_alerts(found(("run_failed", "ingest")), still_open(stored), NOW + timedelta(hours=2))
    )
    assert stored.select("raised_at", "cleared_at").rows() == [
        (NOW, NOW + timedelta(hours=1)),
        (NOW + timedelta(hours=2), None),
    ]
