"""`hearsay extract`: entities and claims of your own documents, no warehouse needed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import polars as pl

from flows import show
from flows.cli import DONE, DONE_WITH_FAILURES, say
from flows.errors import HearsayError, UsageError
from transforms import schemas
from transforms.article import Page, Refused, extract
from transforms.charset import NotText, decode, looks_like_html
from transforms.claims import as_extract_table, attribute
from transforms.mentions import find_mentions

_MENTION_COLUMNS = ["start", "end", "surface", "type", "kind", "entity_id", "canonical_name", "role"]


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write mentions.parquet and claims.parquet into this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the claims as JSON.")
def command(files: tuple[Path, ...], out: Path | None, *, as_json: bool) -> int:
    """Find who says what in text, HTML or Parquet files; "-" reads standard input.

    A Parquet file has the columns article_id and text and, if it likes, title, published_at and language.

    \b
    Example:
      hearsay extract article.txt page.html
      hearsay extract texts.parquet --out found/
    """
    frames, failed = [], 0
    for file in files:
        try:
            frames.append(_texts(file))
        except HearsayError as fault:
            failed += 1
            say(str(fault))
    if not frames:
        raise HearsayError("nothing could be read")
    texts = _each_once(pl.concat(frames))
    mentions = find_mentions(texts)
    claims = as_extract_table(texts, attribute(texts, mentions))
    mentions = mentions.rename({"text_id": "article_id"}).select("article_id", *_MENTION_COLUMNS)
    _deliver(mentions, claims, out, as_json=as_json)
    return DONE_WITH_FAILURES if failed else DONE


def _each_once(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts. Raises UsageError where two have one name: nobody could tell their claims apart."""
    twice = texts.filter(pl.col("text_id").is_duplicated())["text_id"]
    if len(twice):
        raise UsageError(f"{twice[0]} is there more than once: give each text once, with an id of its own")
    return texts


def _deliver(mentions: pl.DataFrame, claims: pl.DataFrame, out: Path | None, *, as_json: bool) -> None:
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        mentions.write_parquet(out / "mentions.parquet")
        claims.write_parquet(out / "claims.parquet")
        click.echo(f"{mentions.height} mentions and {claims.height} claims in {out}", err=True)
    elif as_json:
        show.write_json(claims.to_dicts())
    else:
        shown = claims.select("speaker", "role", "cue", "content", "quote_type", "confidence")
        show.print_table(shown, "claims")
        names = (
            mentions.filter(pl.col("entity_id").is_not_null())
            .group_by("canonical_name", "type")
            .len("mentions")
        )
        show.print_table(names.sort("mentions", "canonical_name", descending=[True, False]), "entities")


def _texts(file: Path) -> pl.DataFrame:
    """The texts of one input, as schemas.TEXTS."""
    if str(file) == "-":
        return _document("-", sys.stdin.buffer.read())
    if not file.exists():
        raise UsageError(f"{file}: there is no such file")
    if file.is_dir():
        raise UsageError(f"{file} is a folder: name the files in it")
    try:
        return _table(file) if file.suffix == ".parquet" else _document(str(file), file.read_bytes())
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {fault.strerror}") from None


def _table(file: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(file)
    except pl.exceptions.PolarsError as fault:
        raise HearsayError(f"{file} is no Parquet file: {fault}") from None
    absent = {"article_id", "text"} - set(frame.columns)
    if absent:
        raise UsageError(f"{file} lacks the column {' and '.join(sorted(absent))}")
    if frame["article_id"].has_nulls():
        raise UsageError(f"{file} has rows without an article_id: give each text one")
    try:
        return _as_texts(frame)
    except pl.exceptions.PolarsError as fault:
        reason = str(fault).partition("\n")[0]
        raise UsageError(f"{file} has a column of the wrong type: {reason}") from None


def _as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in ("title", "published_at", "language") if name not in frame.columns]
    whole = frame.with_columns(pl.lit(None).alias(name) for name in missing)
    texts = schemas.conform(
        whole.with_columns(text_id=pl.col("article_id").cast(pl.String), published_at=_as_time(whole)),
        schemas.TEXTS,
    )
    return texts.filter(pl.col("text").is_not_null())


def _as_time(frame: pl.DataFrame) -> pl.Expr:
    column = pl.col("published_at")
    if frame.schema["published_at"] == pl.String:
        return column.str.to_datetime(time_zone="UTC", time_unit="us", strict=False)
    if isinstance(frame.schema["published_at"], pl.Datetime) and not frame.schema["published_at"].time_zone:
        return column.dt.replace_time_zone("UTC")
    return column.cast(schemas.TIME)


def _document(name: str, body: bytes) -> pl.DataFrame:
    decoded = decode(body)
    if isinstance(decoded, NotText):
        raise HearsayError(f"{name} is no text: {decoded.detail}")
    if looks_like_html(decoded.text):
        now = datetime.now(UTC)
        page = extract(Page(name, name, "http://localhost/", "http://localhost/", False, None, body, now))  # noqa: FBT003
        if isinstance(page, Refused):
            raise HearsayError(f"{name}: no article in this page ({page.reason}): {page.detail}")
        row = {name_: page[name_] for name_ in ("text", "title", "language", "published_at")}
    else:
        row = {"text": decoded.text.replace("\r\n", "\n")}
    return schemas.from_rows([{"text_id": name, **row}], schemas.TEXTS)
