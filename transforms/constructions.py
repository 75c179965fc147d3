"""Constructions: the ways in which a cue ties a content to a speaker, tried on one sentence.

Every cue of the sentence gives at most one candidate for each construction that fits; `attribution`
chooses among them. A construction's name is part of the key of its confidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms import phrases
from transforms.cues import Entry, confidence, forms
from transforms.phrases import Span
from transforms.sentences import Paragraph
from transforms.words import WORDS

Sentence = tuple[int, int]

# A quotation of fewer words that no cue introduces is a title or a phrase at arm's length.
_SHORT_QUOTATION = 3
_ADDRESSEE_VERBS = WORDS["addressee_verbs"]
_VERIFYING = WORDS["verifying"]
_ADJUNCT_PREPOSITIONS = WORDS["adjunct_prepositions"]
_CHANNEL_WORDS = WORDS["channel_words"]


@dataclass(slots=True)
class Candidate:
    """A possible claim: spans are word indices of its paragraph."""

    cue: Span
    speaker: Span | None
    content: list[Span]
    construction: str
    lemma: str
    cue_class: str
    negated: bool = False
    relay: Span | None = None
    confidence: float = field(init=False)

    def __post_init__(self) -> None:
        self.confidence = confidence(self.lemma, self.cue_class, self.construction)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in place: the verb group's span, the cue word itself, and how it stands."""

    entry: Entry
    start: int  # with auxiliaries and adverbs
    word: int
    end: int
    kind: str  # fin, ing, pass, inf, noun, adjective, adverb
    negated: bool


def candidates(p: Paragraph, sentence: Sentence) -> Iterator[Candidate]:
    """All candidates of a sentence."""
    first, last = sentence
    for place in range(first, last):
        if p.quote_of[place] >= 0:
            continue
        if p.lower[place] == "according":
            yield from _according(p, sentence, place)
        for entry in forms().get(p.lower[place], ()):
            cue = _in_place(p, first, place, entry)
            if cue is not None:
                yield from _of_cue(p, sentence, cue)
    yield from _colon(p, sentence)


def _in_place(p: Paragraph, first: int, place: int, entry: Entry) -> Cue | None:
    if entry.part == "adverb":
        return Cue(entry, place, place, place + 1, "adverb", negated=False)
    is_noun = _is_noun(p, first, place)
    if (entry.part == "noun") != is_noun:
        return None
    if is_noun:
        return Cue(entry, place, place, place + 1, "noun", negated=p.lower[place - 1] == "no")
    start = place
    while start > first and (_is_adverb(p.lower[start - 1]) or p.lower[start - 1] in phrases.AUXILIARIES):
        start -= 1
    group = p.lower[start:place]
    negated = any(word in phrases.NEGATIONS for word in group)
    kind = _kind(entry, group, p.lower[start - 1] if start > first else "")
    if entry.part == "adjective" and not any(word in phrases.BE for word in group):
        return None
    return Cue(entry, start, place, place + 1, kind, negated) if kind else None


def _kind(entry: Entry, group: list[str], before: str) -> str:
    if entry.part == "adjective":
        return "adjective"
    passive = any(word in phrases.BE for word in group)
    if entry.form == "ing":
        return "fin" if passive else "ing"
    if entry.form == "past":
        return "pass" if passive else "fin"
    if before == "to":
        return "inf"
    return "" if passive else "fin"


def _is_adverb(word: str) -> bool:
    return word in phrases.ADVERBS or (word.endswith("ly") and len(word) > 4)


def _is_noun(p: Paragraph, first: int, place: int) -> bool:
    if place == first:
        return p.lower[place + 1 : place + 2] in (["of"], ["that"], ["from"], ["by"])
    before = p.lower[place - 1]
    if before in phrases.DETERMINERS or before.endswith(("'s", "’s", "s’", "s'")):
        return before not in ("that", "these", "those") or p.lower[place + 1 : place + 2] == ["that"]
    if before in phrases.PREPOSITIONS:
        return True
    two_before = p.lower[place - 2] if place - 2 >= first else ""
    return two_before in phrases.DETERMINERS and p.words[place - 1][0].islower() and not before.endswith("s")


def _of_cue(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    if cue.kind == "noun":
        yield from _nominal(p, sentence, cue)
    elif cue.kind == "adverb":
        yield from _adverbial(p, sentence, cue)
    elif cue.kind == "pass":
        yield from _passive(p, sentence, cue)
    else:
        yield from _active(p, sentence, cue)


def _made(
    cue: Cue, construction: str, speaker: Span | None, content: list[Span], end: int | None = None
) -> Candidate:
    name = f"not:{construction}" if cue.negated and construction != "unverified" else construction
    span = (cue.start, cue.end if end is None else end)
    return Candidate(span, speaker, content, name, cue.entry.lemma, cue.entry.cue_class, cue.negated)


def _active(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    first, last = sentence
    as_saying = _as_saying(p, last, cue)
    if as_saying is not None:
        yield as_saying
        return
    start, complement = _complement(p, last, cue)
    before = _content_before(p, first, cue.start)
    subject = _subject(p, sentence, cue)
    if (
        before is not None
        and complement in ("phrase", "none", "comma")
        and cue.kind == "fin"
        and cue.start == before[1]
    ):
        yield from _inverted(p, sentence, cue, before)
    if subject is not None and complement in ("none", "comma", "quote") and cue.kind == "fin":
        yield from _content_first(p, sentence, cue, subject)
    if start < last and complement not in ("none", "comma"):
        content = _content_after(p, start, last, complement)
        if content is not None:
            unverified = cue.negated and cue.entry.lemma in _VERIFYING and cue.kind in ("fin", "inf")
            name = "unverified" if unverified else f"{cue.kind}:{complement}"
            yield _made(cue, name, subject, [content])


def _as_saying(p: Paragraph, last: int, cue: Cue) -> Candidate | None:
    """ "quoted the ministry as saying that …": the speaker stands between."""
    if cue.entry.lemma not in ("quote", "cite") or cue.kind != "fin":
        return None
    for place in range(cue.end, min(cue.end + phrases.LONGEST_SUBJECT, last - 2)):
        if p.lower[place] == "as" and p.lower[place + 1] in ("saying", "telling", "stating", "reporting"):
            end = phrases.clause_end(p, place + 2, last)
            made = _made(cue, "as-saying", (cue.end, place), [(place + 2, end)])
            made.relay = phrases.subject_before(p, 0, cue.start)
            return made if end > place + 2 and place > cue.end else None
    return None


def _complement(p: Paragraph, last: int, cue: Cue) -> tuple[int, str]:
    """Where the complement of a cue starts, and its kind."""
    place = _past_addressee(p, last, cue)
    place = _past_adjuncts(p, place, last)
    if place >= last:
        return place, "none"
    word = p.lower[place]
    if word in ",:" and place + 1 < last and p.quote_of[place + 1] >= 0:
        return place + 1, "quote"
    if word == ":":
        return place + 1, "colon"
    if p.quote_of[place] >= 0:
        return place, "quote"
    if word in (".", "!", "?", ";") or word in phrases.BREAKS:
        return place, "none"
    if word == ",":
        return place, "comma"
    return place, _word_complement(word)


def _word_complement(word: str) -> str:
    if word in ("that", "to", "as"):
        return word
    if word in phrases.WH_WORDS:
        return "wh"
    if word in phrases.PREPOSITIONS or word in ("out", "up", "off", "down"):
        return f"prep-{word}"
    if word in ("he", "she", "they", "it", "we", "i", "there"):
        return "clause"
    return "ing" if word.endswith("ing") and len(word) > 5 else "phrase"


def _past_addressee(p: Paragraph, last: int, cue: Cue) -> int:
    if cue.entry.lemma not in _ADDRESSEE_VERBS or cue.kind == "pass":
        return cue.end
    for place in range(cue.end, min(cue.end + 14, last)):
        word = p.lower[place]
        if (
            word in ("that", "to", ",", ":", "how", "why", "what", "about")
            or p.quote_of[place] >= 0
            or word == "."
        ):
            return max(cue.end, place)
        if word in ("he", "she", "they", "it", "we", "i") and place > cue.end:
            return place
    return cue.end


def _past_adjuncts(p: Paragraph, place: int, last: int) -> int:
    """Past "on Telegram", "in a statement on Monday", "Saturday" that stand before the complement."""
    for _ in range(4):
        if place < last and phrases.is_temporal(p.lower[place]):
            place += 1
        elif place < last and p.lower[place] in _ADJUNCT_PREPOSITIONS:
            end = _adjunct_end(p, place, last)
            if end == place:
                return place
            place = end
        else:
            return place
    return place


def _adjunct_end(p: Paragraph, place: int, last: int) -> int:
    seen = False
    for here in range(place + 1, min(place + 14, last)):
        word = p.lower[here]
        if seen and (word in ("that", ",", ":", ".") or p.quote_of[here] >= 0 or word in phrases.PRONOUNS):
            return here
        if word in (",", ".", ";", ":") or p.quote_of[here] >= 0 or word == "that":
            return place
        seen = seen or word in _CHANNEL_WORDS or phrases.is_temporal(word)
    return place


def _subject(p: Paragraph, sentence: Sentence, cue: Cue) -> Span | None:
    first, last = sentence
    start = cue.start
    if cue.kind == "inf" or (cue.kind == "ing" and start > first and p.words[start - 1] == ","):
        return _main_subject(p, sentence, start)
    if cue.kind == "ing" and start == first:
        comma = next(
            (here for here in range(cue.end, last) if p.words[here] == "," and p.quote_of[here] < 0), None
        )
        after = phrases.subject_after(p, comma + 1, last) if comma is not None else None
        return _until_verb(p, after)
    if start > first and p.lower[start - 1] in phrases.RELATIVES:
        return phrases.subject_before(p, first, start - 1 - (p.words[start - 2 : start - 1] == [","]))
    return phrases.subject_before(p, first, start)


def _main_subject(p: Paragraph, sentence: Sentence, place: int) -> Span | None:
    """The subject of the nearest finite verb of the sentence before `place`."""
    first, _ = sentence
    for here in range(place - 1, first, -1):
        if p.quote_of[here] >= 0:
            continue
        word = p.lower[here]
        entries = forms().get(word, ())
        verb = any(e.part == "verb" and e.form in ("past", "s") for e in entries) and not _is_noun(
            p, first, here
        )
        if verb or word in phrases.AUXILIARIES:
            start = here
            while start > first and (
                p.lower[start - 1] in phrases.AUXILIARIES or _is_adverb(p.lower[start - 1])
            ):
                start -= 1
            subject = phrases.subject_before(p, first, start)
            if subject is not None:
                return subject
    return _until_verb(p, phrases.subject_after(p, first, place))


def _until_verb(p: Paragraph, span: Span | None) -> Span | None:
    """Cut a phrase that runs on into its verb: up to the first auxiliary, past form or break."""
    if span is None:
        return None
    start, end = span
    for here in range(start + 1, end):
        word = p.lower[here]
        if (
            word in phrases.AUXILIARIES
            or (p.words[here].islower() and word.endswith("ed"))
            or word in forms()
        ):
            return (start, here)
        if p.lower[start] in phrases.PRONOUNS:
            return (start, start + 1)
    return span


def _content_before(p: Paragraph, first: int, place: int) -> Span | None:
    """What stands before a comma (or a quotation's closing mark) at `place`, as a content."""
    end = place
    if end > first and p.words[end - 1] == "," and p.quote_of[end - 1] < 0:
        end -= 1
    elif not (end > first and p.quote_of[end - 1] >= 0):
        return None
    return (first, place) if end - first >= 2 or p.quote_of[first] >= 0 else None


def _content_first(p: Paragraph, sentence: Sentence, cue: Cue, subject: Span) -> Iterator[Candidate]:
    """ "…, officials said", also with the rest of a broken quotation after the cue."""
    first, last = sentence
    before = _content_before(p, first, subject[0])
    if before is None:
        return
    content = [_trimmed(p, before)]
    rest, kind = _complement(p, last, cue)
    name = "quote-subject-cue" if p.quote_of[content[0][1] - 1] >= 0 else "content-subject-cue"
    if kind == "quote" and p.quote_of[content[0][1] - 1] >= 0:
        content.append((rest, phrases.clause_end(p, rest, last)))
        name = "broken-subject-cue"
    elif kind == "comma" and name == "content-subject-cue" and rest + 1 < last:
        name = "parenthesis-subject-cue"
        if not _new(p, rest + 1):
            content.append((rest + 1, phrases.clause_end(p, rest + 1, last)))
    yield _made(cue, name, subject, content)


def _new(p: Paragraph, place: int) -> bool:
    entries = forms().get(p.lower[place], ())
    return p.lower[place] in ("who", "which", "according") or any(entry.form == "ing" for entry in entries)


def _inverted(p: Paragraph, sentence: Sentence, cue: Cue, before: Span) -> Iterator[Candidate]:
    """ "…," said the minister."""
    _, last = sentence
    subject = phrases.subject_after(p, cue.end, last)
    if subject is None:
        return
    content = [_trimmed(p, before)]
    quoted = p.quote_of[content[0][1] - 1] >= 0
    name = "quote-cue-subject" if quoted else "content-cue-subject"
    rest = next((here for here in range(subject[1], last) if p.quote_of[here] >= 0), last)
    if quoted and rest < last and p.words[rest - 1] in ",:" and rest - subject[1] < 20:
        content.append((rest, phrases.clause_end(p, rest, last)))
        name = "broken-cue-subject"
    yield _made(cue, name, subject, content)


def _content_after(p: Paragraph, start: int, last: int, complement: str) -> Span | None:
    if complement == "quote":
        number = p.quote_of[start]
        end = p.quotes[number][1]
        if end >= last or p.words[end] in ",;":
            return (start, min(end, last))
    end = phrases.clause_end(p, start, last)
    return (start, end) if end > start else None


def _trimmed(p: Paragraph, span: Span) -> Span:
    start, end = span
    while end > start + 1 and p.words[end - 1] in (",", ";") and p.quote_of[end - 1] < 0:
        end -= 1
    return start, end


def _passive(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    first, last = sentence
    subject = phrases.subject_before(p, first, cue.start)
    if cue.end + 1 < last and p.lower[cue.end] == "as" and p.lower[cue.end + 1] in ("saying", "telling"):
        end = phrases.clause_end(p, cue.end + 2, last)
        if end > cue.end + 2:
            yield _made(cue, "as-saying", subject, [(cue.end + 2, end)], cue.end + 2)
        return
    start, complement = _complement(p, last, cue)
    if complement in ("none", "comma") or start >= last:
        return
    end = phrases.clause_end(p, start, last)
    if end <= start:
        return
    if complement == "prep-by":
        yield _made(cue, "pass:by", (start + 1, end), [subject] if subject else [])
    elif subject is not None:
        yield _made(cue, f"pass:{complement}", None, [subject, (start, end)])


def _according(p: Paragraph, sentence: Sentence, place: int) -> Iterator[Candidate]:
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
                yield _made(cue, "according-before", speaker, [(start, end)])
        return
    content = _trimmed(p, (first, place))
    yield _made(cue, "according-after", speaker, [content])


def _nominal(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "his claim that …", "the allegation from Kyiv that …", "criticism of …"."""
    first, last = sentence
    place, speaker = cue.end, _possessor(p, first, cue.word)
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
        yield _made(cue, name, speaker, [(start, end)])


def _extended(cue: Cue, end: int) -> Cue:
    return Cue(cue.entry, cue.start, cue.word, end, cue.kind, cue.negated)


def _possessor(p: Paragraph, first: int, word: int) -> Span | None:
    for place in range(word - 1, max(first - 1, word - 4), -1):
        if p.lower[place] in ("his", "her", "their", "its"):
            return (place, place + 1)
        if p.lower[place].endswith(("'s", "’s", "s’", "s'")):
            start = phrases.subject_before(p, first, place + 1)
            return start or (place, place + 1)
    return None


def _adverbial(p: Paragraph, sentence: Sentence, cue: Cue) -> Iterator[Candidate]:
    """ "reportedly": the clause around it, by nobody named."""
    first, last = sentence
    end = phrases.clause_end(p, cue.end, last)
    if end > cue.end:
        content = [(cue.end, end)] if cue.word == first else [(first, cue.word), (cue.end, end)]
        yield _made(cue, "adverb", None, content)


def _colon(p: Paragraph, sentence: Sentence) -> Iterator[Candidate]:
    """ "Police: two hurt in fire": a name, a colon and the rest of a short line."""
    first, last = sentence
    for place in range(first + 1, min(first + 6, last - 1)):
        if p.words[place] != ":":
            continue
        named = all(word[0].isupper() or word in ("of", "the", "and") for word in p.words[first:place])
        known = any(p.lower[here] in forms() for here in range(first, place))
        if named and not known:
            entry = Entry(":", "mark", "say", "")
            quoted = p.quote_of[place + 1] >= 0
            cue = Cue(entry, place, place, place + 1, "fin", negated=False)
            yield _made(
                cue,
                "colon-quote" if quoted else "colon",
                (first, place),
                [(place + 1, phrases.clause_end(p, place + 1, last))],
            )
        return
