"""Paragraphs, words and sentences of a text, with code point offsets.

Sentences are those of the writer: full stops inside a quotation do not end them, so that
`"One. Two," she said.` is one sentence whose first words are a quotation.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.cues import forms
from transforms.quotes import Quotation, quotations

# A sentence of more words is cut, so that work on one sentence is bounded and on a text linear.
MOST_WORDS = 300

Sentence = tuple[int, int]
"""First word and one past the last."""

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|''"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Prof|Rev|Hon|St|Jr|Sr|No|Inc|Co|Corp|Ltd"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs|Adm|Brig|Cmdr|Supt)\.(?=\s)"
    r"|(?<![^\s(])[A-Z]\.(?=\s[A-Z])"  # an initial
    r"|\w+(?:[.,]\d+)*(?:['’&\-]\w+)*|[^\w\s]"
)
# "PORT VALE, Nov. 3 (Agency) —" says where a story was written, and is no part of its first sentence.
_DATELINE = re.compile(r"[A-Z][A-Z .’'-]{2,30}(?:,[^—–:\n]{1,30})?(?:\s\([^)\n]{1,30}\))?\s?(?:—|―|–|--?)\s")
_STOPS = frozenset(".!?…")
_CLOSING = frozenset(')]”’"»')


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as words. All offsets are code points into the whole text."""

    start: int
    end: int
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    quote_of: list[int]  # per word: the index of the quotation that holds it, or -1
    quotes: list[tuple[int, int]]  # first word (the mark) and one past the last word of each quotation
    quotations: list[Quotation]
    sentences: list[tuple[int, int]]  # a dateline is one of its own


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text (lines that are not blank), read word by word."""
    for line in _PARAGRAPH.finditer(text):
        if not line[0].isspace():
            yield _paragraph(line[0], line.start())


def _paragraph(line: str, offset: int) -> Paragraph:
    matches = list(_WORD.finditer(line))
    words = [match[0] for match in matches]
    starts = [match.start() + offset for match in matches]
    ends = [match.end() + offset for match in matches]
    found = [_moved(quotation, offset) for quotation in quotations(line)]
    spans = [(bisect_left(starts, q.start), bisect_left(starts, q.end)) for q in found]
    quote_of = [-1] * len(words)
    for number, (first, last) in enumerate(spans):
        quote_of[first:last] = [number] * (last - first)
    return Paragraph(
        start=offset,
        end=offset + len(line),
        words=words,
        lower=[word.lower() for word in words],
        starts=starts,
        ends=ends,
        quote_of=quote_of,
        quotes=spans,
        quotations=found,
        sentences=_sentences(words, quote_of, _after_dateline(line, offset, starts)),
    )


def _moved(quotation: Quotation, offset: int) -> Quotation:
    return Quotation(
        quotation.start + offset,
        quotation.end + offset,
        quotation.inner_start + offset,
        quotation.inner_end + offset,
        quotation.closed,
    )


def _after_dateline(line: str, offset: int, starts: list[int]) -> int:
    dateline = _DATELINE.match(line)
    return bisect_left(starts, offset + dateline.end()) if dateline else 0


def _sentences(words: list[str], quote_of: list[int], story: int) -> list[tuple[int, int]]:
    cuts = [0]
    for place in range(1, len(words)):
        if place == story or place - cuts[-1] >= MOST_WORDS or _boundary(words, quote_of, place):
            cuts.append(place)
    cuts.append(len(words))
    return [(first, last) for first, last in itertools.pairwise(cuts) if last > first]


def _boundary(words: list[str], quote_of: list[int], place: int) -> bool:
    """Whether a sentence ends before the word at `place`."""
    before, here = words[place - 1], words[place]
    if quote_of[place] >= 0 and quote_of[place] == quote_of[place - 1]:
        return False
    if not (here[0].isupper() or here[0].isdigit() or here in "\"“„«‘([''"):
        return False
    if before in _CLOSING and place > 1:
        before = words[place - 2]
        if before in "?!" and _is_said(words, place):
            return False
    return before in _STOPS


def _is_said(words: list[str], place: int) -> bool:
    """Whether words say who asked or cried what was just quoted: "“Where?” Ada Orr asked."."""
    for here in range(place, min(place + 8, len(words) - 1)):
        if not words[here][0].isalnum():
            return False
        if any(
            entry.cue_class in ("say", "ask") and entry.form in ("past", "s")
            for entry in forms().get(words[here], ())
        ):
            return words[here + 1] in (".", ",", ";") or words[here + 1] in (
                "in",
                "on",
                "at",
                "of",
                "to",
                "during",
            )
    return False
