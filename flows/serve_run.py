"""One flow run of `hearsay serve`: `python -m flows.serve_run FLOW FLOW_RUN PARENT` is its process."""

import sys
import time
from datetime import datetime
from typing import Any
from uuid import UUID

from flows import cli
from flows.orphans import end_with

# The reading processes import this module anew, being started from it: what it needs is imported late.


def run(name: str, flow_run_id: str) -> int:
    """Runs the flow, and prints one line on what it did; the exit code."""
    from flows.prefect_faults import explained  # noqa: PLC0415  # see above
    from flows.prefect_server import configured_url, set_environment  # noqa: PLC0415

    set_environment()
    began = time.monotonic()
    with explained(configured_url() or ""):
        from prefect.client.orchestration import get_client  # noqa: PLC0415  # after its settings are set
        from prefect.exceptions import Abort, TerminationSignal  # noqa: PLC0415
        from prefect.flow_engine import run_flow  # noqa: PLC0415

        from flows.serve_deployments import flows  # noqa: PLC0415

        with get_client(sync_client=True) as client:
            flow_run = client.read_flow_run(UUID(flow_run_id))
        try:
            summary: Any = run_flow(flows()[name], flow_run=flow_run)
        except (Abort, TerminationSignal):  # cancelled in Prefect, or ended by `hearsay serve`
            say(f"{name}: ended before it was done; the next run goes on from there")
            return cli.FAILED
    say(f"{name} {summary.line}; {time.monotonic() - began:.0f} s")
    return cli.DONE


def say(text: str) -> None:
    """A line on standard output, with the time."""
    from flows import show  # noqa: PLC0415

    show.print_line(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {show.printable(text)}")


def main() -> None:
    """The process: whatever the user can mend is one line."""
    name, flow_run_id, parent = sys.argv[1:]
    end_with(int(parent))
    cli.leave(cli.guarded(lambda: run(name, flow_run_id)))


if __name__ == "__main__":
    main()
