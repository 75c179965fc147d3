"""Alerts: conditions found by SQL are raised once, told to a webhook, and cleared when they are gone."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx2
import polars as pl

from flows import cli
from flows.only_one import only_one
from flows.publishing import failure
from flows.session import Session
from flows.settings import Settings
from flows.show import printable
from transforms import schemas
from transforms.alerting import changed_alerts
from warehouse.alerts import conditions, open_alerts
from warehouse.errors import WarehouseError
from warehouse.publish import published_path

_COUNTED = ["volume_off"]
_BETWEEN_COUNTS = 3600.0  # seconds
_TRIES, _PAUSE, _TIMEOUT = 3, 1.0, 5.0  # of the webhook; seconds
_TOLD_AT_ONCE = 20  # alerts spelt out in one message; the others are counted
_FOUND = pl.Schema({name: schemas.ALERTS[name] for name in ("kind", "subject", "message", "since")})
_SHOWN = {ord("`"): "'", ord("<"): "‹", ord(">"): "›"}  # what would be markup to a chat


@contextmanager
def watched(session: Session) -> Iterator[None]:
    """Looks for conditions once the block has ended, well or not; not where the process is to end now."""
    try:
        yield
    except Exception:
        _look_if_possible(session)
        raise
    _look_if_possible(session)


def look(session: Session) -> None:
    """Raises and clears alerts, and tells the webhook of those that it has not taken yet."""
    settings, patience = session.settings, session.settings.lock_timeout
    with only_one(settings.data, "alerts", patience):
        now = session.now()
        left_out = _left_out(settings, now)
        found = conditions(settings.warehouse, now, settings.alert_hours, left_out, timeout=patience)
        found = pl.concat([found, _disk(settings, now), _publication(settings)])
        told = open_alerts(settings.warehouse, timeout=patience).filter(~pl.col("kind").is_in(left_out))
        _store(session, changed_alerts(found, told, now))
        if settings.alert_webhook:
            _tell(session, settings.alert_webhook.get_secret_value())


def _left_out(settings: Settings, now: datetime) -> list[str]:
    """The conditions not to look at again so soon: those that count all entries, once an hour."""
    mark = settings.data / "runs" / "volume"
    if mark.exists() and abs(now.timestamp() - mark.stat().st_mtime) < _BETWEEN_COUNTS:
        return _COUNTED
    mark.parent.mkdir(exist_ok=True)
    mark.touch()
    os.utime(mark, (now.timestamp(), now.timestamp()))
    return []


def _look_if_possible(session: Session) -> None:
    try:
        look(session)
    except WarehouseError as fault:  # the run's own fault, if there is one, is the one to report
        cli.say(f"alerts could not be looked for: {fault}")


def _disk(settings: Settings, now: datetime) -> pl.DataFrame:
    free = shutil.disk_usage(settings.data).free
    row: dict[str, object] = {
        "kind": "disk_full",
        "subject": str(settings.data),
        "message": f"{free / 2**20:.0f} MiB are free: free some space, or set HEARSAY_ALERT_DISK",
        "since": now,
    }
    return schemas.from_rows([row] if free < settings.alert_disk else [], _FOUND)


def _publication(settings: Settings) -> pl.DataFrame:
    if (failed := failure(settings.warehouse)) is None:
        return schemas.from_rows([], _FOUND)
    message, since = failed
    subject = str(published_path(settings.warehouse))
    row = {"kind": "publication_failed", "subject": subject, "message": message, "since": since}
    return schemas.from_rows([row], _FOUND)


def _store(session: Session, alerts: pl.DataFrame) -> None:
    if alerts.height:
        session.load({"ops.alerts": alerts})


def _tell(session: Session, address: str) -> None:
    patience = session.settings.lock_timeout
    untold = open_alerts(session.settings.warehouse, timeout=patience).filter(pl.col("notified_at").is_null())
    if untold.is_empty():
        return
    problem = _post(address, {"text": message(untold), "alerts": _plain(untold)})
    told = pl.lit(session.now() if problem is None else None, dtype=schemas.TIME)
    _store(session, untold.with_columns(notified_at=told, notify_error=pl.lit(problem, dtype=pl.String)))


def _post(address: str, content: dict[str, object]) -> str | None:
    """Posts to the webhook, which the user chose and which may be anywhere; why it was not taken."""
    problem: str | None = None
    for number in range(_TRIES):
        time.sleep(_PAUSE * number)
        try:
            answer = httpx2.post(address, json=content, timeout=_TIMEOUT, follow_redirects=False)
        except (httpx2.HTTPError, httpx2.InvalidURL) as fault:
            problem = type(fault).__name__  # its text may hold the address, which is a secret
            continue
        if answer.is_success:
            return None
        problem = f"HTTP {answer.status_code}"
    return problem


def message(alerts: pl.DataFrame) -> str:
    """Alerts as text for a chat; what publishers wrote stands as code, so that it is no markup there."""
    shown = [
        f"• {row['kind']} `{_harmless(row['subject'])}`: `{_harmless(row['message'])}`"
        for row in alerts.head(_TOLD_AT_ONCE).iter_rows(named=True)
    ]
    more = (
        [f"and {alerts.height - len(shown)} more: see `hearsay status`"] if alerts.height > len(shown) else []
    )
    return "\n".join([f"Hearsay: {alerts.height} new alerts", *shown, *more])


def _harmless(text: str | None) -> str:
    return printable(text)[:300].translate(_SHOWN) or "-"


def _plain(alerts: pl.DataFrame) -> list[dict[str, object]]:
    shown = alerts.head(_TOLD_AT_ONCE).select("alert_id", "kind", "subject", "message", "since", "raised_at")
    return [{name: str(value) for name, value in row.items()} for row in shown.iter_rows(named=True)]
