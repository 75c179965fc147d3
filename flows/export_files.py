"""Files of an export: whole at once, or as they were before.

A file is written under another name beside its place, and takes the place when it is complete.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from polars import selectors as cs

UNDATED = "__HIVE_DEFAULT_PARTITION__"  # what Hive, Spark and DuckDB call the partition of no value
_MARK = b"hearsay.table"
# What spreadsheets take for the beginning of a formula (OWASP, CSV Injection), full-width signs as well.
_FORMULA = r"^[=+\-@\t\r\n\x00＝＋－＠]"
Pieces = Iterable[tuple[date | None, pl.DataFrame]]


class Writer(Protocol):
    """Takes frames of one schema, one after the other."""

    def write(self, frame: pl.DataFrame) -> None:
        """Appends rows."""

    def close(self) -> None:
        """The last row was written."""


class ParquetFile:
    """Parquet; each frame is a row group. The file says in its metadata which table it is of."""

    def __init__(self, file: IO[bytes], schema: pl.Schema, table: str) -> None:
        arrow = pl.DataFrame(schema=schema).to_arrow().schema.with_metadata({_MARK: table.encode()})
        self._schema = arrow
        self._writer = pq.ParquetWriter(file, arrow, compression="zstd")

    def write(self, frame: pl.DataFrame) -> None:
        self._writer.write_table(frame.to_arrow().cast(self._schema))

    def close(self) -> None:
        self._writer.close()


class JsonLines:
    """A JSON object a line; times in ISO 8601."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, frame: pl.DataFrame) -> None:
        if frame.height:
            _with_times(frame).write_ndjson(self._file)

    def close(self) -> None:
        pass


class Csv:
    """CSV in UTF-8, nested values as JSON.

    For spreadsheets, unless exact: it begins with a byte order mark, by which Excel knows UTF-8, and a text
    that a spreadsheet would run as a formula gets an apostrophe before it.
    """

    def __init__(self, file: IO[bytes], schema: pl.Schema, *, exact: bool) -> None:
        self._file, self._exact = file, exact
        pl.DataFrame(schema=dict.fromkeys(schema, pl.String)).write_csv(file, include_bom=not exact)

    def write(self, frame: pl.DataFrame) -> None:
        flat = _with_times(frame).with_columns(
            _as_json(name) for name, kind in frame.schema.items() if kind.is_nested()
        )
        if not self._exact:
            flat = flat.with_columns(cs.string().str.replace(_FORMULA, "'${0}"))
        flat.write_csv(self._file, include_header=False)

    def close(self) -> None:
        pass


def _with_times(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(cs.datetime().dt.to_string("iso:strict"))


def _as_json(name: str) -> pl.Expr:
    """A column of lists or structs as JSON text. Polars encodes structs only: the column goes into one."""
    packed = pl.struct(pl.col(name).alias("x")).struct.json_encode()  # {"x":…}
    bare = packed.str.slice(5, packed.str.len_chars() - 6)
    return pl.when(pl.col(name).is_null()).then(None).otherwise(bare).alias(name)


def writer_for(form: str, file: IO[bytes], schema: pl.Schema, table: str, *, exact: bool) -> Writer:
    """What writes a format: parquet, csv or jsonl."""
    if form == "parquet":
        return ParquetFile(file, schema, table)
    return JsonLines(file) if form == "jsonl" else Csv(file, schema, exact=exact)


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that becomes `path` at the end of the block, unless that ends in an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def file_of_day(folder: Path, table: str, day: date | None) -> Path:
    """Where a day's rows go: FOLDER/TABLE/day=2026-01-31/TABLE.parquet."""
    return folder / table / f"day={day.isoformat() if day else UNDATED}" / f"{table}.parquet"


def remove_stale(
    folder: Path, table: str, written: set[Path], since: date | None, until: date | None
) -> None:
    """Removes what an earlier export wrote for days of this one that have no rows any more.

    Only files that say themselves that an export wrote them, and folders that are empty after it.
    """
    for path in folder.glob(f"{table}/day=*/{table}.parquet"):
        if path not in written and _is_within(path, since, until) and _is_ours(path, table):
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def _is_within(path: Path, since: date | None, until: date | None) -> bool:
    name = path.parent.name.removeprefix("day=")
    if name == UNDATED:
        return since is None and until is None
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return False
    return (since is None or day >= since) and (until is None or day < until)


def _is_ours(path: Path, table: str) -> bool:
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return False
    return bool(metadata.get(_MARK) == table.encode())
