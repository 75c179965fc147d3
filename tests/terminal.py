"""The command line at a terminal of its own: a pty, as a user's shell would give it."""

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Self

# The child makes the pty its terminal, so that Ctrl-C typed there is a signal.
_START = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); from flows.cli import main; main()"
_CODES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()].|[=>78])|\r")
CTRL_C, CTRL_D, ENTER = "\x03", "\x04", "\r"


class Terminal:
    """`hearsay` with some arguments at a terminal of 80 columns and 24 lines."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._keys, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        plain = {"TERM": "xterm", "NO_COLOR": "1", "PROMPT_TOOLKIT_NO_CPR": "1"}
        names = ("COLUMNS", "LINES", "LESS", "PAGER")
        kept = {name: value for name, value in os.environ.items() if name not in names}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, **plain, **environment},
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")  # a letter may come in two parts

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._keys)

    def type(self, text: str) -> None:
        """Types some keys."""
        os.write(self._keys, text.encode())

    def until(self, text: str, seconds: float = 60) -> str:
        """Waits until a text is shown; all that was shown since the last call, without control codes."""
        deadline = time.monotonic() + seconds
        while text not in self.shown:
            self._read(deadline, text)
        before, _, self.shown = self.shown.partition(text)
        return before + text

    def end(self, seconds: float = 60) -> tuple[int, str]:
        """Waits until the command ends: its exit code, and what was shown since the last call."""
        deadline = time.monotonic() + seconds
        try:
            while True:
                self._read(deadline, "the end")
        except OSError:  # nobody has the terminal open any more
            return self.process.wait(seconds), self.shown

    def has_open(self, file: Path, seconds: float = 60) -> None:
        """Waits until the command has a file open."""
        deadline = time.monotonic() + seconds
        links = Path(f"/proc/{self.process.pid}/fd")
        while not any(link.exists() and link.resolve() == file for link in links.iterdir()):
            assert time.monotonic() < deadline, f"never opened {file}"
            time.sleep(0.05)

    def _read(self, deadline: float, what: str) -> None:
        left = deadline - time.monotonic()
        assert left > 0, f"waited for {what!r}, saw {self.shown[-2000:]!r}"
        if select.select([self._keys], [], [], left)[0]:
            raw = os.read(self._keys, 65536)
            if not raw:
                raise OSError("closed")
            self.shown = _CODES.sub("", self.shown + self._decoder.decode(raw))
