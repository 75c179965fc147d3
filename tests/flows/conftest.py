"""An open session over a web on loopback."""

from collections.abc import Iterator

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
