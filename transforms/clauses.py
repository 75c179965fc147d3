"""Where a clause ends: at the sentence's end, or where another attribution starts after a comma."""

from functools import cache

from transforms.cues import forms_where
from transforms.phrases import SAY_LIKE
from transforms.sentences import Paragraph
from transforms.trailing import APPENDED, denial, is_note


def clause_end(p: Paragraph, place: int, last: int) -> int:
    """Where the clause that starts at `place` ends: at the sentence's end or at another attribution."""
    end = last
    while end > place and p.words[end - 1] in (".", "!", "?", ",", ";", ":") and p.quote_of[end - 1] < 0:
        end -= 1
    for here, word in enumerate(p.words[place:end], place):
        if p.quote_of[here] >= 0:
            closes = word == "," and here + 2 < end and p.quote_of[here + 2] < 0 <= p.quote_of[here + 1]
            if closes and p.lower[here + 2] in _saying_participles():
                return here + 2  # "… the valley,” adding that …"
        elif word == ";" or (word == "," and here + 1 < end and new_attribution(p, here + 1, end)):
            return here
    return end


def new_attribution(p: Paragraph, place: int, end: int) -> bool:
    """Whether another attribution starts after a comma: "adding", "according to", "but police said"."""
    word = p.lower[place]
    if word == "according":
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


@cache
def _saying_participles() -> frozenset[str]:
    return forms_where(lambda entry: entry.form == "ing" and entry.cue_class in SAY_LIKE)


@cache
def said() -> frozenset[str]:
    """The past and present forms of verbs like "say"."""
    return forms_where(lambda entry: entry.cue_class == "say" and entry.form in ("past", "s"))
