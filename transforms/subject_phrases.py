"""The phrases that name a speaker, found without a parser: what stands before a verb, or after it.

All places are indices into the words of one paragraph; spans end exclusive. Every search is bounded.
"""

from transforms import phrases
from transforms.asides import LONGEST_SUBJECT, after_bracket, before_apposition, before_bracket, before_dash
from transforms.cues import forms
from transforms.phrases import Span
from transforms.sentences import Paragraph
from transforms.series import is_phrase, series_before
from transforms.speaker_roles import is_person_noun, is_person_plural
from transforms.words import WORDS

_LONGEST_PAIR = 14  # words: two speakers, or one described by two things
_PHRASE_BREAKS = phrases.BREAKS | {","}
_SUBJECT_ENDS = phrases.SUBORDINATORS | phrases.AUXILIARIES | frozenset(".!?")
_DASHES = frozenset(("-", "--", "—", "–", "―"))
_CONJUNCTIVE = frozenset(
    ("However", "Meanwhile", "Overall", "Instead", "Moreover", "Furthermore", "Nevertheless")
)
_SKIPPED = phrases.OPENERS | {"and", "but", "so", "then", "also", "yet", "or"}


def subject_before(p: Paragraph, first: int, place: int) -> Span | None:
    """The noun phrase that ends right before `place`, an apposition between commas included."""
    end = place
    bracket = before_bracket(p, first, end)
    if bracket < end:  # "Sen. Bo Lind (I-Vt.) said"
        start = _phrase_start(p, first, bracket)
        return (start, end) if start < bracket else None
    if end > first and p.words[end - 1] in _DASHES:
        opened = before_dash(p, first, end - 1)
        return subject_before(p, first, opened) if opened < end - 1 else None
    if end > first and p.words[end - 1] == ",":
        head_end = before_apposition(p, first, end - 1)
        if head_end is None:
            return None
        head_end = before_bracket(p, first, head_end)  # "Sen. Bo Lind (I-Vt.), a lawyer, said"
        start = _phrase_start(p, first, head_end)
        if start >= head_end:
            return None
        start = _before_first_apposition(p, first, start)
        listed = series_before(p, first, start)
        return (listed if listed < start else _before_explained(p, first, start), end)
    start = _before_who(p, first, _phrase_start(p, first, end))
    return (series_before(p, first, start), end) if start < end else None


def _before_who(p: Paragraph, first: int, start: int) -> int:
    """Where a phrase starts that tells who is meant: "|analysts who have done the sums| say"."""
    who = start - 1
    while who > first and (p.lower[who] in phrases.AUXILIARIES or p.lower[who] in phrases.IRREGULAR_PAST):
        who -= 1
    if who <= first or who == start - 1 or p.lower[who] != "who" or p.quote_of[who] >= 0:
        return start
    head = _phrase_start(p, first, who)
    return head if head < who else start


def _before_first_apposition(p: Paragraph, first: int, start: int) -> int:
    """Where the name starts that two appositions explain, the first of them at `start`.

    "Ada Orr, |the mayor of Vale, a port in Gaul, said": only a name that opens the sentence or follows a
    quotation, for what stands before a comma may be what is said.
    """
    if start - 2 < first or p.words[start - 1] != "," or p.lower[start] not in phrases.DETERMINERS:
        return start
    name = start - 1
    while name > first and p.words[name - 1][0].isupper() and p.quote_of[name - 1] < 0:
        name -= 1
    opens = name == first or p.quote_of[name - 1] >= 0
    return name if opens and name < start - 1 and p.words[name][0].isupper() else start


def _before_explained(p: Paragraph, first: int, start: int) -> int:
    """Where two explained names start, the second of them at `start`: "Ada Orr, a cook, and Bo Lind"."""
    joined = start - 1
    if joined - 2 < first or p.lower[joined] != "and" or p.words[joined - 1] != ",":
        return start
    comma = before_apposition(p, first, joined - 1)
    other = _phrase_start(p, first, comma) if comma is not None else start
    return other if comma is not None and other < comma and p.words[other][0].isupper() else start


def _before_listed(p: Paragraph, first: int, start: int) -> int:
    """Where a list starts whose last two start at `start`: "Ada Orr, the Red Cross and Cy Tarn"."""
    place = start
    while place - 2 >= first and p.words[place - 1] == "," and p.words[place - 2][0].isupper():
        here = place - 2
        while here > first and p.words[here - 1][0].isupper() and p.quote_of[here - 1] < 0:
            here -= 1
        place = here - (here > first and p.lower[here - 1] == "the")
    if place < start and place > first and p.lower[place - 1] in phrases.PREPOSITIONS:
        head = _phrase_start(p, first, place - 1)  # "Officials in Vale, Aley and Berl"
        return head if head < place - 1 else start
    return place


def _phrase_start(p: Paragraph, first: int, end: int) -> int:
    """Where the noun phrase that ends at `end` starts; `end` where there is none."""
    start = end
    joined = -1  # the last "and" met, which joins two speakers or two clauses
    while start > first and end - start < LONGEST_SUBJECT:
        word = p.lower[start - 1]
        if p.quote_of[start - 1] >= 0 or word in _PHRASE_BREAKS or _ends_subject(p, start - 1, end):
            break
        if word == "and":
            joined = start - 1
        start -= 1
        if word in phrases.PRONOUNS and word != "who":
            break
    else:
        start = max(start, first)
    if joined >= 0 and not _joins_speakers(p, start, joined, end):
        start = joined + 1
    elif joined >= 0 and start < end - 1 and p.words[start + (p.lower[start] == "the")][0].isupper():
        start = _before_listed(p, first, start)
    return _without_openers(p, start, end)


def _ends_subject(p: Paragraph, place: int, end: int) -> bool:
    word = p.lower[place]
    if word in _SUBJECT_ENDS:
        return not (word == "than" and place and p.lower[place - 1] in ("more", "less", "fewer"))
    if word in phrases.IRREGULAR_PAST and place != end - 1:
        return True
    if word in phrases.PRONOUNS:
        return place != end - 1
    entries = forms().get(word)
    if not entries or place == end - 1:
        return False
    # "the claims of officials" is a phrase, "he claims officials" is not
    before = p.lower[place - 1] if place else ""
    return (
        entries[0].part == "verb"
        and before not in phrases.DETERMINERS
        and p.words[place][0].islower()
        and (entries[0].form in ("past", "s"))
    )


def _joins_speakers(p: Paragraph, start: int, joined: int, end: int) -> bool:
    if start >= joined or p.lower[joined + 1] in phrases.PRONOUNS:
        return False
    if start > 0 and p.lower[start - 1] in phrases.AUXILIARIES:
        return False  # "he was |fine and the army said"
    left, right = p.words[joined - 1], p.words[joined + 1]
    if right == "then" and joined + 2 < end:
        right = p.words[joined + 2]
    # two names, or a list without a verb in it ("the police and local officials")
    if left[0].isupper() and (right[0].isupper() or right == "the"):
        return True
    first = p.lower[start + (p.lower[start] in _SKIPPED)]
    described = first in phrases.DETERMINERS or is_person_plural(first)
    if described and end - start <= _LONGEST_PAIR and is_phrase(p, start, joined):
        return True  # "the Vale office and DNC", "experts on Vale and its rivers"
    people = left.endswith("s") or left.lower() in WORDS["plurals"] or is_person_noun(left.lower())
    return end - start <= 8 and (people or right in phrases.DETERMINERS)


def _without_openers(p: Paragraph, start: int, end: int) -> int:
    """Skip what opens a sentence without belonging to its subject: "On Sunday", "Hours later", "And"."""
    while start < end and (p.lower[start] in _SKIPPED or _is_conjunctive(p, start, end)):
        start += 1
    if start < end and p.lower[start] in phrases.PREPOSITIONS:
        for place in range(start + 1, end):
            if p.lower[place] in WORDS["temporal"] or p.lower[place].isdigit():
                start = place + 1
            elif p.lower[place] in phrases.PRONOUNS:
                return place
        if start < end and p.lower[start] in phrases.PREPOSITIONS:
            return end
    while start < end - 1 and p.lower[start] in WORDS["temporal"]:
        start += 1
    later = next(
        (q for q in range(start, min(start + 4, end - 1)) if p.lower[q] in ("later", "earlier", "ago")), -1
    )
    return later + 1 if later >= 0 else start


def _is_conjunctive(p: Paragraph, place: int, end: int) -> bool:
    """ "However Ada Orr said": an adverb before a name, without the comma that it should have."""
    return place + 1 < end and p.words[place] in _CONJUNCTIVE and p.words[place + 1][0].isupper()


def subject_after(p: Paragraph, place: int, last: int) -> Span | None:
    """The noun phrase that starts at `place` (inversion, "according to …"), up to a comma or break.

    A name may carry an apposition, which is included: "said Ann Lee, a teacher at the school."
    """
    end = place
    while end < last and end - place < LONGEST_SUBJECT:
        word = p.lower[end]
        after = after_bracket(p, end, last)
        if after > end > place:  # "the Rivers Office (RO)"
            end = after
            continue
        if word in phrases.BREAKS or p.quote_of[end] >= 0 or word in (".", "!", "?"):
            break
        if word in phrases.SUBORDINATORS and word != "whose":
            break
        if word == ",":
            break
        end += 1
    return (place, end) if end > place else None
