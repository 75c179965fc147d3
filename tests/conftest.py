"""One Prefect server for all the tests of a process that run the flow; groups of tests share a process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.prefect_server import prefect_api
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.ingest import Summary

Ingest = Callable[[Settings], "Summary"]


@pytest.fixture(scope="session", autouse=True)
def nothing_is_published() -> Iterator[None]:
    """But where a test is about it: it costs every command and run a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEARSAY_PUBLISH_EVERY", "0")
        yield


@pytest.fixture(scope="session")
def prefect_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect API that flows in this process use until the tests end."""
    before = dict(os.environ)
    folder = tmp_path_factory.mktemp("prefect")
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]  # a developer's own server is not for tests
    os.environ["PREFECT_HOME"] = str(folder / "home")
    os.environ["HEARSAY_CONTACT"] = "tests@news.example"  # else a first run asks for one
    with prefect_api(folder) as url:
        yield url
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def ingest(prefect_url: str) -> Ingest:
    """The flow over all feeds and pages."""

    def run(settings: Settings) -> "Summary":
        from flows.ingest import ingest as flow  # noqa: PLC0415  # Prefect reads its settings when it is imported

        summary: Summary = flow(settings, everything=True)
        return summary

    return run


@pytest.fixture
def local(tmp_path: Path) -> Settings:
    """Settings with a data folder of their own that may ask loopback, at once and for a short time."""
    return Settings(data=tmp_path / "data", allow_hosts="127.0.0.1", host_pause=0, read_timeout=2, workers=1)
