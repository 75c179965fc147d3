"""Quantities in a text: a number or a range, with its unit and what qualifies it.

Dates, years, times of day, ages, ordinals and numbers that are names ("Article 5") are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.army_units import ARMY_HINTS, army_units
from transforms.number_words import (
    FRACTION,
    LEAD,
    LONGEST_LEAD,
    NUMBER,
    NUMBER_WORDS,
    PARTS,
    QUANTITY,
    SCALES,
    SHORT_SCALES,
)
from transforms.plain_words import plain_words
from transforms.quantity_units import Unit, is_plural, measure_after, unit_after
from transforms.vague_quantities import UNIT_HINTS, VAGUE_HINTS, units_of_one, vague_quantities
from transforms.words import WORDS

_A_MEASURE = re.compile(rf"\san?\s(?P<unit>percentage point|{'|'.join(sorted(WORDS['measures']))})\b")
_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s$", re.IGNORECASE)
_MONTH_NAMES = WORDS["months"]
_AGE = re.compile(r"(?:-|\s)(?:year|month|week)s?(?:-|\s)olds?\b", re.IGNORECASE)
_NAME_AGE = re.compile(r"[A-Z][\w’'.-]+,\s$")
_WORD_BEFORE = re.compile(r"(\S+)\s$")
_NUMBERED = WORDS["numbered"]
_CLOCK = re.compile(r"\s?(?:[ap]\.?m\b|o[’']clock|GMT\b|UTC\b|noon\b)", re.IGNORECASE)
_PART_NAMES = frozenset(f"{part}s" for part in PARTS)
# Words that are there wherever a quantity is: most contents hold none, and need no search.
_DIGIT = re.compile(r"\d")
_NUMBER_HINTS = frozenset(NUMBER_WORDS)
_PART_HINTS = _PART_NAMES.union(PARTS)
_FINDERS = ((VAGUE_HINTS, vague_quantities), (UNIT_HINTS, units_of_one), (ARMY_HINTS, army_units))
_HINTS = _NUMBER_HINTS | _PART_HINTS | VAGUE_HINTS | UNIT_HINTS | ARMY_HINTS


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity; offsets are code points into the text given.

    value is None where the text leaves it open ("several fronts"); the qualifier is then the word for it.
    unit: what is counted, "percent", "share" (of a whole: value 0.5), or a currency as it is written.
    """

    value: float | None
    upper: float | None
    unit: str | None
    qualifier: str | None
    start: int
    end: int


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """The quantities in `text[start:end]`, in order."""
    words = plain_words(text[start:end])
    has_digit = _DIGIT.search(text, start, end) is not None
    if not has_digit and _HINTS.isdisjoint(words):
        return []
    found: list[Quantity] = []
    if has_digit or not _NUMBER_HINTS.isdisjoint(words):
        numbers = _numbers(text, start, end)
        found = [quantity for match in numbers if (quantity := _quantity(match, text, end))]
    if not _PART_HINTS.isdisjoint(words):
        parts = FRACTION.finditer(text, start, end)
        found += [quantity for match in parts if (quantity := _fraction(match, text, end))]
    for hints, find in _FINDERS:
        if not hints.isdisjoint(words):
            found += [
                Quantity(value, None, unit, qualifier, *span)
                for value, unit, qualifier, *span in find(text, start, end)
            ]
    return _apart(sorted(found, key=lambda quantity: (quantity.start, -quantity.end)))


def _numbers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Numbers with what stands before them; what qualifies one is looked for only where a number is."""
    place = start
    while (number := NUMBER.search(text, place, end)) is not None:
        lead = LEAD.search(text, max(place, number.start() - LONGEST_LEAD), number.start())
        match = QUANTITY.match(text, lead.start() if lead else number.start(), end)
        if match is None:
            place = number.end()
            continue
        yield match
        # "14 and 15 were hurt": the second number was read with the first, and is its own
        place = max(_end_of_number(match), number.end())


def _apart(found: list[Quantity]) -> list[Quantity]:
    """Of two that overlap, the first: "several dozen boats" is one quantity."""
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _quantity(match: re.Match[str], text: str, last: int) -> Quantity | None:
    value, upper = _values(match)
    after = _end_of_number(match)
    unit, end = _unit(match, text, after, last)
    if _is_none(match, text, value, unit, after):
        return None
    if match["digits"] and match["upper"] and upper is None and not match["joint"]:
        return None  # "3-2": a score
    return Quantity(value, upper, unit, _qualifier(match), match.start(), end)


def _qualifier(match: re.Match[str]) -> str | None:
    """What qualifies a number; "between" and "from" only say that it is a range."""
    word = (match["qualifier"] or "").lower()
    if word in ("between", "from"):
        word = ""
    return word or (match["plus"] or "").strip().lower() or None


def _values(match: re.Match[str]) -> tuple[float, float | None]:
    value, scale = _value(match["digits"] or match["word"]), _scale(match["scale"], match["short"])
    if match["and_half"]:
        value += 0.5
    if not _is_range(match):
        return value * (scale or 1), None
    top = _scale(match["scale2"], match["short2"])
    value *= scale or (top if top and value < 1_000 else 1) or 1  # "3 to 5 million"
    upper = _value(match["upper"]) * (top or 1)
    return value, upper if upper > value else None


def _is_range(match: re.Match[str]) -> bool:
    """ "and" joins a range after "between" only."""
    qualifier = (match["qualifier"] or "").lower()
    return bool(match["upper"]) and ((match["joint"] or "to").lower() != "and" or qualifier == "between")


def _end_of_number(match: re.Match[str]) -> int:
    """Where the words of the number end: before an "and" that joins no range."""
    if not match["upper"] or _is_range(match):
        return match.end()
    ends = (match.end(name) for name in ("digits", "word", "and_half", "short", "scale", "percent"))
    return max(ends)


def _scale(word: str | None, short: str | None) -> float | None:
    if word:
        return SCALES[word.lower()]
    return SHORT_SCALES[short.lower()] if short else None


def _value(number: str) -> float:
    if number[0].isdigit():
        return float(number.replace(",", ""))
    first, _, second = number.lower().partition("-")
    return float(NUMBER_WORDS[first] + (NUMBER_WORDS[second] if second else 0))


def _unit(match: re.Match[str], text: str, after: int, last: int) -> Unit:
    if match["percent"] or (match["percent2"] and _is_range(match)):
        points = "point" in (match["percent2"] or match["percent"]).lower()
        return "percentage points" if points else "percent", after
    if match["money"]:
        return match["money"], after
    if match["suffix"]:
        return match["suffix"].strip(), after
    if text.startswith("-", after):
        return measure_after(text, after + 1)  # "a five-day truce"; a "two-state solution" counts nothing
    one = _value(match["digits"] or match["word"]) < 2 and not match["scale"]
    return unit_after(text, after, last, one=one)


def _is_none(match: re.Match[str], text: str, value: float, unit: str | None, after: int) -> bool:
    """Whether a number is no quantity."""
    if match["money"] or match["percent"] or match["scale"]:
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    if match["word"]:
        if unit is None and text[after : after + 1] == "-":
            return True
        part = unit in _PART_NAMES  # "two-thirds" is found as a fraction
        return part or (match["word"].lower() == "one" and unit in (None, "another", "thing", "hand"))
    rest = text[after : after + 12]
    if unit is None and rest[:1] == "-":
        return True
    return (
        rest[:1].isalpha()  # "14th", "5G"
        or (rest[:1] in ":/-" and rest[1:2].isdigit())
        or _AGE.match(rest) is not None
        or (unit is None and rest[:1] in (",", ".", ")", "") and _NAME_AGE.search(before) is not None)
        or _CLOCK.match(rest) is not None
        or _is_numbered(match, before, unit)
        or _is_date(match, before, rest, value, unit)
    )


def _is_numbered(match: re.Match[str], before: str, unit: str | None) -> bool:
    word = _WORD_BEFORE.search(before)
    if word is None or match["qualifier"]:
        return False
    # "Apollo 11": a number after a name, that counts nothing
    name = word[1][0].isupper() and word[1][-1].isalnum()
    return word[1].lower() in _NUMBERED or (name and (unit is None or not is_plural(unit)))


def _is_date(match: re.Match[str], before: str, rest: str, value: float, unit: str | None) -> bool:
    if _MONTHS.search(before) or rest.strip(" ").split(" ")[0].rstrip(",.").lower() in _MONTH_NAMES:
        return True
    is_year = 1900 <= value < 2100 and match["digits"].isdigit()  # 1,900 is none
    return is_year and (unit is None or match["qualifier"] in (None, "from", "between", "just"))


def _fraction(match: re.Match[str], text: str, last: int) -> Quantity | None:
    """ "more than half", "two-thirds of", "half a million"."""
    qualifier = match["qualifier"].lower() if match["qualifier"] else None
    if match["half"]:
        if match["scale"]:
            unit, end = unit_after(text, match.end(), last)
            return Quantity(SCALES[match["scale"].lower()] / 2, None, unit, qualifier, match.start(), end)
        measure = _A_MEASURE.match(text, match.end("half"))
        if measure:
            return Quantity(0.5, None, measure["unit"], qualifier, match.start(), measure.end())
        if not (qualifier or match["of"]):
            return None  # "the second half"
        return Quantity(0.5, None, "share", qualifier, match.start(), match.end("half"))
    count = NUMBER_WORDS.get(match["count"].lower(), 1)
    value = count / PARTS[match["part"].lower()]
    end = match.end("part") + text.startswith("s", match.end("part"))
    return Quantity(value, None, "share", qualifier, match.start(), end)
