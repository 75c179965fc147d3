"""`hearsay prune`: what is older than it is wanted."""

from collections import Counter
from pathlib import Path

import click
import polars as pl

from flows import show
from flows.ages import age
from flows.cli import DONE
from flows.commands.options import data_option, json_option, settings_for
from flows.data_folder import prepare
from flows.only_one import only_one
from flows.pruning import Plan, carry_out, plan
from flows.publishing import publish_changes
from flows.session import utc_now
from flows.settings import Settings
from warehouse.compact import compact
from warehouse.lookups import status
from warehouse.search import index_new

_WORTH_IT = 0.25  # of all rows


@click.command("prune")
@click.option("--older-than", required=True, help="Age of what goes: 365d, 52w, 12m or 1y.")
@click.option("--archive-older-than", help="Archive files of this age go, though rows refer to them.")
@click.option(
    "--compact/--no-compact",
    "compacts",
    default=None,
    help="Then write the warehouse's file anew, smaller.  [default: if a quarter of its rows went]",
)
@click.option("--yes", is_flag=True, help="Do it. Without, only what would go is told.")
@data_option
@json_option
def command(
    older_than: str,
    archive_older_than: str | None,
    data: Path | None,
    *,
    compacts: bool | None,
    yes: bool,
    as_json: bool,
) -> int:
    """Delete what is older than it is wanted; without --yes, only tell what that would be.

    An article goes by the age of its last capture, with its texts, mentions and claims; then pages, entries,
    requests and refusals of that age that no row needs, entities that nothing names any more, and the
    archive's files that no row needs. Articles with notes stay. What went does not come back because a feed
    still lists it. An interrupted call can be repeated.

    \b
    Example:
      hearsay prune --older-than 365d
      hearsay prune --older-than 365d --archive-older-than 90d --yes
    """
    rows, archive = age(older_than), age(archive_older_than) if archive_older_than else None
    settings = settings_for(data)
    now = utc_now()
    if not yes:
        return _tell(plan(settings, rows, archive, now), "would go", as_json=as_json)
    prepare(settings)
    with only_one(settings.data, "prune"):
        went = carry_out(settings, rows, archive, now, _said)
        if compacts or (compacts is None and _pays(settings, went)):
            # First the words of what went leave the index.
            index_new(settings.warehouse, settings.lock_timeout)
            compact(settings.warehouse, settings.lock_timeout)
    publish_changes(settings)
    return _tell(went, "went", as_json=as_json)


def _pays(settings: Settings, went: Plan) -> bool:
    """Whether so much went that writing the file anew is worth it: loads fill free blocks only slowly."""
    gone, left = sum(went.rows.values()), status(settings.warehouse)["tables"]["row_count"].sum()
    return bool(gone and gone / (gone + left) >= _WORTH_IT)


def _said(went: Counter[str]) -> None:
    show.console(stderr=True).print(f"{went.total():,} rows gone", soft_wrap=True)


def _tell(what: Plan, verb: str, *, as_json: bool) -> int:
    if as_json:
        names = {why: [file.name for file in files] for why, files in what.files.items()}
        show.write_json({verb: what.rows, "archive_files": names, "archive_bytes": what.bytes})
        return DONE
    frame = pl.DataFrame(
        [(name, f"{count:,}") for name, count in what.rows.items()], schema=["table", "rows"], orient="row"
    )
    if what.rows:
        show.print_table(frame, f"Rows that {verb}")
    for why, files in what.files.items():
        show.print_line(
            f"archive: {len(files):,} files, {show.size(sum(f.bytes for f in files))} {verb}: {why}"
        )
    if not what.rows and not what.files:
        show.print_line(f"nothing {verb}: nothing is so old")
    elif verb == "would go":
        show.print_line("nothing was deleted; --yes does it")
    return DONE
