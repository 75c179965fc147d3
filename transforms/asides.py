"""Asides of a phrase: brackets, dashes and appositions, and where what they explain ends.

All places are indices into the words of one paragraph.
"""

from transforms import phrases
from transforms.clauses import said
from transforms.sentences import Paragraph

LONGEST_SUBJECT = 30  # words
_NO_APPOSITIONS = phrases.SUBORDINATORS - phrases.RELATIVES - frozenset(("and", "whose", "as"))
_OPEN_RELATIVES = frozenset(("who", "which", "whose"))


def before_bracket(p: Paragraph, first: int, end: int) -> int:
    """Where a bracket opens that closes right before `end`; `end` where none does."""
    if end > first and p.words[end - 1] == ")":
        return next((here for here in range(end - 1, max(first, end - 8), -1) if p.words[here] == "("), end)
    return end


def before_dash(p: Paragraph, first: int, dash: int) -> int:
    """Where an aside between dashes opens that closes at `dash`; `dash` where none does."""
    for here in range(dash - 1, max(first, dash - LONGEST_SUBJECT), -1):
        if p.words[here] == p.words[dash] and p.quote_of[here] < 0:
            return here
    return dash


def after_bracket(p: Paragraph, place: int, last: int) -> int:
    """Past the short bracket that opens at `place`; `place` where none does."""
    if p.words[place] != "(":
        return place
    return next((here + 1 for here in range(place + 1, min(place + 8, last)) if p.words[here] == ")"), place)


def before_apposition(p: Paragraph, first: int, comma: int) -> int | None:
    """Where the noun phrase ends that the apposition before `comma` explains."""
    for place in range(comma - 1, max(first, comma - LONGEST_SUBJECT), -1):
        if p.quote_of[place] >= 0 or p.words[place] in ";:":
            return None
        if p.words[place] == "," and place > first and p.quote_of[place - 1] < 0:
            opened = _before_relative(p, first, place)
            if opened is not None:
                return opened
            inside = p.lower[place + 1 : comma]
            if p.words[place - 1].isdigit() and place - 2 > first and p.words[place - 2] == ",":
                return place - 2  # "Ada Orr, 35, a teacher, said"
            return place if inside and inside[0] not in _NO_APPOSITIONS else None
    return None


def _before_relative(p: Paragraph, first: int, comma: int) -> int | None:
    """Where a relative clause opens whose words hold `comma`: "Ada Orr, who lives in Aley, Ohio, said"."""
    for place in range(comma - 1, max(first, comma - LONGEST_SUBJECT), -1):
        if p.quote_of[place] >= 0 or p.words[place] in ";:":
            return None
        if p.words[place] == "," and p.lower[place + 1] in _OPEN_RELATIVES:
            return None if said().intersection(p.lower[place + 1 : comma]) else place
    return None
