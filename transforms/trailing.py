"""What is said of a claim after a comma, and is no part of it: that somebody denies it (", which Kyiv
denied", ", a claim that Kyiv rejects"), or that nobody could verify it (", which has not been confirmed").
"""

from functools import cache
from typing import NamedTuple

from transforms import phrases
from transforms.cues import forms_where
from transforms.phrases import Span
from transforms.placed_cues import group_start
from transforms.sentences import Paragraph
from transforms.words import WORDS

# What an apposition calls the claim before it: ", an accusation that …".
APPENDED = WORDS["appended_nouns"]
_ANSWERS = WORDS["answering"]
_ARTICLES = frozenset(("a", "an", "the"))
_FAR = 9  # words from the start of a denial to its verb
_FAR_NOTE = 14
_MARKS = frozenset(",;:.!?()")
_NO_SUBJECT = phrases.AUXILIARIES | phrases.SUBORDINATORS | phrases.IRREGULAR_PAST | {"to", "by"}
_OBJECTS = frozenset(("of", "by", "as", "for", "about", "from", "against"))
_AFTER = (phrases.PREPOSITIONS - _OBJECTS) | {"and", "but", "while", "though", "although", "when"}
_SUBORDINATE = frozenset(("though", "although", "but", "while", "and"))
_NEGATIVE = phrases.NEGATIONS | {"impossible", "unable", "yet", "no", "none", "nobody"}
_OWN = frozenset(("i", "we", "he", "she", "they", "you"))


class Denial(NamedTuple):
    """Somebody's answer to a claim: what stands for the claim ("which", "a charge"), who, and the verb."""

    content: Span
    speaker: Span
    verb: int


def denial(p: Paragraph, place: int, last: int) -> Denial | None:
    """The answer to the claim before a comma that starts at `place`, after that comma."""
    after = _past_opener(p, place, last)
    if after == place:
        return None
    relative = after < last and p.lower[after] in ("that", "which") and p.lower[place] != "which"
    found = answer(p, after + relative, last)
    return Denial((place, after), *found) if found else None


def answer(p: Paragraph, start: int, last: int) -> tuple[Span, int] | None:
    """Who denies or confirms, and the verb, where no object follows: "Kyiv has denied", "denied by Kyiv"."""
    for verb in range(start, min(start + _FAR, last)):
        if p.words[verb] in _MARKS or p.quote_of[verb] >= 0:
            return None
        if p.lower[verb] in _answers():
            speaker = _speaker(p, start, verb, last)
            return (speaker, verb) if speaker else None
    return None


def _past_opener(p: Paragraph, place: int, last: int) -> int:
    """Past "which", "something" or "an old charge"; `place` where none of them stands there."""
    if p.lower[place] in ("which", "something"):
        return place + 1
    if p.lower[place] in _ARTICLES:
        for here in range(place + 1, min(place + 4, last)):
            if p.lower[here] in APPENDED:
                return here + 1
    return place


def _speaker(p: Paragraph, start: int, verb: int, last: int) -> Span | None:
    """Who denies: whom stands between what is denied and the verb, or after "denied by"."""
    group = group_start(p, start, verb)
    if group == start and p.lower[verb + 1 : verb + 2] == ["by"] and verb + 2 < last:
        return (verb + 2, _phrase_end(p, verb + 2, last))
    subject = p.lower[start:group]
    whole = subject and _NO_SUBJECT.isdisjoint(subject) and ends_clause(p, verb + 1, last)
    return (start, group) if whole else None


def ends_clause(p: Paragraph, place: int, last: int) -> bool:
    """Whether a verb that ends before a place has no object: what follows is a mark, a time or an adjunct."""
    if place >= last or p.words[place] in _MARKS:
        return True
    return p.lower[place] in _AFTER or phrases.is_temporal(p.lower[place])


def _phrase_end(p: Paragraph, place: int, last: int) -> int:
    stops = (here for here in range(place + 1, last) if p.words[here] in _MARKS or p.lower[here] in _AFTER)
    return next(stops, last)


@cache
def _answers() -> frozenset[str]:
    return forms_where(lambda entry: entry.part == "verb" and entry.lemma in _ANSWERS and entry.form != "ing")


def is_note(p: Paragraph, place: int, last: int) -> bool:
    """Whether what starts at `place`, after a comma, says that the claim before it is not verified."""
    word = p.lower[place]
    opened = word in _SUBORDINATE
    if not opened and _past_opener(p, place, last) == place:
        return False
    return unverified(p, place, last) is not None and not (opened and p.lower[place + 1] in _OWN)


def unverified(p: Paragraph, start: int, last: int) -> int | None:
    """The verb that says, before any mark, that something is not verified: "RBN could not |verify"."""
    for here in range(start, min(start + _FAR_NOTE, last)):
        if p.words[here] in _MARKS or p.quote_of[here] >= 0:
            return None
        if p.lower[here] in verifying():
            return None if _NEGATIVE.isdisjoint(p.lower[start:here]) else here
    return None


@cache
def verifying() -> frozenset[str]:
    """The forms by which something is, or is not, verified."""
    return forms_where(lambda entry: entry.lemma in WORDS["verifying"] and entry.form in ("past", "base"))
