"""Quantities in a text: a number or a range, with its unit and what qualifies it."""

import re
from dataclasses import dataclass

from transforms.words import WORDS

_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "half": 0.5, "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000,
}  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_QUALIFIERS = (
    "up to|at least|at most|no more than|no fewer than|no less than|more than|less than|fewer than"
    "|as many as|as much as|as few as|about|some|around|roughly|approximately|nearly|almost|over|under"
    "|an estimated|only|perhaps|just over|just under|close to|between|an average of"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?"
_SMALL = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = r"dozen|hundred|thousand|million|billion|trillion"
# A qualifier before "a" makes it a quantity ("up to a battalion"); a bare "a" is none.
_QUANTITY = re.compile(
    rf"(?<![\w.,$£€-])(?:(?P<qualifier>{_QUALIFIERS})\s+)?"
    rf"(?P<money>[$£€])?(?:(?P<digits>{_DIGITS})|(?P<word>(?:{_SMALL})(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)(?!\w))"
    rf"(?:\s?(?:-|–|to|and|or)\s?(?P<upper>{_DIGITS}|(?:{_SMALL})(?![\w-])))?"
    rf"(?:\s(?P<scale>{_SCALE})s?(?!\w))?(?P<percent>\s?(?:%|percent(?!\w)|per\scent(?!\w)))?",
    re.IGNORECASE,
)
# Most contents hold no number, which this finds out at a third of the price: words are told by first letters.
_NUMBER = re.compile(rf"\b(?=[\dzotfsenhdm])(?:\d|{_SMALL})", re.IGNORECASE)
_A_UNIT = re.compile(
    r"\b(?P<qualifier>up to|at least|more than|less than|about|almost|nearly)\s+an?\s+(?P<unit>[a-z]+)"
)
_NEXT_WORDS = re.compile(r"[ -](?P<words>[^\W\d_]+(?:[ -][^\W\d_]+){0,2})")
_NO_UNIT = WORDS["no_unit"]
_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity; offsets are code points into the text given."""

    value: float
    upper: float | None
    unit: str | None
    qualifier: str | None
    start: int
    end: int


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """The quantities in `text[start:end]`, in order. Years, dates and bare ordinals are none."""
    numbers = _QUANTITY.finditer(text, start, end) if _NUMBER.search(text, start, end) else ()
    found = [quantity for match in numbers if (quantity := _quantity(match, text, end)) is not None]
    found += [
        Quantity(1.0, None, match["unit"], match["qualifier"].lower(), match.start(), match.end())
        for match in _A_UNIT.finditer(text, start, end)
        if match["unit"] not in _WORDS
    ]
    return sorted(found, key=lambda quantity: quantity.start)


def _quantity(match: re.Match[str], text: str, last: int) -> Quantity | None:
    digits, word = match["digits"], match["word"]
    value = _value(digits or word)
    unit, end = _unit(match, text, last)
    after = text[match.end() : match.end() + 2].lower()
    if digits and (
        after in ("st", "nd", "rd", "th") or after[:1].isalpha() or _is_date(match, text, value, unit)
    ):
        return None
    if word and word.lower() in ("one", "half") and unit is None:
        return None  # "one of them", "no one"
    scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
    upper = _value(match["upper"]) * scale if match["upper"] else None
    if upper is not None and upper <= value * scale:
        upper = None
    qualifier = match["qualifier"].lower() if match["qualifier"] else None
    return Quantity(value * scale, upper, unit, qualifier, match.start(), end)


def _value(number: str) -> float:
    if number[0].isdigit():
        return float(number.replace(",", ""))
    first, _, second = number.lower().partition("-")
    return float(_WORDS[first] + (_WORDS[second] if second else 0))


def _unit(match: re.Match[str], text: str, last: int) -> tuple[str | None, int]:
    if match["percent"]:
        return "percent", match.end()
    if match["money"]:
        return match["money"], match.end()
    after = _NEXT_WORDS.match(text, match.end(), last)
    if after is None:
        return None, match.end()
    return _noun(list(re.finditer(r"[^\W\d_]+", after["words"])), after.start("words"), match.end())


def _noun(words: list[re.Match[str]], offset: int, end: int) -> tuple[str | None, int]:
    """The first plural among the next words ("14 Ukrainian brigades"), else the first word."""
    known: list[re.Match[str]] = []
    for word in words:
        if word[0].lower() in _NO_UNIT:
            break
        known.append(word)
    if not known:
        return None, end
    chosen = next((word for word in known if word[0].endswith("s") and word[0].islower()), known[0])
    return chosen[0], offset + chosen.end()


def _is_date(match: re.Match[str], text: str, value: float, unit: str | None) -> bool:
    if _MONTHS.search(text[max(0, match.start() - 12) : match.start()]):
        return True
    if unit is not None and _MONTHS.match(unit + " "):
        return True
    is_year = 1900 <= value < 2100 and not match["qualifier"] and not match["money"] and not match["percent"]
    return is_year and "," not in (match["digits"] or "")
