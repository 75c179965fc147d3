"""What stands around a candidate, as few words as tell one from another: the signs that evidence weighs."""

from bisect import bisect_right
from functools import cache, lru_cache

from transforms import phrases
from transforms.candidates import Candidate
from transforms.cues import forms_where
from transforms.sentences import Paragraph
from transforms.words import WORDS

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
_MODALS = frozenset(("will", "would", "can", "could", "may", "might", "must", "should"))
_QUOTE = frozenset('"“”‘’«»')
_NEAR = 12  # words on both sides that tell a heading from a sentence


def gap(p: Paragraph, start: int, end: int) -> str:
    """What stands between a speaker and its cue."""
    if start >= end:
        return "0" if start == end else "after"
    mark = next((word for word in p.words[start:end] if not word[0].isalnum()), "")
    return f"{min(end - start, 4)} {mark} {p.lower[end - 1] if end - start < 3 else ''}"


def opening_clause(p: Paragraph, candidate: Candidate) -> str:
    """The subordinator of the clause that opens the sentence, if the candidate's cue is in that clause."""
    first = p.sentences[bisect_right(p.sentences, candidate.cue[0], key=lambda sentence: sentence[0]) - 1][0]
    first += p.lower[first] in _JOINING and first + 1 < candidate.cue[0]
    word = p.lower[first]
    if word not in phrases.SUBORDINATORS and word not in phrases.PREPOSITIONS:
        return ""
    return word if "," not in p.words[first : candidate.cue[0]] else ""


def after(p: Paragraph, end: int) -> str:
    """What stands after an end: the sentence's end, a mark and the word after it, or a word."""
    if end >= len(p.words):
        return "."
    if p.quote_of[end - 1] >= 0 and p.quote_of[end] < 0:
        return f"” {_after_words(p, end)}"
    return _after_words(p, end)


def word_after(p: Paragraph, end: int) -> str:
    here = end + (end + 1 < len(p.words) and not p.words[end][0].isalnum())
    return f"{here - end} {p.lower[here]}" if here < len(p.words) else ""


def _after_words(p: Paragraph, end: int) -> str:
    return _next_kinds(p.words[end], p.words[end + 1] if end + 1 < len(p.words) else "")


@lru_cache(maxsize=8_192)
def _next_kinds(word: str, following: str) -> str:
    if word in _QUOTE and following:
        return '"'
    if following and (word in ",;(-—–" or word in ("and", "but", "or")):
        return f"{word} {_next_kind(following)}"
    return _next_kind(word)


def _next_kind(word: str) -> str:
    lower = word.lower()
    if phrases.is_temporal(lower):
        return "TIME"
    if lower in _FINITE or (word.islower() and lower.endswith("ed")):
        return "VERB"
    return "SAYS" if lower in said_forms() else kind_of(word)


def head(p: Paragraph, candidate: Candidate) -> str:
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


def capital(p: Paragraph, place: int) -> str:
    """Whether a cue is capitalised as names and headings are, or as the first word of a sentence."""
    if not p.words[place][0].isupper():
        return ""
    if place == 0 or p.words[place - 1] in '.?!:“"':
        return "first"
    near = p.words[max(0, place - _NEAR) : place + _NEAR]
    return "heading" if sum(word[0].isupper() for word in near) * 2 > len(near) else "name"


def group(p: Paragraph, candidate: Candidate) -> str:
    first, last = candidate.cue
    words = p.lower[first : last - 1]
    parts = ["not"] if candidate.negated else []
    parts += ["modal"] if not _MODALS.isdisjoint(words) else []
    parts += ["have"] if "has" in words or "have" in words or "had" in words else []
    parts += ["do"] if "do" in words or "does" in words or "did" in words else []
    parts += ["be"] if not phrases.BE.isdisjoint(words) else []
    return " ".join([*parts, p.lower[last - 1][-1:]])


def opens(p: Paragraph, candidate: Candidate) -> str:
    """The word that opens the clause around a candidate: "if", "as", "while" tell of no statement."""
    first = min(candidate.cue[0], candidate.speaker[0] if candidate.speaker else candidate.cue[0])
    for here in range(first - 1, max(-1, first - 4), -1):
        word = p.lower[here]
        if word in phrases.SUBORDINATORS:
            return word
        if word in ".;":
            return "."
    return "" if first else "."


def speaker_kind(p: Paragraph, candidate: Candidate) -> str:
    if candidate.speaker is None:
        return "none"
    start, end = candidate.speaker
    word = p.lower[end - 1]
    if end - start == 1 and (word in phrases.PRONOUNS or word in phrases.RELATIVES):
        return word
    if p.words[end - 1][0].isupper():
        return "name"
    return "apposition" if word == "," else "plural" if word.endswith("s") else "phrase"


def quoted_kind(p: Paragraph, start: int, end: int) -> str:
    if not p.quotes:
        return "False"
    opens, closes = p.quote_of[start] >= 0, p.quote_of[end - 1] >= 0
    if opens or closes:
        return f"{opens} {closes}"
    return str(max(p.quote_of[start:end], default=-1) >= 0)


@lru_cache(maxsize=8_192)
def is_finite(word: str) -> bool:
    """Whether a word looks like a clause's verb, or like the number that stands for one ("At least 40")."""
    return word in _FINITE or (word.endswith("ed") and len(word) > 4) or word[0].isdigit()


@lru_cache(maxsize=8_192)
def kind_of(word: str) -> str:
    """A small word or mark itself, else whether it looks like a name, a participle or a plural."""
    lower = word.lower()
    if lower in _GRAMMAR or not lower[0].isalnum():
        return lower
    return "Name" if word[0].isupper() else lower[-3:] if lower.endswith(("ing", "s")) else "word"


@cache
def said_forms() -> frozenset[str]:
    """The finite forms of all verbs that attribute."""
    return forms_where(lambda entry: entry.part == "verb" and entry.form in ("past", "s"))
