"""Noun phrases that may describe somebody or something: "Kyiv's forces", "the foreign ministry".

Found from their head noun, which is in the lexicon, leftwards over words that are known to stand before
such a noun. What cannot be read so is left out: there is no parser here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from transforms.head_nouns import FUNCTION, Head, characters, head_at, heads, lexicon, opener_at
from transforms.name_types import Name
from transforms.name_words import words

_MOST_MODIFIERS = 5
_WIDEST = 26  # characters: no modifier is longer
_ADJECTIVE = re.compile(
    r"[a-z]+(?:al|ive|ous|ic|ary|ish|ern|ful|less|ian|ese|ical|able|ible|ist)|[a-z]+(?:-[a-z]+)+"
)
_PARTICIPLE = re.compile(r"[a-z]{3,}(?:ing|ed)")
_NUMBER = re.compile(r"\d[\d,.]*")
_BETWEEN = re.compile(r" (in|into|of|by|on|against|with|from|between|near|at|over|along|for|to) (?:the )?")
_HEADS = heads()
_DETERMINER = lexicon("determiner")
_DETERMINER_OR_POSSESSIVE = lexicon("determiner", "possessive")
_QUANTIFIER = lexicon("quantifier")
_MODIFIER = lexicon("modifier")
_KIND = lexicon("kind")
_POSSESSIVES = ("'s", "’s", "s'", "s’")
# A word that might be a noun is none after these: "they protest", "to strike".
_NO_NOUN_AFTER = words("pronoun", "auxiliary") | {"to", "who", "which", "that", "not"}
# What may follow "Kyiv attacks" if that is a noun: no article, and no name.
_DETERMINED = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "these", "those", "another"})


@dataclass(slots=True)
class Phrase:
    """A noun phrase: `text[start:end]` without the complement, which names `after` behind it if given."""

    start: int
    end: int
    head: Head
    noun: str
    kinds: list[str]  # the modifiers that tell which kind it is
    modified: bool
    determiner: str  # "the", "a", "its", "number", "" …
    owner: Name | None = None  # "Kyiv's forces", "Ukrainian forces", "Hamas fighters"
    possessive: bool = False  # "Kyiv's", not "Kyiv"
    owner_noun: str = ""  # "the country's army"
    after: Name | None = None
    preposition: str = ""


def phrases(text: str, places: list[int], names: list[Name]) -> Iterator[Phrase]:
    """The phrases of a text, in order. places: their `head_nouns.head_places`; names: those found in it."""
    by_end = {name.end: name for name in names}
    by_start = {name.start: name for name in names}
    done = 0
    for at in characters(text, places):
        if at < done:
            continue
        phrase = _inside(text, at + 1, by_end) if text[at] == " " else _opening(text, at, by_start)
        if phrase is not None:
            _add_complement(text, phrase, by_start)
            if text[at] == " " or phrase.after:
                done = phrase.end
                yield phrase


def _opening(text: str, at: int, by_start: dict[int, Name]) -> Phrase | None:
    """A phrase of a noun with a capital, which is none without a complement: "Officials in Lima"."""
    found = opener_at(text, at)
    if found is None or at in by_start:
        return None
    noun, head = found
    return Phrase(at, at + len(noun), head, noun, [], modified=False, determiner="")


def _inside(text: str, at: int, by_end: dict[int, Name]) -> Phrase | None:
    found = head_at(text, at)
    return _phrase(text, at, *found, by_end) if found else None


def _phrase(text: str, at: int, noun: str, head: Head, by_end: dict[int, Name]) -> Phrase | None:
    phrase = Phrase(at, at + len(noun), head, noun, [], modified=False, determiner="")
    for _ in range(_MOST_MODIFIERS):
        start = phrase.start
        if text[start - 1 : start] != " ":
            break
        owner, gap = _named_before(text, start, by_end)
        if owner is not None:
            return phrase if _take_owner(text, phrase, owner, possessive=gap > 1) else None
        begin, word = _word_before(text, start - 1)
        if not _take_word(text, phrase, begin, word):
            bare = phrase.start == at and head.verb
            return None if bare and _precedes_verb(word.lower()) else phrase
    return phrase


def _word_before(text: str, end: int) -> tuple[int, str]:
    """The word of the same line that ends at a place, and where it begins."""
    window = text[max(0, end - _WIDEST) : end]
    word = window.replace("\n", " ").rpartition(" ")[2]
    return end - len(word), word


def _precedes_verb(word: str) -> bool:
    return word in _NO_NOUN_AFTER or word.endswith(("n't", "n’t"))


def _named_before(text: str, start: int, by_end: dict[int, Name]) -> tuple[Name | None, int]:
    """The name that ends before a place, and the length of what stands between: " " or "'s "."""
    if start - 1 in by_end:
        return by_end[start - 1], 1
    if text[start - 3 : start - 1] in ("'s", "’s") and start - 3 in by_end:
        return by_end[start - 3], 3
    if text[start - 2 : start - 1] in ("'", "’") and start - 2 in by_end:
        return by_end[start - 2], 2
    return None, 0


def _take_owner(text: str, phrase: Phrase, owner: Name, *, possessive: bool) -> bool:
    """Makes a name in front of the phrase its owner; false where they are subject and verb."""
    adjective = owner.kind == "demonym"
    if not possessive and not adjective:
        if phrase.modified or (phrase.head.verb and _is_verb(text, phrase.end)):
            return False
        if phrase.head.kind == "area" or owner.kind == "metonym" or (owner.weak and owner.opens):
            return False
    phrase.owner, phrase.start, phrase.possessive = owner, owner.start, possessive
    _take_determiner(text, phrase)
    return True


def _is_verb(text: str, end: int) -> bool:
    """Whether what follows speaks for a verb: "Peru strikes a deal"."""
    following = text[end : end + 12].split(" ")
    if len(following) < 2 or following[0]:
        return False
    return following[1] in _DETERMINED or not following[1][:1].islower()


def _take_determiner(text: str, phrase: Phrase) -> None:
    """Takes the words in front of an owner that belong to the phrase: "the", "14", "two", "many"."""
    if text[phrase.start - 1 : phrase.start] != " ":
        return
    begin, word = _word_before(text, phrase.start - 1)
    lower = word.lower()
    if lower in _DETERMINER and lower != "that":  # "said that Russian forces"
        phrase.start, phrase.determiner = begin, lower
    elif _is_plural(phrase) and _is_number(lower):
        phrase.start, phrase.determiner = begin, "number"


def _is_number(word: str) -> bool:
    return word in _QUANTIFIER or _NUMBER.fullmatch(word) is not None


def _is_plural(phrase: Phrase) -> bool:
    return phrase.noun.endswith("s") or phrase.head.kind == "group"


def _take_word(text: str, phrase: Phrase, begin: int, word: str) -> bool:
    """Takes one more word to the left into the phrase; false at its left end."""
    lower = word if word.islower() else word.lower()
    if lower in _DETERMINER_OR_POSSESSIVE:
        if lower != "that" or not _is_plural(phrase):
            phrase.start, phrase.determiner = begin, lower
        return False
    if _is_number(lower) and (_is_plural(phrase) or lower in _MODIFIER):
        phrase.start, phrase.determiner = begin, "number"
        _take_determiner(text, phrase)
        return False
    if word.endswith(_POSSESSIVES) and word.islower():
        return _take_owner_noun(text, phrase, begin, word)
    if word in _MODIFIER:
        phrase.modified = True
    elif word in _HEADS or word in _KIND or _is_adjective(text, begin, word):
        phrase.kinds.insert(0, word)
    else:
        return False
    phrase.start = begin
    return True


def _is_adjective(text: str, begin: int, word: str) -> bool:
    if word in FUNCTION:
        return False
    if _looks_adjective(word):
        return True
    before = text[max(0, begin - 12) : begin - 1].rpartition(" ")[2].lower()
    determined = before in _DETERMINER_OR_POSSESSIVE or before.endswith(_POSSESSIVES)
    return determined and _PARTICIPLE.fullmatch(word) is not None


@lru_cache(maxsize=16_384)
def _looks_adjective(word: str) -> bool:
    return _ADJECTIVE.fullmatch(word) is not None


def _take_owner_noun(text: str, phrase: Phrase, begin: int, word: str) -> bool:
    before = text[max(0, begin - 5) : begin - 1].rpartition(" ")[2]
    if before.lower() not in _DETERMINER:
        return False
    phrase.owner_noun = word[:-2]
    phrase.start, phrase.determiner, phrase.modified = begin - 1 - len(before), "the", True
    return False


def _add_complement(text: str, phrase: Phrase, by_start: dict[int, Name]) -> None:
    """The name behind a phrase that tells which one it is: "officials in Lima", "talks with Iran"."""
    between = _BETWEEN.match(text, phrase.end)
    if between is None or (phrase.head.kind == "force" and between[1] not in ("of", "in", "from")):
        return
    name = by_start.get(between.end())
    if name is not None and text.startswith(("'s ", "’s "), name.end):  # "in Russia’s Kursk region"
        name = by_start.get(name.end + 3)
    elif name is not None and between[1] == "between" and text.startswith(" and ", name.end):
        name = by_start.get(name.end + 5)
    if name is None or text[name.end : name.end + 1] == "-" or text.startswith(("'s", "’s"), name.end):
        return
    if name.kind != "demonym" or name.surface.endswith("s"):  # "goods" may follow "tariffs on Chinese"
        phrase.after, phrase.preposition = name, between[1]
