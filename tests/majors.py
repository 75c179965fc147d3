"""Both DuckDB majors in use: `python -m tests.majors` (or `make test-majors`).

Installs the other major into a temporary folder, runs tests/warehouse with it, and has each major make a file
that the other one checks, loads into, compacts and hands back. Needs a package registry, as `make install`
does; about a minute on a free machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.contents import complaints, counts
from tests.warehouse.conftest import batch, put
from tests.warehouse.test_prune import news
from warehouse.compact import compact
from warehouse.migrate import migrate
from warehouse.prune import prune

OTHER = "1.5.5"
ROOT = Path(__file__).parents[1]


def make(path: Path) -> None:
    """A warehouse with a batch."""
    migrate(path)
    put(path, batch())


def use(path: Path) -> None:
    """Everything that is done with a file: reading, loading, pruning, compacting, notes."""
    assert migrate(path) == []
    assert complaints(path) == []
    before = counts(path)
    assert sum(put(path, batch()).values()) == 0, "loading the same again changes nothing"
    put(path, news(batch(), "-more", timedelta(days=400)))
    assert counts(path)["main.articles"] == before["main.articles"] + 1
    compact(path)
    list(prune(path, datetime(2025, 1, 1, tzinfo=UTC), datetime.now(UTC)))
    assert counts(path)["main.articles"] == 1
    assert complaints(path) == []
    list(prune(path, datetime(2099, 1, 1, tzinfo=UTC), datetime.now(UTC)))


def install(folder: Path, release: str) -> None:
    """The other major, beside everything else that is installed."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--no-deps", "--target", folder, f"duckdb=={release}"], check=True)


def run(folder: Path | None, *command: str) -> None:
    """Runs Python in the repository, with what is in a folder before what is installed."""
    paths = [str(folder)] if folder else []
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*paths, str(ROOT)])}
    began = time.monotonic()
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
    print(f"  {' '.join(command)}: {time.monotonic() - began:.0f} s", flush=True)


def both_ways(folder: Path, work: Path) -> None:
    """Each makes a file, the other uses it, and the first one uses it again."""
    for number, (maker, user) in enumerate(((None, folder), (folder, None))):
        file = str(work / f"{number}.duckdb")
        run(maker, "-m", "tests.majors", "--make", file)
        run(user, "-m", "tests.majors", "--use", file)
        run(maker, "-m", "tests.majors", "--check", file)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--other", default=OTHER, help="release of duckdb")
    parser.add_argument("--folder", type=Path, help="where it is installed already")
    for step in ("make", "use", "check"):
        parser.add_argument(f"--{step}", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        make(asked.make)
    elif asked.use:
        use(asked.use)
    elif asked.check:
        assert complaints(asked.check) == []
    else:
        with tempfile.TemporaryDirectory() as work:
            folder = asked.folder or Path(work) / "other"
            if not asked.folder:
                install(folder, asked.other)
            run(folder, "-c", "import duckdb; print(duckdb.__version__, duckdb.__file__)")
            both_ways(folder, Path(work))
            run(folder, "-m", "pytest", "-q", "-n", "2", "tests/warehouse")
            print("both majors do")


if __name__ == "__main__":
    main()
