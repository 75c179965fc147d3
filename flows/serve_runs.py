"""The flow runs of one deployment, as `hearsay serve` starts them: one at a time, each in a process.

Prefect keeps the schedule and the record; this starts what is due. Prefect's own limit of runs at once is not
used here: it keeps its leases in the server's memory, so that after a killed server the place of a run that
was under way would never be free again. One process for a deployment and a lock file hold by themselves.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from math import inf
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas import FlowRun, State

_SECONDS_TO_END = 10.0  # from asking a run to end to killing it
_SECONDS_BETWEEN_QUESTIONS = 2.0
_AT_ONCE = 200  # flow runs asked for in one request


class Runs:
    """The runs of one deployment.

    environment: what a run's process is told beside our own; limit: hours that it may take, None: as long as
    it wants; say: takes a line for the user; each: every run is to be made, as each has its own parameters.

    `turn` is to be called every second or so. It may raise what Prefect's client raises; the next call then
    goes on from there.
    """

    def __init__(
        self,
        flow: str,
        deployment: UUID,
        environment: dict[str, str],
        limit: float | None,
        say: Callable[[str], None],
        *,
        each: bool = False,
    ) -> None:
        self._flow, self._deployment, self._say = flow, deployment, say
        self._environment = environment
        self._seconds = inf if limit is None else limit * 3600
        self._each = each
        self._process: subprocess.Popen[bytes] | None = None
        self._run: UUID | None = None
        self._untidy = True  # whether Prefect may think that a run is under way which is not
        self._next_question = 0.0

    def turn(self) -> None:
        """Looks after the run that is under way; starts the next one when it is due."""
        if self._process is not None and self._process.poll() is not None:
            self._ended(self._process.returncode)
        now = time.monotonic()
        if self._process is not None and now > self._started + self._seconds:
            self._say(f"{self._flow}: still not done after {self._seconds / 3600:g} hours: ending it")
            self.end()
        if now < self._next_question:
            return
        self._next_question = now + _SECONDS_BETWEEN_QUESTIONS
        from prefect.client.orchestration import get_client  # noqa: PLC0415  # after its settings are set

        with get_client(sync_client=True) as client:
            if self._process is not None:
                self._end_if_cancelled(client)
            else:
                self._tidy(client)
                self._start_what_is_due(client)

    def end(self) -> None:
        """Ends the run that is under way, by force if it takes its time."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._ended(self._process.returncode)

    def _ended(self, code: int) -> None:
        if code < 0:
            self._say(f"{self._flow}: ended by signal {-code}; the next run goes on from there")
        self._process, self._untidy = None, True

    def _start_what_is_due(self, client: "SyncPrefectClient") -> None:
        """Starts the newest run that is due: those before it would find nothing left to do."""
        from prefect.states import Cancelled, Pending  # noqa: PLC0415

        due = _flow_runs(client, self._deployment, "SCHEDULED", due=True)
        if self._each:
            due = due[:1]
        if not due:
            return
        for missed in due[:-1]:
            _set_state(client, missed, Cancelled(name="Missed", message="a later run does its work"))
        if len(due) < _AT_ONCE:  # else there are more, and the newest is not among them
            _set_state(client, due[-1], Pending())
            self._start(due[-1].id)

    def _start(self, run: UUID) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, "-m", "flows.serve_run", self._flow, str(run), str(os.getpid())],
            env={**os.environ, **self._environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for `hearsay serve`, which then ends the run
        )
        self._run, self._started = run, time.monotonic()

    def _end_if_cancelled(self, client: "SyncPrefectClient") -> None:
        from prefect.states import Cancelled  # noqa: PLC0415

        cancelled = _flow_runs(client, self._deployment, "CANCELLING")
        run = next((run for run in cancelled if run.id == self._run), None)
        if run is not None:
            self._say(f"{self._flow}: cancelled in Prefect: ending it")
            self.end()
            _set_state(client, run, Cancelled())

    def _tidy(self, client: "SyncPrefectClient") -> None:
        """Marks the runs as crashed of which Prefect only knows that they began."""
        from prefect.states import Crashed  # noqa: PLC0415

        if self._untidy:
            for run in _flow_runs(client, self._deployment, "RUNNING", "PENDING", "CANCELLING"):
                _set_state(client, run, Crashed(message="its process has ended"))
            self._untidy = False


def _flow_runs(
    client: "SyncPrefectClient", deployment: UUID, *states: str, due: bool = False
) -> "list[FlowRun]":
    """The flow runs of a deployment in some states, those planned first to start first."""
    from prefect.client.schemas.filters import (  # noqa: PLC0415
        FlowRunFilter,
        FlowRunFilterDeploymentId,
        FlowRunFilterNextScheduledStartTime,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415
    from prefect.client.schemas.sorting import FlowRunSort  # noqa: PLC0415

    types = [StateType(state) for state in states]
    now = FlowRunFilterNextScheduledStartTime.model_validate({"before_": datetime.now(UTC)})
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)),
        next_scheduled_start_time=now if due else None,
    )
    return client.read_flow_runs(
        flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=_AT_ONCE
    )


def _set_state(client: "SyncPrefectClient", run: "FlowRun", state: "State") -> None:
    client.set_flow_run_state(run.id, state, force=True)
