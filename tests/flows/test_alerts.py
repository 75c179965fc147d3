"""Alerts as they are stored and told to a webhook."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from flows import alerts
from flows.data_folder import prepare
from flows.session import Session
from flows.settings import Settings
from tests.web import Received, Reply, Web, closed_port, ok, status
from transforms import schemas
from warehouse.query import query

STARTED = datetime(2026, 3, 4, tzinfo=UTC)


def session(local: Settings, **changes: object) -> Session:
    """A session over a warehouse with one run; not entered."""
    settings = Settings(**{**local.model_dump(), **changes})  # type: ignore[arg-type]  # pydantic checks them
    prepare(settings)
    return Session(settings, now=lambda: STARTED + timedelta(minutes=1))


def record(opened: Session, run_id: str, state: str, minutes: int, error: str | None = None) -> None:
    """One run that has ended."""
    started = STARTED + timedelta(minutes=minutes)
    row: dict[str, object] = {
        "run_id": run_id,
        "flow": "ingest",
        "started_at": started,
        "finished_at": started,
        "status": state,
        "error": error,
    }
    opened.load({"ops.runs": schemas.from_rows([row], schemas.RUNS)})


def stored(opened: Session) -> list[tuple[object, ...]]:
    sql = (
        "select kind, cleared_at is null, notified_at is not null, notify_error from ops.alerts order by all"
    )
    return query(opened.settings.warehouse, sql).rows()


class Hook:
    """A webhook that notes what it is sent."""

    def __init__(self, web: Web, *answers: Reply) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.address = web.put("/hook", self._answer)

    def _answer(self, request: Received) -> Reply:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def test_raised_once_told_once_cleared(local: Settings, web: Web) -> None:
    """Looking again changes nothing; a good run clears it."""
    hook = Hook(web, ok(b"ok"))
    opened = session(local, alert_webhook=hook.address)
    record(opened, "a", "failed", 0, "OSError: no")
    for _ in range(3):
        alerts.look(opened)
        assert stored(opened) == [("run_failed", True, True, None)]
    assert hook.asked == 1
    record(opened, "b", "done", 1)
    for _ in range(2):
        alerts.look(opened)
        assert stored(opened) == [("run_failed", False, True, None)]
    assert hook.asked == 1


def test_a_webhook_that_fails_is_tried_again_at_the_next_look(
    local: Settings, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The failure is on record until it has worked."""
    monkeypatch.setattr(alerts, "_PAUSE", 0)
    hook = Hook(web, *[status(500)] * 3, ok(b"ok"))
    opened = session(local, alert_webhook=hook.address)
    record(opened, "a", "failed", 0)
    alerts.look(opened)
    assert stored(opened) == [("run_failed", True, False, "HTTP 500")]
    assert hook.asked == 3
    alerts.look(opened)
    assert stored(opened) == [("run_failed", True, True, None)]


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/secret", "no address", "http://[::1/secret"])
def test_a_webhook_that_is_not_there(address: str, local: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recorded does not tell its address, which is a secret."""
    monkeypatch.setattr(alerts, "_PAUSE", 0)
    opened = session(local, alert_webhook=address.format(port=closed_port()))
    record(opened, "a", "failed", 0)
    alerts.look(opened)
    ((_, _, told, error),) = stored(opened)
    assert not told
    assert error
    assert "secret" not in str(error)
    assert "secret" not in repr(opened.settings)


def test_a_disk_that_is_nearly_full(local: Settings) -> None:
    """No disk is large enough for this setting."""
    opened = session(local, alert_disk=2**62)
    alerts.look(opened)
    assert [row[0] for row in stored(opened)] == ["disk_full"]


def test_what_publishers_wrote_is_no_markup_in_a_chat() -> None:
    """It stands as code on one line, without what ends code or makes a mention."""
    rows = [
        {"kind": "feed_failing", "subject": "http://a.example/`<!channel>", "message": "x\n\x1b[31m@all <b>"}
    ]
    text = alerts.message(schemas.from_rows(rows, schemas.ALERTS))
    assert text.splitlines()[1:] == ["• feed_failing `http://a.example/'‹!channel›`: `x  [31m@all ‹b›`"]


def test_many_alerts_are_one_message() -> None:
    """The first are spelt out, the others counted."""
    rows: list[dict[str, object]] = [
        {"kind": "feed_failing", "subject": f"f{n}", "message": "m"} for n in range(500)
    ]
    text = alerts.message(schemas.from_rows(rows, schemas.ALERTS))
    assert len(text.splitlines()) == 22
    assert text.endswith("and 480 more: see `hearsay status`")


def test_what_the_webhook_gets(local: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON with a text, as chats take it, and the alerts themselves."""
    sent: list[dict[str, object]] = []
    monkeypatch.setattr(alerts, "_post", lambda address, content: sent.append(content))
    opened = session(local, alert_webhook="http://127.0.0.1/hook")
    record(opened, "a", "failed", 0, "OSError: no")
    alerts.look(opened)
    (content,) = sent
    assert json.loads(json.dumps(content))["text"] == (
        "Hearsay: 1 new alerts\n• run_failed `ingest`: `the last run failed: OSError: no`"
    )
    assert [alert["subject"] for alert in content["alerts"]] == ["ingest"]  # type: ignore[attr-defined]


def test_a_failing_run_is_told_by_the_same_run(local: Settings) -> None:
    """The look after a block that failed sees its failure; where the process must end, there is none."""
    opened = session(local)
    record(opened, "a", "failed", 0)

    def run(fault: type[BaseException]) -> None:
        with alerts.watched(opened):
            raise fault

    for fault, expected in ((KeyboardInterrupt, []), (ValueError, ["run_failed"])):
        with pytest.raises(fault):
            run(fault)
        assert [row[0] for row in stored(opened)] == expected


def test_all_entries_are_counted_once_an_hour(local: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over years of entries it takes seconds; an alert of it stays open meanwhile."""
    opened = session(local)
    left_out: list[list[str]] = []
    look_for = alerts.conditions

    def conditions(*given: object, **more: object) -> object:
        left_out.append(given[3])  # type: ignore[arg-type]  # the list of kinds
        return look_for(*given, **more)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(alerts, "conditions", conditions)
    for minutes in (0, 30, 70):
        opened.now = lambda minutes=minutes: STARTED + timedelta(minutes=minutes)  # type: ignore[misc]
        alerts.look(opened)
    assert left_out == [[], ["volume_off"], []]
