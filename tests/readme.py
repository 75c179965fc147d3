"""The console blocks of README and of the demo's harder questions: finds them, runs them, and writes what
they print back (`python -m tests.readme`).

A block is fenced as `console`; a line that begins with "$ " is a command, what follows is its output.
All commands run one after the other in one empty folder, as a new user would run them; the sample web
of the demo is within reach as a proxy, so that commands that fetch have something to fetch.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.demo import QUESTIONS
from flows.demo.web import SampleWeb
from flows.settings import Settings

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
MORE = QUESTIONS / "README.md"  # the harder questions
WIDTH = "110"

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What differs from run to run: durations, sizes, ports, and the clock of when we saw something.
_VARYING = re.compile(
    r"\d+(?:\.\d+)? (?:s|MiB|ms)\b|127\.0\.0\.1:\d+"
    r"|20(?!26-03)\d\d-\d\d(?:-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?)?\b"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A command as README shows it, with the output beneath it."""

    command: str
    output: str


def shown(text: str) -> list[list[Shown]]:
    """The console blocks of a README, each as its commands."""
    return [list(_commands(block)) for block in _BLOCK.findall(text)]


def _commands(block: str) -> Iterator[Shown]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    for part in parts:
        command, output = _split(part)
        yield Shown(command, output)


def _split(part: str) -> tuple[str, str]:
    """A command may go on over lines that end in a backslash or an open quotation mark."""
    lines = part.splitlines()
    for end in range(1, len(lines) + 1):
        command = "\n".join(lines[:end])
        try:
            shlex.split(command)
        except ValueError:
            continue
        if not command.endswith("\\"):
            return command, "\n".join(lines[end:]).rstrip()
    return part, ""


def run(command: str, folder: Path, web: SampleWeb) -> str:
    """What a command prints. `make demo` is run by its recipe: the test is inside what make installed."""
    command, _, file = command.partition(" < ")
    words = shlex.split(command)
    if words[:2] == ["make", "demo"]:
        words = ["hearsay", "demo"]
    if words[0] != "hearsay":
        raise ValueError(f"README shows a command that this test cannot run: {command}")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("HEARSAY_", "PREFECT_"))
    }
    environment |= {"COLUMNS": WIDTH, "HEARSAY_PROXY": web.proxy, "HEARSAY_HOST_PAUSE": "0"}
    hearsay = str(Path(sys.executable).with_name("hearsay"))
    done = subprocess.run(
        [hearsay, *words[1:]],
        input=(ROOT / file).read_text("utf-8") if file else None,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip()


def comparable(output: str) -> str:
    """Output without what differs from run to run."""
    masked = _VARYING.sub("…", output)
    return re.sub(r"[ ─━]{2,}", "  ", masked)


def questions() -> str:
    """The demo's first ten questions as a section: each with its statement, and a command that asks it."""
    return _asked(sorted(QUESTIONS.glob("*.sql"))[:10])


def more_questions() -> str:
    """The ten harder ones, likewise."""
    return _asked(sorted(QUESTIONS.glob("*.sql"))[10:])


def _asked(files: list[Path]) -> str:
    pieces = []
    for file in files:
        title, _, statement = file.read_text("utf-8").partition("\n")
        path = f"flows/demo/questions/{file.name}"
        command = f"hearsay sql --data hearsay-demo - < {path}"
        pieces.append(
            f"### {title.removeprefix('-- ')}\n\n"
            f"```sql\n{statement.strip()}\n```\n\n```console\n$ {command}\n```\n"
        )
    return "\n".join(pieces)


def settings() -> str:
    """The settings as rows of a table."""
    rows = [
        f"| `HEARSAY_{name.upper()}` | {field.description or ''} | `{field.default}` |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| variable | what | default |", "|---|---|---|", *rows, ""])


def between(text: str, name: str, content: str) -> str:
    """The text with what stands between a pair of markers replaced."""
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    return re.sub(pattern, lambda found: f"{found[1]}{content}{found[2]}", text, flags=re.DOTALL)


def rewrite(folder: Path) -> dict[Path, str]:
    """README, then the harder questions (of the warehouse that README's commands made), as they are now."""
    text = between(README.read_text("utf-8"), "questions", questions())
    text = between(text, "settings", settings())
    more = between(MORE.read_text("utf-8"), "questions", more_questions())
    with SampleWeb() as web:
        return {README: _with_outputs(text, folder, web), MORE: _with_outputs(more, folder, web)}


def _with_outputs(text: str, folder: Path, web: SampleWeb) -> str:
    """The text with the output of every command as it is now."""
    for block in _BLOCK.findall(text):
        pieces = []
        for item in _commands(block):
            output = run(item.command, folder, web)
            pieces.append(f"$ {item.command}\n" + (f"{output}\n" if output else ""))
        text = text.replace(f"```console\n{block}```", "```console\n" + "\n".join(pieces) + "```", 1)
    return text


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        for file, rewritten in rewrite(Path(place)).items():
            file.write_text(rewritten, "utf-8")
