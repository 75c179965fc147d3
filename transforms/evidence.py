"""How trustworthy a candidate is: weights of its features, fitted on PolNeAR's train split.

`lexicon/cue_weights.csv` holds one weight a feature (a cue in a construction, a kind of speaker, …); their
sum is the log-odds that the candidate is an attribution with the right content. It was fitted by logistic
regression on what the rules found in the training texts, so that it can be read as a share.
"""

import csv
import math
from functools import cache
from importlib.resources import files

from transforms import phrases
from transforms.candidates import Candidate
from transforms.sentences import Paragraph

# Constructions that the training texts (US politics) hold too few of to be measured: an estimate.
_TOO_RARE = {"unverified": 0.7, "as-saying": 0.8}
_LENGTHS = (1, 2, 4, 8, 16, 32)


def confidence(p: Paragraph, candidate: Candidate) -> float:
    """The expected share of such candidates that are right, between 0 and 1."""
    rare = _TOO_RARE.get(candidate.construction)
    if rare is not None:
        return rare
    weights = _weights()
    return 1 / (1 + math.exp(-sum(weights.get(feature, 0.0) for feature in features(p, candidate))))


def features(p: Paragraph, candidate: Candidate) -> list[str]:
    """The names of the features that a candidate has; each counts as present or absent."""
    construction, lemma = candidate.construction, candidate.lemma
    kind = construction.partition(":")[0]
    start, end = candidate.content[0][0], candidate.content[-1][1]
    first, last = candidate.cue
    return [
        "all",
        construction,
        f"{candidate.cue_class} {construction}",
        f"{lemma} {construction}",
        f"{lemma} {kind}",
        f"speaker {kind} {_speaker_kind(p, candidate)}",
        f"quoted {kind} {_quoted_kind(p, start, end)}",
        f"length {kind} {_length(start, end)}",
        f"starts {construction} {_word_kind(p, start)}",
        f"ends {_next_word(p, end)}",
        f"form {kind} {p.lower[first] if last - first > 1 else p.lower[last - 1][-2:]}",
        f"before {kind} {_word_kind(p, first - 1) if first else ''}",
        f"capital {p.words[last - 1][0].isupper()} {p.start == 0}",
    ]


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
    opens, closes = p.quote_of[start] >= 0, p.quote_of[end - 1] >= 0
    if opens or closes:
        return f"{opens} {closes}"
    return str(any(number >= 0 for number in p.quote_of[start:end]))


def _next_word(p: Paragraph, end: int) -> str:
    short = end < len(p.words) and p.quote_of[end] < 0 and len(p.words[end]) < 5
    return p.lower[end] if short else ""


def _length(start: int, end: int) -> int:
    return sum(end - start > limit for limit in _LENGTHS)


def _word_kind(p: Paragraph, place: int) -> str:
    word = p.lower[place]
    if word in phrases.PRONOUNS or word in phrases.DETERMINERS or word in phrases.PREPOSITIONS:
        return word
    if word in phrases.WH_WORDS or word in phrases.AUXILIARIES or not word[0].isalnum():
        return word
    return "name" if p.words[place][0].isupper() else word[-3:] if word.endswith(("ing", "s")) else "word"


@cache
def _weights() -> dict[str, float]:
    text = (files("transforms") / "lexicon" / "cue_weights.csv").read_text("utf-8")
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}
