"""What a web archive's index (a CDX server) answers: the captures of an address.

Read are the shapes that such servers give: a JSON array of rows under a row of names (the Wayback Machine), a
JSON object a line (pywb), lines of fields with or without the key in front (both), and that key with JSON
behind it (CDXJ).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from transforms import schemas
from transforms.urls import page_url

FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest")  # what is asked for, in order
_PYWB = {"url": "original", "mime": "mimetype", "status": "statuscode"}
_STAMP = re.compile(r"\d{14}")
_MOST_DEEP = 3  # brackets at the start of a reply that is meant: an array of arrays

Row = dict[str, object]


class NotAnIndex(Exception):  # noqa: N818  # a verdict on the document, not a fault of ours
    """The bytes are no answer of an index; says what they are."""


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Captures (schemas.CAPTURES) in the order of the index, and the key that leads on if there are more."""

    captures: pl.DataFrame
    resume_key: str | None


def read_index(body: bytes) -> IndexPage:
    """One answer of an index. Rows that make no sense are passed over. Raises NotAnIndex, nothing else."""
    text = body.decode("utf-8-sig", "replace").strip()
    if not text:
        return IndexPage(schemas.empty(schemas.CAPTURES), None)
    if text.startswith("<"):
        raise NotAnIndex("a web page")
    rows, key = _table(text) if text.startswith("[") else _lines(text)
    captures = [capture for row in rows if (capture := _capture(row))]
    if not captures and not text.startswith("[") and not key:
        raise NotAnIndex(f"text that begins with {' '.join(text[:80].split())[:40]!r}")
    return IndexPage(schemas.from_rows(captures, schemas.CAPTURES), key)


def _table(text: str) -> tuple[list[Row], str | None]:
    """Rows under a row of names; the key is a row of its own behind an empty one."""
    table = _json(text)
    if not isinstance(table, list):
        raise NotAnIndex("JSON that is cut off or malformed")
    rows = [row for row in table if isinstance(row, list)]
    key = None
    if len(rows) > 1 and rows[-2] == [] and len(rows[-1]) == 1:
        key, rows = _key(rows[-1][0]), rows[:-2]
    names = [_PYWB.get(str(name), str(name)) for name in rows[0]] if rows else []
    return [dict(zip(names, row, strict=False)) for row in rows[1:]], key


def _lines(text: str) -> tuple[list[Row], str | None]:
    """One capture a line; the key is the last line, behind an empty one."""
    lines = text.splitlines()
    key = None
    if len(lines) > 1 and not lines[-2].strip() and "{" not in lines[-1]:
        key, lines = _key(lines[-1].strip()), lines[:-2]
    return list(_read(lines)), key


def _read(lines: Iterable[str]) -> Iterator[Row]:
    for line in lines:
        before, brace, rest = line.partition("{")
        named = _json(brace + rest) if brace else None
        if isinstance(named, dict):
            own = {_PYWB.get(str(name), str(name)): value for name, value in named.items()}
            yield {"timestamp": (before.split() or [""])[-1], **own}
            continue
        words = line.split()
        start = next((at for at, word in enumerate(words[:2]) if _STAMP.fullmatch(word)), 2)
        yield dict(zip(FIELDS, words[start:], strict=False))


def _json(text: str) -> object:
    if len(text) - len(text.lstrip("[{ \n")) > 8 * _MOST_DEEP:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # also numbers of too many digits
        return None


def _key(value: object) -> str | None:
    """A key as the next question gives it back; one with spaces and such is none of theirs."""
    text = str(value)
    return text if text.isascii() and text.isprintable() and " " not in text and len(text) < 10_000 else None


def _capture(row: Row) -> Row | None:
    """A row of schemas.CAPTURES, or None where it has no time or no address of the web."""
    original, moment = row.get("original"), moment_of(str(row.get("timestamp", "")))
    if moment is None or not isinstance(original, str) or page_url(original) is None:
        return None
    status, digest, mimetype = (row.get(name) for name in ("statuscode", "digest", "mimetype"))
    return {
        "captured_at": moment,
        "original": original,
        "mimetype": mimetype if isinstance(mimetype, str) else None,
        "status": int(str(status)) if re.fullmatch(r"[1-9][0-9]{2}", str(status), re.ASCII) else None,
        "digest": digest if isinstance(digest, str) and digest not in ("", "-") else None,
    }


def moment_of(stamp: str) -> datetime | None:
    """The moment (UTC) of a time stamp of 14 digits; None for what is none."""
    if not re.fullmatch(r"[0-9]{14}", stamp, re.ASCII):
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def stamp_of(moment: datetime) -> str:
    """The time stamp of a moment, to the second."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
