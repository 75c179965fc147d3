"""The unit of a number: the noun that it counts, or the measure it is of."""

import re

from transforms.words import WORDS

_NEXT_WORDS = re.compile(r"[ -](?P<words>[^\W\d_]+(?:[ -][^\W\d_]+){0,2})")
_WORD = re.compile(r"[^\W\d_]+")
# "barrels a day", "miles per hour"
_RATE = re.compile(r" (?:per [a-z]+|an? (?:second|minute|hour|day|night|week|month|year))\b")
_NO_UNIT = WORDS["no_unit"]
_PLURALS = WORDS["plurals"]
_ADJECTIVES = WORDS["unit_adjectives"]
_MEASURES = WORDS["measures"]
_LEAD = WORDS["unit_lead"]
_ADJECTIVE_ENDINGS = ("able", "ible", "inite", "ous", "ful", "less")
_SINGULAR_S = ("ss", "us", "is")

Unit = tuple[str | None, int]
"""The words of a unit (None where there is none), and where they end in the text."""


def unit_after(text: str, start: int, last: int, *, one: bool = False) -> Unit:
    """What is counted by a number that ends at `start`: "14 Ukrainian brigades" counts brigades.

    one: of one thing the noun is no plural.
    """
    after = _NEXT_WORDS.match(text, start, last)
    if after is None:
        return None, start
    words = []
    for word in _WORD.finditer(text, after.start("words"), after.end("words")):
        if word[0].lower() in _NO_UNIT:
            break
        words.append(word)
    chosen = _noun(words, one=one)
    if chosen is None:
        return None, start
    begin, end = words[chosen].start(), words[chosen].end()
    if chosen and words[chosen - 1][0].lower() in _LEAD:
        begin = words[chosen - 1].start()
    rate = _RATE.match(text, end, last)
    end = rate.end() if rate else end
    return text[begin:end], end


def measure_after(text: str, start: int) -> Unit:
    """The measure that a hyphen ties to a number: "five-|day"; (None, start) for any other word."""
    word = _WORD.match(text, start)
    if word is None or word[0].lower().removesuffix("s") not in _MEASURES:
        return None, start
    return word[0], word.end()


def _noun(words: list[re.Match[str]], *, one: bool) -> int | None:
    """The first plural; of one thing, what follows adjectives and names."""
    if not one:
        return next((at for at, word in enumerate(words) if is_plural(word[0])), None)
    nouns = (at for at, word in enumerate(words) if word[0].islower() and not _is_adjective(word[0]))
    return next(nouns, None)


def _is_adjective(word: str) -> bool:
    return word in _ADJECTIVES or word.endswith(_ADJECTIVE_ENDINGS)


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural: "boats", "Ukrainians", "people"; "crisis" does not."""
    return word.lower() in _PLURALS or (
        len(word) > 2 and word.endswith("s") and not word.endswith(_SINGULAR_S)
    )
