"""The nouns that describe somebody or something, and where they stand in a text."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import polars as pl

from transforms.name_words import rows, words
from transforms.words import WORDS

_CLASSES = ("force", "group", "office", "event", "events", "area")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_TWO_WORDS = re.compile(r"[a-z]+ [a-z]+")
_LONGEST_OPENER = 24  # characters
_ROLE = words("role")
# Words that no noun phrase goes on with.
FUNCTION = words("function", "auxiliary", "speech", "agent_verb") | WORDS["irregular_past"]


class Head(NamedTuple):
    """A head noun: its class, the noun it counts as, and whether its form may be a verb's as well."""

    kind: str
    lemma: str
    verb: bool


@cache
def lexicon(*classes: str) -> frozenset[str]:
    """The words of some classes of description_words.csv."""
    return frozenset(row["word"] for row in rows("description_words.csv") if row["class"] in classes)


@cache
def heads() -> dict[str, Head]:
    """The head nouns, some of two words."""
    return {
        row["word"]: Head(row["class"], row["lemma"], row["note"] == "verb")
        for row in rows("description_words.csv")
        if row["class"] in _CLASSES
    }


_HEADS = heads()
_FIRST_WORDS = frozenset(word.split(" ")[0] for word in _HEADS if " " in word)
# Plurals that may open a sentence: "Officials in Lima said".
_OPENERS = {
    word.capitalize(): head
    for word, head in _HEADS.items()
    if head.kind in ("force", "group", "events", "event") and word.endswith("s") and " " not in word
}
_MODIFIER_OR_DETERMINER = lexicon("modifier", "determiner")


def head_places(texts: pl.DataFrame) -> pl.Series:
    """Where head nouns may begin in each text: byte offsets of the space before, or of a capital."""
    patterns = sorted({f" {word.split(' ')[0]}" for word in _HEADS} | {f"{word} " for word in _OPENERS})
    return texts["text"].fill_null("").str.find_many(patterns, overlapping=True)


def characters(text: str, places: list[int]) -> Iterator[int]:
    """Byte offsets as offsets in code points, each once."""
    if not places:
        return
    raw = b"" if text.isascii() else text.encode("utf-8", "surrogatepass")
    at_byte = at = 0
    for place in dict.fromkeys(places):
        at = at + len(raw[at_byte:place].decode("utf-8", "surrogatepass")) if raw else place
        at_byte = place
        yield at


def head_at(text: str, at: int) -> tuple[str, Head] | None:
    """The head noun that begins at a place, unless it only modifies the next word."""
    word = _WORD.match(text, at)
    if word is None:
        return None
    noun = word[0]
    if noun in _FIRST_WORDS:
        two = _TWO_WORDS.match(text, at)
        if two is not None and two[0] in _HEADS:
            noun = two[0]
    head, end = _HEADS.get(noun), at + len(noun)
    if head is None or (end < len(text) and (text[end].isalnum() or text[end] in "-_")):
        return None
    return None if _is_modifier_of_next(text, end) else (noun, head)


def opener_at(text: str, at: int) -> tuple[str, Head] | None:
    """The head noun with a capital that begins at a place."""
    noun = text[at : text.find(" ", at, at + _LONGEST_OPENER)]
    inside = at > 0 and text[at - 1].isalnum()
    return (noun.lower(), _OPENERS[noun]) if noun in _OPENERS and not inside else None


def _is_modifier_of_next(text: str, end: int) -> bool:
    """Whether the noun only modifies the next one: "truce talks", "army chief", "war crimes"."""
    if text[end : end + 1] != " ":
        return False
    following = _WORD.match(text, end + 1)
    if following is None:
        return False
    word = following[0]
    if word in _HEADS or word in _ROLE:
        return not _HEADS[word].verb if word in _HEADS else True
    plural = text[end - 1] == "s"
    verbal = word in FUNCTION or word.endswith(("ed", "ly")) or word in _MODIFIER_OR_DETERMINER
    return not (plural or verbal)
