"""Closed classes of words, and where a clause ends.

All places are indices into the words of one paragraph; spans end exclusive.
"""

from functools import cache

from transforms.cues import forms_where
from transforms.sentences import Paragraph
from transforms.words import WORDS

Span = tuple[int, int]

PRONOUNS = WORDS["pronouns"]
BE = WORDS["be"]
NEGATIONS = WORDS["negations"]
AUXILIARIES = BE | NEGATIONS | WORDS["auxiliaries"]
ADVERBS = WORDS["adverbs"]
DETERMINERS = WORDS["determiners"]
PREPOSITIONS = WORDS["prepositions"]
SUBORDINATORS = WORDS["subordinators"]
IRREGULAR_PAST = WORDS["irregular_past"]
RELATIVES = frozenset(("who", "which", "that"))
WH_WORDS = WORDS["wh_words"]
SAY_LIKE = frozenset(
    ("say", "report", "deny", "confirm", "warn", "ask", "believe", "show", "promise", "judge")
)
OPENERS = frozenset("\"“„«‘('") | {"''"}
BREAKS = frozenset(";:—―–()[]|•…") | {"--"}
_APPENDED = (["claim"], ["accusation"], ["allegation"], ["charge"], ["assertion"])
_TEMPORAL = WORDS["temporal"]
LENGTHS_OF_TIME = frozenset(
    f"{unit}{plural}" for unit in ("minute", "hour", "day", "week", "month", "year") for plural in ("", "s")
)
SPANS_OF_TIME = frozenset(("week", "month", "year", "night", "morning", "afternoon", "evening", "weekend"))


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
    if word in ("a", "an", "the"):  # "…, a claim that the mayor denies"
        return p.lower[place + 1 : place + 2] in _APPENDED
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


def is_temporal(word: str) -> bool:
    """Whether a word alone can say when something was said ("Monday", "yesterday")."""
    return word in _TEMPORAL


def trimmed(p: Paragraph, span: Span) -> Span:
    """A span without the comma that ends it."""
    start, end = span
    while end > start + 1 and p.words[end - 1] in (",", ";") and p.quote_of[end - 1] < 0:
        end -= 1
    return start, end
