"""Names in texts of other languages than English: what the gazetteers have, as it is written there."""

import re
from collections.abc import Iterator

from transforms.gazetteer import Known
from transforms.name_types import Name
from transforms.world_names import UNSPACED, Names, begins, names_in

_WORD = re.compile(r"[^\W_]+")
_WIDEST = 40  # characters shown of what is around a name
# Arabic writes "and", "in", "to", "so" and "like" in one with the name.
_PREFIXES = dict.fromkeys(("ar", "fa", "ur"), "وبلفك")
# What stands with a capital before a last name alone; any other word with one is a first name.
_TITLES = ("президент", "премьер", "министр", "канцлер", "генсек", "прем'єр", "прем’єр", "міністр", "глава")


def written_names(text: str, language: str | None) -> list[Name]:
    """The names in a text that are known in its language (two letters), in order; none overlap."""
    names = names_in(language) if language else None
    if not language or names is None or not names.known:
        return []
    spans = _unspaced if language in UNSPACED else _spaced
    return [
        _name(text, start, end, names.known[written]) for start, end, written in spans(text, names, language)
    ]


def _spaced(text: str, names: Names, language: str) -> Iterator[tuple[int, int, str]]:
    prefixes, done = _PREFIXES.get(language, ""), 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < done:
            continue
        written = _longest(text, start, names.beginning.get(word[0], ()))
        if written is None and word[0][0] in prefixes:
            start += 1
            written = _longest(text, start, names.beginning.get(word[0][1:], ()))
        if written is not None and not _is_other_person(text, start, written, names):
            done = start + len(written)
            yield start, done, written


def _unspaced(text: str, names: Names, language: str) -> Iterator[tuple[int, int, str]]:
    done = 0
    for start in range(len(text) - 1):
        written = None
        if start >= done:
            options = names.beginning.get(begins(text[start : start + 2], language), ())
            written = next((name for name in options if text.startswith(name, start)), None)
        if written is not None:
            done = start + len(written)
            yield start, done, written


def _longest(text: str, start: int, options: list[str] | tuple[()]) -> str | None:
    """The longest of some names that stands here as whole words."""
    for name in options:
        after = text[start + len(name) : start + len(name) + 2]
        if (
            text.startswith(name, start)
            and not after[:1].isalnum()
            and not (after[:1] == "-" and after[1:].isalpha())
        ):
            return name
    return None


def _is_other_person(text: str, start: int, written: str, names: Names) -> bool:
    """Whether a last name that is known alone stands behind somebody else's first name."""
    if names.known[written].type != "person" or " " in written or text[start - 1 : start] != " ":
        return False
    before = text[max(0, start - _WIDEST) : start - 1].rpartition(" ")[2].lstrip('«“„"(')
    return before[:1].isupper() and before[-1].isalpha() and not before.lower().startswith(_TITLES)


def _name(text: str, start: int, end: int, known: Known) -> Name:
    surface = text[start:end]
    kind = (
        "short_name" if known.type == "person" and " " not in surface and "·" not in surface else known.kind
    )
    before, after = text[max(0, start - _WIDEST) : start], text[end : end + _WIDEST]
    name = Name(start, end, surface, known.type, kind, known.name, before, after)
    name.country, name.level = known.country, known.level
    return name
