"""`hearsay reextract`: today's code over what was fetched."""

from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows import show
from flows.again import STAGES, scope_of, supplies
from flows.again_compare import Tally, differences, tables
from flows.again_steps import NO_BYTES
from flows.again_steps import pages as read_pages
from flows.again_steps import texts as read_texts
from flows.cli import DONE, DONE_WITH_FAILURES
from flows.commands.options import data_option, json_option, settings_for
from flows.finders import identity_of
from flows.prefect_server import prefect_api
from flows.progress import Silent, for_console, shown_by
from flows.session import Session
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.reextract import Summary

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("reextract")
@click.option("--stage", type=click.Choice(STAGES), required=True, help="What is read again: see above.")
@click.option("--since", type=_DAY, help="Only what was captured on this day (UTC) and later.")
@click.option("--until", type=_DAY, help="Only what was captured on earlier days than this one.")
@click.option("--publisher", help="Only what this publisher (domain or name) has published.")
@click.option("--limit", type=click.IntRange(min=1), help="Only so many texts, the oldest captures first.")
@click.option("--compare", "compares", is_flag=True, help="Store nothing: tell what would change.")
@data_option
@json_option
def command(
    data: Path | None,
    stage: str,
    since: datetime | None,
    until: datetime | None,
    *,
    compares: bool,
    as_json: bool,
    **given: Any,
) -> int:
    """Run today's code over what was fetched before.

    \b
    --stage article   reads the pages from the archive again. A text that comes out different is
                      a new version with the cause "reextraction", and is read for mentions and
                      claims; dates and language of articles follow. Nothing else is read.
    --stage claims    reads the stored texts again for mentions and claims, where another
                      extractor (other rules or word lists, another HEARSAY_MENTIONS) read them
                      last. Both are found in one reading, so --stage mentions does just the same.

    What today's code has read already is left out. Analysts see what was there until all is read,
    then all of the new at once. A call that is stopped changes nothing for them; the same call goes
    on from there. What cannot be read again stays as it is (exit code 3). Runs may load meanwhile.

    \b
    Example:
      hearsay reextract --stage claims --since 2026-01-01 --until 2026-02-01 --compare
      hearsay reextract --stage claims --since 2026-01-01 --until 2026-02-01
    """
    settings = settings_for(data)
    identity_of(settings.mentions)  # what cannot be loaded is said before anything is made
    days = {name: day.date() if day else None for name, day in (("since", since), ("until", until))}
    if compares:
        return _compare(settings, stage, {**days, **given}, as_json=as_json)
    summary = _reextract(settings, stage, {**days, **given}, quiet=as_json)
    outcomes, rows = dict(summary.outcomes), {name: count for name, count in summary.rows.items() if count}
    if as_json:
        show.write_json({"texts": outcomes, "rows": rows, "took_effect": summary.effect})
    else:
        _print_summary(stage, outcomes, rows, summary.effect)
    return DONE_WITH_FAILURES if summary.failed else DONE


def _reextract(settings: Settings, stage: str, given: dict[str, Any], *, quiet: bool) -> "Summary":
    """Runs the flow under Prefect, showing progress on standard error."""
    with shown_by(Silent() if quiet else for_console(show.console(stderr=True))), prefect_api(settings.data):
        from flows.reextract import reextract  # noqa: PLC0415  # Prefect reads its settings when it is imported

        summary: Summary = reextract(settings, stage, **given)  # type: ignore[assignment]  # Prefect's stub
    return summary


def _print_summary(
    stage: str, outcomes: dict[str, int], rows: dict[str, int], effect: dict[str, int]
) -> None:
    what = "pages" if stage == "article" else "texts"
    show.print_line(f"{what:<12}{_listed(outcomes) or 'none that today’s code has not read already'}")
    show.print_line(f"{'new rows':<12}{_listed(rows) or 'none'}")
    show.print_line(f"{'took effect':<12}{_listed(effect) or 'nothing'}")
    _say_missing(outcomes)


def _compare(settings: Settings, stage: str, given: dict[str, Any], *, as_json: bool) -> int:
    """Tells what would change, by publisher."""
    limit: int | None = given["limit"]
    days: dict[str, date | None] = {name: given[name] for name in ("since", "until")}
    tally = Tally()
    with (
        closing(Silent() if as_json else for_console(show.console(stderr=True))) as progress,
        Session(settings, progress) as session,
    ):
        scope = scope_of(session, stage, **days, publisher=given["publisher"])
        steps = read_pages if stage == "article" else read_texts
        for supply in supplies(session, scope, limit):
            for part in steps(session, supply):
                tally.add(part, differences(session, part))
                session.progress.done(part.outcomes.total(), part.failed)
    _tell(tally, as_json=as_json)
    return DONE_WITH_FAILURES if tally.failed else DONE


def _tell(tally: Tally, *, as_json: bool) -> None:
    if as_json:
        outlets = {
            outlet: {**counts, "examples": tally.examples.get(outlet, [])}
            for outlet, counts in sorted(tally.counts.items())
        }
        show.write_json({"outcomes": dict(tally.outcomes), "total": dict(tally.total), "publishers": outlets})
        return
    if not tally.counts:
        show.print_line("nothing would change: today's code has read all of it already")
    for title, frame in tables(tally):
        show.print_table(frame, title)
    _say_missing(tally.outcomes)


def _say_missing(outcomes: dict[str, int]) -> None:
    missing = outcomes.get(NO_BYTES, 0)
    if missing:
        show.print_line(
            f"{missing:,} pages are not in the archive (any more): what is stored of them stays as it is"
        )


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in sorted(counts.items()) if number)
