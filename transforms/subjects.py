"""Whose word it is: the subject of a cue, of the clause that governs it, or who possesses a noun."""

from functools import cache

from transforms import phrases
from transforms.clauses import has_verb
from transforms.cues import forms, forms_where
from transforms.phrases import Span
from transforms.placed_cues import Cue, group_start, is_noun
from transforms.sentences import Paragraph, Sentence
from transforms.subject_phrases import subject_after, subject_before

_LONGEST_NAME = 5  # words
_LONGEST_EXPLANATION = 20  # words
_THEN = frozenset(("before", "after", "while"))  # "…,” she said, before adding"
_OPENS = 4  # words: a participle as near to the sentence's start stands in its opening
_JOINING = frozenset(("and", "but", "or", "nor", "then"))
# Words right before a verb that stand for no subject: "after telling", ", saying", "to say".
_NO_SUBJECTS = (
    phrases.PREPOSITIONS | _JOINING | frozenset((",", "while", "when", "to", "-", "—", "–", "(", "not"))
)
_PHRASE_STOPS = (
    phrases.PREPOSITIONS | phrases.SUBORDINATORS | phrases.AUXILIARIES | _JOINING | phrases.IRREGULAR_PAST
)
# "Asked about the port, …", "Pressed on whether …"
_AFTER_PARTICIPLES = phrases.PREPOSITIONS | phrases.WH_WORDS | {"if", "whether"}
_CLAUSE_OPENERS = frozenset(
    ("but", "and", "while", "though", "although", "because", "that", "as", "when", "if", ";")
)


def subject_of(p: Paragraph, sentence: Sentence, cue: Cue) -> Span | None:
    """Whose word a verb is: what stands before it, or the subject of the clause that it belongs to."""
    first, last = sentence
    start = cue.start
    if cue.kind == "ing" and start == first:
        return _after_participle(p, cue.end, last)
    before = p.lower[start - 1] if start > first else ""
    if before in phrases.RELATIVES:
        return (start - 1, start)
    quoted = start > first + 1 and p.quote_of[start - 1] >= 0 and p.words[start - 2] == ","
    if cue.kind == "ing" and (before == "," or quoted or (before in _THEN and start - first > _OPENS)):
        return _speaker_before(p, first, start) or clause_subject(p, first, start)
    if cue.kind == "ing" and before in phrases.PREPOSITIONS and start - first <= _OPENS:
        return _after_participle(p, cue.end, last) or clause_subject(p, first, start)  # "After citing …, he"
    if not before or before in _JOINING or (before in _NO_SUBJECTS and cue.kind in ("ing", "inf")):
        return clause_subject(p, first, start)
    if cue.kind == "ing" and phrases.BE.isdisjoint(p.lower[start : cue.word]):
        subject = _noun_before(p, first, start)
    else:
        subject = subject_before(p, first, _before_time(p, first, start))
    return subject or clause_subject(p, first, start)


def _speaker_before(p: Paragraph, first: int, place: int) -> Span | None:
    """Whoever says something in the clauses before a participle: "“…,” said the mayor, adding …"."""
    for verb in range(place - 1, first, -1):
        if p.quote_of[verb] >= 0 or p.lower[verb] not in _said() or is_noun(p, first, verb):
            continue
        group = group_start(p, first, verb)
        subject = subject_before(p, first, group) or _inverted_subject(p, verb, place)
        if subject is not None:
            return subject
    return None


def _inverted_subject(p: Paragraph, verb: int, end: int) -> Span | None:
    """ "“…,” said Ada Orr": who stands after the verb."""
    if not (p.words[verb - 1] == "," or p.quote_of[verb - 1] >= 0):
        return None
    subject = subject_after(p, verb + 1, end)
    return subject if subject and p.lower[subject[0]] not in phrases.PREPOSITIONS else None


@cache
def _said() -> frozenset[str]:
    return forms_where(
        lambda entry: (
            entry.part == "verb" and entry.form in ("past", "s") and entry.cue_class in phrases.SAY_LIKE
        )
    )


def _after_participle(p: Paragraph, place: int, last: int) -> Span | None:
    """The subject after a participle that opens the sentence: "Citing two reports, the mayor …"."""
    comma = next((here for here in range(place, last) if p.words[here] == "," and p.quote_of[here] < 0), None)
    return until_verb(p, subject_after(p, comma + 1, last)) if comma is not None else None


def _noun_before(p: Paragraph, first: int, place: int) -> Span | None:
    """The noun with its article or adjectives right before a participle: "(paid for) ads attacking …"."""
    start = place
    while start > first and start > place - _LONGEST_NAME:
        word = p.lower[start - 1]
        if not word[0].isalnum() or word in _PHRASE_STOPS or p.quote_of[start - 1] >= 0:
            break
        if p.words[start - 1].islower() and word.endswith(("ed", "ing", "ly")):
            break
        start -= 1
        if word in phrases.DETERMINERS or word in phrases.PRONOUNS:
            break
    return (start, place) if start < place else None


def _before_time(p: Paragraph, first: int, place: int) -> int:
    """Where a subject ends before "last month", "on Monday" or "Sunday" that stand before its verb."""
    end = place
    while end > first + 1 and (
        phrases.is_temporal(p.lower[end - 1]) or p.lower[end - 1] in phrases.SPANS_OF_TIME
    ):
        end -= 1
    if end == place:
        return place
    while end > first + 1 and p.lower[end - 1] in ("last", "this", "on", "in", "earlier", "late", "early"):
        end -= 1
    aside = end > first and p.words[end - 1] == "," and p.words[end][0].isupper()
    return end if end > first and not aside else place


def clause_subject(p: Paragraph, first: int, place: int) -> Span | None:
    """The subject of the clause that goes on at `place`: what opens it, past its adjuncts, up to its verb."""
    for here in range(place - 1, first, -1):
        joins = p.lower[here] in _CLAUSE_OPENERS and p.quote_of[here] < 0
        if joins and here + 1 < place:
            subject = until_verb(p, subject_after(p, here + 1, place))
            if subject is not None and _is_subject(p, subject, place):
                return subject
    return sentence_subject(p, first, place)


def sentence_subject(p: Paragraph, first: int, place: int) -> Span | None:
    """The subject of the sentence that goes on at `place`."""
    start = _past_adjuncts(p, first, place)
    return until_verb(p, subject_after(p, start, place))


def _is_subject(p: Paragraph, span: Span, place: int) -> bool:
    """Whether a phrase is followed by a verb and begins as subjects do: a pronoun, a name, an article."""
    start, end = span
    word = p.lower[start]
    begins = word in phrases.PRONOUNS or word in phrases.DETERMINERS or p.words[start][0].isupper()
    return begins and end < place and p.words[end] not in ",.;"


def _past_adjuncts(p: Paragraph, first: int, place: int) -> int:
    """Past what opens a sentence before its subject: "In a speech on Monday, ", "Hours later, "."""
    while first < place and (p.lower[first] in _JOINING or p.words[first] in phrases.OPENERS):
        first += 1
    if first >= place:
        return first
    word = p.lower[first]
    adjunct = word in phrases.PREPOSITIONS or word in phrases.SUBORDINATORS or phrases.is_temporal(word)
    asked = (
        word.endswith("ed") and p.lower[first + 1 : first + 2] and p.lower[first + 1] in _AFTER_PARTICIPLES
    )
    if not adjunct and not asked and not word.endswith(("ing", "ly")):
        return first
    for here in range(first + 1, place):
        if p.words[here] == "," and p.quote_of[here] < 0:
            return here + 1 if here + 1 < place else first
    return first


def with_name(p: Paragraph, span: Span | None, last: int) -> Span | None:
    """A subject that is a role, with the name after its comma: said "the mayor, Ada Orr"."""
    if span is None or p.lower[span[0]] not in phrases.DETERMINERS or p.words[span[1] - 1][0].isupper():
        return span
    place = end = span[1] + 1
    while end < last and p.words[end][0].isupper() and p.quote_of[end] < 0:
        end += 1
    named = place < end <= place + _LONGEST_NAME and p.words[place - 1] == ","
    return (span[0], end) if named and (end == last or p.words[end] in ",.;") else span


def with_explanation(p: Paragraph, span: Span, last: int) -> Span:
    """A speaker with what explains it between commas: "Ada Orr, who leads a union,", "the mayor, Ada Orr"."""
    named = with_name(p, span, last)
    if named is not None and named != span:
        return named
    place = span[1]
    if place + 2 >= last or p.words[place] != "," or p.quote_of[place] >= 0:
        return span
    name = p.words[span[1] - 1][0].isupper()
    relative = p.lower[place + 1] in ("who", "whose", "which")
    if not relative and not (name and p.lower[place + 1] in ("a", "an", "the")):
        return span
    for here in range(place + 2, min(place + _LONGEST_EXPLANATION, last)):
        if p.quote_of[here] >= 0 or p.words[here] in ";:":
            return span
        if p.words[here] in ",." or here + 1 == last:
            explains = relative or not has_verb(p, (place + 1, here))
            return (span[0], here + (p.words[here] == ",")) if explains else span
    return span


def until_verb(p: Paragraph, span: Span | None) -> Span | None:
    """Cut a phrase that runs on into its verb: up to the first auxiliary, past form or break."""
    if span is None:
        return None
    start, end = span
    for here in range(start + 1, end):
        word = p.words[here]  # "the State Department" has no verb in it
        if (
            word in phrases.AUXILIARIES
            or word in phrases.IRREGULAR_PAST
            or (word.islower() and word.endswith("ed"))
            or word in forms()
        ):
            return (start, here)
        if p.lower[start] in phrases.PRONOUNS:
            return (start, start + 1)
    return span


def antecedent(p: Paragraph, first: int, pronoun: int) -> Span | None:
    """Whom the relative pronoun at `pronoun` stands for: the noun phrase before it."""
    end = pronoun - (pronoun > first and p.words[pronoun - 1] == ",")
    noun = _noun_before(p, first, end)
    whole = _noun_before(p, first, noun[0] - 1) if noun and p.lower[noun[0] - 1] == "of" else None
    start = (whole or noun or (end, end))[0]
    return (start, end) if start < end else None


def possessor(p: Paragraph, first: int, word: int) -> Span | None:
    for place in range(word - 1, max(first - 1, word - 4), -1):
        if p.lower[place] in ("his", "her", "their", "its"):
            return (place, place + 1)
        if p.lower[place].endswith(("'s", "’s", "s’", "s'")):
            start = subject_before(p, first, place + 1)
            return start or (place, place + 1)
    return None
