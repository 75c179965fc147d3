"""`hearsay status`: feeds, runs, failures and sizes at a glance."""

from pathlib import Path

import click

from flows import show
from flows.commands.options import data_option, json_option, settings_for
from flows.commands.publish import published_line, state
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
    sections = status(settings.warehouse)
    published = state(settings)
    if as_json:
        tables: dict[str, object] = {name: frame.to_dicts() for name, frame in sections.items()}
        show.write_json({**tables, "published": published})
        return 0
    show.print_line(
        f"warehouse {settings.warehouse}: {_size(settings.warehouse)}; archive {_size(settings.archive)}"
    )
    show.print_line(published_line(published))
    for name, frame in sections.items():
        if frame.height and name != "file":  # the first line says it
            show.print_table(frame, name)
    return 0


def _size(path: Path) -> str:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return f"{sum(file.stat().st_size for file in files) / 2**20:.1f} MiB"
