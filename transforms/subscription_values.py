"""One subscription with what a user set for it, and how such settings are written."""

import re
from dataclasses import dataclass

from transforms.plaintext import one_line
from transforms.urls import page_url, site

LONGEST_MINUTES = 30 * 24 * 60  # a feed that is polled less often than once in 30 days is as good as disabled
_UNITS = {"": 1, "m": 1, "min": 1, "minutes": 1, "h": 60, "hours": 60, "d": 1440, "days": 1440}
_DURATION = re.compile(r"(\d{1,6})\s*([a-z]*)", re.IGNORECASE)
_MAX_FOLDER = 500  # characters


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed and its settings; None where nothing was set. Minutes are between two polls.

    `title` and `declared_language` stand until the feed says its own; `language` stands above what it says.
    `folder` is a path: World/Asia.
    """

    url: str
    title: str | None = None
    declared_language: str | None = None
    language: str | None = None
    publisher: str | None = None
    folder: str | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    disabled: bool = False


def minutes_of(text: str) -> int | None:
    """Minutes from "10", "10m", "6h" or "2d"; None for anything else, and beyond 1 minute to 30 days."""
    found = _DURATION.fullmatch(text.strip())
    unit = _UNITS.get(found[2].lower()) if found else None
    minutes = int(found[1]) * unit if found and unit else 0
    return minutes if 1 <= minutes <= LONGEST_MINUTES else None


def turned_around(shortest: int | None, longest: int | None) -> bool:
    """Whether the shortest time between polls is more than the longest."""
    return shortest is not None and longest is not None and shortest > longest


def publisher_domain(text: str) -> str | None:
    """The registrable domain of a publisher given by its domain or an address of it; None for neither."""
    text = text.strip()
    url = page_url(text if "://" in text else f"https://{text}") if text else None
    return (site(url) or None) if url and "." in site(url) else None


def folder_path(text: str) -> str | None:
    """A folder as a path without empty parts, in characters that can be seen; None for none."""
    parts = (one_line(part, is_html=False) for part in text[: 4 * _MAX_FOLDER].split("/"))
    return "/".join(part for part in parts if part)[:_MAX_FOLDER].strip("/ ") or None
