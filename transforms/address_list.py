"""A list of addresses to be filled in, with or without dates."""

import csv
import re
from collections.abc import Iterator
from datetime import date

import polars as pl

from transforms import schemas
from transforms.dates import feed_date
from transforms.past import Window
from transforms.publishers import publisher_id
from transforms.urls import page_key, page_url

_TABLE = re.compile(r"[^\n]*\burl\b[^\n]*[,;\t]|\s*url\s*(?:\n|$)", re.IGNORECASE)


def read_addresses(body: bytes, window: Window) -> pl.DataFrame:
    """The pages of a list (schemas.FOUND) that may lie in the window, each once.

    One address a line, a date behind it or none, # for comments; or a table (CSV) with the columns url and
    date. A line that holds no web address is passed over. A page without a date counts to the first day of
    the window until it is read.
    """
    text = body.decode("utf-8-sig", "replace")
    found: dict[str, dict[str, object]] = {}
    for address, printed in _table(text) if _TABLE.match(text) else _lines(text):
        url = page_url(address)
        moment = feed_date(printed) if printed else None
        day = moment.date() if moment else None
        if url is None or (day and not window.holds(day)):
            continue
        found.setdefault(url, _row(address, url, day, window))
    return schemas.from_rows(list(found.values()), schemas.FOUND)


def _row(address: str, url: str, day: date | None, window: Window) -> dict[str, object]:
    return {
        "url": address,
        "page_id": page_key(url),
        "publisher_id": publisher_id(url),
        "day": day or window.since,
        "day_from": "published" if day else "listed",
    }


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        words = line.split(maxsplit=1)
        if words and not words[0].startswith("#"):
            yield words[0], words[1] if len(words) > 1 else ""


def _table(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines()
    separator = next((sign for sign in (",", ";", "\t") if sign in lines[0]), ",")
    for row in csv.DictReader(lines, delimiter=separator):
        named = {(name or "").strip().lower(): value or "" for name, value in row.items() if name}
        yield named.get("url", "").strip(), named.get("date", "").strip()
