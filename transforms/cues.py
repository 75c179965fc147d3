"""Cues: the words by which a text attributes something to somebody ("said", "claim", "according to").

The lexicon (`lexicon/en/cues.csv`) holds lemmas with their part of speech and class; forms are inflected
here. How far a cue is to be trusted in a construction is told in `evidence`.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
    for row in _rows("en/cues.csv"):
        lemma, part, cue_class = row["lemma"], row["part"], row["class"]
        for form, kind in dict(_inflected(lemma, part, row["forms"].split())).items():
            found.setdefault(form, []).append(Entry(lemma, part, cue_class, kind))
    return {form: tuple(entries) for form, entries in found.items()}


def forms_where(holds: Callable[[Entry], bool]) -> frozenset[str]:
    """The forms that have a reading for which something holds. Slow: to be kept."""
    return frozenset(form for form, entries in forms().items() if any(map(holds, entries)))


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
