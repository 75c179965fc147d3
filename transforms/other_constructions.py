"""Constructions apart from "somebody says something": passives, "according to", adverbs, colons, …"""

from bisect import bisect_left
from collections.abc import Iterator

from transforms import phrases
from transforms.asides import LONGEST_SUBJECT
from transforms.boundaries import ends, starts
from transforms.candidates import Candidate, made, with_ends
from transforms.clauses import clause_end
from transforms.complements import complement_of
from transforms.contents_first import content_before
from transforms.cues import Entry, forms
from transforms.phrases import Span
from transforms.placed_cues import Cue
from transforms.sentences import Paragraph, Sentence
from transforms.series import series_after
from transforms.subject_phrases import subject_after, subject_before
from transforms.subjects import with_explanation
from transforms.trailing import denial

_FAR_BACK = 14  # words from the comma before a denial to its verb
_IN_THE_WORDS_OF = ["in", "the", "words", "of"]
_PREPOSITIONS = (["according", "to"], _IN_THE_WORDS_OF)
_SAYING = frozenset(("saying", "telling", "stating", "reporting"))


def as_saying(p: Paragraph, last: int, cue: Cue) -> Candidate | None:
    """ "quoted the ministry as saying that …": the speaker stands between."""
    if cue.entry.lemma not in ("quote", "cite") or cue.kind != "fin":
        return None
    place = _as_saying(p, cue.end, last)
    if place is None or place == cue.end:
        return None
    end = clause_end(p, place + 2, last)
    quoting = made(cue, "as-saying", (cue.end, place), [(place + 2, end)])
    quoting.relay = subject_before(p, 0, cue.start)
    return quoting if end > place + 2 else None


def _as_saying(p: Paragraph, place: int, last: int) -> int | None:
    """Where "as saying" stands after a cue, before anything is quoted or the clause ends."""
    for here in range(place, min(place + LONGEST_SUBJECT, last - 2)):
        if p.lower[here] == "as" and p.lower[here + 1] in _SAYING:
            return here
        if p.quote_of[here] >= 0 or p.lower[here] in (".", ";", "that"):
            return None
    return None


def _quoted_as_saying(
    p: Paragraph, sentence: Sentence, cue: Cue, place: int, subject: Span | None
) -> Candidate:
    """ "was quoted (by an agency) as saying …", "“…,” he was quoted as saying by an agency": it relays."""
    first, last = sentence
    beside = place == cue.end
    start, end = place + 2, clause_end(p, place + 2, last)
    before = content_before(p, first, subject[0]) if subject else None
    if before is not None and (start >= end or p.lower[start] in ("by", "in", "on", "to")):
        quoted = made(cue, "quoted-as-saying", subject, [phrases.trimmed(p, before)], place + 2)
        if start < end and p.lower[start] == "by":
            quoted.relay = subject_after(p, start + 1, last)
        return quoted
    quoted = made(cue, "as-saying", subject, [(start, end)], start if beside else None)
    if not beside and p.lower[cue.end] == "by" and place > cue.end + 1:
        quoted.relay = (cue.end + 1, place)
    return quoted


def passive(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    first, last = sentence
    subject = subject_before(p, first, cue.start)
    place = _as_saying(p, cue.end, last)
    if place is not None:
        quoted = _quoted_as_saying(p, sentence, cue, place, subject)
        if quoted.content[0][1] > quoted.content[0][0]:
            yield quoted
        return
    start, complement = complement_of(p, last, cue)
    if start >= last:
        return
    if complement == "prep-by":
        yield from done_by(p, sentence, cue, start)
        yield from _asked_by(p, sentence, cue, start)
    elif complement not in ("none", "comma"):
        yield from with_ends(made(cue, f"pass:{complement}:only", None, []), p, start, last, complement)
        if subject is not None and not (complement == "that" and _is_it(p, subject)):
            yield from with_ends(made(cue, f"pass:{complement}", None, [subject]), p, start, last, complement)
    if subject is not None:
        yield made(cue, "pass:subject", None, [subject])


def _is_it(p: Paragraph, subject: Span) -> bool:
    """The empty subject of "|it| is believed that the ship sank"."""
    return p.lower[slice(*subject)] == ["it"]


def done_by(p: Paragraph, sentence: Sentence, cue: Cue, place: int) -> Iterator[Candidate]:
    """ "a bill (that was) opposed by the council": whose word it is stands after "by"."""
    first, last = sentence
    subject = subject_before(p, first, cue.start - (p.words[cue.start - 1] == ","))
    cuts = ends(p, place + 1, last, "phrase")
    if subject is None or not cuts:
        return
    for end in {cuts[0], min(cuts)}:
        yield made(cue, f"{cue.kind}:by", (place + 1, end), [subject])


def _asked_by(p: Paragraph, sentence: Sentence, cue: Cue, place: int) -> Iterator[Candidate]:
    """ "was asked by a caller whether …"."""
    _, last = sentence
    for here in range(place + 2, min(place + 14, last)):
        word = p.lower[here]
        if word in ("that", "to", "as") or word in phrases.WH_WORDS or p.quote_of[here] >= 0:
            kind = word if word in ("that", "to", "as") else "wh"
            yield from with_ends(made(cue, f"asked-by:{kind}", (place + 1, here), []), p, here, last, kind)
            return
        if word in ".,;":
            return


def according(p: Paragraph, sentence: Sentence, place: int) -> Iterator[Candidate]:
    """ "according to Ada Orr", "in the words of Ada Orr", whose first word is at `place`."""
    first, last = sentence
    cue = _preposition(p, place, last) if place >= first else None
    speaker = subject_after(p, cue.end, last) if cue else None
    if cue is None or speaker is None:
        return
    listed = series_after(p, speaker, last)
    speaker = listed if listed != speaker else with_explanation(p, speaker, last)
    if place <= first + 1:
        start = speaker[1] + (p.words[speaker[1] - 1] != ",")
        if start < last and p.words[start - 1] == ",":
            yield from with_ends(made(cue, "according-before", speaker, []), p, start, last, "clause")
        return
    yield from _before_according(p, cue, speaker, sentence)


def _preposition(p: Paragraph, place: int, last: int) -> Cue | None:
    """The words at a place that say whose word the sentence is."""
    for words in _PREPOSITIONS:
        end = place + len(words)
        if end < last and p.lower[place:end] == words:
            entry = Entry(" ".join(words), "preposition", "say", "")
            return Cue(entry, place, place, end, "fin", negated=False)
    return None


def _before_according(p: Paragraph, cue: Cue, speaker: Span, sentence: Sentence) -> Iterator[Candidate]:
    """ "…, according to Ada Orr", also with more of the content after the speaker."""
    first, last = sentence
    place = cue.start
    content = phrases.trimmed(p, (first, place))
    after = speaker[1] + (p.words[speaker[1] - 1] != ",")
    goes_on = after < last and p.words[after - 1] == ","
    if goes_on and p.quote_of[place - 1] >= 0 and p.words[place - 2] == "," and p.quote_of[after] >= 0:
        rest = (after, clause_end(p, after, last))
        yield made(cue, "according-inside:quote", speaker, [content, rest])
        return
    if goes_on and cue.end - cue.start == len(_IN_THE_WORDS_OF) and p.quote_of[after] >= 0:
        rest = (after, clause_end(p, after, last))  # "It was, in the words of Ada Orr, “a disaster.”"
        yield made(cue, "according-inside:quote", speaker, [rest])
        return
    halved = goes_on and p.lower[content[1] - 1] in phrases.AUXILIARIES  # "He had, according to her, left"
    if not halved:
        yield made(cue, "according-after", speaker, [content])
    for later in () if halved else starts(p, *content):
        yield made(cue, "according-after:late", speaker, [(later, content[1])])
    if p.words[place - 1] == "," and goes_on:
        inside = made(cue, "according-inside", speaker, [content])
        yield from with_ends(inside, p, after, last, "clause")


def denied(p: Paragraph, sentence: Sentence, cue: Cue) -> Candidate | None:
    """ ", which Kyiv denied", ", a charge that Kyiv rejects": an answer to the claim before it."""
    first, last = sentence
    for comma in range(cue.word - 1, max(first, cue.word - _FAR_BACK), -1):
        if p.words[comma] == "," and p.quote_of[comma] < 0:
            found = denial(p, comma + 1, last)
            if found is not None and found.verb == cue.word:
                return made(cue, "denial", found.speaker, [found.content])
            return None
    return None


def adverbial(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "reportedly": the clause around it, by nobody named."""
    first, last = sentence
    end = clause_end(p, cue.end, last)
    if end > cue.end:
        content = [(cue.end, end)] if cue.word == first else [(first, cue.word), (cue.end, end)]
        yield made(cue, "adverb", None, content)


def unknown_verb(p: Paragraph, sentence: Sentence) -> Iterator[Candidate]:
    """ "“…,” the minister thundered": a quotation beside a subject and a verb that no lexicon knows."""
    first, last = sentence
    for number in range(bisect_left(p.quotes, first, key=lambda quote: quote[1]), len(p.quotes)):
        start, end = p.quotes[number]
        if start >= last:
            return
        if start > first + 2 and p.words[start - 1] in ",:":
            yield from _verb_before(p, first, (start, min(end, last)))
        if first + 2 <= end < last and (p.words[end - 2] in ",!?" or p.words[end] == ","):
            yield from _verb_after(p, (max(start, first), end), last)


def _verb_after(p: Paragraph, quotation: Span, last: int) -> Iterator[Candidate]:
    place = quotation[1] + (p.words[quotation[1]] == ",")
    for verb in range(place + 1, min(place + 8, last)):
        if p.lower[verb] in forms() or not p.words[verb][0].isalpha() or p.quote_of[verb] >= 0:
            return
        if _looks_past(p, verb):
            yield made(_unknown(verb), "quote-subject-unknown", (place, verb), [quotation])
            return


def _verb_before(p: Paragraph, first: int, quotation: Span) -> Iterator[Candidate]:
    verb = quotation[0] - 2
    subject = subject_before(p, first, verb)
    if subject and p.lower[verb] not in forms() and _looks_past(p, verb):
        yield made(_unknown(verb), "subject-unknown-quote", subject, [quotation])


def _looks_past(p: Paragraph, place: int) -> bool:
    word = p.words[place]
    return word in phrases.IRREGULAR_PAST or (word.islower() and word.endswith("ed") and len(word) > 3)


def _unknown(verb: int) -> Cue:
    return Cue(Entry("", "verb", "say", "past"), verb, verb, verb + 1, "fin", negated=False)
