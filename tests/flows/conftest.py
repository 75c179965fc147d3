"""An open session over a web on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from flows.data_folder import prepare
from flows.session import Session
from flows.settings import Settings
from tests.line import Here
from tests.web import Web
from transforms.readings import extractor


@pytest.fixture
def web() -> Iterator[Web]:
    """A web without pages yet."""
    with Web() as opened:
        yield opened


@pytest.fixture
def session(local: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """An open session over an empty warehouse."""
    monkeypatch.setattr("flows.session.Workers", Here)
    prepare(local)
    with Session(local) as opened:
        opened.load({"ops.extractors": extractor()})
        yield opened


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday

    def __call__(self) -> datetime:
        return self.at

    def go(self, **time: float) -> datetime:
        """Goes on by so many hours=, minutes=, days=; what it is then."""
        self.at += timedelta(**time)
        return self.at


@pytest.fixture
def clock() -> Clock:
    """The time for sessions of `timed`."""
    return Clock()


@pytest.fixture
def timed(local: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """An open session over an empty warehouse, in which it is what time the clock says."""
    monkeypatch.setattr("flows.session.Workers", Here)
    prepare(local)
    alone = local.model_copy(update={"robots": "ignore"})  # the requests are counted
    with Session(alone, now=clock) as opened:
        opened.load({"ops.extractors": extractor()})
        yield opened
