"""Which alerts to raise and which to clear: a pure decision from what is so now and what was told."""

from datetime import datetime

import polars as pl

from transforms import schemas
from transforms.identity import key

_SAME = ["kind", "subject"]


def changed_alerts(found: pl.DataFrame, open_: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """The alerts to store (schemas.ALERTS): new ones, and open ones whose condition is gone.

    found: what is so now (kind, subject, message, since); open_: the alerts not cleared yet (schemas.ALERTS).
    A condition that goes on is neither raised again nor cleared.
    """
    new = found.unique(_SAME, keep="first", maintain_order=True).join(open_, on=_SAME, how="anti")
    raised = [
        {**row, "alert_id": key("alert", row["kind"], row["subject"], now.isoformat()), "raised_at": now}
        for row in new.iter_rows(named=True)
    ]
    gone = open_.join(found, on=_SAME, how="anti").with_columns(cleared_at=pl.lit(now))
    return pl.concat([schemas.from_rows(raised, schemas.ALERTS), schemas.conform(gone, schemas.ALERTS)])
