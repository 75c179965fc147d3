"""Cues: the words by which a text attributes something to somebody ("said", "claim", "according to").

The lexicon (`lexicon/cues.csv`) holds lemmas with their part of speech and class; forms are inflected
here. How often a cue in a construction introduced an attribution, and with the right content, was
counted over the training half of PolNeAR 1.0 (`lexicon/cue_rates.csv`): that is the confidence.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Weight of the class's rate against the counts of the cue itself, in observations.
_PRIOR_CLASS = 6.0
_PRIOR_ALL = 12.0

# Constructions that the training texts (US politics) hold too few of to be measured: an estimate.
_TOO_RARE = {"unverified": 0.7}

_VOWELS = "aeiou"
_DOUBLES = re.compile(r"(?:^|[^aeiou])[aeiou][bdgklmnprt]$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a word form: a lemma, its part of speech, its class, and how it is inflected."""

    lemma: str
    part: str  # verb, noun, adjective, adverb
    cue_class: str
    form: str  # base, s, past, ing, plural; "" where there is nothing to tell apart


@cache
def forms() -> dict[str, tuple[Entry, ...]]:
    """Every form of every cue, in lower case, with its readings."""
    found: dict[str, list[Entry]] = {}
    for row in _rows("cues.csv"):
        lemma, part, cue_class = row["lemma"], row["part"], row["class"]
        for form, kind in _inflected(lemma, part, row["forms"].split()):
            found.setdefault(form, []).append(Entry(lemma, part, cue_class, kind))
    return {form: tuple(entries) for form, entries in found.items()}


@cache
def confidence(lemma: str, cue_class: str, construction: str) -> float:
    """The share of such claims whose content was right, smoothed towards the class and the construction."""
    if construction in _TOO_RARE:
        return _TOO_RARE[construction]
    rates = _rates()
    n_all, right_all = rates.get(("*", "*", construction), (0, 0))
    overall = (right_all + 0.3 * _PRIOR_ALL) / (n_all + _PRIOR_ALL)
    n_class, right_class = rates.get(("*", cue_class, construction), (0, 0))
    by_class = (right_class + overall * _PRIOR_ALL) / (n_class + _PRIOR_ALL)
    n, right = rates.get((lemma, cue_class, construction), (0, 0))
    return (right + by_class * _PRIOR_CLASS) / (n + _PRIOR_CLASS)


@cache
def _rates() -> dict[tuple[str, str, str], tuple[int, int]]:
    return {
        (row["lemma"], row["class"], row["construction"]): (int(row["found"]), int(row["right"]))
        for row in _rows("cue_rates.csv")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("transforms") / "lexicon" / name).read_text("utf-8")
    return csv.DictReader(text.splitlines())


def _inflected(lemma: str, part: str, irregular: list[str]) -> Iterator[tuple[str, str]]:
    if part == "noun":
        yield from ((lemma, "base"), (_with_s(lemma), "plural"))
    elif part == "verb":
        yield from ((lemma, "base"), (_with_s(lemma), "s"))
        yield from ((form, "ing" if form.endswith("ing") else "past") for form in irregular)
        if not any(form.endswith("ing") for form in irregular):
            yield from ((form, "ing") for form in _stems(lemma, "ing"))
        if not any(not form.endswith(("ing", "s")) for form in irregular):
            yield from ((form, "past") for form in _stems(lemma, "ed"))
    else:
        yield lemma, ""


def _with_s(lemma: str) -> str:
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2] not in _VOWELS else lemma + "s"


def _stems(lemma: str, ending: str) -> list[str]:
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")):
        return [lemma[:-1] + ending]
    if lemma.endswith("ee") and ending == "ed":
        return [lemma + "d"]
    if lemma.endswith("y") and lemma[-2] not in _VOWELS and ending == "ed":
        return [lemma[:-1] + "ied"]
    doubled = [lemma + lemma[-1] + ending] if _DOUBLES.search(lemma) else []
    return [lemma + ending, *doubled]  # "quiped" is in nobody's text: both are safe
