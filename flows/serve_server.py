"""The Prefect server that `hearsay serve` keeps: one port and one database for as long as it serves.

It is started again when it ends, whatever ended it, and when it no longer answers. It listens on loopback
only, since Prefect asks nobody for a password.
"""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from flows import prefect_server
from flows.prefect_faults import did_not_start

_DAYS_KEPT = 30
_SETTINGS = {
    "PREFECT_SERVER_UI_ENABLED": "true",
    "PREFECT_UI_ENABLED": "true",
    # Its database must not grow for years: what a run did is in ops.runs.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(_DAYS_KEPT * 86400),
    # A run that waits for the one before it is no fault.
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
}
_LOG_BYTES = 10 * 2**20
_SECONDS_FOR_THE_PORT = 5.0  # what is left of a killed `hearsay serve` has ended by then
_SECONDS_BETWEEN_CHECKS = 10.0
_SILENCES = 6  # checks in a row without an answer after which it is ended
_STARTS = 3  # in a row, after which a server that has never answered is given up
_LONGEST_PAUSE = 60.0  # seconds between two starts of a server that ends at once


class KeptServer:
    """A Prefect server that is started again whenever it ends. say: takes a line for the user."""

    def __init__(self, home: Path, port: int, say: Callable[[str], None]) -> None:
        self._home, self._say = home, say
        self._port = _usable(port)
        self._pause, self._next_start, self._next_check = 1.0, 0.0, 0.0
        self._starts = 0  # in a row, without an answer
        self.log: Path | None = home / "server.log"
        self.url = f"http://127.0.0.1:{self._port}/api"
        self.page = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> "KeptServer":
        _shorten(self._home / "server.log")
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        (self._home / prefect_server.SHARED).unlink(missing_ok=True)
        prefect_server.stop(self._process)

    def wait(self, stopped: Callable[[float], bool]) -> bool:
        """Waits for its first answer; False where `stopped` (a pause of so many seconds) says to give up.

        Raises HearsayError where it does not come up.
        """
        until = time.monotonic() + prefect_server.START_SECONDS
        while not prefect_server.healthy(self.url):
            if self._starts > _STARTS or time.monotonic() > until:
                raise did_not_start(self._home / "server.log")
            self.keep()
            if stopped(0.2):
                return False
        (self._home / prefect_server.SHARED).write_text(self.url, "utf-8")
        self._answered()
        return True

    def keep(self) -> None:
        """Starts it again if it has ended or fallen silent; to be called every second or so."""
        now = time.monotonic()
        if self._process.poll() is not None:
            if now >= self._next_start:
                self._say(f"the Prefect server ended ({self._process.returncode}): starting it again")
                self._start()
        elif now >= self._next_check:
            self._next_check = now + _SECONDS_BETWEEN_CHECKS
            self._check(now)

    def _start(self) -> None:
        now = time.monotonic()
        self._starts += 1
        self._process, _ = prefect_server.start(self._home, self._port, _settings(self.page))
        self._next_start, self._pause = now + self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        self._next_check, self._silences = now + _SECONDS_BETWEEN_CHECKS, 0
        self._patient_until = now + prefect_server.START_SECONDS

    def _check(self, now: float) -> None:
        if prefect_server.healthy(self.url):
            self._answered()
            return
        self._silences += now > self._patient_until
        if self._silences >= _SILENCES:
            self._say("the Prefect server does not answer: ending it")
            self._process.kill()
            self._process.wait()

    def _answered(self) -> None:
        self._silences, self._starts, self._pause, self._patient_until = 0, 0, 1.0, 0.0


def _settings(page: str) -> dict[str, str]:
    return {**_SETTINGS, "PREFECT_UI_API_URL": f"{page}/api"}


def _usable(port: int) -> int:
    """The port, once it is free; another one where somebody else keeps it."""
    until = time.monotonic() + _SECONDS_FOR_THE_PORT
    while time.monotonic() < until:
        with suppress(OSError):
            return _bound(port)
        time.sleep(0.2)
    return _bound(0)


def _bound(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
        probe.bind(("127.0.0.1", port))
        number: int = probe.getsockname()[1]
        return number


def _shorten(log: Path) -> None:
    """Keeps one old log beside the new one once it has grown long."""
    with suppress(OSError):
        if log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
