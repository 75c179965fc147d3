"""Several speakers in a row, with what explains each of them between commas.

"Ada Orr, a cook, and Bo Lind said", "said Ada Orr, the mayor, and Bo Lind", "according to officials in Vale,
Aley and Berl". Spans are word indices of one paragraph; every search is bounded.
"""

from collections.abc import Iterator

from transforms import phrases
from transforms.cues import forms
from transforms.phrases import Span
from transforms.sentences import Paragraph
from transforms.speaker_roles import is_person_noun

_LONGEST = 12  # words of one of them
_MOST = 10  # phrases between commas
_JOINING = frozenset(("and", "or"))
_NO_PHRASE = (phrases.AUXILIARIES | phrases.SUBORDINATORS | phrases.IRREGULAR_PAST) - {"'s", "’s", "whose"}
_NO_START = phrases.PREPOSITIONS | frozenset(("however", "still", "instead", "moreover", "besides", "and"))
_TIMES = phrases.LENGTHS_OF_TIME | phrases.SPANS_OF_TIME


def series_before(p: Paragraph, first: int, start: int) -> int:
    """Where a series starts whose last phrase, behind ", and", starts at `start`; `start` where is none.

    Two clauses are none ("The storm passed, and Ada Orr said"): at least two phrases stand before the "and".
    """
    if start - 3 < first or p.lower[start - 1] not in _JOINING or p.words[start - 2] != ",":
        return start
    found = list(_phrases_before(p, first, start - 2))
    while found and not _starts(p, *found[-1]):
        found.pop()
    return found[-1][0] if len(found) > 1 else start


def _phrases_before(p: Paragraph, first: int, end: int) -> Iterator[Span]:
    """The phrases between commas before a place, the last one first."""
    for _ in range(_MOST):
        start = end
        while start > first and end - start <= _LONGEST:
            if p.words[start - 1] == "," or p.quote_of[start - 1] >= 0:
                break
            start -= 1
        if start == first:
            start += p.words[start] in phrases.OPENERS or p.lower[start] in (*_JOINING, "but")
        if not is_phrase(p, start, end):
            return
        yield start, end
        if start <= first or p.words[start - 1] != ",":
            return
        end = start - 1


def series_after(p: Paragraph, span: Span, last: int) -> Span:
    """A speaker with those named after it: "Tom Blick|, the mayor, and Paula Reyes"."""
    place, end = span[1], span[1]
    if not _starts(p, *span):
        return span
    for number in range(_MOST):
        if place >= last or p.words[place] != "," or p.quote_of[place] >= 0:
            break
        start = place + 1
        place = start
        while place < last and p.words[place] not in (",", ".", ";") and place - start <= _LONGEST:
            place += 1
        joins = start < place and p.lower[start] in _JOINING
        if not is_phrase(p, start + joins, place):
            break
        if joins and number and _starts(p, start + 1, place):
            end = place
            break
        if not joins and _joins_names(p, start, place):
            end = place
            break
        if joins:
            break
    return (span[0], end)


def _joins_names(p: Paragraph, start: int, end: int) -> bool:
    """Whether a phrase is the last two of a row of names: "Aley and Berl"."""
    joined = next((here for here in range(start + 1, end - 1) if p.lower[here] in _JOINING), -1)
    return joined > 0 and p.words[start][0].isupper() and p.words[joined + 1][0].isupper()


def is_phrase(p: Paragraph, start: int, end: int) -> bool:
    """Whether words may be one phrase with no verb in it, so far as its form tells."""
    if not 0 < end - start <= _LONGEST or p.quote_of[start] >= 0 or p.quote_of[end - 1] >= 0:
        return False
    if not _NO_PHRASE.isdisjoint(p.lower[start:end]) or not phrases.BREAKS.isdisjoint(p.words[start:end]):
        return False
    return not any(_may_be_verb(p, here, start) for here in range(start, end))


def _may_be_verb(p: Paragraph, place: int, start: int) -> bool:
    word = p.words[place]
    if word in phrases.PRONOUNS or word.lower() in phrases.PRONOUNS:
        return True
    determined = place > start and p.lower[place - 1] in phrases.DETERMINERS
    if determined or not word.islower():
        return False
    return word.endswith("ed") or any(
        e.part == "verb" and e.form in ("past", "s") for e in forms().get(word, ())
    )


def _starts(p: Paragraph, start: int, end: int) -> bool:
    """Whether a phrase names or describes somebody, and says not only when or where."""
    word = p.lower[start]
    if word in _NO_START or any(w in _TIMES or phrases.is_temporal(w) for w in p.lower[start:end]):
        return False
    named = p.words[start][0].isupper() or word in phrases.DETERMINERS
    return named or any(is_person_noun(w) for w in p.lower[start : min(start + 4, end)])
