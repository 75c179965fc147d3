"""How trustworthy a candidate is: weights of its features, fitted on PolNeAR's train split.

`lexicon/en/cue_weights.csv` holds one weight a feature (a cue in a construction, a kind of speaker, what
stands on both sides of an end, …); their sum is the log-odds that the candidate is an attribution with
the right content. `tests/fit.py` fits them by logistic regression on what the rules find in the
training texts, so that the sum can be read as a share.
"""

import csv
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from transforms import phrases
from transforms.candidates import Candidate
from transforms.cues import forms_where
from transforms.sentences import Paragraph
from transforms.words import WORDS

# Constructions that the training texts (US politics) hold too few of to be measured: an estimate.
_TOO_RARE = {
    "unverified": 0.7,
    "as-saying": 0.8,
    "noun:from-somebody:that": 0.8,
    "noun:by-somebody:that": 0.8,
}
_LENGTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
_FINITE = phrases.BE | WORDS["auxiliaries"] | phrases.IRREGULAR_PAST
_GRAMMAR = (
    phrases.PRONOUNS
    | phrases.DETERMINERS
    | phrases.PREPOSITIONS
    | phrases.WH_WORDS
    | phrases.AUXILIARIES
    | phrases.SUBORDINATORS
    | {"and", "or", "then", "also", "there"}
)
_MODALS = frozenset(("will", "would", "can", "could", "may", "might", "must", "should"))
_QUOTE = frozenset('"“”‘’«»')


def features(p: Paragraph, candidate: Candidate) -> Iterator[str]:
    """What tells whether a candidate is right, wherever its content ends."""
    name, lemma, cue_class = candidate.construction, candidate.lemma, candidate.cue_class
    kind = name.partition(":")[0]
    first, last = candidate.cue
    start = candidate.content[-1][0]
    speaker = _speaker_kind(p, candidate)
    before = _word_kind(p, first - 1) if first else ""
    yield "all"
    yield name
    yield f"{cue_class} {name}"
    yield f"{lemma} {name}"
    yield f"{lemma} {kind}"
    yield f"speaker {kind} {speaker}"
    yield f"speaker {cue_class} {speaker}"
    yield f"head {_head(p, candidate)}"
    yield f"quoted {kind} {_quoted_kind(p, candidate.content[0][0], candidate.content[-1][1])}"
    yield f"starts {name} {_word_kind(p, start)}"
    yield f"starts {lemma} {_word_kind(p, start)}"
    yield f"form {kind} {p.lower[first] if last - first > 1 else p.lower[last - 1][-2:]}"
    yield f"speaker {lemma} {speaker}"
    yield f"group {lemma} {_group(p, candidate)}"
    yield f"group {cue_class} {_group(p, candidate)}"
    yield f"before {kind} {before}"
    yield f"opens {kind} {_opens(p, candidate)}"
    yield f"capital {p.words[last - 1][0].isupper()} {p.start == 0}"
    yield f"capital {kind} {_capital(p, last - 1)}"
    yield f"next {lemma} {_word_kind(p, last) if last < len(p.words) else ''}"
    yield f"line {len(p.words) > 25} {p.words[-1][-1].isalnum()} {kind}"
    if start:
        yield f"content-before {kind} {p.lower[candidate.content[0][0] - 1]}"
    if candidate.speaker:
        begins, ends = candidate.speaker
        yield f"gap {kind} {_gap(p, ends, first)}"
        yield f"size {kind} {min(ends - begins, 7)}"
        yield f"speaker-starts {kind} {_word_kind(p, begins)}"
        yield f"speaker-head {cue_class} {_head(p, candidate)}"
        yield f"preceded {kind} {_word_kind(p, candidate.speaker[0] - 1) if candidate.speaker[0] else ''}"


def end_features(p: Paragraph, candidate: Candidate) -> Iterator[str]:
    """What tells whether a candidate's content ends where it does."""
    name = candidate.construction
    kind = name.partition(":")[0]
    start, end = candidate.content[-1]
    length = bisect_left(_LENGTHS, end - start)
    clause = any(_is_finite(word) for word in p.lower[start + 1 : end])
    place = _place(candidate.ends, end)
    after = _after(p, end)
    yield f"length {name} {length} {clause}"
    yield f"place {name} {place} {clause}"
    yield f"place {candidate.lemma} {place}"
    yield f"after {kind} {after}"
    yield f"after {name} {after} {clause}"
    yield f"after {candidate.cue_class} {after}"
    yield f"within {_opening_clause(p, candidate)} {place} {after[:1] if after[:1] in ',.;' else ''}"
    yield f"last {kind} {_word_kind(p, end - 1)}"
    yield f"word {kind} {_word_after(p, end)}"
    yield f"lastword {p.lower[end - 1]}"
    for cut in candidate.ends[1:]:
        if cut < end:
            yield f"passedword {_word_after(p, cut)}"
            passed = _after(p, cut)
            yield f"passed {kind} {passed}"
            yield f"passed {name} {passed}"
            yield f"passed {candidate.cue_class} {passed}"
    yield f"ended {p.quote_of[end - 1] >= 0} {place} {after[:1] if after[:1] in ',.;' else ''}"


def _gap(p: Paragraph, start: int, end: int) -> str:
    """What stands between a speaker and its cue."""
    if start >= end:
        return "0" if start == end else "after"
    mark = next((word for word in p.words[start:end] if not word[0].isalnum()), "")
    return f"{min(end - start, 4)} {mark} {p.lower[end - 1] if end - start < 3 else ''}"


def _place(ends: list[int], end: int) -> str:
    if not ends or end == ends[0]:
        return "whole"
    return "first" if end == ends[1] else "middle"


def _opening_clause(p: Paragraph, candidate: Candidate) -> str:
    """The subordinator of the clause that opens the sentence, if the candidate's cue is in that clause."""
    first = p.sentences[bisect_right(p.sentences, candidate.cue[0], key=lambda sentence: sentence[0]) - 1][0]
    word = p.lower[first]
    if word not in phrases.SUBORDINATORS and word not in phrases.PREPOSITIONS:
        return ""
    return word if "," not in p.words[first : candidate.cue[0]] else ""


def _after(p: Paragraph, end: int) -> str:
    """What stands after an end: the sentence's end, a mark and the word after it, or a word."""
    if end >= len(p.words):
        return "."
    word = p.lower[end]
    if p.quote_of[end - 1] >= 0 and p.quote_of[end] < 0:
        return f"” {_after_words(p, end)}"
    return _after_words(p, end)


def _word_after(p: Paragraph, end: int) -> str:
    here = end + (end + 1 < len(p.words) and not p.words[end][0].isalnum())
    return f"{here - end} {p.lower[here]}" if here < len(p.words) else ""


def _after_words(p: Paragraph, end: int) -> str:
    word = p.lower[end]
    if word in _QUOTE and end + 1 < len(p.words):
        return '"'
    if word in ",;(-—–" and end + 1 < len(p.words):
        return f"{word} {_next_kind(p, end + 1)}"
    if word in ("and", "but", "or") and end + 1 < len(p.words):
        return f"{word} {_next_kind(p, end + 1)}"
    return _next_kind(p, end)


def _next_kind(p: Paragraph, place: int) -> str:
    word = p.lower[place]
    if phrases.is_temporal(word):
        return "TIME"
    if word in _FINITE or (p.words[place].islower() and word.endswith("ed")):
        return "VERB"
    if word in said_forms():
        return "SAYS"
    return _word_kind(p, place)


def _head(p: Paragraph, candidate: Candidate) -> str:
    """The head noun of the speaker, by the last word before a comma or preposition."""
    if candidate.speaker is None:
        return ""
    start, end = candidate.speaker
    here = start + 1
    while (
        here < end
        and p.words[here] not in ",("
        and p.lower[here] not in phrases.PREPOSITIONS
        and p.lower[here] not in ("who", "which", "that")
    ):
        here += 1
    return "Name" if p.words[here - 1][0].isupper() else p.lower[here - 1]


def _capital(p: Paragraph, place: int) -> str:
    """Whether a cue is capitalised as names and headings are, or as the first word of a sentence."""
    if not p.words[place][0].isupper():
        return ""
    if place == 0 or p.words[place - 1] in '.?!:“"':
        return "first"
    return "heading" if sum(word[0].isupper() for word in p.words) * 2 > len(p.words) else "name"


def _group(p: Paragraph, candidate: Candidate) -> str:
    first, last = candidate.cue
    words = p.lower[first : last - 1]
    parts = ["not"] if candidate.negated else []
    parts += ["modal"] if not _MODALS.isdisjoint(words) else []
    parts += ["have"] if "has" in words or "have" in words or "had" in words else []
    parts += ["do"] if "do" in words or "does" in words or "did" in words else []
    parts += ["be"] if not phrases.BE.isdisjoint(words) else []
    return " ".join([*parts, p.lower[last - 1][-1:]])


def _opens(p: Paragraph, candidate: Candidate) -> str:
    """The word that opens the clause around a candidate: "if", "as", "while" tell of no statement."""
    first = min(candidate.cue[0], candidate.speaker[0] if candidate.speaker else candidate.cue[0])
    for here in range(first - 1, max(-1, first - 4), -1):
        word = p.lower[here]
        if word in phrases.SUBORDINATORS:
            return word
        if word in ".;":
            return "."
    return "" if first else "."


def _speaker_kind(p: Paragraph, candidate: Candidate) -> str:
    if candidate.speaker is None:
        return "none"
    start, end = candidate.speaker
    word = p.lower[end - 1]
    if end - start == 1 and (word in phrases.PRONOUNS or word in phrases.RELATIVES):
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


def _is_finite(word: str) -> bool:
    """Whether a word looks like a clause's verb, or like the number that stands for one ("At least 40")."""
    return word in _FINITE or (word.endswith("ed") and len(word) > 4) or word[0].isdigit()


def _word_kind(p: Paragraph, place: int) -> str:
    word = p.lower[place]
    if word in _GRAMMAR or not word[0].isalnum():
        return word
    return "Name" if p.words[place][0].isupper() else word[-3:] if word.endswith(("ing", "s")) else "word"


def base(p: Paragraph, candidate: Candidate) -> float:
    """The log-odds that a candidate is right, without what its end tells."""
    table = weights()
    return sum(table.get(feature, 0.0) for feature in features(p, candidate))


def confidence(p: Paragraph, candidate: Candidate, log_odds: float) -> float:
    """The expected share of such candidates with this end that are right, between 0 and 1."""
    rare = _TOO_RARE.get(candidate.construction)
    if rare is not None:
        return rare
    table = weights()
    log_odds += sum(table.get(feature, 0.0) for feature in end_features(p, candidate))
    return 1 / (1 + math.exp(-log_odds))


def calibrated(candidate: Candidate) -> float:
    """The share of claims as likely as this that are right, among those that are chosen.

    Platt 1999, "Probabilistic Outputs for Support Vector Machines".
    """
    share = candidate.confidence
    if candidate.construction in _TOO_RARE or not 0 < share < 1:
        return share
    table = weights()
    log_odds = math.log(share / (1 - share)) * table["calibration slope"] + table["calibration intercept"]
    return 1 / (1 + math.exp(-log_odds))


@cache
def said_forms() -> frozenset[str]:
    """The finite forms of all verbs that attribute."""
    return forms_where(lambda entry: entry.part == "verb" and entry.form in ("past", "s"))


@cache
def weights() -> dict[str, float]:
    """The weight of every feature."""
    text = (files("transforms") / "lexicon" / "en" / "cue_weights.csv").read_text("utf-8")
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}
