"""Nouns that attribute: "his claim that …", "the allegation from Kyiv that …", "criticism of …"."""

from collections.abc import Iterator

from transforms import phrases
from transforms.boundaries import ends
from transforms.candidates import Candidate, made, with_ends
from transforms.cues import forms
from transforms.phrases import Span
from transforms.placed_cues import Cue, group_start, is_adverb
from transforms.sentences import Paragraph, Sentence
from transforms.subject_phrases import subject_after, subject_before
from transforms.subjects import clause_subject, possessor
from transforms.trailing import answer, ends_clause, unverified, verifying
from transforms.words import WORDS

_DATE_WORDS = WORDS["date_words"]
_MONTHS = WORDS["months"]
_ABOUT = frozenset(("of", "about", "for", "on", "over", "against", "in", "at", "with"))
_AFTER_NOUNS = _ABOUT | {"that", "to", "as"} | phrases.WH_WORDS
_REPORTED = frozenset(("say", "report"))
_EMERGING = frozenset(("emerged", "came", "surfaced", "arrived", "spread", "stemmed"))
_FAR_VERB = 14  # words


def nominal(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "his claim that …", "the allegation from Kyiv that …", "criticism of …"."""
    first, last = sentence
    place = cue.end
    if place >= last or _says_nothing(p, cue, last):
        return
    owner = possessor(p, first, cue.word)
    speaker = owner or _subject_of_clause(p, first, cue)
    if p.lower[place] in ("from", "by", "of", "among"):
        yield from _from_somebody(p, sentence, cue)
    if cue.entry.cue_class in _REPORTED and p.lower[place] in ("of", "about", "on"):
        yield from _emerged(p, sentence, cue)
    if p.words[place] == ":" and place + 1 < last:
        yield from with_ends(made(cue, "noun::", speaker, []), p, place + 1, last, "colon")
        return
    if p.lower[place] in phrases.BE and p.lower[place + 1 : place + 2] == ["that"]:
        place += 1  # "Kyiv's latest claim is that …"
    word = p.lower[place]
    if word not in _AFTER_NOUNS and p.quote_of[place] < 0:
        return
    last = _verified_from(p, place, last) if word == "that" else last
    quoted = p.quote_of[place] >= 0
    name = f"noun:{'quote' if quoted else word}" + ("" if owner is None else ":owned")
    start = place + (word in _ABOUT)
    for candidate in with_ends(made(cue, name, speaker, []), p, start, last, "quote" if quoted else word):
        if not _is_date(p, start, min(candidate.ends)):
            yield candidate


def _says_nothing(p: Paragraph, cue: Cue, last: int) -> bool:
    """Whether what follows a noun is not its content: "on suspicion of murder", "a call with reporters"."""
    word, following = p.lower[cue.word], p.lower[cue.end]
    if f"{p.lower[cue.word - 1]}-{word}-{following}" in WORDS["set_phrases"]:
        return True
    if following == "with":
        return word in WORDS["channel_words"]
    return following == "that" and _is_relative(p, cue.end, last)


def _is_relative(p: Paragraph, that: int, last: int) -> bool:
    """Whether a noun is told of, not its content: "a claim that has spread", "a claim that Kyiv denies"."""
    if p.lower[that + 1 : that + 2] and p.lower[that + 1] in phrases.AUXILIARIES:
        return True
    verb = unverified(p, that + 1, last)
    if verb is not None and ends_clause(p, verb + 1, last):  # "a claim that Tass could not verify"
        return phrases.BE.isdisjoint(p.lower[group_start(p, that, verb) : verb])
    return answer(p, that + 1, last) is not None


def _verified_from(p: Paragraph, start: int, last: int) -> int:
    """Where "could not be verified" starts that is said of a claim and no part of it; `last` if nowhere."""
    for here in range(start + 2, last):
        if p.lower[here] in verifying() and p.quote_of[here] < 0:
            group = group_start(p, start, here)
            words = p.lower[group:here]
            if not phrases.NEGATIONS.isdisjoint(words) and not phrases.BE.isdisjoint(words):
                return group
    return last


def _from_somebody(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "the claim from Kyiv that …", "drew criticism from the council"."""
    first, last = sentence
    place = cue.end + 1
    cuts = ends(p, place, last, "phrase")
    if not cuts:
        return
    named = _extended(cue, place)
    for here in range(place + 1, min(place + 20, last)):
        word = p.lower[here]
        if word in ("that", "to", "about", "for", "on", "over", "against") or p.words[here] == ":":
            start = here + (word not in ("that", "to"))
            kind = "that" if word == "that" else "phrase"
            name = f"noun:{p.lower[place - 1]}-somebody:{word}"
            whose = (place, here - (p.lower[here - 1] in phrases.BE))  # "the claim from Kyiv is that …"
            yield from with_ends(made(named, name, whose, []), p, start, _verified_from(p, start, last), kind)
            break
        if word in ".;":
            break
    subject = _subject_of_clause(p, first, cue)
    if subject is not None:
        yield made(named, f"noun:{p.lower[place - 1]}-somebody", (place, min(cuts)), [subject])


def _emerged(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "Reports of a fire first came from (the accounts of) witnesses"."""
    _, last = sentence
    for verb in range(cue.end + 2, min(cue.end + _FAR_VERB, last - 2)):
        if p.lower[verb] in _EMERGING and p.lower[verb + 1] in ("from", "through", "via"):
            end = verb - is_adverb(p.words[verb - 1])
            start = _past_accounts(p, verb + 2, last)
            speaker = subject_after(p, start, last)
            if speaker is not None:
                came = Cue(cue.entry, verb, verb, start, "noun", cue.negated)
                whose = (speaker[0], _before_when(p, *speaker))
                yield made(came, "noun:emerged", whose, [(cue.end + 1, end)])
            return
        if p.words[verb] in ".;" or p.quote_of[verb] >= 0:
            return


def _past_accounts(p: Paragraph, place: int, last: int) -> int:
    """Past "the accounts of", which only says again that somebody told."""
    for here in range(place, min(place + 4, last - 1)):
        if p.lower[here] == "of" and any(
            entry.part == "noun" for entry in forms().get(p.lower[here - 1], ())
        ):
            return here + 1
    return place


def _before_when(p: Paragraph, start: int, end: int) -> int:
    """Where a phrase ends before "early Sunday" or "on Monday"."""
    when = next((here for here in range(start + 1, end) if phrases.is_temporal(p.lower[here])), end)
    while when < end and when - 1 > start and p.lower[when - 1] in ("early", "late", "on", "last", "since"):
        when -= 1
    return when


def _subject_of_clause(p: Paragraph, first: int, cue: Cue) -> Span | None:
    """Who or what "drew criticism": the subject of the verb before a noun, up to three words away."""
    near = range(cue.word - 1, max(first, cue.word - 4), -1)
    verb = next((here for here in near if _may_be_verb(p.lower[here])), None)
    if verb is None:
        return None
    while verb > first and p.lower[verb - 1] in phrases.AUXILIARIES:
        verb -= 1
    return subject_before(p, first, verb) or clause_subject(p, first, verb)


def _may_be_verb(word: str) -> bool:
    return word in phrases.IRREGULAR_PAST or word in phrases.AUXILIARIES or word.endswith("ed")


def _is_date(p: Paragraph, start: int, end: int) -> bool:
    """Whether words only say when: a statement "on Monday" is not about it."""
    return all(
        phrases.is_temporal(word) or word in _DATE_WORDS or word in _MONTHS or word[0].isdigit()
        for word in p.lower[start:end]
    )


def _extended(cue: Cue, end: int) -> Cue:
    return Cue(cue.entry, cue.start, cue.word, end, cue.kind, cue.negated)
