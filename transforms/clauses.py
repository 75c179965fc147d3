"""Where a clause ends: at another attribution, where its main clause goes on, or with the sentence."""

from functools import cache

from transforms.cues import forms_where
from transforms.phrases import (
    AUXILIARIES,
    DETERMINERS,
    IRREGULAR_PAST,
    PREPOSITIONS,
    SAY_LIKE,
    SUBORDINATORS,
    Span,
)
from transforms.placed_cues import is_adverb
from transforms.sentences import Paragraph
from transforms.trailing import APPENDED, denial, is_note

_LONGEST_SIGNATURE = 10  # words


def clause_end(p: Paragraph, place: int, last: int) -> int:
    """Where the clause that starts at `place` ends: at the sentence's end or at another attribution."""
    end = last
    while end > place and p.words[end - 1] in (".", "!", "?", ",", ";", ":") and p.quote_of[end - 1] < 0:
        end -= 1
    end = _before_signature(p, place, end)
    for here, word in enumerate(p.words[place:end], place):
        if p.quote_of[here] >= 0:
            closes = word == "," and here + 2 < end and p.quote_of[here + 2] < 0 <= p.quote_of[here + 1]
            if closes and p.lower[here + 2] in _saying_participles():
                return here + 2  # "… the valley,” adding that …"
        elif word == ";" or (word == "," and here + 1 < end and new_attribution(p, here + 1, end)):
            return here
    return end


def _before_signature(p: Paragraph, place: int, end: int) -> int:
    """Where a clause ends before ", the mayor said" at its sentence's end; `end` where there is none."""
    if end - place < _LONGEST_SIGNATURE or p.lower[end - 1] not in said() or p.quote_of[end - 1] >= 0:
        return end
    for here in range(end - 2, end - _LONGEST_SIGNATURE, -1):
        if p.quote_of[here] >= 0 or p.words[here] in ";:":
            return end
        if p.words[here] == ",":
            return here if p.lower[here + 1] not in SUBORDINATORS and here + 2 < end else end
    return end


def new_attribution(p: Paragraph, place: int, end: int) -> bool:
    """Whether another attribution starts after a comma: "adding", "according to", "but police said"."""
    word = p.lower[place]
    if word == "according" or p.lower[place : place + 4] == ["in", "the", "words", "of"]:
        return True
    if word in _saying_participles():
        return True
    if word in ("a", "an", "the") and p.lower[place + 1] in APPENDED:
        return True  # "…, a claim that the mayor denies"
    if denial(p, place, end) is not None or is_note(p, place, end):
        return True
    if word not in ("but", "and", "while", "although", "though"):
        return False
    return not said().isdisjoint(p.lower[place + 1 : min(place + 7, end)])


def main_verb(p: Paragraph, relative: int, start: int, last: int) -> int:
    """Where the main clause goes on after a relative one: "Orr, who said it was dead|, has resigned".

    relative: the place of "who"; start: of what is said in its clause. `last` where it does not go on.
    """
    if relative == 0 or p.words[relative - 1] != ",":
        return last
    for here in range(last - 2, start, -1):
        if p.words[here] == "," and p.quote_of[here] < 0 and has_verb(p, (start, here)):
            verb = here + 1
            while verb + 1 < last and is_adverb(p.words[verb]):
                verb += 1
            if p.quote_of[verb] < 0 and _goes_on(p, verb):
                return here
    return last


def _goes_on(p: Paragraph, verb: int) -> bool:
    """Whether a word after a comma is a clause's verb: "has", "resigned", "said", "lives in"."""
    if has_verb(p, (verb, verb + 1)) or p.lower[verb] in said():
        return True
    present = p.words[verb].islower() and p.words[verb].endswith("s") and not p.words[verb].endswith("ss")
    following = p.lower[verb + 1 : verb + 2]
    return present and bool(following) and following[0] in (DETERMINERS | PREPOSITIONS)


def has_verb(p: Paragraph, span: Span) -> bool:
    """Whether there is a finite verb in a phrase, so far as its form tells."""
    return any(
        word in AUXILIARIES or word in IRREGULAR_PAST or (len(word) > 4 and word.endswith("ed"))
        for word in p.lower[span[0] : span[1]]
    )


@cache
def _saying_participles() -> frozenset[str]:
    return forms_where(lambda entry: entry.form == "ing" and entry.cue_class in SAY_LIKE)


@cache
def said() -> frozenset[str]:
    """The past and present forms of verbs like "say"."""
    return forms_where(lambda entry: entry.cue_class == "say" and entry.form in ("past", "s"))
