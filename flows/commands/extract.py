"""`hearsay extract`: entities and claims of your own documents, no warehouse needed."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import polars as pl
from rich.progress import track

from flows import show
from flows.article_view import claims_table, entities_table, print_article
from flows.cli import DONE, DONE_WITH_FAILURES, say
from flows.commands.options import settings_for
from flows.documents import Stated, read_documents
from flows.errors import HearsayError
from flows.finders import finder_for
from flows.language_names import language_called
from transforms.extract_table import as_extract_table
from transforms.languages import no_claims_reason
from transforms.mention_finders import MentionFinder
from transforms.readings import Reading, together, who_says_what

_MENTION_COLUMNS = ["start", "end", "surface", "type", "kind", "entity_id", "canonical_name", "role"]
_TEXTS_AT_ONCE = 50
_SECONDS_BETWEEN_LINES = 10.0
_SHOWN_OF_CONTENT = 120  # characters, in a table over several texts


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="When texts without a date appeared.")
@click.option(
    "--language", help='Language of texts that state none, such as "en".  [default: told from them]'
)
@click.option("--title", help="Title of a text without one.")
@click.option("--mentions", help="What finds names: spacy:PIPELINE or python:MODULE:FUNCTION.")
@click.option(
    "--view",
    type=click.Choice(["text", "table"]),
    help="The texts with marks, or one table of all.  [default: text for one, table for several]",
)
@click.option(
    "--limit", type=click.IntRange(min=0), default=40, help="Rows or texts shown; 0: all.  [default: 40]"
)
@click.option("--no-color", is_flag=True, help="Marks in place of colours (also: NO_COLOR=1).")
@click.option("--json", "as_json", is_flag=True, help="Print the claims as JSON.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write mentions.parquet and claims.parquet into this folder.",
)
def command(  # noqa: PLR0913  # one parameter an option
    files: tuple[Path, ...],
    out: Path | None,
    *,
    published: datetime | None,
    language: str | None,
    title: str | None,
    mentions: str | None,
    view: str | None,
    limit: int,
    no_color: bool,
    as_json: bool,
) -> int:
    """Find who says what in text, HTML or Parquet files; "-" reads standard input.

    A Parquet file has the columns article_id and text and, if it likes, title, published_at and language.

    \b
    Example:
      hearsay extract article.txt --published 2025-01-05
      hearsay extract - < page.html
      hearsay extract texts.parquet --out found/
    """
    language = None if language is None else language_called(language)
    finder = finder_for(settings_for(None).mentions if mentions is None else mentions)
    texts, faults = read_documents(files, Stated(published, language, title))
    for fault in faults:
        say(fault)
    readings, failed = read_texts(texts, finder)
    if not readings:
        raise HearsayError("nothing could be read")
    reading = together(readings)
    claims = as_extract_table(texts, reading.claims)
    if out is not None:
        _write(out, reading.mentions, claims)
    if as_json:
        show.write_json(claims.to_dicts())
        _say_unread(texts, claims)
    elif view == "text" or (view is None and out is None and texts.height == 1):
        _show_texts(texts, reading.mentions, claims, limit, plain=no_color)
    elif view == "table" or out is None:
        _show_table(texts, reading.mentions, claims, limit, plain=no_color)
    return DONE_WITH_FAILURES if faults or failed else DONE


def read_texts(texts: pl.DataFrame, finder: MentionFinder | None) -> tuple[list[Reading], int]:
    """The readings of the texts, and how many of them could not be read, which is said."""
    readings, failed = [], 0
    for part in _with_progress(texts):
        for text in _readable(part, finder):
            if isinstance(text, Reading):
                readings.append(text)
            else:
                failed += 1
                say(text)
    return readings, failed


def _readable(texts: pl.DataFrame, finder: MentionFinder | None) -> Iterator[Reading | str]:
    """Readings; where one fails, each text is read by itself, and those that cannot be are named."""
    try:
        yield who_says_what(texts, finder)
    except Exception as fault:  # noqa: BLE001  # the rules, or the user's pipeline: one text never stops the rest
        if texts.height == 1:
            yield f"{texts['text_id'].item()} could not be read: {type(fault).__name__}: {fault}"
        else:
            for text in texts.iter_slices(1):
                yield from _readable(text, finder)


def _with_progress(texts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Some texts at a time, with a bar where a person watches and a line now and then elsewhere."""
    console = show.console(stderr=True)
    quiet = not console.is_terminal or texts.height <= _TEXTS_AT_ONCE
    parts = list(texts.iter_slices(_TEXTS_AT_ONCE)) if texts.height else []
    told, done = time.monotonic(), 0
    for part in track(parts, "reading", console=console, transient=True, disable=quiet):
        yield part
        done += part.height
        if not console.is_terminal and time.monotonic() - told > _SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            say(f"{done:,} of {texts.height:,} texts read")


def _write(folder: Path, mentions: pl.DataFrame, claims: pl.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    renamed = mentions.rename({"text_id": "article_id"}).select("article_id", *_MENTION_COLUMNS)
    renamed.write_parquet(folder / "mentions.parquet")
    claims.write_parquet(folder / "claims.parquet")
    click.echo(f"{mentions.height} mentions and {claims.height} claims in {folder}", err=True)


def _show_texts(
    texts: pl.DataFrame, mentions: pl.DataFrame, claims: pl.DataFrame, limit: int, *, plain: bool
) -> None:
    out = show.console(plain=plain)
    shown = texts.head(limit or texts.height)
    for number, text in enumerate(shown.iter_rows(named=True)):
        if texts.height > 1:
            out.print(f"{'' if number == 0 else chr(10)}{show.printable(text['text_id'])}", style="bold")
        mine = claims.filter(article_id=text["text_id"])
        named = mentions.filter(text_id=text["text_id"])
        print_article(out, text, mine, named, no_claims_reason(text["language"]))
    _say_rest(texts.height - shown.height, "text")


def _show_table(
    texts: pl.DataFrame, mentions: pl.DataFrame, claims: pl.DataFrame, limit: int, *, plain: bool
) -> None:
    """One table of the claims of all texts, and one of the entities."""
    content = pl.col("content")
    shorter = content.str.slice(0, _SHOWN_OF_CONTENT - 1) + "…"
    cut = pl.when(content.str.len_chars() > _SHOWN_OF_CONTENT).then(shorter).otherwise(content)
    shown = claims.head(limit or claims.height).with_columns(content=cut)
    out = show.console(plain=plain)
    out.print("claims", style="bold")
    out.print(claims_table(shown, out.width, name_texts=True))
    _say_rest(claims.height - shown.height, "claim")
    entities = entities_table(mentions)
    show.print_table(entities.head(limit or entities.height), "entities", plain=plain)
    _say_rest(max(0, entities.height - limit) if limit else 0, "entity")
    _say_unread(texts, claims)


def _say_unread(texts: pl.DataFrame, claims: pl.DataFrame) -> None:
    """Says why texts have no claims, where it is their language."""
    reasons = texts.select(pl.col("language").map_elements(no_claims_reason, pl.String).alias("reason"))
    for reason, count in reasons.drop_nulls().group_by("reason").len().sort("reason").iter_rows():
        say(f"{count} of {texts.height} texts not read for claims: {reason}")
    unknown = texts.filter(
        pl.col("language").is_null() & ~pl.col("text_id").is_in(claims["article_id"].implode())
    )
    if unknown.height:
        say(f"{unknown.height} of {texts.height} texts read as English, without claims: give --language")


def _say_rest(count: int, what: str) -> None:
    if count > 0:
        many = {"entity": "entities"}.get(what, f"{what}s")
        show.print_line(
            f"and {count:,} more {many if count > 1 else what}: --limit, --out and --json give all"
        )
