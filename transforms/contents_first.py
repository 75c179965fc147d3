"""Contents that stand before their cue: "…," officials said; "…," said the minister."""

from collections.abc import Iterator

from transforms import phrases
from transforms.boundaries import starts
from transforms.candidates import Candidate, made
from transforms.clauses import clause_end
from transforms.cues import forms
from transforms.phrases import Span
from transforms.placed_cues import Cue
from transforms.sentences import Paragraph, Sentence
from transforms.series import series_after
from transforms.subject_phrases import subject_after
from transforms.subjects import until_verb, with_name

_LONGEST_SIGNATURE = 6  # words
_FAR = 20  # words: how far after its cue a broken quotation may go on
_ADJUNCT_OPENERS = phrases.PREPOSITIONS | phrases.SUBORDINATORS


def may_follow(p: Paragraph, subject: Span, complement: str) -> bool:
    """Whether a content may stand before a subject and cue with this complement."""
    before = subject[0] - 1 - (p.words[subject[0] - 1] == ",")  # “We left”, Orr said
    quoted = before >= 0 and p.quote_of[before] >= 0
    return quoted or complement in ("none", "comma", "quote") or complement.startswith("prep")


def content_before(p: Paragraph, first: int, place: int, least: int = 2) -> Span | None:
    """What stands before a comma (or a quotation's closing mark) at `place`, as a content."""
    end = place
    if end > first and p.words[end - 1] == "," and p.quote_of[end - 1] < 0:
        end -= 1
    elif not (end > first and p.quote_of[end - 1] >= 0):
        return None
    return (first, place) if end - first >= least or p.quote_of[first] >= 0 else None


def content_first(
    p: Paragraph, sentence: Sentence, cue: Cue, subject: Span, complement: tuple[int, str]
) -> Iterator[Candidate]:
    """ "…, officials said", also with the rest of a broken quotation after the cue."""
    first, last = sentence
    rest, kind = complement
    before = content_before(p, first, subject[0], 1 if kind == "comma" else 2)
    if before is None:
        return
    start, end = phrases.trimmed(p, before)
    number = p.quote_of[end - 1]
    name = "quote-subject-cue" if number >= 0 else "content-subject-cue"
    opener = ":adjunct" if _opens_adjunct(p, first) else ""
    if opener and kind in ("that", "clause"):
        return  # "On the show “Good Day,” Orr said that …"
    more: list[Span] = []
    if kind == "quote" and number >= 0 and not _is_title(p, rest):
        more.append((rest, clause_end(p, rest, last)))
        name = "broken-subject-cue"
    elif kind == "comma" and number < 0 and rest + 1 < last and not _new(p, rest + 1):
        name = "parenthesis-subject-cue"
        more.append((rest + 1, clause_end(p, rest + 1, last)))
    quote = p.quotes[number][0] if number >= 0 else start
    # 'He went on: “…,” he said': the quotation only
    introduced = start < quote and p.words[quote - 1] in "(:"
    if not introduced:
        yield made(cue, name + opener, subject, [(start, end), *more])
    for later in starts(p, start, end) if number < 0 else ():
        yield made(cue, f"{name}:late", subject, [(later, end), *more])
    if start < quote < end:
        yield made(cue, f"{name}:quotation", subject, [(quote, end), *more])
    rest = last if more or number < 0 else _next_quotation(p, cue.end, last)
    if rest < last and p.words[rest - 1] in ",:":
        resumed = (rest, clause_end(p, rest, last))
        yield made(cue, "resumed-subject-cue", subject, [(quote, end), resumed])


def _is_title(p: Paragraph, quotation: int) -> bool:
    """Whether a quotation only names something: "told Vale TV's “Morning Hour”"."""
    before = p.lower[quotation - 1]
    return before.endswith(("'s", "’s")) or before in phrases.DETERMINERS or before in phrases.PREPOSITIONS


def _opens_adjunct(p: Paragraph, first: int) -> bool:
    """Whether a sentence opens with an adjunct or clause: "In Vale, …", "Citing …"; not "At least 40 …"."""
    word, following = p.lower[first], p.lower[first + 1 : first + 2]
    return (word in _ADJUNCT_OPENERS and following != ["least"]) or word.endswith("ing")


def _new(p: Paragraph, place: int) -> bool:
    entries = forms().get(p.lower[place], ())
    return p.lower[place] in ("who", "which", "according") or any(entry.form == "ing" for entry in entries)


def inverted(
    p: Paragraph, sentence: Sentence, cue: Cue, before: Span, *, headline: bool
) -> Iterator[Candidate]:
    """ "…," said the minister; headline: by the line's form (`is_headline`)."""
    _, last = sentence
    subject = with_name(p, subject_after(p, cue.end, last), last)
    subject = series_after(p, subject, last) if subject else None
    content = [phrases.trimmed(p, before)]
    number = p.quote_of[content[0][1] - 1]
    quoted = number >= 0
    if subject is None or _is_adjunct(p.lower[subject[0]]):
        return
    subject = _without_relative(p, subject)
    if not quoted and until_verb(p, subject) != subject:
        return  # a phrase that runs into a verb is the content: "The mayor, a lawyer, said the port is shut"
    name = "quote-cue-subject" if quoted else "content-cue-subject"
    if not quoted and headline:
        name = "content-cue-subject:headline"
    rest = _next_quotation(p, subject[1], last)
    broken = p.words[rest - 1] in ",:" or p.words[rest - 1].endswith(".")  # "said Ada Orr Jr. “…”"
    if quoted and rest < last and broken and rest - subject[1] < _FAR:
        content.append((rest, clause_end(p, rest, last)))
        name = "broken-cue-subject"
        if not p.words[min(rest + 1, last - 1)][0].islower():  # else the quotation surely goes on
            yield made(cue, "quote-cue-subject", subject, content[:1])
    yield made(cue, name, subject, content)
    if quoted and content[0][0] < p.quotes[number][0] < content[0][1]:
        yield made(cue, f"{name}:quotation", subject, [(p.quotes[number][0], content[0][1]), *content[1:]])


def is_headline(p: Paragraph, cue: Cue, last: int) -> bool:
    """Whether a line ends, without a full stop, a few words after "says": "Dam is safe, says mayor"."""
    ends_line = last == len(p.words) and p.words[-1] not in ".!?"
    present = cue.entry.form == "base" or p.lower[cue.word].endswith("s")
    return ends_line and present and 0 < last - cue.end <= _LONGEST_SIGNATURE


def _without_relative(p: Paragraph, subject: Span) -> Span:
    """A name without what is told of it: "said a nurse who works there"."""
    start, end = subject
    cut = next((here for here in range(start + 1, end) if p.lower[here] == "who"), end)
    return (start, cut)


def _is_adjunct(word: str) -> bool:
    """Whether a word opens no subject: "in Paris", "Monday"."""
    return word in phrases.PREPOSITIONS or phrases.is_temporal(word)


def _next_quotation(p: Paragraph, place: int, last: int) -> int:
    """Where a broken quotation goes on, before anybody adds anything; `last` if nowhere."""
    for here in range(place, min(place + _FAR, last)):
        if p.quote_of[here] >= 0:
            return here
    return last
