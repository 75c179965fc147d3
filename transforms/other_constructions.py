"""Constructions apart from "somebody says something": "according to", passives, nouns, adverbs, colons."""

from collections.abc import Iterator

from transforms import phrases
from transforms.candidates import Candidate, made
from transforms.complements import complement_of
from transforms.cues import Entry, forms
from transforms.phrases import Span
from transforms.placed_cues import Cue
from transforms.sentences import Paragraph, Sentence
from transforms.subjects import possessor
from transforms.words import WORDS

_DATE_WORDS = WORDS["date_words"]
_MONTHS = WORDS["months"]
_SAYING = frozenset(("saying", "telling", "stating", "reporting"))


def as_saying(p: Paragraph, last: int, cue: Cue) -> Candidate | None:
    """ "quoted the ministry as saying that …": the speaker stands between."""
    if cue.entry.lemma not in ("quote", "cite") or cue.kind != "fin":
        return None
    place = _as_saying(p, cue.end, last)
    if place is None or place == cue.end:
        return None
    end = phrases.clause_end(p, place + 2, last)
    quoting = made(cue, "as-saying", (cue.end, place), [(place + 2, end)])
    quoting.relay = phrases.subject_before(p, 0, cue.start)
    return quoting if end > place + 2 else None


def _as_saying(p: Paragraph, place: int, last: int) -> int | None:
    """Where "as saying" stands after a cue, before anything is quoted or the clause ends."""
    for here in range(place, min(place + phrases.LONGEST_SUBJECT, last - 2)):
        if p.lower[here] == "as" and p.lower[here + 1] in _SAYING:
            return here
        if p.quote_of[here] >= 0 or p.lower[here] in (".", ";", "that"):
            return None
    return None


def _quoted_as_saying(p: Paragraph, cue: Cue, place: int, subject: Span | None, last: int) -> Candidate:
    """ "was quoted by an agency as saying that …": who quotes is the relay."""
    end = phrases.clause_end(p, place + 2, last)
    beside = place == cue.end
    quoted = made(cue, "as-saying", subject, [(place + 2, end)], place + 2 if beside else None)
    if not beside and p.lower[cue.end] == "by" and place > cue.end + 1:
        quoted.relay = (cue.end + 1, place)
    return quoted


def passive(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    first, last = sentence
    subject = phrases.subject_before(p, first, cue.start)
    place = _as_saying(p, cue.end, last)
    if place is not None:
        quoted = _quoted_as_saying(p, cue, place, subject, last)
        if quoted.content[0][1] > place + 2:
            yield quoted
        return
    start, complement = complement_of(p, last, cue)
    if complement in ("none", "comma") or start >= last:
        return
    end = phrases.clause_end(p, start, last)
    if end <= start:
        return
    if complement == "prep-by":
        if start + 1 < end:  # "can be shown by" may end its sentence, as before an image
            yield made(cue, "pass:by", (start + 1, end), [subject] if subject else [])
    elif subject is not None:
        yield made(cue, f"pass:{complement}", None, [subject, (start, end)])


def according(p: Paragraph, sentence: Sentence, place: int) -> Iterator[Candidate]:
    first, last = sentence
    if place + 2 >= last or p.lower[place + 1] != "to":
        return
    speaker = phrases.subject_after(p, place + 2, last)
    if speaker is None:
        return
    cue = Cue(Entry("according to", "preposition", "say", ""), place, place, place + 2, "fin", negated=False)
    if place <= first + 1:
        start = speaker[1] + 1
        if start < last and p.words[speaker[1]] == ",":
            end = phrases.clause_end(p, start, last)
            if end > start:
                yield made(cue, "according-before", speaker, [(start, end)])
        return
    content = phrases.trimmed(p, (first, place))
    yield made(cue, "according-after", speaker, [content])


def nominal(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "his claim that …", "the allegation from Kyiv that …", "criticism of …"."""
    first, last = sentence
    place, speaker = cue.end, possessor(p, first, cue.word)
    if place < last and p.lower[place] in ("from", "by"):
        end = next(
            (here for here in range(place + 1, min(place + 20, last)) if p.lower[here] == "that"), None
        )
        if end is None:
            return
        speaker, cue, place = (place + 1, end), _extended(cue, place + 1), end
    if place >= last or p.lower[place] not in ("that", "of", "to", "about", "for", "on", "over", "as"):
        return
    end = phrases.clause_end(p, place, last)
    name = f"noun:{p.lower[place]}" + ("" if speaker is None else ":owned")
    start = place + (p.lower[place] in ("of", "about", "for", "on", "over"))
    if end > start and not _is_date(p, start, end):
        yield made(cue, name, speaker, [(start, end)])


def _is_date(p: Paragraph, start: int, end: int) -> bool:
    """Whether words only say when: a statement "on Monday" is not about it."""
    return all(
        phrases.is_temporal(word) or word in _DATE_WORDS or word in _MONTHS or word[0].isdigit()
        for word in p.lower[start:end]
    )


def _extended(cue: Cue, end: int) -> Cue:
    return Cue(cue.entry, cue.start, cue.word, end, cue.kind, cue.negated)


def adverbial(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "reportedly": the clause around it, by nobody named."""
    first, last = sentence
    end = phrases.clause_end(p, cue.end, last)
    if end > cue.end:
        content = [(cue.end, end)] if cue.word == first else [(first, cue.word), (cue.end, end)]
        yield made(cue, "adverb", None, content)


def colon(p: Paragraph, sentence: Sentence) -> Iterator[Candidate]:
    """ "Police: two hurt in fire": a name, a colon and the rest of a short line."""
    first, last = sentence
    near = p.words[first + 1 : min(first + 6, last - 1)]
    if ":" not in near:
        return
    place = first + 1 + near.index(":")
    named = all(word[0].isupper() or word in ("of", "the", "and") for word in p.words[first:place])
    known = any(p.lower[here] in forms() for here in range(first, place))
    if named and not known:
        cue = Cue(Entry(":", "mark", "say", ""), place, place, place + 1, "fin", negated=False)
        name = "colon-quote" if p.quote_of[place + 1] >= 0 else "colon"
        yield made(cue, name, (first, place), [(place + 1, phrases.clause_end(p, place + 1, last))])
