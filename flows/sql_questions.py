"""A question to the warehouse, from the command line or the prompt, and its answer."""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import polars as pl

from flows import show
from flows.cli import say
from flows.errors import UsageError
from flows.saved_queries import saved, saved_query, values_for
from flows.settings import Settings
from flows.sql_files import check_times, explained, form_of, write, write_file
from flows.sql_screen import FIRST, View, first_rows, show_rows
from warehouse.publish import readable
from warehouse.query import Answer, asking

if TYPE_CHECKING:
    from typing_extensions import Buffer


@dataclass(frozen=True, slots=True)
class Question:
    """SQL with the values of its parameters, and what to say of them below its answer."""

    sql: str
    values: dict[str, object]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer is wanted. form: None for a table. limit: rows at most, 0 for all; None: as is usual."""

    form: str | None = None
    output: Path | None = None
    limit: int | None = None
    view: View = field(default_factory=View)


def asked_file(settings: Settings, *, live: bool = False) -> Path:
    """What analysts read: the published copy; where there is none, or `live`, the file that is written."""
    return settings.warehouse if live else readable(settings.warehouse)


def own_queries(settings: Settings) -> Path:
    """The folder of the user's own saved queries."""
    return settings.data / "queries"


def question(
    text: str, words: Sequence[str], given: Mapping[str, str], folder: Path, now: datetime
) -> Question:
    """What SQL, or @NAME of a saved query, asks with some values: words behind it, and others by name.

    Raises UsageError for values that it has no use for, or lacks, and for a name that is unknown.
    """
    if not text.startswith("@"):
        values = values_for(saved("", text), {**saved("", text).given(words), **given}, now)
        return Question(text, values, _noted(values))
    query = saved_query(folder, text[1:])
    values = values_for(query, {**query.given(words), **given}, now)
    return Question(query.sql, values, _noted(values))


def answer(file: Path, asked: Question, way: Way) -> None:
    """Shows or writes the answer. The file is closed before anything is shown: nobody waits for a reader.

    Raises what warehouse.query.asking raises, KeyboardInterrupt at Ctrl-C included, and HearsayError for
    what cannot be shown.
    """
    if way.output is not None:
        _to_file(file, asked, way, way.output)
    elif way.form is not None:
        with asking(file, asked.sql, asked.values or None) as found:
            write(cast(BinaryIO, _Stdout()), way.form, found.empty, _limited(found, way.limit))
    elif sys.stdout.isatty():
        with asking(file, asked.sql, asked.values or None) as found, explained("table"):
            limit = FIRST if way.limit is None else way.limit
            rows = first_rows(found.empty, map(check_times, found.batches), limit)
        show_rows(rows, way.view, asked.note)
    else:
        with asking(file, asked.sql, asked.values or None) as found, explained("table"):
            frame = check_times(pl.concat([found.empty, *_limited(found, way.limit)]))
        show.print_table(frame)


def _to_file(file: Path, asked: Question, way: Way, output: Path) -> None:
    form = way.form or form_of(output)
    if output.resolve().parent == file.resolve().parent and output.suffix.startswith(".duckdb"):
        raise UsageError(f"{output} is a file of the warehouse: name another")
    with asking(file, asked.sql, asked.values or None) as found:
        rows = write_file(output, form, found.empty, _limited(found, way.limit))
    say(f"{rows:,} row{'' if rows == 1 else 's'} in {output}")


def _limited(found: Answer, limit: int | None) -> Iterator[pl.DataFrame]:
    left = limit or None
    for batch in found.batches:
        yield batch if left is None else batch.head(left)
        left = left and left - min(left, batch.height)
        if left == 0:
            return


def _noted(values: Mapping[str, object]) -> str:
    """What was asked for: since 2026-11-22 00:00, speaker Malk."""
    return ", ".join(f"{name} {show.printable(value)}" for name, value in values.items() if value is not None)


class _Stdout(io.RawIOBase):
    """Standard output for bytes of UTF-8: what its encoding lacks is replaced, as everywhere."""

    def write(self, data: "Buffer") -> int:
        return sys.stdout.write(bytes(data).decode())
