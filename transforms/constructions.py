"""Constructions: the ways in which a cue ties a content to a speaker, tried on one sentence.

Every cue of the sentence gives at most one candidate for each construction that fits; `attribution`
chooses among them. A construction's name is part of the key of its confidence.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from transforms import phrases
from transforms.candidates import Candidate, made, with_ends
from transforms.clauses import clause_end, has_verb, main_verb
from transforms.colons import colon, signed
from transforms.complements import ADDRESSEE_VERBS, complement_of
from transforms.contents_first import content_before, content_first, is_headline, may_follow
from transforms.contents_first import inverted as inversions
from transforms.cues import forms
from transforms.no_cues import RELATIVES, disagrees, is_hypothetical, is_told
from transforms.nouns_as_cues import nominal
from transforms.other_constructions import (
    according,
    adverbial,
    as_saying,
    denied,
    done_by,
    passive,
    unknown_verb,
)
from transforms.phrases import Span
from transforms.placed_cues import Cue, in_place
from transforms.sentences import Paragraph, Sentence
from transforms.speaker_roles import is_person_noun
from transforms.subjects import subject_of
from transforms.words import WORDS

# How far after its cue a quotation may start.
_FAR = 20
_ARTICLES = frozenset(("the", "a", "an", "his", "her", "its", "their", "our", "my"))
_TOLD = frozenset(("that", "to", "wh", "quote", "colon", "as"))
_GOVERNED = frozenset(
    f"prep-{word}" for word in ("about", "against", "for", "of", "on", "over", "with", "upon")
)
_POSSESSIVES = frozenset(("his", "her", "its", "their"))
_SAYABLE = frozenset(("same", "following", "opposite", "contrary", "truth"))
_SAID = frozenset(("say", "report", "warn"))
# How often an announced quotation is whose it seems: 64 of 74 in PolNeAR's training texts.
_ANNOUNCED = 0.86
# Words of prepositions that attribute, and how many words before them those begin: "in the |words of".
_PREPOSITIONS = {"according": 0, "words": 2}
_VERIFYING = WORDS["verifying"]


def candidates(p: Paragraph, sentence: Sentence) -> Iterator[Candidate]:
    """All candidates of a sentence."""
    first, last = sentence
    words = p.lower[first:last]
    known = _cue_words()
    cues = (
        [] if known.isdisjoint(words) else [place for place, word in enumerate(words, first) if word in known]
    )
    for place in cues:
        if p.quote_of[place] >= 0:
            continue
        if (back := _PREPOSITIONS.get(p.lower[place])) is not None:
            yield from according(p, sentence, place - back)
        for entry in forms().get(p.lower[place], ()):
            cue = in_place(p, first, place, entry)
            if cue is not None:
                yield from _of_cue(p, sentence, cue)
    yield from colon(p, sentence)
    yield from signed(p, sentence)
    yield from unknown_verb(p, sentence)


def announced(p: Paragraph) -> Candidate | None:
    """Who a paragraph that ends with a colon announces: "The mayor said:", before a quotation."""
    first, last = p.sentences[-1]
    for place in range(last - 2, max(first - 1, last - _FAR), -1):
        for entry in forms().get(p.lower[place], ()):
            cue = in_place(p, first, place, entry)
            if cue is not None and cue.kind == "fin" and entry.cue_class in _SAID:
                return made(cue, "announced", subject_of(p, (first, last), cue), [], confidence=_ANNOUNCED)
    return None


@cache
def _cue_words() -> frozenset[str]:
    return frozenset((*forms(), *_PREPOSITIONS))


def _of_cue(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    if cue.kind == "noun":
        yield from nominal(p, sentence, cue)
    elif cue.kind == "adverb":
        yield from adverbial(p, sentence, cue)
    elif (answer := denied(p, sentence, cue)) is not None:
        yield answer
    elif cue.kind == "pass":
        yield from passive(p, sentence, cue)
    elif not is_told(p, cue, sentence[0]):
        yield from _active(p, sentence, cue)


def _active(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    first, last = sentence
    if is_hypothetical(p, cue):
        return
    quoted = as_saying(p, last, cue)
    if quoted is not None:
        yield quoted
        return
    start, complement = complement_of(p, last, cue)
    if complement == "prep-by" and cue.kind == "fin" and cue.entry.form == "past":
        yield from done_by(p, sentence, cue, start)
    before = content_before(p, first, cue.start)
    subject = subject_of(p, sentence, cue)
    if subject is not None and disagrees(p, cue, subject):
        return
    if (
        before is not None
        and complement in ("phrase", "none", "comma")
        and cue.kind == "fin"
        and cue.entry.lemma != "tell"
        and cue.start == before[1]
    ):
        headline = is_headline(p, cue, last)
        inverted = list(inversions(p, sentence, cue, before, headline=headline))
        yield from inverted
        said = cue.entry.lemma == "say" or (cue.entry.cue_class in _SAID and has_verb(p, before))
        if inverted and said and (headline or _is_somebody(p, inverted[0].speaker, last)):
            return
    if subject is not None and may_follow(p, subject, complement) and cue.kind == "fin":
        yield from content_first(p, sentence, cue, subject, (start, complement))
    yield from _told(p, cue, subject, start, last, complement)


def _told(
    p: Paragraph, cue: Cue, subject: Span | None, start: int, last: int, complement: str
) -> Iterator[Candidate]:
    """What stands after the cue as its content."""
    if cue.entry.cue_class == "seem":
        if subject is not None and start < last:  # "The attack appeared to be …" is nobody's word
            yield from with_ends(made(cue, f"seem:{complement}", None, [subject]), p, start, last, complement)
        return
    if complement != "quote":
        yield from _far_quotation(p, cue, subject, start, last)
    if start < last and complement not in ("none", "comma"):
        yield from _content_after(p, cue, subject, start, last, complement)
    if cue.entry.lemma in ADDRESSEE_VERBS and start > cue.end and complement not in _TOLD:
        yield from with_ends(made(cue, f"{cue.kind}:object", subject, []), p, cue.end, last, "phrase")


def _is_somebody(p: Paragraph, phrase: Span | None, last: int) -> bool:
    """Whether a phrase that ends its clause can say something; unlike "nothing" it is hardly what is said."""
    if phrase is None or (phrase[1] < last and p.words[phrase[1]] not in ".,;!?"):
        return False
    start, end = phrase
    if p.lower[start] in _ARTICLES:
        return end - start > 1 and p.lower[start + 1] not in _SAYABLE
    if not _POSSESSIVES.isdisjoint(p.lower[start + 1 : end]):
        return False  # "said Orr's turn hurt |her| chances"
    head = next((here for here in range(start + 1, end) if p.lower[here] in phrases.PREPOSITIONS), end) - 1
    return p.words[start][0].isupper() or is_person_noun(p.lower[head])


def _content_after(
    p: Paragraph, cue: Cue, subject: Span | None, start: int, last: int, complement: str
) -> Iterator[Candidate]:
    """ "… said that …": up to one of the places where such a content may end."""
    unverified = cue.negated and cue.entry.lemma in _VERIFYING and cue.kind in ("fin", "inf")
    name = "unverified" if unverified else f"{cue.kind}:{complement}"
    if complement in _GOVERNED and start + 1 < last:  # "called for calm": what is called for is the calm
        cue = replace(cue, end=start + 1) if start == cue.end else cue
        start += 1
    relative = _relative(p, subject)
    if relative is not None:
        yield from with_ends(
            made(cue, f"relative:{complement}", subject, [relative]), p, start, last, complement
        )
    if subject is not None and subject[0] > start:
        last = subject[0]  # "Warning of floods, the mayor …"
    if subject is not None and subject[1] == cue.start and p.lower[subject[0]] in phrases.RELATIVES:
        last = main_verb(p, subject[0], start, last)
    end = _quotation_end(p, start, last) if complement == "quote" else None
    if end is not None:
        yield made(cue, f"{name}:only", subject, [(start, end)])
        return
    yield from with_ends(made(cue, name, subject, []), p, start, last, complement)


def _relative(p: Paragraph, subject: Span | None) -> Span | None:
    """The relative pronoun before a subject: "which the mayor says is shut"."""
    if subject is None or subject[0] == 0 or p.lower[subject[0] - 1] not in RELATIVES:
        return None
    return (subject[0] - 1, subject[0])


def _far_quotation(
    p: Paragraph, cue: Cue, subject: Span | None, start: int, last: int
) -> Iterator[Candidate]:
    """ "… wrote in a letter to the council: “…”": a quotation that a comma or colon introduces further on."""
    if not p.quotes:
        return
    for place in range(start + 1, min(start + _FAR, last)):
        if p.quote_of[place] >= 0:
            if p.words[place - 1] in ",:":
                end = _quotation_end(p, place, last) or clause_end(p, place, last)
                yield made(cue, f"{cue.kind}:far-quote", subject, [(place, end)])
            return
        if p.words[place] in (".", ";"):
            return


def _quotation_end(p: Paragraph, start: int, last: int) -> int | None:
    """Where a quotation ends that is the whole content: nothing, or another clause, follows it."""
    end = p.quotes[p.quote_of[start]][1]
    if end >= last:
        return last
    return end if p.words[end] in ",;." or p.words[end - 2] in ".,!?" else None
