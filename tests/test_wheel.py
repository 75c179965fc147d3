"""What users install: the wheel, in an environment of its own, away from the source."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests import readme

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, folder: Path) -> str:
    """What a command prints that knows nothing of this source tree or of the user's settings."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEARSAY_", "PREFECT_", "PYTHON", "COVERAGE", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env={**environment, "COLUMNS": readme.WIDTH},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip()


def test_the_wheel_alone_runs_the_demo(tmp_path: Path) -> None:
    """SQL, lexicons and the sample web are in it: the demo prints what README shows."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", readme.ROOT, folder=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet"]
    run(*pip, "--constraint", readme.ROOT / "constraints.txt", wheel, folder=tmp_path)
    printed = run(environment / "bin" / "hearsay", "demo", folder=tmp_path)
    (shown,) = (
        item.output
        for block in readme.shown(readme.README.read_text("utf-8"))
        for item in block
        if item.command == "make demo"
    )
    assert readme.comparable(printed) == readme.comparable(shown)
