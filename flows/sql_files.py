"""Results as CSV, JSON, JSON Lines and Parquet, batch by batch: a result may be larger than memory."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import BinaryIO

import polars as pl
from polars import selectors as cs

from flows.errors import HearsayError, UsageError

FORMS = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_UNWRITABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, TypeError, ValueError, OverflowError)
_A_DAY = {"d": 1, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_FIRST_DAY, _LAST_DAY = ((day - date(1970, 1, 1)).days for day in (date.min, date.max))

Frames = Iterator[pl.DataFrame]


def form_of(file: Path) -> str:
    """The format that a file's name stands for. Raises UsageError where it stands for none."""
    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise UsageError(f"{file}: end its name in {', '.join(FORMS)}, or give --format")
    return form


def write_file(file: Path, form: str, empty: pl.DataFrame, batches: Frames) -> int:
    """Writes a result to a file, which takes the place of what was there at the end; the number of rows."""
    with _in_place_of(file) as out:
        return write(out, form, empty, batches)


def write(out: BinaryIO, form: str, empty: pl.DataFrame, batches: Frames) -> int:
    """Writes a result as csv, json, jsonl or parquet; the number of rows.

    Raises HearsayError for values that the format, or Python, does not have.
    """
    with explained(form):
        return _WRITERS[form](out, empty, batches)


@contextmanager
def explained(form: str) -> Iterator[None]:
    """Says in one line what cannot be shown in a form. Raises HearsayError."""
    try:
        yield
    except _UNWRITABLE as fault:
        reason = str(fault).partition("\n")[0]
        raise HearsayError(
            f"this result cannot be shown as {form} ({reason}): cast columns to text, as x::text"
        ) from None


def check_times(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame. Raises OverflowError for what Polars would panic at, with pages of advice on stderr."""
    for column in frame.select(cs.date() | cs.datetime()):
        unit = "d" if column.dtype == pl.Date else column.dtype.time_unit  # type: ignore[attr-defined]  # a Datetime
        days = column.to_physical() // _A_DAY[unit]
        if not days.is_between(_FIRST_DAY, _LAST_DAY).all():
            raise OverflowError(f"{column.name} goes beyond the years 1 to 9999")
    return frame


@contextmanager
def _in_place_of(file: Path) -> Iterator[BinaryIO]:
    """Opens a file under another name; it takes its place at the end of the block, unless by an error."""
    file = file.resolve()  # a link stays one
    if file.exists() and not file.is_file():  # /dev/stdout, a pipe
        with file.open("wb") as out:
            yield out
        return
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _csv(out: BinaryIO, empty: pl.DataFrame, batches: Frames) -> int:
    out.write(pl.DataFrame(schema=dict.fromkeys(empty.columns, pl.String)).write_csv().encode())
    return _each(batches, lambda frame: out.write(_flat(frame).write_csv(include_header=False).encode()))


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """CSV has no lists: they are written as JSON."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    return frame.with_columns(pl.struct(name).struct.json_encode().alias(name) for name in nested)


def _json(out: BinaryIO, _empty: pl.DataFrame, batches: Frames) -> int:
    between = b"["

    def add(frame: pl.DataFrame) -> None:
        nonlocal between
        out.write(between + frame.write_json()[1:-1].encode())
        between = b","

    rows = _each(batches, add)
    out.write(b"]\n" if rows else b"[]\n")
    return rows


def _jsonl(out: BinaryIO, _empty: pl.DataFrame, batches: Frames) -> int:
    return _each(batches, lambda frame: out.write(frame.write_ndjson().encode()))


def _parquet(out: BinaryIO, empty: pl.DataFrame, batches: Frames) -> int:
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415  # only where Parquet is asked for

    schema = empty.to_arrow().schema
    with ParquetWriter(out, schema, compression="zstd") as writer:
        return _each(batches, lambda frame: writer.write_table(frame.to_arrow().cast(schema)), times=False)


def _each(batches: Frames, write_one: Callable[[pl.DataFrame], object], *, times: bool = True) -> int:
    rows = 0
    for frame in batches:
        if frame.height:
            write_one(check_times(frame) if times else frame)
            rows += frame.height
    return rows


_WRITERS: dict[str, Callable[[BinaryIO, pl.DataFrame, Frames], int]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "parquet": _parquet,
}
