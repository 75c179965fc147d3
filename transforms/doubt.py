"""Capitalised words that are no names after all: of headings, or in lower case elsewhere in the text."""

import re
from bisect import bisect_right

from transforms.name_types import Name
from transforms.name_words import words

_ORGANIZATION_WORD = words("organization_head", "organization_lead")
_HEADING = 120  # characters: longer lines are prose
_ENDS_PROSE = (".", "!", "?", ",", ";", ":", "”", '"', "…", "’")
_LONG = 4  # letters: shorter words are in lower case in any heading
_EVENT_YEAR = re.compile(r" ’?\d\d")  # "Euro 2024"


def without_doubtful(text: str, names: list[Name], lower: set[str]) -> list[Name]:
    """The names, without those that only capitals speak for where capitals mean little.

    `lower` are the words that the text has in lower case.
    """
    kept = [name for name in names if not (name.weak and _is_common(name, lower))]
    lines = _headings(text)
    headed = {name.surface for name in kept if name.weak and _is_inside(name, lines)} if lines else set()
    if not headed:
        return kept
    prose = {name.surface for name in kept if name.surface in headed and not _is_inside(name, lines)}
    doubtful = headed - prose
    return [name for name in kept if not name.weak or name.surface not in doubtful]


def _is_common(name: Name, lower: set[str]) -> bool:
    if name.level or name.type in ("organization", "place") or name.role:
        return False
    parts = name.surface.lower().split()
    if len(parts) == 1:
        return (parts[0] in lower and parts[0] not in _ORGANIZATION_WORD) or _EVENT_YEAR.match(
            name.after
        ) is not None
    return any(part in lower and len(part) >= _LONG for part in parts)


def _headings(text: str) -> list[tuple[int, int]]:
    """The spans of lines whose longer words are mostly capitalised and that end without punctuation."""
    found, start = [], 0
    for line in text.split("\n"):
        if len(line) <= _HEADING and _is_heading(line):
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _is_heading(line: str) -> bool:
    if line.rstrip().endswith(_ENDS_PROSE):
        return False
    long = [word for word in line.split() if len(word) >= _LONG and word[0].isalpha()]
    return len(long) > 1 and sum(word[0].isupper() for word in long) * 3 >= len(long) * 2


def _is_inside(name: Name, lines: list[tuple[int, int]]) -> bool:
    at = bisect_right(lines, (name.start, len(lines) and lines[-1][1])) - 1
    return at >= 0 and name.start < lines[at][1]
