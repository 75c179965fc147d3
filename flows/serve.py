"""`hearsay serve`: a loop that keeps a Prefect server and starts what its schedule says is due."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from flows.only_one import only_one
from flows.prefect_faults import explained, of_prefect
from flows.prefect_server import configured_url, set_environment
from flows.serve_server import KeptServer
from flows.session import utc_now
from flows.settings import Settings
from warehouse.lookups import last_runs

if TYPE_CHECKING:
    from flows.serve_runs import Runs

_SECONDS_BETWEEN_TURNS = 0.5
_PATIENCE = 10  # tries of a run's calls of Prefect: it waits for a server that is being started again
_BETWEEN_MAINTENANCE = timedelta(days=1)

Say = Callable[[str], None]


class _Api(Protocol):
    """Where Prefect's API is, and how it is kept there."""

    url: str
    page: str
    log: Path | None

    def wait(self, stopped: Callable[[float], bool]) -> bool: ...
    def keep(self) -> None: ...


class _Configured:
    """PREFECT_API_URL, which somebody else keeps."""

    def __init__(self, url: str) -> None:
        self.url, self.page = url, url.removesuffix("/api")
        self.log: Path | None = None

    def wait(self, stopped: Callable[[float], bool]) -> bool:
        return not stopped(0)

    def keep(self) -> None:
        """Not ours to keep."""


def serve(settings: Settings, minutes: float, say: Say) -> None:
    """Runs until SIGTERM or Ctrl-C. minutes: between two runs of `ingest`; say: takes a line for the user.

    Raises AlreadyRunning where another process serves this data, and HearsayError where Prefect's API cannot
    be reached at the start; later it is waited for.
    """
    with (
        only_one(settings.data, "serve"),
        _until_stopped() as stopped,
        _api(settings, say) as api,
    ):
        if not api.wait(stopped):
            return
        with _client_of(api.url, _PATIENCE), explained(api.url, api.log):
            runs = _begin(settings, minutes, api, say)
        say(
            f"serving {settings.data}: ingest every {minutes:g} min, maintenance daily; Prefect at {api.page}"
        )
        try:
            with _client_of(api.url, 0):  # what fails is done at the next turn
                while not stopped(_SECONDS_BETWEEN_TURNS):
                    api.keep()
                    _turn(runs)
        finally:
            for one in runs:
                one.end()


@contextmanager
def _api(settings: Settings, say: Say) -> Iterator[_Api]:
    home = (settings.data / "prefect").absolute()
    home.mkdir(parents=True, exist_ok=True)
    set_environment()
    if configured := configured_url():
        yield _Configured(configured)
        return
    with KeptServer(home, settings.prefect_port, say) as server:
        yield server


@contextmanager
def _client_of(url: str, tries: int) -> Iterator[None]:
    """Prefect's client in this process asks there, and so many times again where it gets no answer."""
    from prefect.settings import (  # noqa: PLC0415  # after the environment is set
        PREFECT_API_URL,
        PREFECT_CLIENT_MAX_RETRIES,
        temporary_settings,
    )

    with temporary_settings({PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: tries}):
        yield


def _begin(settings: Settings, minutes: float, api: _Api, say: Say) -> "list[Runs]":
    """Registers the deployments, and asks for the runs that should not wait for the clock."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415

    from flows.serve_deployments import WHEN_ASKED, deployment_name, register  # noqa: PLC0415
    from flows.serve_runs import Runs  # noqa: PLC0415

    name = deployment_name(settings.data, shared=isinstance(api, _Configured))
    deployments = register(name, minutes)
    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(deployments["ingest"])
        if _maintenance_is_late(settings):
            client.create_flow_run_from_deployment(deployments["maintenance"])
    environment = {
        "PREFECT_API_URL": api.url,
        "PREFECT_CLIENT_MAX_RETRIES": str(_PATIENCE),
        # What Python says of a killed process' semaphores is of no use to anybody.
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS") or "ignore:resource_tracker:UserWarning",
        "HEARSAY_DATA": str(settings.data.absolute()),
    }
    return [
        Runs(flow, id_, environment, None if asked else settings.run_limit, say, each=asked)
        for flow, id_ in deployments.items()
        for asked in [flow in WHEN_ASKED]
    ]


def _maintenance_is_late(settings: Settings) -> bool:
    runs = last_runs(settings.warehouse, timeout=settings.lock_timeout).filter(flow="maintenance")
    return not any(utc_now() - started < _BETWEEN_MAINTENANCE for started in runs["started_at"])


def _turn(runs: "list[Runs]") -> None:
    """Looks after every deployment; an API that is away for a moment is asked again at the next turn."""
    for one in runs:
        try:
            one.turn()
        except Exception as fault:
            if not of_prefect(fault):
                raise


@contextmanager
def _until_stopped() -> Iterator[Callable[[float], bool]]:
    """Waits some seconds; whether SIGTERM or Ctrl-C has come. A second Ctrl-C is no different."""
    stop = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # what signal.signal wants
        stop.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop.wait
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
