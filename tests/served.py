"""`hearsay serve` in a process of its own, kept as systemd would, and killed piece by piece."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.replay import HEARSAY
from warehouse.connect import writing
from warehouse.errors import WarehouseError
from warehouse.query import query

SERVER, RUN = "flows.prefect_server", "flows.serve_run"  # as their command lines have it
_SECONDS_BETWEEN_LOOKS = 0.05


class Served:
    """`hearsay serve` over a data folder while the context lasts; what it prints is in `log`.

    environment: settings beside our own. Runs are due all the time: `--every` is some seconds.
    """

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.data, self.log = data, data.with_name("serve.log")
        self.warehouse = data / "warehouse.duckdb"
        self._environment = {**kept, "HEARSAY_PREFECT_PORT": "0", **environment}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it, as systemd would after a kill."""
        command = [HEARSAY, "serve", "--every", "0.05", "--data", self.data]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)

    def stop(self) -> float:
        """Ends it as systemd would; the seconds that it took."""
        began = time.monotonic()
        self._process.terminate()
        self._process.wait(60)
        return time.monotonic() - began

    def pids(self, what: str) -> list[int]:
        """The processes that it has started of some kind."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                line = (folder / "cmdline").read_bytes()
            except (OSError, ValueError):  # it has ended
                continue
            if parent == self._process.pid and what.encode() in line:
                found.append(int(folder.name))
        return found

    def kill(self, what: str) -> None:
        """`kill -9` of a process that it has started, once there is one; or of itself ("serve")."""
        if what == "serve":
            self._process.kill()
            self._process.wait()
            self.start()
            return
        wait_for(lambda: self.pids(what), f"there is no {what}")
        for pid in self.pids(what):
            os.kill(pid, signal.SIGKILL)

    def let_time_pass(self) -> None:
        """Feeds and pages are due that would be due after a day."""
        later = ("ops.feed_state", "next_check_at"), ("ops.pages", "next_at")
        with writing(self.warehouse, 60) as connection:
            for table, column in later:
                connection.execute(f"update {table} set {column} = {column} - interval 1 day")  # noqa: S608  # our own names

    def column(self, sql: str) -> list[object]:
        """The first column of a query; [] while there is no warehouse, or somebody writes for long."""
        try:
            return list(query(self.warehouse, sql).to_series())
        except WarehouseError:
            return []


def wait_for(true: Callable[[], object], otherwise: str, seconds: float = 400) -> None:
    """Waits until something is so."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(otherwise)
        time.sleep(_SECONDS_BETWEEN_LOOKS)
