"""How trustworthy a candidate is: weights of its features, fitted on PolNeAR's train split.

`lexicon/en/cue_weights.csv` holds one weight a feature (a cue in a construction, a kind of speaker, …); their
sum is the log-odds that the candidate is an attribution with the right content. It was fitted by logistic
regression on what the rules found in the training texts, so that it can be read as a share.
"""

import csv
import math
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from transforms import phrases
from transforms.candidates import Candidate
from transforms.sentences import Paragraph
from transforms.words import WORDS

# Constructions that the training texts (US politics) hold too few of to be measured: an estimate.
_TOO_RARE = {"unverified": 0.7, "as-saying": 0.8}
_LENGTHS = (1, 2, 4, 8, 16, 32)
_SHORTEST_CLAUSE = 3  # the training texts hold too few shorter ones to tell them apart
_FINITE = phrases.BE | WORDS["auxiliaries"] | phrases.IRREGULAR_PAST
_GRAMMAR = (
    phrases.PRONOUNS | phrases.DETERMINERS | phrases.PREPOSITIONS | phrases.WH_WORDS | phrases.AUXILIARIES
)


class _Weights(NamedTuple):
    """The weights of the features that a candidate of one construction may have, by their values."""

    speaker: dict[str, float]
    quoted: dict[str, float]
    length: dict[str, float]
    starts: dict[str, float]
    ends: dict[str, float]
    form: dict[str, float]
    before: dict[str, float]
    capital: dict[str, float]


def confidence(p: Paragraph, candidate: Candidate) -> float:
    """The expected share of such candidates that are right, between 0 and 1."""
    construction = candidate.construction
    rare = _TOO_RARE.get(construction)
    if rare is not None:
        return rare
    of = _weights_of(construction)
    start, end = candidate.content[0][0], candidate.content[-1][1]
    first, last = candidate.cue
    log_odds = (
        _weight_of_cue(construction, candidate.cue_class, candidate.lemma)
        + of.speaker.get(_speaker_kind(p, candidate), 0.0)
        + of.quoted.get(_quoted_kind(p, start, end), 0.0)
        + of.length.get(_length_of(p, candidate, start, end), 0.0)
        + of.starts.get(_word_kind(p, start), 0.0)
        + of.ends.get(_next_word(p, end), 0.0)
        + of.form.get(p.lower[first] if last - first > 1 else p.lower[last - 1][-2:], 0.0)
        + of.before.get(_word_kind(p, first - 1) if first else "", 0.0)
        + of.capital.get(f"{p.words[last - 1][0].isupper()} {p.start == 0}", 0.0)
    )
    return 1 / (1 + math.exp(-log_odds))


def _speaker_kind(p: Paragraph, candidate: Candidate) -> str:
    if candidate.speaker is None:
        return "none"
    start, end = candidate.speaker
    word = p.lower[end - 1]
    if end - start == 1 and word in phrases.PRONOUNS:
        return word
    if p.words[end - 1][0].isupper():
        return "name"
    return "apposition" if word == "," else "plural" if word.endswith("s") else "phrase"


def _quoted_kind(p: Paragraph, start: int, end: int) -> str:
    if not p.quotes:
        return "False"
    opens, closes = p.quote_of[start] >= 0, p.quote_of[end - 1] >= 0
    if opens or closes:
        return f"{opens} {closes}"
    return str(max(p.quote_of[start:end], default=-1) >= 0)


def _next_word(p: Paragraph, end: int) -> str:
    short = end < len(p.words) and p.quote_of[end] < 0 and len(p.words[end]) < 5
    return p.lower[end] if short else ""


def _length_of(p: Paragraph, candidate: Candidate, start: int, end: int) -> str:
    """How long a content is and, where it stands before its cue, whether it is a clause.

    However short, "the port is shut" can be said; "the mayor" cannot. Headlines ("…, mayor says") do
    without verbs.
    """
    length = bisect_left(_LENGTHS, end - start)
    if candidate.construction.startswith("content-") and (
        candidate.cue[1] == len(p.words) or any(_is_finite(word) for word in p.lower[start + 1 : end])
    ):
        return f"{max(length, _SHORTEST_CLAUSE)} clause"
    return str(length)


def _is_finite(word: str) -> bool:
    """Whether a word looks like a clause's verb, or like the number that stands for one ("At least 40")."""
    return word in _FINITE or (word.endswith("ed") and len(word) > 4) or word[0].isdigit()


def _word_kind(p: Paragraph, place: int) -> str:
    word = p.lower[place]
    if word in _GRAMMAR or not word[0].isalnum():
        return word
    return "name" if p.words[place][0].isupper() else word[-3:] if word.endswith(("ing", "s")) else "word"


@cache
def _weight_of_cue(construction: str, cue_class: str, lemma: str) -> float:
    """The weights of a cue in a construction together, whatever stands around it."""
    kind = construction.partition(":")[0]
    features = (
        "all",
        construction,
        f"{cue_class} {construction}",
        f"{lemma} {construction}",
        f"{lemma} {kind}",
    )
    return sum(_table().get(feature, 0.0) for feature in features)


@cache
def _weights_of(construction: str) -> _Weights:
    kind = construction.partition(":")[0]
    heads = {"starts": f"starts {construction}", "ends": "ends", "capital": "capital"}
    by_head = _table_by_head()
    return _Weights(*(by_head.get(heads.get(name, f"{name} {kind}"), {}) for name in _Weights._fields))


@cache
def _table() -> dict[str, float]:
    text = (files("transforms") / "lexicon" / "en/cue_weights.csv").read_text("utf-8")
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}


@cache
def _table_by_head() -> dict[str, dict[str, float]]:
    """The weights of `_Weights`: by a feature's name (and construction), then by its value."""
    found: dict[str, dict[str, float]] = {}
    for feature, weight in _table().items():
        words = feature.split(" ")
        size = 1 if words[0] in ("ends", "capital") else 2
        found.setdefault(" ".join(words[:size]), {})[" ".join(words[size:])] = weight
    return found
