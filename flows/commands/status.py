"""`hearsay status`: feeds, runs, failures and sizes at a glance."""

from pathlib import Path

import click
import polars as pl

from flows import show
from flows.commands.options import data_option, json_option, settings_for
from flows.commands.publish import published_line, state
from flows.settings import Settings
from flows.sizes import sizes
from warehouse.lookups import status


@click.command("status")
@data_option
@json_option
def command(data: Path | None, *, as_json: bool) -> int:
    """Show feeds, pages, refusals, runs and sizes at a glance.

    \b
    Example:
      hearsay status
    """
    settings = settings_for(data)
    sections = {**status(settings.warehouse), **sizes(settings)}
    published = state(settings)
    if as_json:
        tables: dict[str, object] = {name: frame.to_dicts() for name, frame in sections.items()}
        show.write_json({**tables, "published": published})
        return 0
    show.print_line(_first_line(settings, sections))
    show.print_line(published_line(published))
    for name, frame in sections.items():
        if frame.height and name not in ("file", "blocks", "sizes"):  # the first line says it
            show.print_table(_readable(frame), name)
    return 0


def _readable(frame: pl.DataFrame) -> pl.DataFrame:
    """Bytes as people read them."""
    if "bytes" not in frame.columns:
        return frame
    return frame.with_columns(
        pl.col("bytes").map_elements(show.size, return_dtype=pl.String).alias("size")
    ).drop("bytes")


def _first_line(settings: Settings, sections: dict[str, pl.DataFrame]) -> str:
    held = sections["sizes"].row(0, named=True)
    free = sections["blocks"]["free_bytes"].item()
    return (
        f"warehouse {settings.warehouse}: {show.size(held['warehouse_bytes'])}, "
        f"of which {show.size(free)} free; log of changes {show.size(held['wal_bytes'])}; "
        f"published copies {show.size(held['published_bytes'])}; "
        f"archive {show.size(held['archive_bytes'])} in {held['archive_files']:,} files"
    )
