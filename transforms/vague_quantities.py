"""Quantities without a number: "several fronts", "dozens of boats", "up to a battalion"."""

import re
from collections.abc import Iterator

from transforms.quantity_units import is_plural, unit_after
from transforms.words import WORDS

_MANY = "tens|dozens|scores|hundreds|thousands|millions|billions|trillions"
_ADJECTIVES = "|".join(sorted(WORDS["amount_adjectives"]))
_NOUNS = "|".join(sorted(WORDS["amount_nouns"]))
# Words, in lower case, of which one must be there before the searches are worth their time.
VAGUE_HINTS = WORDS["amount_nouns"].union(
    _MANY.split("|"), ("several", "numerous", "countless", "few", "handful", "couple", "number")
)
UNIT_HINTS = frozenset(
    (
        *("up", "least", "most", "than", "about", "around", "almost", "nearly", "over", "under"),
        *("roughly", "approximately", "much"),
    )
)
_VAGUE = re.compile(
    rf"\b(?:(?P<many>(?:many |several )?(?:{_MANY})(?: of (?:{_MANY}))?)(?P<of> of(?: the)?)?"
    r"|(?P<some>several(?: (?:dozen|hundred|thousand|million|billion))?|numerous|countless"
    r"|a few(?: (?:dozen|hundred|thousand|million|billion))?"
    r"|an? (?:small |large |growing )?(?:handful|couple|number)(?P<of2> of(?: the)?))"
    rf"|(?P<amount>{_ADJECTIVES}) (?P<noun>{_NOUNS}))\b",
    re.IGNORECASE,
)
_VERB = re.compile(r" (?:were|are|had|have|more|others)\b")
QUALIFIERS = (
    "up to|at least|at most|more than|less than|about|around|almost|nearly|over|under|just over|just under"
    "|roughly|approximately|as much as"
)
_A_UNIT = re.compile(rf"(?<!is )(?<!was )(?<!be )(?<!’s )\b(?P<qualifier>{QUALIFIERS}) an?(?= )")
# "up to a dozen", "about a third": numbers, which are found as such
_NUMBERS = frozenset(
    (
        *("dozen", "hundred", "thousand", "million", "billion", "trillion", "half", "third", "quarter"),
        *("fifth", "tenth", "few", "handful", "couple", "lot", "bit", "little", "number"),
    )
)

Found = tuple[float | None, str | None, str | None, int, int]
"""Value (None: left open), unit, qualifier, start, end."""


def vague_quantities(text: str, start: int, end: int) -> Iterator[Found]:
    """The quantities of `text[start:end]` that leave the number open; the qualifier is the word for it."""
    for match in _VAGUE.finditer(text, start, end):
        if match["amount"]:
            yield None, match["noun"].lower(), match["amount"].lower(), match.start(), match.end()
            continue
        unit, stop = unit_after(text, match.end(), end)
        counted = unit is not None and is_plural(unit.split()[0])
        if match["of"] or match["of2"] or counted or (unit is None and _is_subject(text, match)):
            words = (match["many"] or match["some"]).lower()
            yield None, unit, words.removesuffix(" the").removesuffix(" of"), match.start(), stop


def _is_subject(text: str, match: re.Match[str]) -> bool:
    """ "hundreds were killed": nothing is counted that is named."""
    is_many = match["many"] is not None and not match["many"].lower().endswith(("tens", "scores"))
    return is_many and _VERB.match(text, match.end()) is not None


def units_of_one(text: str, start: int, end: int) -> Iterator[Found]:
    """ "up to a battalion", "more than a year": a qualifier before "a" makes it a quantity."""
    for match in _A_UNIT.finditer(text, start, end):
        unit, stop = unit_after(text, match.end(), end, one=True)
        if unit is not None and unit.split()[0] not in _NUMBERS:
            yield 1.0, unit, match["qualifier"].lower(), match.start(), stop
