"""The user's own documents as texts (schemas.TEXTS): plain text, HTML, Parquet tables, standard input."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from flows.cli import say
from flows.errors import HearsayError, UsageError
from transforms import schemas
from transforms.article import Page, Refused, extract
from transforms.charset import NotText, decode, looks_like_html
from transforms.language import language_of

_TELLING = 1_500  # characters of a text by which its language is told


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user says of texts that do not say it themselves."""

    published: datetime | None = None
    language: str | None = None
    title: str | None = None


def read_documents(files: Iterable[Path], stated: Stated) -> tuple[pl.DataFrame, list[str]]:
    """The texts of files ("-": standard input), and what is wrong with those that could not be read.

    Raises UsageError where two texts have one name: nobody could tell their claims apart.
    """
    frames, faults = [schemas.empty(schemas.TEXTS)], []
    for file in files:
        try:
            frames.append(_texts(file))
        except HearsayError as fault:
            faults.append(str(fault))
    texts = _completed(pl.concat(frames), stated)
    twice = texts.filter(pl.col("text_id").is_duplicated())["text_id"]
    if len(twice):
        raise UsageError(f"{twice[0]} is there more than once: give each text once, with an id of its own")
    return texts, faults


def _completed(texts: pl.DataFrame, stated: Stated) -> pl.DataFrame:
    published = stated.published.replace(tzinfo=UTC) if stated.published else None
    told = texts.with_columns(
        pl.col("published_at").fill_null(pl.lit(published, schemas.TIME)),
        pl.col("language").fill_null(pl.lit(stated.language, pl.String)),
        pl.col("title").fill_null(pl.lit(stated.title, pl.String)),
    )
    languages = [
        language or language_of(beginning, [])
        for language, beginning in told.select("language", pl.col("text").str.head(_TELLING)).iter_rows()
    ]
    return told.with_columns(language=pl.Series(languages, dtype=pl.String))


def _texts(file: Path) -> pl.DataFrame:
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
    _say_what_is_left_out(file, frame)
    try:
        return _as_texts(frame)
    except pl.exceptions.PolarsError as fault:
        reason = str(fault).partition("\n")[0]
        raise UsageError(f"{file} has a column of the wrong type: {reason}") from None


def _say_what_is_left_out(file: Path, frame: pl.DataFrame) -> None:
    """Rows without a text are not read, and dates that are none are not used: the first of each is named."""
    empty = frame.filter(pl.col("text").is_null())["article_id"]
    if len(empty):
        say(f"{file}: {len(empty)} rows have no text and are left out, such as {empty[0]}")
    if frame.schema.get("published_at") == pl.String:
        unread = frame.filter(pl.col("published_at").is_not_null() & _as_time(frame).is_null())
        if unread.height:
            row = unread.row(0, named=True)
            say(
                f"{file}: published_at of {unread.height} rows is no date, such as "
                f"{row['published_at']!r} of {row['article_id']}: write 2026-01-31 or 2026-01-31T08:00:00"
            )


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
        row = _article(name, body)
    else:
        row = {"text": decoded.text.replace("\r\n", "\n")}
    return schemas.from_rows([{"text_id": name, **row}], schemas.TEXTS)


def _article(name: str, body: bytes) -> dict[str, object]:
    """What the page says; where it gives a day without a time, the beginning of that day in UTC."""
    here, now = "http://localhost/", datetime.now(UTC)
    page = extract(
        Page(
            fetch_id=name,
            page_id=name,
            url=here,
            final_url=here,
            redirects_permanent=False,
            content_type=None,
            body=body,
            captured_at=now,
        )
    )
    if isinstance(page, Refused):
        raise HearsayError(f"{name}: no article in this page ({page.reason}): {page.detail}")
    day = page["published_date"]
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) if isinstance(day, date) else None
    at = page["published_at"] or midnight
    return {"text": page["text"], "title": page["title"], "language": page["language"], "published_at": at}
