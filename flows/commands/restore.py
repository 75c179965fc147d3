"""`hearsay restore`: a backup put in place."""

from pathlib import Path

import click

from flows import show
from flows.backups import restore
from flows.cli import DONE
from flows.commands.options import data_option, settings_for
from flows.only_one import only_one
from flows.publishing import publish_changes
from flows.session import utc_now


@click.command("restore")
@click.argument("backup", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Though there is a warehouse already.")
@data_option
def command(backup: Path, data: Path | None, *, replace: bool) -> int:
    """Check BACKUP against its manifest, and put its files in place; of the archive, those that are missing.

    \b
    Example:
      hearsay restore /backups/hearsay-2026-03-01 --data restored
      hearsay restore /backups/hearsay-2026-03-01 --replace
    """
    settings = settings_for(data)
    settings.data.mkdir(parents=True, exist_ok=True)
    with only_one(settings.data, "ingest", settings.lock_timeout):
        manifest = restore(backup, settings, utc_now(), replace=replace, progress=_said)
    publish_changes(settings)
    count = len(manifest["files"])
    files = f"{count} file{'' if count == 1 else 's'}"
    show.print_line(f"restored {files} of {manifest['made_at']} to {settings.data}")
    return DONE


def _said(name: str) -> None:
    show.console(stderr=True).print(f"checked {show.printable(name)}", soft_wrap=True)
