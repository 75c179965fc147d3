"""Subscriptions as a table (CSV) with the columns of COLUMNS, of which only `url` must be there.

Spreadsheets write commas or semicolons, a byte order mark and any encoding; they also run what begins like a
formula, so that a title such as "=cmd()" is written with an apostrophe before it, which reading takes off.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from transforms.entries import language_code
from transforms.plaintext import clean, one_line
from transforms.subscription_values import (
    Subscription,
    folder_path,
    minutes_of,
    publisher_domain,
    turned_around,
)
from transforms.subscriptions import NotOpml, Subscriptions, collected, kind_of, text_of, with_address

COLUMNS = ("url", "title", "publisher", "language", "folder", "min_minutes", "max_minutes", "disabled")
_DELIMITERS = (",", ";", "\t")
_YES = ("yes", "true", "1", "x")
_NO = ("", "no", "false", "0")
_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")

Cells = dict[str, str]


class _BadCellError(ValueError):
    """A value that its column cannot hold; the message says which."""


def is_table(body: bytes) -> bool:
    """Whether the first line that says something is a head with `url` in it. Raises NotOpml for no text."""
    return "url" in _head(_lines(text_of(body)))[1]


def read_csv(body: bytes) -> Subscriptions:
    """The feeds of a table with a head; a row that cannot be used is a line with its number in `skipped`.

    Lines before the head, and rows without an address, that begin with "#" do not count. Raises NotOpml where
    there is no column `url`.
    """
    lines = _lines(text_of(body))
    delimiter, head = _head(lines)
    if "url" not in head:
        raise NotOpml(kind_of("\n".join(lines)))
    unknown = [
        f"column {name!r}: none of {', '.join(COLUMNS)}" for name in head if name and name not in COLUMNS
    ]
    found = collected(_rows(lines, delimiter, head))
    return Subscriptions(found.feeds, unknown + found.skipped)


def write_csv(feeds: Iterable[Subscription]) -> str:
    """The table, with a head and "\\n" between rows; it reads back as the same subscriptions."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for feed in feeds:
        cells = {
            **{name: getattr(feed, name) for name in COLUMNS},
            "disabled": "yes" if feed.disabled else "",
        }
        writer.writerow(_guarded(clean(str(cell))) if cell else "" for cell in cells.values())
    return out.getvalue()


def _lines(text: str) -> list[str]:
    """The lines of a text, each with its end; those before the head that say nothing are empty."""
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")).readlines()
    for number, line in enumerate(lines):
        if line.strip() and not line.startswith("#"):
            return ["\n"] * number + lines[number:]
    return []


def _head(lines: list[str]) -> tuple[str, list[str]]:
    """The delimiter, and the names of the columns: those by which most of them are known."""
    first = next((line for line in lines if line.strip()), "")
    heads = [
        (mark, [cell.strip().strip('"').strip().lower() for cell in first.split(mark)])
        for mark in _DELIMITERS
    ]
    return max(heads, key=lambda head: len(set(head[1]) & set(COLUMNS)))


def _rows(lines: list[str], delimiter: str, head: list[str]) -> Iterator[Subscription | str]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    headed = False
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:  # a quotation mark that is never closed, or a cell as large as a book
            yield f"line {start}: {fault}"
            row = []
        cells = dict(zip(head, row, strict=False))
        if headed and any(cell.strip() for cell in row) and not _is_comment(row[0], cells):
            yield _feed(f"line {start}", cells)
        headed = headed or bool(row)
        start = reader.line_num + 1


def _is_comment(first: str, cells: Cells) -> bool:
    """A title may begin with a "#", too: then there is an address."""
    return first.startswith("#") and not cells.get("url", "").strip(" #")


def _feed(place: str, cells: Cells) -> Subscription | str:
    """A row as a feed, or a line that says what is wrong with it."""
    cells = {name: _unguarded(cell.strip()) for name, cell in cells.items()}
    feed = with_address(cells.get("url", ""))
    if isinstance(feed, str):
        return f"{place}: {feed}"
    try:
        return _with_settings(feed.url, cells)
    except _BadCellError as fault:
        return f"{place}: {fault}"


def _with_settings(url: str, cells: Cells) -> Subscription:
    shortest, longest = (_minutes(cells, name) for name in ("min_minutes", "max_minutes"))
    if turned_around(shortest, longest):
        raise _BadCellError(f"min_minutes {shortest} is more than max_minutes {longest}")
    return Subscription(
        url=url,
        title=one_line(cells.get("title", ""), is_html=False) or None,
        language=_checked(cells, "language", language_code(cells.get("language")), "a code such as en"),
        publisher=_checked(
            cells, "publisher", publisher_domain(cells.get("publisher", "")), "a domain such as example.org"
        ),
        folder=folder_path(cells.get("folder", "")),
        min_minutes=shortest,
        max_minutes=longest,
        disabled=_is_yes(cells.get("disabled", "")),
    )


def _minutes(cells: Cells, name: str) -> int | None:
    minutes = minutes_of(cells.get(name, ""))
    if minutes is None and cells.get(name):
        raise _BadCellError(f"{name} {cells[name][:40]!r} is no time from 1 minute to 30 days")
    return minutes


def _checked(cells: Cells, name: str, value: str | None, wanted: str) -> str | None:
    if value is None and cells.get(name):
        raise _BadCellError(f"{name} {cells[name][:40]!r}: give {wanted}")
    return value


def _is_yes(cell: str) -> bool:
    if cell.lower() not in (*_YES, *_NO):
        raise _BadCellError(f"disabled {cell[:40]!r}: give yes or no")
    return cell.lower() in _YES


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
