"""Whose word it is: the subject of a cue, of the clause that governs it, or who possesses a noun."""

from functools import cache

from transforms import phrases
from transforms.cues import forms, forms_where
from transforms.phrases import Span
from transforms.placed_cues import Cue, is_adverb, is_noun
from transforms.sentences import Paragraph, Sentence

_LONGEST_NAME = 5  # words


def subject_of(p: Paragraph, sentence: Sentence, cue: Cue) -> Span | None:
    first, last = sentence
    start = cue.start
    if cue.kind == "ing" and start == first:
        comma = next(
            (here for here in range(cue.end, last) if p.words[here] == "," and p.quote_of[here] < 0), None
        )
        after = phrases.subject_after(p, comma + 1, last) if comma is not None else None
        return until_verb(p, after)
    if cue.kind == "inf" or (cue.kind == "ing" and p.words[start - 1] == ","):
        return _main_subject(p, sentence, start)
    if start > first and p.lower[start - 1] in phrases.RELATIVES:
        return (start - 1, start)
    subject = phrases.subject_before(p, first, start)
    return _main_subject(p, sentence, start) if subject is None and cue.kind in ("ing", "fin") else subject


def _main_subject(p: Paragraph, sentence: Sentence, place: int) -> Span | None:
    """Whose word it is in the clauses before `place`: the nearest speaker's, or the first subject's."""
    first, _ = sentence
    for here in range(place - 1, first, -1):
        if p.quote_of[here] < 0 and _says(p, first, here):
            subject = _subject_of_verb(p, first, here) or _inverted_subject(p, here, place)
            if subject is not None:
                return subject
    return until_verb(p, phrases.subject_after(p, first, place))


def _says(p: Paragraph, first: int, place: int) -> bool:
    return p.lower[place] in _saying() and not is_noun(p, first, place)


@cache
def _saying() -> frozenset[str]:
    return forms_where(
        lambda entry: (
            entry.part == "verb" and entry.form in ("past", "s") and entry.cue_class in phrases.SAY_LIKE
        )
    )


def _subject_of_verb(p: Paragraph, first: int, place: int) -> Span | None:
    while place > first and (p.lower[place - 1] in phrases.AUXILIARIES or is_adverb(p.lower[place - 1])):
        place -= 1
    return phrases.subject_before(p, first, place)


def _inverted_subject(p: Paragraph, verb: int, end: int) -> Span | None:
    """ "“…,” said Ada Orr": who stands after the verb."""
    if verb == 0 or not (p.words[verb - 1] == "," or p.quote_of[verb - 1] >= 0):
        return None
    subject = phrases.subject_after(p, verb + 1, end)
    if subject is None or p.lower[subject[0]] in phrases.PREPOSITIONS:
        return None
    return subject if until_verb(p, subject) == subject else None


def with_name(p: Paragraph, span: Span | None, last: int) -> Span | None:
    """A subject that is a role, with the name after its comma: said "the mayor, Ada Orr"."""
    if span is None or p.lower[span[0]] not in phrases.DETERMINERS or p.words[span[1] - 1][0].isupper():
        return span
    place = end = span[1] + 1
    while end < last and p.words[end][0].isupper() and p.quote_of[end] < 0:
        end += 1
    named = place < end <= place + _LONGEST_NAME and p.words[place - 1] == ","
    return (span[0], end) if named and (end == last or p.words[end] in ",.;") else span


def until_verb(p: Paragraph, span: Span | None) -> Span | None:
    """Cut a phrase that runs on into its verb: up to the first auxiliary, past form or break."""
    if span is None:
        return None
    start, end = span
    for here in range(start + 1, end):
        word = p.lower[here]
        if (
            word in phrases.AUXILIARIES
            or word in phrases.IRREGULAR_PAST
            or (p.words[here].islower() and word.endswith("ed"))
            or word in forms()
        ):
            return (start, here)
        if p.lower[start] in phrases.PRONOUNS:
            return (start, start + 1)
    return span


def antecedent(p: Paragraph, first: int, pronoun: int) -> Span | None:
    """Whom the relative pronoun at `pronoun` stands for: the noun phrase before it."""
    end = pronoun - (pronoun > first and p.words[pronoun - 1] == ",")
    return phrases.subject_before(p, first, end)


def possessor(p: Paragraph, first: int, word: int) -> Span | None:
    for place in range(word - 1, max(first - 1, word - 4), -1):
        if p.lower[place] in ("his", "her", "their", "its"):
            return (place, place + 1)
        if p.lower[place].endswith(("'s", "’s", "s’", "s'")):
            start = phrases.subject_before(p, first, place + 1)
            return start or (place, place + 1)
    return None
