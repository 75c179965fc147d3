"""`hearsay remove`: one article, everywhere."""

from pathlib import Path

import click
import polars as pl

from flows import removing, show
from flows.cli import DONE
from flows.commands.options import data_option, json_option, settings_for, user_name
from flows.data_folder import prepare
from flows.errors import UsageError
from flows.only_one import only_one
from flows.publishing import publish_changes
from flows.session import utc_now
from flows.settings import Settings
from warehouse import removals
from warehouse.compact import compact
from warehouse.lookups import removed_keys
from warehouse.publish import forget_copies
from warehouse.search import index_new

_LEFT = (
    "Not in reach from here: backups, exports, Prefect's log of runs, and other articles that say the same. "
    "See to them by hand."
)


@click.command("remove")
@click.argument("article")
@click.option("--why", help="The reason, for the record; it must not repeat what is removed.")
@click.option("--by", help="Who removes it.  [default: your user name]")
@click.option("--yes", is_flag=True, help="Do it. Without, only what would go is told.")
@click.option("--undo", is_flag=True, help="Let it come again, if a feed brings it; nothing is restored.")
@data_option
@json_option
def command(
    article: str, why: str | None, by: str | None, data: Path | None, *, yes: bool, undo: bool, as_json: bool
) -> int:
    """Remove ARTICLE (its address or key) everywhere, and keep it from coming back.

    All its texts, claims, entries, requests and notes go, its records and the bodies of feeds that carry it
    leave the archive, and the warehouse's file is written anew, so that nothing is left in its free blocks.
    Without --yes, only what would go is told. An interrupted call can be repeated.

    \b
    Example:
      hearsay remove https://example.org/news/1 --why "court order 12/26"
      hearsay remove https://example.org/news/1 --why "court order 12/26" --yes
    """
    settings = settings_for(data)
    prepare(settings)
    if undo:
        return _undone(settings, article)
    if not why:
        raise UsageError("give the reason: --why TEXT (it is kept, and must not repeat what is removed)")
    planned = removing.plan(settings, article)
    if not planned.found.rows and "://" not in article and not _is_removed(settings, planned):
        raise UsageError(f"no article or page has the key {article!r}: give its address or article_id")
    if not yes:
        return _tell(planned.found.rows, planned.records, "would go", as_json=as_json)
    with only_one(settings.data, "ingest", settings.lock_timeout):
        planned = removing.plan(settings, article)  # nothing is loaded from here on
        rows = removing.carry_out(settings, planned, why, by or user_name(), utc_now())
    index_new(settings.warehouse, settings.lock_timeout)  # the words of what went leave the index
    compact(settings.warehouse, settings.lock_timeout)
    forget_copies(settings.warehouse, settings.lock_timeout)
    publish_changes(settings)
    code = _tell(rows, planned.records, "went", as_json=as_json)
    show.console(stderr=True).print(_LEFT, soft_wrap=True)
    return code


def _undone(settings: Settings, article: str) -> int:
    planned = removing.plan(settings, article)
    keys = [*planned.article_keys, *planned.page_keys]
    count = removals.lift(settings.warehouse, keys, utc_now(), timeout=settings.lock_timeout)
    if not count:
        raise UsageError(f"{article!r} was not removed: nothing to undo")
    show.print_line(f"may come again, if a feed brings it ({count} keys); nothing is restored")
    return DONE


def _is_removed(settings: Settings, planned: removing.Planned) -> bool:
    return bool(removed_keys(settings.warehouse, planned.article_keys, timeout=settings.lock_timeout))


def _tell(rows: dict[str, int], records: int, verb: str, *, as_json: bool) -> int:
    if as_json:
        show.write_json({verb: rows, "archive_records": records})
        return DONE
    if rows:
        frame = pl.DataFrame([(n, f"{c:,}") for n, c in rows.items()], schema=["table", "rows"], orient="row")
        show.print_table(frame, f"Rows that {verb}")
    show.print_line(f"archive: {records:,} records {verb}")
    if verb == "would go":
        show.print_line("nothing was deleted; --yes does it")
    else:
        show.print_line("it will not be fetched or loaded again (ops.removals)")
    return DONE
