"""What a backfill did, or would do, for people and programs."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from flows import show
from flows.past.asked import Asked
from flows.settings import Settings
from warehouse.lookups import publishers_by_name

if TYPE_CHECKING:
    from flows.backfill import Filled

_ROWS = 40  # of partitions, on a terminal
_PAGE_SECONDS = 0.1  # to read one, on one core


def named(settings: Settings, partitions: pl.DataFrame) -> pl.DataFrame:
    """Partitions with the publishers' names; one that is not stored has none yet."""
    publishers = publishers_by_name(settings.warehouse, timeout=settings.lock_timeout)
    names = publishers.select("publisher_id", publisher=pl.coalesce("name", "domain"))
    return partitions.join(names, on="publisher_id", how="left", maintain_order="left")


def print_filled(settings: Settings, filled: "Filled") -> None:
    """The partitions, those with failures first, and the new rows."""
    rows = named(settings, filled.table).sort(pl.col("state") == "done", "day", maintain_order=True)
    if rows.height:
        show.print_table(
            rows.head(_ROWS).select(
                "day",
                "publisher",
                "state",
                found="records_found",
                read="records_loaded",
                new="records_new",
                failed="records_failed",
                problem="reason",
            )
        )
    if rows.height > _ROWS:
        show.print_line(f"… and {rows.height - _ROWS} more: see ops.backfill_partitions")
    for problem in filled.problems:
        show.print_line(f"not looked through: {show.printable(problem)}")
    if filled.gaps:
        show.print_table(pl.DataFrame([tried.row for tried in filled.gaps], infer_schema_length=None), "gaps")
    done = f", {filled.skipped} were done before" if filled.skipped else ""
    names = ("entries", "articles", "article_versions", "mentions", "claims")
    counts = ", ".join(f"{filled.rows[name]} {name}" for name in names)
    show.print_line(f"partitions {rows.height} looked at{done}; {filled.read} pages read")
    show.print_line(f"new rows   {counts}")
    show.print_line(f"warehouse  {settings.warehouse}")


def as_json(settings: Settings, filled: "Filled") -> dict[str, Any]:
    """The same for a program."""
    return {
        "status": filled.status,
        "partitions": named(settings, filled.table).to_dicts(),
        "done_before": filled.skipped,
        "pages": filled.read,
        "rows": dict(filled.rows),
        "problems": filled.problems,
        "gaps": [tried.row for tried in filled.gaps],
    }


def print_counted(settings: Settings, asked: Asked, counted: pl.DataFrame, problems: list[str]) -> None:
    """What there is, by publisher and day, and what reading it would take."""
    rows = named(settings, counted)
    if rows.height:
        named_so = pl.coalesce("publisher", pl.when(pl.col("publisher_id").is_null()).then("source"))
        show.print_table(rows.head(_ROWS).select("day", publisher=named_so, found="found", to_read="waits"))
    if rows.height > _ROWS:
        show.print_line(f"… and {rows.height - _ROWS} more partitions")
    for problem in problems:
        show.print_line(f"not looked through: {show.printable(problem)}")
    unit = asked.source(settings).counts if asked.source_name else "pages"
    waits, unknown = int(rows["waits"].sum()), rows.filter(pl.col("bytes") > 0)
    partitions = rows.height - unknown.height
    show.print_line(
        f"{rows['found'].sum()} {unit} in {partitions} partitions, {waits} of them to read: "
        f"about {_seconds(settings, asked, rows)}"
        + ("" if unit == "pages" else ", and then the pages that they lead to")
    )
    if unknown.height:
        size = int(unknown["bytes"].sum()) / 1e9
        show.print_line(
            f"{unknown.height} files would be downloaded, about {size:,.1f} GB, one at a time: what they "
            "hold is not known before"
        )


def _seconds(settings: Settings, asked: Asked, counted: pl.DataFrame) -> timedelta:
    """Roughly: what the busiest host allows, or what reading costs."""
    reading = float(counted["waits"].sum()) * _PAGE_SECONDS / settings.worker_count
    asks = asked.gaps or asked.source(settings).asks_the_web
    pause = asked.applied(settings).host_pause if asks else 0
    fetching = float(counted["busiest_host"].sum()) * pause
    return timedelta(seconds=round(max(reading, fetching)))
