"""A private Prefect server for runs without a configured one: quiet, local, gone when the run is.

Prefect's own temporary server prints tracebacks at shutdown, gives up while its database is still being
made, and outlives a killed run. This one runs the same application with its home under the data folder,
writes what it has to say to a log file there, and ends by itself when its parent does.
"""

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from flows.orphans import end_with
from flows.prefect_faults import did_not_start, explained

START_SECONDS = 180.0
_STOP_SECONDS = 10.0
SHARED = "serve.url"  # in the home: where the server of `hearsay serve` listens

# Set before Prefect is imported: no phoning home, no log noise, no services that a single run has no use for.
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # the commands say what went wrong, in one line
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
_SERVER_ONLY = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}


@contextmanager
def prefect_api(data: Path) -> Iterator[str]:
    """The address of a Prefect API for the duration of a run.

    The configured one; else that of a `hearsay serve` over the same data; else a private one. Raises
    HearsayError where the private server does not come up, or an API fails during the block.
    """
    home = (data / "prefect").absolute()
    home.mkdir(parents=True, exist_ok=True)
    set_environment()
    configured = configured_url()
    if configured:
        with explained(configured):
            yield configured
        return
    log = home / "server.log"
    if shared := shared_url(home):
        with explained(shared, log), _used(shared):
            yield shared
        return
    server, url = start(home, _free_port(), _SERVER_ONLY)
    try:
        _wait(server, url, log)
        with explained(url, log), _used(url):
            yield url
    finally:
        stop(server)


def set_environment() -> None:
    """Makes Prefect quiet; before it is imported."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    for name in ("EventsWorker", "websockets.client"):  # of Prefect's client, but under no setting of it
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").addFilter(_not_prefects)
    # The API is on this machine: a proxy configured for the web must not see it.
    local = "127.0.0.1,localhost"
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), local]))


def _not_prefects(record: logging.LogRecord) -> bool:
    """False for what Prefect's own tasks complain of when their server is gone: the commands say that."""
    return "FlowRunSuspendingObserver" not in record.getMessage()


def configured_url() -> str | None:
    """PREFECT_API_URL from the environment or the user's Prefect profile."""
    from prefect.settings import get_current_settings  # noqa: PLC0415  # after the environment is set

    return get_current_settings().api.url


@contextmanager
def _used(url: str) -> Iterator[None]:
    from prefect.settings import (  # noqa: PLC0415  # a second's import
        PREFECT_API_URL,
        PREFECT_CLIENT_MAX_RETRIES,
        temporary_settings,
    )

    # A server of our own that is gone does not come back: Prefect would try each call for a minute.
    with temporary_settings({PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: 1}):
        yield


def shared_url(home: Path) -> str | None:
    """The address of the server that `hearsay serve` keeps over this home, if it answers."""
    try:
        url = (home / SHARED).read_text("utf-8").strip()
    except OSError:
        return None
    return url if healthy(url) else None


def start(home: Path, port: int, settings: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    """Starts a server on a loopback port, which ends with this process; its address.

    settings: of Prefect's, beside the quiet ones. It answers only some seconds later.
    """
    environment = {**os.environ, **settings, "PREFECT_HOME": str(home)}
    # By default Prefect lets every web page that somebody on this machine opens start runs, with settings.
    own = (f"http://{name}:{port}" for name in ("127.0.0.1", "localhost"))
    environment["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] = ",".join(own)
    environment.pop("PREFECT_API_URL", None)
    with (home / "server.log").open("ab") as log:
        server = subprocess.Popen(  # noqa: S603  # our own module, our own port
            [sys.executable, "-m", "flows.prefect_server", str(port), str(os.getpid())],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C ends the run first, and the run ends the server
        )
    return server, f"http://127.0.0.1:{port}/api"


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        if healthy(url):
            return
        time.sleep(0.1)
    raise did_not_start(log)


def healthy(url: str) -> bool:
    """Whether a Prefect API answers there."""
    try:
        with build_opener(ProxyHandler({})).open(f"{url}/health", timeout=5) as answer:
            return bool(answer.read(10).strip() == b"true")
    except (OSError, ValueError, HTTPException):
        return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ends a server, by force if it takes its time."""
    server.terminate()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def serve(port: int, parent: int) -> None:
    """Runs Prefect's API on a loopback port until terminated, or until the process `parent` is gone."""
    end_with(parent)
    import uvicorn  # noqa: PLC0415  # only the server process needs it

    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="error",
        lifespan="on",
    )


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
