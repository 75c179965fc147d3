"""Constructions apart from "somebody says something": "according to", passives, nouns, adverbs, colons."""

from collections.abc import Iterator

from transforms import phrases
from transforms.candidates import Candidate, made
from transforms.complements import complement_of
from transforms.cues import Entry, forms
from transforms.placed_cues import Cue
from transforms.sentences import Paragraph, Sentence
from transforms.subjects import possessor


def as_saying(p: Paragraph, last: int, cue: Cue) -> Candidate | None:
    """ "quoted the ministry as saying that …": the speaker stands between."""
    if cue.entry.lemma not in ("quote", "cite") or cue.kind != "fin":
        return None
    for place in range(cue.end, min(cue.end + phrases.LONGEST_SUBJECT, last - 2)):
        if p.lower[place] == "as" and p.lower[place + 1] in ("saying", "telling", "stating", "reporting"):
            end = phrases.clause_end(p, place + 2, last)
            quoting = made(cue, "as-saying", (cue.end, place), [(place + 2, end)])
            quoting.relay = phrases.subject_before(p, 0, cue.start)
            return quoting if end > place + 2 and place > cue.end else None
    return None


def passive(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    first, last = sentence
    subject = phrases.subject_before(p, first, cue.start)
    if cue.end + 1 < last and p.lower[cue.end] == "as" and p.lower[cue.end + 1] in ("saying", "telling"):
        end = phrases.clause_end(p, cue.end + 2, last)
        if end > cue.end + 2:
            yield made(cue, "as-saying", subject, [(cue.end + 2, end)], cue.end + 2)
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
    if end > start:
        yield made(cue, name, speaker, [(start, end)])


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
