"""README shows real commands with their real output."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.demo.web import SampleWeb
from tests import readme


@pytest.mark.slow
@pytest.mark.timeout(900)  # some thirty commands, one after the other
def test_every_command_shown_prints_what_is_shown(tmp_path: Path) -> None:
    """Runs README's console blocks in order, in an empty folder, and compares; then the other file's."""
    texts = [file.read_text("utf-8") for file in (readme.README, readme.MORE)]
    with SampleWeb() as web:
        for block in (block for text in texts for block in readme.shown(text)):
            for item in block:
                printed = readme.run(item.command, tmp_path, web)
                assert readme.comparable(printed) == readme.comparable(item.output), item.command


@pytest.mark.parametrize(
    ("part", "file", "made"),
    [
        ("questions", readme.README, readme.questions),
        ("settings", readme.README, readme.settings),
        ("questions", readme.MORE, readme.more_questions),
    ],
)
def test_the_generated_parts_are_current(part: str, file: Path, made: Callable[[], str]) -> None:
    """The questions are the demo's, the settings the program's (a changed one: python -m tests.readme)."""
    text = file.read_text("utf-8")
    shown = re.search(rf"<!-- {part} -->\n(.*?)<!-- /{part} -->", text, re.DOTALL)
    assert shown
    # The answers are compared by the test above.
    without_answers = re.sub(r"(```console\n\$ [^\n]*\n).*?(```)", r"\1\2", shown[1], flags=re.DOTALL)
    assert without_answers == made()


@pytest.mark.parametrize("target", ["demo", "test", "lint", "bench", "eval"])
def test_the_make_targets_exist(target: str) -> None:
    """README's make commands are known to the Makefile."""
    environment = {**os.environ, "MAKEFLAGS": ""}
    done = subprocess.run(
        ["make", "-n", target], cwd=readme.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_make_demo_is_hearsay_demo() -> None:
    """`make demo` runs what the test of README runs for it."""
    recipe = (readme.ROOT / "Makefile").read_text("utf-8").split("\ndemo:")[1].split("\n\n")[0]
    assert recipe.strip().endswith("hearsay demo")
