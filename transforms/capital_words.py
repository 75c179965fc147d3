"""The capitalised words of a text, with their offsets, and which sort of word each of them is."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

import polars as pl

from transforms.gazetteer import names
from transforms.name_words import words

# Single-character steps and no word boundaries: nested repeats and \b cost the regex engine nine tenths
# of its speed. O'Brien and Sa'ada are one word; a possessive 's is none of it.
_WORD = r"(?:\p{Lu}\.){2,}|\p{Lu}(?:[\p{L}\p{M}\p{N}]|['’]\p{L}\p{L}|[-‑'’&]\p{Lu})*"
_REST = r"(?:[^\p{L}\p{N}\p{M}]|[[\p{L}\p{N}\p{M}]&&[^\p{Lu}]][\p{L}\p{N}\p{M}]*)+"
# Every character of a text is in exactly one piece, so that lengths add up to offsets in code points.
PIECES = rf"{_WORD}|{_REST}"

_SENTENCE_END = re.compile(r"[.!?:…][\"”’'»)\]]*\s+[\"“‘'«(\[]*$|[\"“«][\"“‘'«(\[]*$|\n|^[^\w]*$")
_ABBREVIATION = words("abbreviation")
_CALENDAR = words("calendar")
_FUNCTION = words("function")
_OPENER = words("opener")
_PRONOUN = words("pronoun")
_CAPITALISED_BEFORE_NAMES = words("title", "title_modifier", "organization_lead")


@dataclass(slots=True)
class Word:
    """A capitalised word; `gap` is what stands between it and the capitalised word before."""

    text: str
    start: int
    end: int
    gap: str
    lower: str
    sort: str = "name"  # what it may be: see `_sort_of`
    opens: bool = False  # the first word of a sentence, line or quotation
    glued: bool = False  # continues a known name of several words
    glues: bool = False  # begins one


def pieces(texts: pl.DataFrame) -> pl.Series:
    """Each text cut into capitalised words and what lies between them; joined, they are the text."""
    return texts.get_column("text").fill_null("").str.extract_all(PIECES)


def capitalised(parts: list[str]) -> tuple[list[Word], str]:
    """The words among the pieces of a text, and what stands behind the last one."""
    found: list[Word] = []
    offset, gap = 0, ""
    for part in parts:
        end = offset + len(part)
        first = part[0]
        if "A" <= first <= "Z" or (first > "\x7f" and category(first) == "Lu"):
            opens = (gap != " " or not found) and _opens(found, gap)  # " " is the most frequent gap
            lower, sort = _sort_of(part)
            found.append(Word(part, offset, end, gap, lower, sort, opens))
            gap = ""
        else:
            gap = part  # all that stands between two words is one piece
        offset = end
    return found, gap


def _opens(before: list[Word], gap: str) -> bool:
    if not before or "\n" in gap:
        return True
    if gap in (" ", ", ") or gap[-2:-1].isalpha() or (gap == ". " and is_abbreviation(before[-1])):
        return False
    return _SENTENCE_END.search(gap[-12:]) is not None


def is_abbreviation(word: Word) -> bool:
    """Whether a dot after a word need not end a sentence: an initial, "Dr"."""
    return len(word.text) == 1 or word.lower in _ABBREVIATION


def lower_words(text: str) -> set[str]:
    """The words of a text, to ask which it has in lower case too: capitalised, they are seldom names."""
    return set(text.replace(",", " ").replace(".", " ").split())  # three times as fast as a regex of words


@lru_cache(maxsize=8_192)
def _sort_of(text: str) -> tuple[str, str]:
    """A capitalised word in small letters, and which sort of word it is."""
    small = text.lower()
    return small, _sort(text, small, known=text in names())


def _sort(text: str, small: str, *, known: bool) -> str:
    """A "small", "calendar", "opener" or "common" word, each of which may be no name; else a "name"."""
    if len(text) > 1 and text.isupper():
        return "small" if small in _FUNCTION and not known else "name"
    if small in _FUNCTION or small in _PRONOUN or small.replace("’", "'").split("'")[0] in _PRONOUN:
        return "small"
    if small in _CALENDAR:
        return "calendar"
    if small in _OPENER:
        return "opener"
    return "name" if small in _CAPITALISED_BEFORE_NAMES or known else "common"
