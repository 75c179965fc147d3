"""How trustworthy a candidate is: weights of its features, fitted on PolNeAR's train split.

`lexicon/en/cue_weights.csv` holds one weight a feature (a cue in a construction, a kind of speaker, what
stands on both sides of an end, …); their sum is the log-odds that the candidate is an attribution with
the right content. `tests/fit.py` fits them by logistic regression on what the rules find in the
training texts, so that the sum can be read as a share.
"""

import csv
import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

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
    "noun:emerged": 0.7,
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
_JOINING = frozenset(("and", "but", "so", "yet"))
_LONG_LINE = 25  # words: headlines are shorter
_LONG_SPEAKER = 7  # words
_MODALS = frozenset(("will", "would", "can", "could", "may", "might", "must", "should"))
_QUOTE = frozenset('"“”‘’«»')


# A part of the evidence is a few features that share their values, so that their weights are summed only once.
_Part = tuple[Callable[..., tuple[str, ...]], Any, Any, Any, Any, Any]


def features(p: Paragraph, candidate: Candidate) -> Iterator[list[str]]:
    """What tells whether a candidate is right, once for each place where its content may end."""
    always = [name for part in _always(p, candidate) for name in _names(part)]
    passed: list[str] = []
    for at_end, passing in _at_ends(p, candidate):
        yield [*always, *(name for part in at_end for name in _names(part)), *passed]
        passed += [name for part in passing for name in _names(part)]


def shares(p: Paragraph, candidate: Candidate) -> Iterator[float]:
    """The expected share of such candidates that are right (0 to 1), once for each place of their end."""
    rare = _TOO_RARE.get(candidate.construction)
    log_odds = sum([_weight(*part) for part in _always(p, candidate)])
    for at_end, passing in _at_ends(p, candidate):
        here = log_odds + sum([_weight(*part) for part in at_end])
        yield rare or 1 / (1 + math.exp(-here))
        for part in passing:
            log_odds += _weight(*part)


def _names(part: _Part) -> tuple[str, ...]:
    made, *values = part
    return made(*values)


@lru_cache(maxsize=1 << 17)
def _weight(made: Callable[..., tuple[str, ...]], *values: object) -> float:
    table = weights()
    return sum([table.get(name, 0.0) for name in made(*values)])


def _always(p: Paragraph, candidate: Candidate) -> list[_Part]:
    """What does not depend on where the content ends."""
    name, lemma, cue_class = candidate.construction, candidate.lemma, candidate.cue_class
    kind = name.partition(":")[0]
    (first, last), (start, _) = candidate.cue, candidate.content[0]
    starts = kind_of(p.words[candidate.content[-1][0]])
    form = p.lower[first] if last - first > 1 else p.lower[last - 1][-2:]
    following = kind_of(p.words[last]) if last < len(p.words) else ""
    line = (len(p.words) > _LONG_LINE, p.words[-1][-1].isalnum())
    before = kind_of(p.words[first - 1]) if first else ""
    quoted = _quoted_kind(p, start, candidate.content[-1][1])
    parts: list[_Part] = [
        (_of_cue, name, kind, lemma, cue_class, form),
        (_of_start, name, lemma, starts, kind, p.lower[start - 1] if start else ""),
        (_of_place, kind, before, _opens(p, candidate), lemma, following),
        (_of_group, lemma, cue_class, _group(p, candidate), kind, quoted),
        (_of_line, kind, _capital(p, last - 1), p.words[last - 1][0].isupper(), p.start == 0, line),
        (_of_speaker, kind, lemma, cue_class, _speaker_kind(p, candidate), _head(p, candidate)),
    ]
    if candidate.speaker:
        opens, closes = candidate.speaker
        preceded = kind_of(p.words[opens - 1]) if opens else ""
        size = min(closes - opens, _LONG_SPEAKER)
        parts.append((_of_phrase, kind, _gap(p, closes, first), size, kind_of(p.words[opens]), preceded))
    return parts


def _of_cue(name: str, kind: str, lemma: str, cue_class: str, form: str) -> tuple[str, ...]:
    return (
        "all",
        name,
        f"{cue_class} {name}",
        f"{lemma} {name}",
        f"{lemma} {kind}",
        f"form {kind} {form}",
    )


def _of_start(name: str, lemma: str, starts: str, kind: str, before: str) -> tuple[str, ...]:
    return f"starts {name} {starts}", f"starts {lemma} {starts}", f"content-before {kind} {before}"


def _of_place(kind: str, before: str, opens: str, lemma: str, following: str) -> tuple[str, ...]:
    return f"before {kind} {before}", f"opens {kind} {opens}", f"next {lemma} {following}"


def _of_group(lemma: str, cue_class: str, group: str, kind: str, quoted: str) -> tuple[str, ...]:
    return f"group {lemma} {group}", f"group {cue_class} {group}", f"quoted {kind} {quoted}"


def _of_line(
    kind: str,
    capital: str,
    upper: bool,
    title: bool,
    line: tuple[bool, bool],  # noqa: FBT001
) -> tuple[str, ...]:
    return f"capital {upper} {title}", f"capital {kind} {capital}", f"line {line[0]} {line[1]} {kind}"


def _of_speaker(kind: str, lemma: str, cue_class: str, speaker: str, head: str) -> tuple[str, ...]:
    return (
        f"speaker {kind} {speaker}",
        f"speaker {cue_class} {speaker}",
        f"speaker {lemma} {speaker}",
        f"head {head}",
        f"speaker-head {cue_class} {head}",
    )


def _of_phrase(kind: str, gap: str, size: int, starts: str, preceded: str) -> tuple[str, ...]:
    return (
        f"gap {kind} {gap}",
        f"size {kind} {size}",
        f"speaker-starts {kind} {starts}",
        f"preceded {kind} {preceded}",
    )


def _at_ends(p: Paragraph, candidate: Candidate) -> Iterator[tuple[list[_Part], list[_Part]]]:
    """For each place where the content may end, the nearest first, what speaks for it; and what for passing it."""
    name, lemma, cue_class = candidate.construction, candidate.lemma, candidate.cue_class
    kind = name.partition(":")[0]
    start, whole = candidate.content[-1]
    within = _opening_clause(p, candidate)
    clause, seen = False, start + 1
    for number, end in enumerate([*candidate.ends[1:], whole]):
        clause = clause or any(map(is_finite, p.lower[seen:end]))
        seen = max(seen, end)
        place = "whole" if end == whole else "middle" if number else "first"
        after, word = _after(p, end), _word_after(p, end)
        mark = after[0] if after and after[0] in ",.;" else ""
        length = bisect_left(_LENGTHS, end - start)
        at_end: list[_Part] = [
            (_of_length, name, lemma, length, clause, place),
            (_of_after, name, kind, cue_class, after, clause),
            (_of_mark, within, place, mark, p.quote_of[end - 1] >= 0, ""),
            (_of_last, kind, kind_of(p.words[end - 1]), word, p.lower[end - 1], ""),
        ]
        yield at_end, [(_of_passed, name, kind, cue_class, after, word)]


def _of_length(name: str, lemma: str, length: int, clause: bool, place: str) -> tuple[str, ...]:  # noqa: FBT001
    return f"length {name} {length} {clause}", f"place {name} {place} {clause}", f"place {lemma} {place}"


def _of_after(name: str, kind: str, cue_class: str, after: str, clause: bool) -> tuple[str, ...]:  # noqa: FBT001
    return f"after {kind} {after}", f"after {name} {after} {clause}", f"after {cue_class} {after}"


def _of_mark(within: str, place: str, mark: str, quoted: bool, _: str) -> tuple[str, ...]:  # noqa: FBT001
    return f"within {within} {place} {mark}", f"ended {quoted} {place} {mark}"


def _of_last(kind: str, last: str, word: str, last_word: str, _: str) -> tuple[str, ...]:
    return f"last {kind} {last}", f"word {kind} {word}", f"lastword {last_word}"


def _of_passed(name: str, kind: str, cue_class: str, after: str, word: str) -> tuple[str, ...]:
    return (
        f"passed {kind} {after}",
        f"passed {name} {after}",
        f"passed {cue_class} {after}",
        f"passedword {word}",
    )


def _gap(p: Paragraph, start: int, end: int) -> str:
    """What stands between a speaker and its cue."""
    if start >= end:
        return "0" if start == end else "after"
    mark = next((word for word in p.words[start:end] if not word[0].isalnum()), "")
    return f"{min(end - start, 4)} {mark} {p.lower[end - 1] if end - start < 3 else ''}"


def _opening_clause(p: Paragraph, candidate: Candidate) -> str:
    """The subordinator of the clause that opens the sentence, if the candidate's cue is in that clause."""
    first = p.sentences[bisect_right(p.sentences, candidate.cue[0], key=lambda sentence: sentence[0]) - 1][0]
    first += p.lower[first] in _JOINING and first + 1 < candidate.cue[0]
    word = p.lower[first]
    if word not in phrases.SUBORDINATORS and word not in phrases.PREPOSITIONS:
        return ""
    return word if "," not in p.words[first : candidate.cue[0]] else ""


def _after(p: Paragraph, end: int) -> str:
    """What stands after an end: the sentence's end, a mark and the word after it, or a word."""
    if end >= len(p.words):
        return "."
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
    return kind_of(p.words[place])


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


@lru_cache(maxsize=1 << 15)
def is_finite(word: str) -> bool:
    """Whether a word looks like a clause's verb, or like the number that stands for one ("At least 40")."""
    return word in _FINITE or (word.endswith("ed") and len(word) > 4) or word[0].isdigit()


@lru_cache(maxsize=1 << 15)
def kind_of(word: str) -> str:
    """A small word or mark itself, else whether it looks like a name, a participle, a plural or none of these."""
    lower = word.lower()
    if lower in _GRAMMAR or not lower[0].isalnum():
        return lower
    return "Name" if word[0].isupper() else lower[-3:] if lower.endswith(("ing", "s")) else "word"


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
def spoken_forms() -> frozenset[str]:
    """The past forms of the verbs of saying, and "says": no nouns among them."""
    return frozenset(("says",)) | forms_where(
        lambda entry: entry.part == "verb" and entry.form == "past" and entry.cue_class in ("say", "report")
    )


@cache
def said_forms() -> frozenset[str]:
    """The finite forms of all verbs that attribute."""
    return forms_where(lambda entry: entry.part == "verb" and entry.form in ("past", "s"))


@cache
def weights() -> dict[str, float]:
    """The weight of every feature."""
    text = (files("transforms") / "lexicon" / "en" / "cue_weights.csv").read_text("utf-8")
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}
