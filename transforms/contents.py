"""The content of an attribution in characters, and the words that stand around it.

In a direct quotation the content is what stands between the marks: it begins right after the opening
and ends right before the closing one.
"""

import re
from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

from transforms.attribution import Attribution
from transforms.sentences import Paragraph

Span = tuple[int, int]

_MARKS = "\"“”„«»‘’'"
_QUOTED = re.compile('["“”„«»‘]')
_OPENING = "\"“„«‘'"
_NEXT = 20  # characters: blank lines between two paragraphs
_NEXT_PART = re.compile(r"[,;—–]| (?:and|but|while|as|after|before) ")
# "early Sunday, before officials confirmed …": about the same time
_SAME_TIME = re.compile(r",? (?:before|after|when|as)\b")
# How somebody spoke, not what somebody is: ", in her nightly address,"
_MANNER = re.compile(
    r"(?:speaking|talking|writing|posting|appearing|testifying|in|on|at|during|via|through|under)\b"
)
_TRIMMED = " \t\u00a0,;"


def content_of(text: str, found: Attribution) -> tuple[list[Span], str]:
    """The content's spans in characters, and whether it is direct, mixed or indirect."""
    parts = [(found.paragraph, span) for span in found.candidate.content] + found.more
    spans: list[Span] = []
    direct, some_direct = True, False
    for p, span in parts:
        quoted = _quotations(text, p, span)
        direct, some_direct = direct and quoted is not None, some_direct or quoted is not None
        spans.extend(quoted if quoted is not None else [_bare(text, *characters(p, span))])
    spans = sorted(span for span in spans if span[1] > span[0])
    if direct:
        return spans, "direct"
    marked = some_direct or any(_QUOTED.search(text, a, b) or text.find("''", a, b) >= 0 for a, b in spans)
    return spans, "mixed" if marked else "indirect"


def _quotations(text: str, p: Paragraph, span: Span) -> list[Span] | None:
    """The insides of the quotations that a span consists of, or None where it holds more than quotations.

    A quotation that nothing closes, and that does not go on, may end anywhere: it is none here.
    """
    held = p.quote_of[slice(*span)] if p.quotes else []
    if max(held, default=-1) < 0:
        return None
    numbers = {number for number, word in zip(held, p.words[slice(*span)], strict=True) if word not in ".,;"}
    if not numbers or -1 in numbers:
        return None
    quoted = [p.quotations[n] for n in sorted(numbers)]
    if not all(q.closed or _goes_on(text, q.end) for q in quoted):
        return None
    inner = [(q.inner_start, q.inner_end) for q in quoted]
    start, end = characters(p, span)
    return [(max(a, start), min(b, end)) for a, b in inner]


def _goes_on(text: str, end: int) -> bool:
    """Whether the paragraph after the one that ends here opens with a quotation mark of its own."""
    return text[end : end + _NEXT].lstrip()[:1] in tuple(_OPENING)


def _bare(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    while start < end and text[start] in _TRIMMED:
        start += 1
    return start, end


def verbatim(text: str, spans: list[Span], content: str, quote_type: str) -> bool:
    """Whether the text at the spans is the content, and a direct one stands between quotation marks."""
    if " … ".join(text[start:end] for start, end in spans) != content:
        return False
    # A quotation that goes on in the next paragraph has no closing mark, so only the opening one counts.
    return quote_type != "direct" or all(_after_mark(text, start) for start, _ in spans)


def _after_mark(text: str, start: int) -> bool:
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return start > 0 and text[start - 1] in _MARKS


class Around(NamedTuple):
    """The words of a cue's sentence that are neither content nor speaker: from the cue on, and before.

    aside: what stands after a comma within the speaker ("Orr, |in her nightly address,").
    """

    after: str
    before: str
    aside: str = ""

    @property
    def words(self) -> str:
        """All, those from the cue on first."""
        return " | ".join(filter(None, (self.after, self.before, self.aside)))


def around(
    text: str, found: Attribution, last: Attribution | None = None, following: Attribution | None = None
) -> Around:
    """The words that stand around a claim in its sentence, up to those of its neighbours."""
    p, candidate = found.paragraph, found.candidate
    sentence, end = p.sentences[bisect_right(p.sentences, (candidate.cue[0], len(p.words))) - 1]
    first = sentence
    own = sorted(_spans(found))
    if last is not None and last.paragraph is p:
        first = max(first, min(max(_spans(last), key=itemgetter(1))[1], own[0][0]))
    if following is not None and following.paragraph is p:
        begins = min(_spans(following))[0]
        end = min(end, begins) if begins >= candidate.cue[1] else end
    before = text[p.starts[first] : p.starts[own[0][0]]] if first < own[0][0] else ""
    if first != sentence:
        before = before[_own_part(before) :]
    return Around(_from_cue(text, p, candidate.cue[0], own, end), before, _aside(text, found))


def _own_part(before: str) -> int:
    """Where the words before a claim are no longer the last claim's: "on Monday|, and on Tuesday"."""
    part = _NEXT_PART.search(before)
    if part is None:
        return len(before)
    return 0 if _SAME_TIME.match(before, part.start()) else part.start()


def _aside(text: str, found: Attribution) -> str:
    span = found.candidate.speaker
    if span is None:
        return ""
    start, end = characters(found.paragraph, span)
    comma = text.find(",", start, end)
    aside = text[comma + 1 : end].strip(" ,") if comma >= 0 else ""
    return aside if _MANNER.match(aside) else ""


def _spans(found: Attribution) -> list[Span]:
    candidate = found.candidate
    spans = [*candidate.content, candidate.cue]
    return [*spans, candidate.speaker] if candidate.speaker else spans


def _from_cue(text: str, p: Paragraph, cue: int, own: list[Span], last: int) -> str:
    """The words from the cue to the last that are neither content nor speaker, in pieces."""
    pieces: list[str] = []
    place = cue
    for start, end in own:
        if start >= last or start == cue:
            continue
        if start >= place:
            pieces.append(text[p.starts[place] : p.starts[start]])
        place = max(place, min(end, last))
    if place < last:
        pieces.append(text[p.starts[place] : p.ends[last - 1]])
    return " | ".join(pieces)


def characters(p: Paragraph, span: Span) -> Span:
    """A span of words as a span of code points of the text."""
    return p.starts[span[0]], p.ends[span[1] - 1]
