"""Roles written beside a person's name: "spokesman Ivan Petrov", "Ivan Petrov, head of the agency"."""

import re

from transforms.name_types import Name
from transforms.name_words import words

_APPOSITION = re.compile(
    r", +(?:(?:a|an|the) +)?([^,;:()\n“”\"–—]{3,140}?)(?=[,;:()\n“”\"–—]|\.(?:\s+[^a-z\s]|\s*$)|$)"
)
_ROLE = words("role")
_ROLE_OR_MODIFIER = words("role", "role_modifier")
_ENDS_ROLE = words("speech", "auxiliary")
# The first role of a sentence or list, not what explains the name before it: "Bo Lind, the mayor, Ada Orr"
_EXPLAINED = re.compile(
    r"(?:^|\n|[.!?:”\"] )(?:The|His|Her|Its|Their|Our) ((?:[a-z][\w-]* ){0,4}?([a-z][\w-]*)), $"
)
_CLOSES = (",", ".")
_ROLE_WITHIN = 7  # words: the role's noun stands near the start of an apposition


def add_roles(text: str, names: list[Name]) -> None:
    """Gives the persons that have none the role stated right before or after the name."""
    starts = [name.start for name in names if name.level == "titled"]
    for name in names:
        if name.role is None and name.type in ("person", ""):
            span = _before(name) or _before_comma(text, name)
            if span is None and name.type == "person":
                span = _after(text, name, starts)
            if span is not None:
                name.role_start, name.role_end = span
                name.role = text[span[0] : span[1]]
                name.type = name.type or ("person" if not name.level and name.kind == "name" else "")


def _before(name: Name) -> tuple[int, int] | None:
    """Lower-case words of a title that end at the name: "foreign minister ", "former coach "."""
    last = name.before.rsplit(" ", 2)[-2:]
    if len(last) < 2 or last[1] or last[0] not in _ROLE:  # most often
        return None
    parts = name.before[-80:-1].split(" ")
    taken = 1
    while taken < len(parts) and parts[-taken - 1] in _ROLE_OR_MODIFIER:
        taken += 1
    length = sum(len(part) + 1 for part in parts[-taken:])
    return name.start - length, name.start - 1


def _before_comma(text: str, name: Name) -> tuple[int, int] | None:
    """A role that the name explains: "the foreign minister, |Ada Orr, …"."""
    named = name.type == "person" and text.startswith(", ", name.start - 2)
    if not named or text[name.end : name.end + 1] not in _CLOSES:
        return None
    found = _EXPLAINED.search(text, max(0, name.start - 80), name.start)
    return found.span(1) if found and found[2] in _ROLE else None


def _after(text: str, name: Name, titled: list[int]) -> tuple[int, int] | None:
    """An apposition that names a role: ", head of the agency,"."""
    if not text.startswith(", ", name.end):
        return None
    found = _APPOSITION.match(text, name.end, name.end + 160)
    if found is None or found[1].startswith(("and ", "or ")):
        return None
    start, parts = found.start(1), found.group(1).split(" ")
    spoken = next((i for i, part in enumerate(parts) if part in _ENDS_ROLE), len(parts))
    near = (re.sub(r"[’']s?$", "", part).lower() for part in parts[: min(spoken, _ROLE_WITHIN)])
    if not any(part in _ROLE for part in near):
        return None
    end = start + len(" ".join(parts[:spoken]).rstrip())
    return None if any(start <= other < end for other in titled) else (start, end)  # the next person's title
