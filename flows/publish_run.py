"""One publication: `python -m flows.publish_run WAREHOUSE SECONDS` is its process; it starts fast."""

import sys
from pathlib import Path

from flows import cli
from flows.publishing import publish_now


def run(path: Path, timeout: float) -> int:
    """Publishes; the exit code. timeout: seconds to wait for others."""
    publish_now(path, timeout)
    return cli.DONE


def main() -> None:
    """The process: whatever the user can mend is one line."""
    path, timeout = sys.argv[1:]
    cli.leave(cli.guarded(lambda: run(Path(path), float(timeout))))


if __name__ == "__main__":
    main()
