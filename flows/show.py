"""Tables and text for people: nothing that a publisher wrote reaches the terminal as more than characters."""

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

# What JSON may hold as it is and a terminal should not get: controls, direction overrides, surrogates.
_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def printable(value: object) -> str:
    """A value as one line of harmless characters: no escape sequences, no direction overrides."""
    if value is None:
        return ""
    text = value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)
    return "".join(character if _harmless(character) else " " for character in text)


def _harmless(character: str) -> bool:
    # Cc: control characters, Cf: direction overrides and zero-width tricks, Cs: lone surrogates, Zl and Zp:
    # separators of lines and paragraphs.
    if character.isascii():
        return character.isprintable()
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def table(frame: pl.DataFrame) -> Table:
    """A frame as a table for the terminal; numbers to the right."""
    shown = Table(header_style="bold")
    for name, dtype in frame.schema.items():
        shown.add_column(Text(name), justify="right" if dtype.is_numeric() else "left", overflow="fold")
    # A 32-bit number as its shortest decimal: 0.594, not what it becomes with 64 bits.
    for row in frame.with_columns(pl.col(pl.Float32).cast(pl.String)).iter_rows():
        shown.add_row(*(Text(cell(value)) for value in row))
    return shown


def cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(printable(item) for item in value)
    return printable(value)


def console(*, stderr: bool = False, plain: bool = False) -> Console:
    """The terminal; where there is none, wide enough that tables are not cut. plain: without any colour."""
    plain = plain or bool(os.environ.get("NO_COLOR"))  # https://no-color.org
    colours: Literal["auto"] | None = None if plain else "auto"
    out = Console(stderr=stderr, highlight=False, markup=False, color_system=colours)
    if out.is_terminal and out.width > 0:
        return out
    width = shutil.get_terminal_size((160, 25)).columns  # COLUMNS, unless it is no number of columns
    return Console(stderr=stderr, highlight=False, markup=False, color_system=colours, width=width)


def print_line(text: str) -> None:
    """One line on standard output, never broken in two: where it goes to a file or a program, too."""
    console().print(text, soft_wrap=True)


def print_skipped(lines: Sequence[str]) -> None:
    """What a list of feeds holds that is no feed, on standard error."""
    for line in lines:
        console(stderr=True).print(f"skipped: {printable(line)}", soft_wrap=True)


def print_table(frame: pl.DataFrame, title: str | None = None, *, plain: bool = False) -> None:
    """A frame on standard output, beneath its title. plain: without any colour."""
    out = console(plain=plain)
    if title is not None:
        out.print(title, style="bold", soft_wrap=True)
    out.print(table(frame))


def print_fault(text: str) -> None:
    """What went wrong, on standard error, with its lines: one may point to the place in the line above."""
    lines = (printable(line) for line in text.splitlines() if line.strip())
    console(stderr=True).print("hearsay: " + "\n".join(lines), soft_wrap=True)


def print_interrupted() -> None:
    """That Ctrl-C ended something, on standard error; below the ^C that a terminal shows."""
    if sys.stderr.isatty():
        console(stderr=True).print()
    print_fault("interrupted")


def write_json(rows: Sequence[dict[str, object]] | dict[str, object]) -> None:
    """Rows as JSON on standard output; times in ISO 8601."""
    import json  # noqa: PLC0415  # only with --json

    text = json.dumps(rows, ensure_ascii=False, default=str, indent=2)
    print(escaped_json(text))  # noqa: T201  # the command's output


def escaped_json(text: str) -> str:
    """JSON that means the same and leaves a terminal alone."""
    return _UNSEEN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    """A character as JSON's escapes, which leave a terminal alone and mean the same to a program."""
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def size(count: int) -> str:
    """A number of bytes for people."""
    return f"{count / 2**20:,.1f} MiB" if count < 2**30 else f"{count / 2**30:,.2f} GiB"
