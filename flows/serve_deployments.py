"""What `hearsay serve` runs and when, as Prefect's deployments.

Pages to revisit are pages that are due: `ingest` takes them, and needs no deployment beside it.
"""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from transforms.identity import key

if TYPE_CHECKING:
    from prefect import Flow

TAG = "hearsay"
WHEN_ASKED = {"backfill", "reextract"}  # from Prefect's UI, with parameters; they have no schedule
_FULL_HOUR = datetime(2020, 1, 1, tzinfo=UTC)  # runs every 5 minutes start at 0, 5, 10 … past the hour
_DAILY = "17 3 * * *"  # a quiet hour, in the zone of the machine, and not when all others start


def flows() -> "dict[str, Flow[Any, Any]]":
    """The flows by name."""
    from flows.backfill import backfill  # noqa: PLC0415  # Prefect reads its settings when it is imported
    from flows.ingest import ingest  # noqa: PLC0415
    from flows.maintenance import maintenance  # noqa: PLC0415
    from flows.reextract import reextract  # noqa: PLC0415

    return {"ingest": ingest, "maintenance": maintenance, "backfill": backfill, "reextract": reextract}


def deployment_name(data: Path, *, shared: bool) -> str:
    """The name of this folder's deployments; on a shared API it tells machines and folders apart."""
    return f"serve-{key('serve', socket.getfqdn(), str(data.resolve()))[:8]}" if shared else "serve"


def register(name: str, minutes: float) -> dict[str, UUID]:
    """Makes or updates the deployments; the id of each by its flow. minutes: between two runs of `ingest`."""
    from prefect.schedules import Cron, Interval  # noqa: PLC0415

    schedules = {
        "ingest": Interval(timedelta(minutes=minutes), anchor_date=_FULL_HOUR),
        "maintenance": Cron(_DAILY, timezone=_zone()),
    }
    return {flow: _apply(made, name, schedules.get(flow)) for flow, made in flows().items()}


def _apply(flow: "Flow[Any, Any]", name: str, schedule: Any | None) -> UUID:
    from prefect.deployments.runner import RunnerDeployment  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    deployment = RunnerDeployment.from_flow(
        flow, name, schedule=schedule, tags=[TAG], entrypoint_type=EntrypointType.MODULE_PATH
    )
    made = deployment.apply()
    return cast("UUID", made)  # a coroutine only where there is an event loop


def _zone() -> str:
    """The machine's time zone by name, as far as it is told; else UTC."""
    try:
        return str(Path("/etc/localtime").resolve().relative_to("/usr/share/zoneinfo"))
    except ValueError:
        return "UTC"
