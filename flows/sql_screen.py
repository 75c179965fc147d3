"""Results on a terminal: fitted to it, the first rows of many, in a pager where the screen is too short.

What goes to a file or another program is not made here: there, nothing is shortened or left out.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import click
import polars as pl
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows import show

FIRST = 200  # rows that a terminal shows, unless told otherwise
_COUNTING = 2.0  # seconds for counting the rows that are not shown
_LEGIBLE = 8  # characters that a column needs
_LONG = 1_000  # characters of a value that can matter where it is shortened


@dataclass(frozen=True, slots=True)
class View:
    """full: nothing is shortened. vertical: one column a line; None: where there are too many for a table."""

    full: bool = False
    vertical: bool | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to show, and of how many; `more`: at least so many, counting took too long."""

    frame: pl.DataFrame
    total: int
    more: bool = False


def first_rows(empty: pl.DataFrame, batches: Iterator[pl.DataFrame], limit: int) -> Rows:
    """The first rows (0: all); the others are counted, for two seconds at most, and not kept."""
    kept, total, until = [empty], 0, float("inf")
    for batch in batches:
        kept.append(
            batch.head(limit - total) if limit and limit > total else batch.clear() if limit else batch
        )
        total += batch.height
        if limit and total > limit:
            until = min(until, time.monotonic() + _COUNTING)
        if time.monotonic() > until:
            return Rows(pl.concat(kept), total, more=True)
    return Rows(pl.concat(kept), total)


def show_rows(rows: Rows, view: View, note: str = "") -> None:
    """Prints rows and, below them, how many there are; in a pager where the screen is too short."""
    out = show.console()
    vertical = view.vertical if view.vertical is not None else _is_too_wide(rows.frame, out.width)
    shown = _records(rows.frame, view, out.width) if vertical else _table(rows.frame, view)
    with out.capture() as printed:
        out.print(shown)
        out.print(Text(_below(rows, note), style="dim"), soft_wrap=True)
    page("".join(f"{line.rstrip()}\n" for line in printed.get().splitlines()), out)


def page(text: str, out: Console) -> None:
    """Shows text through $PAGER, or less, where it is longer than the screen; q leaves it."""
    if text.count("\n") < out.height or not out.is_terminal or out.is_dumb_terminal:
        out.file.write(text)
        return
    os.environ.setdefault("LESS", "FRX")  # as git does: colours, and what fits on the screen stays on it
    click.echo_via_pager(text)


def _below(rows: Rows, note: str) -> str:
    parts = [_counted(rows), note]
    if any(isinstance(kind, pl.Datetime) for kind in rows.frame.dtypes):
        parts.append("times are UTC")
    return "; ".join(part for part in parts if part)


def _counted(rows: Rows) -> str:
    shown = rows.frame.height
    if shown == rows.total:
        return f"{shown:,} row{'' if shown == 1 else 's'}"
    of = f"more than {rows.total:,}" if rows.more else f"{rows.total:,}"
    return f"first {shown:,} of {of} rows: --limit 0 shows all, --output FILE writes all"


def _is_too_wide(frame: pl.DataFrame, width: int) -> bool:
    """Whether a table would leave less than is legible to some column."""
    needs = (min(_LEGIBLE, max([len(name), *_lengths(frame[name])])) for name in frame.columns)
    return sum(need + 3 for need in needs) + 1 > width


def _lengths(column: pl.Series) -> Iterator[int]:
    return (len(_text(value, View()).plain) for value in column.head(FIRST))


def _table(frame: pl.DataFrame, view: View) -> Table:
    shown = Table(header_style="bold")
    for name, kind in frame.schema.items():
        shown.add_column(Text(show.printable(name)), justify="right" if kind.is_numeric() else "left")
    for row in _values(frame):
        shown.add_row(*(_text(value, view) for value in row))
    return shown


def _records(frame: pl.DataFrame, view: View, width: int) -> RenderableType:
    """One column a line, one record below the other."""
    parts: list[RenderableType] = []
    for number, row in enumerate(_values(frame), 1):
        lines = Table.grid(padding=(0, 2))
        for name, value in zip(frame.columns, row, strict=True):
            text = _text(value, view)
            text.no_wrap, text.overflow = False, "fold"
            if not view.full:
                text.truncate(4 * width, overflow="ellipsis")
            lines.add_row(Text(show.printable(name), style="bold"), text)
        parts += [Text(f"row {number}", style="dim"), Padding(lines, (0, 0, 0, 2))]
    return Group(*parts)


def _values(frame: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    # A 32-bit number as its shortest decimal: 0.594, not what it becomes with 64 bits.
    return frame.with_columns(pl.col(pl.Float32).cast(pl.String)).iter_rows()


def _text(value: object, view: View) -> Text:
    if value is None:
        return Text("NULL", style="dim")
    if view.full:
        return Text(_whole(value), overflow="fold")
    short = value[:_LONG] if isinstance(value, str | list) else value
    return Text(show.cell(short), overflow="ellipsis", no_wrap=True)


def _whole(value: object) -> str:
    """A value to the second, and with its line breaks."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return "\n".join(map(show.printable, value.split("\n")))
    return show.cell(value)
