"""`hearsay sql`: ad-hoc questions, read only."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import polars as pl

from flows import show
from flows.commands.options import data_option, settings_for
from flows.errors import UsageError
from flows.saved_queries import saved_queries, sql_in
from flows.settings import Settings
from flows.sql_questions import Way, answer, asked_file, own_queries, question
from flows.sql_screen import View
from warehouse.errors import QueryError

INTERRUPTED = 130  # as shells have it for what Ctrl-C ended


@click.command("sql")
@click.argument("statement", required=False)
@click.argument("values", nargs=-1)
@click.option(
    "--file", "-f", type=click.Path(path_type=Path, dir_okay=False), help="Read the SQL from a file."
)
@click.option("--since", help="Value of $since: yesterday, monday, 2026-11-01, 7d, 2 weeks ago.")
@click.option("--until", help="Value of $until; a day is meant as a whole.")
@click.option("--set", "named", multiple=True, metavar="NAME=VALUE", help="Value of another parameter.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "jsonl", "parquet"]),
    help="How to print the result.  [default: table, or as --output is named]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a .csv, .json, .jsonl or .parquet file.",
)
@click.option(
    "--limit", type=click.IntRange(min=0), help="Rows at most; 0: all.  [default: 200 on a terminal]"
)
@click.option("--full", is_flag=True, help="On a terminal, shorten nothing.")
@click.option(
    "--vertical/--table", default=None, help="One column a line, or never.  [default: where columns are many]"
)
@click.option("--list", "listing", is_flag=True, help="List the saved queries, as `hearsay sql @` does.")
@click.option("--live", is_flag=True, help="Ask the writer's own file, and wait for those who write.")
@data_option
def command(statement: str | None, values: tuple[str, ...], data: Path | None, **options: Any) -> int:
    """Ask the warehouse one question in SQL, or @NAME of a saved query; "-" reads SQL from standard input.

    Without a question, at a terminal, it is a prompt. Nothing can be changed by any of it. Values for a
    query stand behind it (speaker=malk) or come by --since, --until and --set; your own saved
    queries are .sql files in the folder "queries" of the data folder. Ctrl-C ends a question (exit code 130).

    \b
    Example:
      hearsay sql "select speaker, count(*) n from said group by all order by n desc limit 5"
      hearsay sql @speaker malk --since "2 weeks ago"
      hearsay sql "from articles" --output articles.csv
    """
    settings = settings_for(data)
    try:
        return _run(settings, statement, values, options)
    except QueryError as fault:
        show.print_fault(str(fault))
        return 1
    except KeyboardInterrupt:
        show.print_interrupted()
        return INTERRUPTED


def _run(settings: Settings, statement: str | None, values: tuple[str, ...], options: dict[str, Any]) -> int:
    if statement == "@" or options["listing"]:
        show.print_table(listed(settings))
        return 0
    way = _way(options)
    text = _text(statement, options["file"])
    if text is None:
        return _prompt(settings, way, live=options["live"])
    given = _given(options)
    asked = question(text, values, given, own_queries(settings), datetime.now(UTC))
    answer(asked_file(settings, live=options["live"]), asked, way)
    return 0


def listed(settings: Settings) -> pl.DataFrame:
    """The saved queries: usage and shows, one row each."""
    known = saved_queries(own_queries(settings)).values()
    rows = [(query.usage, query.about + (" (yours)" if query.own else "")) for query in known]
    return pl.DataFrame(rows, schema=["query", "shows"], orient="row")


def _text(statement: str | None, file: Path | None) -> str | None:
    if file is not None and statement not in (None, "-"):
        raise UsageError("give either SQL or --file, not both")
    if statement == "-" or file == Path("-"):
        return sys.stdin.read()
    return statement if file is None else sql_in(file)


def _way(options: dict[str, Any]) -> Way:
    form = options["form"]
    if form == "table" and options["output"]:
        raise UsageError("a table is for reading: give --format csv, json, jsonl or parquet for a file")
    if form == "parquet" and options["output"] is None:
        raise UsageError("Parquet is not for the terminal: give --output FILE")
    view = View(options["full"], options["vertical"])
    return Way(None if form == "table" else form, options["output"], options["limit"], view)


def _given(options: dict[str, Any]) -> dict[str, str]:
    wrong = [text for text in options["named"] if "=" not in text]
    if wrong:
        raise UsageError(f"--set {wrong[0]}: give it as NAME=VALUE")
    times = {name: options[name] for name in ("since", "until") if options[name] is not None}
    return {**dict(text.split("=", 1) for text in options["named"]), **times}


def _prompt(settings: Settings, way: Way, *, live: bool) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            'give a question, such as "from said limit 5": without one this is a prompt, for a terminal'
        )
    from flows.sql_prompt import Prompt  # noqa: PLC0415  # its library is wanted only here

    return Prompt(settings, way, live=live).run()
