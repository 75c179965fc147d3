"""`hearsay compact`: the warehouse's file written anew."""

from pathlib import Path

import click

from flows import show
from flows.cli import DONE
from flows.commands.options import data_option, json_option, settings_for
from flows.publishing import publish_changes
from warehouse.compact import compact


@click.command("compact")
@data_option
@json_option
def command(data: Path | None, *, as_json: bool) -> int:
    """Write the warehouse's file anew, without free space and without what was deleted.

    Runs wait meanwhile. It needs as much free space as the file has bytes.

    \b
    Example:
      hearsay compact
    """
    settings = settings_for(data)
    done = compact(settings.warehouse, settings.lock_timeout)
    publish_changes(settings)
    if as_json:
        show.write_json({"before": done.before, "after": done.after, "rows": done.rows})
    else:
        show.print_line(
            f"{settings.warehouse}: {show.size(done.before)} before, {show.size(done.after)} after; "
            f"{done.rows:,} rows carried over"
        )
    return DONE
