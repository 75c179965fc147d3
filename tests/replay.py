"""The corpus of real pages and feeds in ../shared, served as the web by its own replay server."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import ProxyHandler, Request, build_opener

from flows.cli import DONE, DONE_WITH_FAILURES
from tests.bench import PeakMemory

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
HEARSAY = Path(sys.executable).with_name("hearsay")


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended: what it printed, its seconds, the peak memory of all its processes in MiB."""

    printed: str
    seconds: float
    peak: float


class Replay:
    """The replay server while the context lasts. options: its own, such as "--clones", "10"."""

    def __init__(self, *options: str) -> None:
        self._options = options

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        note = Path(self._folder.name) / "port"
        command = [sys.executable, CORPUS / "replay.py", "--corpus", CORPUS, "--port", "0"]
        self._server = subprocess.Popen([*command, "--port-file", note, *self._options])
        until = time.monotonic() + 60
        while not (note.exists() and note.read_text().strip()):
            if time.monotonic() > until:
                raise TimeoutError("the replay server does not start")
            time.sleep(0.05)
        self.address = f"http://127.0.0.1:{note.read_text().strip()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.terminate()
        self._server.wait(30)
        self._folder.cleanup()

    def get(self, path: str) -> Any:
        """What the server says as JSON."""
        return self._ask(Request(self.address + path))  # noqa: S310  # our own server

    def read(self, path: str) -> bytes:
        """What the server serves."""
        return self._read(Request(self.address + path))  # noqa: S310  # our own server

    def post(self, path: str) -> Any:
        """What the server says to a command."""
        return self._ask(Request(self.address + path, data=b""))  # noqa: S310  # our own server

    def _ask(self, request: Request) -> Any:
        return json.loads(self._read(request))

    def _read(self, request: Request) -> bytes:
        with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
            body: bytes = answer.read()
            return body

    def host_feeds(self) -> list[str]:
        """The address of the feed of every host."""
        return [f"http://{host}/feed.xml" for host in self._names("/_index.json", "host")]

    def raw_feeds(self, kind: str) -> list[str]:
        """The addresses of the corpus' real feeds; kind: _feeds or _feeds_bad."""
        return [f"http://{kind}/{name}" for name in self._names(f"/{kind}/", "name")]

    def _names(self, path: str, column: str) -> list[str]:
        return [row[column] for row in self.get(path)]

    def run(self, data: Path, *arguments: str | Path, pause: float = 0) -> Ran:
        """`hearsay ARGUMENTS` with this server as its web. pause: seconds between two starts to a host."""
        began = time.monotonic()
        pipe = subprocess.PIPE
        with (
            self.start(data, *arguments, stdout=pipe, stderr=pipe, pause=pause) as process,
            PeakMemory(process.pid) as memory,
        ):
            printed, complained = process.communicate()
        if process.returncode not in (DONE, DONE_WITH_FAILURES):
            raise RuntimeError(f"hearsay {arguments} ended with {process.returncode}: {complained[-2000:]!r}")
        return Ran(printed.decode(), time.monotonic() - began, memory.peak)

    def start(
        self, data: Path, *arguments: str | Path, stdout: int, stderr: int, pause: float = 0
    ) -> subprocess.Popen[bytes]:
        """`hearsay ARGUMENTS`, not waited for."""
        environment = {**os.environ, "HEARSAY_PROXY": self.address, "HEARSAY_HOST_PAUSE": str(pause)}
        command = [HEARSAY, *arguments, "--data", data]
        return subprocess.Popen(command, env=environment, stdout=stdout, stderr=stderr)
