"""`hearsay gaps`: when entries of a feed were probably missed, and the command that looks for them."""

from pathlib import Path
from typing import Any

import click

from flows import show
from flows.cli import DONE
from flows.commands.options import data_option, json_option, settings_for
from flows.data_folder import prepare
from flows.past.asked import Asked
from flows.past.gaps import chosen


@click.command("gaps")
@click.option("--feed", help="Only this feed: its address or title, or words of it.")
@click.option("--publisher", help="Only this publisher: its domain or name.")
@click.option(
    "--all", "everything", is_flag=True, help="Also those that were looked for, and what came of it."
)
@data_option
@json_option
def command(
    feed: str | None, publisher: str | None, data: Path | None, *, everything: bool, as_json: bool
) -> int:
    """List when entries of a feed were probably missed, with the command that looks for them.

    A gap is suspected where none of a feed's newer entries was left at the next poll. All of them are filled
    by `hearsay backfill --gaps`.

    \b
    Example:
      hearsay gaps
      hearsay gaps --all --publisher news.example
    """
    settings = settings_for(data)
    prepare(settings)
    gaps = chosen(settings, Asked(None, None, None, [], feed, publisher, gaps=True))
    shown = gaps if everything else gaps.filter(state="open")
    if as_json:
        show.write_json(shown.to_dicts())
        return DONE
    for row in shown.iter_rows(named=True):
        _print(row)
    counts = ", ".join(
        f"{count} {state}" for state, count in sorted(gaps["state"].value_counts().iter_rows())
    )
    show.print_line(f"{shown.height} of {gaps.height} suspected gaps ({counts or 'none'})")
    return DONE


def _print(row: dict[str, Any]) -> None:
    """One gap: the feed, when, why, what came of it, the command."""
    time = f"{row['since']:%Y-%m-%d %H:%M} to {row['until']:%Y-%m-%d %H:%M} UTC ({row['hours']:.1f} h)"
    lines = [show.printable(row["url"]), f"  {time}: {show.printable(row['reason'])}"]
    if row["tried_at"]:
        found = f"{row['entries_found']} new entries, {row['articles_found']} new articles"
        why = f", not to the end: {show.printable(row['problem'])}" if row["problem"] else ""
        lines.append(f"  {row['state']}: {found} by {row['tried_with']}{why}")
    for line in [*lines, f"  {show.printable(row['fill_with'])}", ""]:
        show.print_line(line)
