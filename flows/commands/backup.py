"""`hearsay backup`: a copy that can be restored."""

from pathlib import Path

import click

from flows import show
from flows.backups import back_up
from flows.cli import DONE
from flows.commands.options import data_option, json_option, settings_for
from flows.session import utc_now


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--archive", is_flag=True, help="With the archive: every response as it was served.")
@data_option
@json_option
def command(folder: Path, data: Path | None, *, archive: bool, as_json: bool) -> int:
    """Copy the warehouse and your alias file into FOLDER, which is made, with a manifest of hashes.

    Runs may be under way, and go on: the warehouse is copied as it was after the last whole batch.

    \b
    Example:
      hearsay backup /backups/hearsay-2026-03-01
      hearsay backup /backups/whole --archive
    """
    settings = settings_for(data)
    manifest = back_up(settings, folder, utc_now(), archive=archive, progress=_said)
    if as_json:
        show.write_json(manifest)
        return DONE
    sizes = [file["bytes"] for file in manifest["files"].values()]
    files = f"{len(sizes)} file{'' if len(sizes) == 1 else 's'}"
    show.print_line(f"{folder}: {files}, {show.size(sum(sizes))}, schema {manifest['schema']}")
    return DONE


def _said(name: str) -> None:
    show.console(stderr=True).print(f"copied {show.printable(name)}", soft_wrap=True)
