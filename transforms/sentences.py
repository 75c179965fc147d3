"""Paragraphs, words and sentences of a text, with code point offsets.

Sentences are those of the writer: full stops inside a quotation do not end them, so that
`"One. Two," she said.` is one sentence whose first words are a quotation.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import add

from transforms.cues import forms_where
from transforms.quotes import Quotation, quotations

# A sentence of more words is cut, so that work on one sentence is bounded and on a text linear.
MOST_WORDS = 300

Sentence = tuple[int, int]
"""First word and one past the last."""

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
# Every word with the white space after it, so that the lengths add up to offsets.
_WORD = re.compile(
    r"(?:[A-Za-z]+(?= |, )|(?<=[a-zI])['’](?:s|m|ve|re|d|ll)\b"  # most words: a shortcut
    r"|(?:I|[Hh]e|[Ss]he|[Ii]t|[Ww]e|[Tt]hey|[Yy]ou|[Ww]ho)(?=['’](?:s|m|ve|re|d|ll)\b)"  # "I|’ve", two words
    r"|[^\w\s']"
    r"|(?:[A-Z]-)?(?:[^\W\d_]\.){2,}|''"
    r"|(?=[A-Zv])(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Prof|Rev|Hon|St|Jr|Sr|No|Inc|Co|Corp|Ltd"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs|Adm|Brig|Cmdr|Supt)\.(?=\s)"
    r"|(?<![^\s(])(?!(?<=\b[Oo]n )X\.)[A-Z]\.(?=\s[A-Z])"  # an initial; no sentence that ends with "on X."
    r"|\w+(?:[.,]\d+)*(?:['’&\-]\w+)*|')\s*"
)
# "PORT VALE, Nov. 3 (Agency) —" says where a story was written, and is no part of its first sentence.
_DATELINE = re.compile(r"[A-Z][A-Z .’'-]{2,30}(?:,[^—–:\n]{1,30})?(?:\s\([^)\n]{1,30}\))?\s?(?:—|―|–|--?)\s")
_STOPS = frozenset(".!?…")
_CLOSING = frozenset(')]”’"»')
_ENDING = _STOPS | _CLOSING
_MOST_CLOSING = 6  # marks that close at once what opened within another


@dataclass(slots=True)
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
    is_turn: bool = False  # of a conversation: it begins with the name of who says it, and a colon


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text (lines that are not blank), read word by word."""
    for line in _PARAGRAPH.finditer(text):
        if not line[0].isspace():
            yield _paragraph(line[0], line.start())


def _paragraph(line: str, offset: int) -> Paragraph:
    parts = _WORD.findall(line)
    words = list(map(str.rstrip, parts))
    first = offset + len(line) - len(line.lstrip())
    starts = list(itertools.accumulate(map(len, parts), initial=first))[:-1]
    found = quotations(line, offset)
    spans = [(bisect_left(starts, q.start), bisect_left(starts, q.end)) for q in found]
    quote_of = [-1] * len(words)
    for number, (first, last) in enumerate(spans):
        quote_of[first:last] = [number] * (last - first)
    return Paragraph(
        start=offset,
        end=offset + len(line),
        words=words,
        lower=list(map(str.lower, words)),
        starts=starts,
        ends=list(map(add, starts, map(len, words))),
        quote_of=quote_of,
        quotes=spans,
        quotations=found,
        sentences=_sentences(words, quote_of, _after_dateline(line, offset, starts)),
    )


def _after_dateline(line: str, offset: int, starts: list[int]) -> int:
    dateline = _DATELINE.match(line)
    return bisect_left(starts, offset + dateline.end()) if dateline else 0


def _sentences(words: list[str], quote_of: list[int], story: int) -> list[tuple[int, int]]:
    after = [place for place, word in enumerate(words, 1) if word in _ENDING]
    if story:
        after.append(story)
        after.sort()
    cuts = [0]
    for place in after:
        _cut_long(cuts, place)
        if place == story or (place < len(words) and _boundary(words, quote_of, place)):
            cuts.append(place)
    _cut_long(cuts, len(words))
    cuts.append(len(words))
    return [(first, last) for first, last in itertools.pairwise(cuts) if last > first]


def _cut_long(cuts: list[int], place: int) -> None:
    """Cuts what is too long for one sentence between the last cut and `place`."""
    while place - cuts[-1] >= MOST_WORDS:
        cuts.append(cuts[-1] + MOST_WORDS)


def _boundary(words: list[str], quote_of: list[int], place: int) -> bool:
    """Whether a sentence ends before the word at `place`."""
    before, here = words[place - 1], words[place]
    if quote_of[place] >= 0 and quote_of[place] == quote_of[place - 1]:
        return False
    if not (here[0].isupper() or here[0].isdigit() or here in "\"“„«‘([''"):
        return False
    if before in _CLOSING and place > 1:
        far = max(place - _MOST_CLOSING, 0)
        before = next((word for word in words[place - 2 : far : -1] if word not in _CLOSING), ",")
        if before in "?!" and _is_said(words, place):
            return False
    return before in _STOPS


def _is_said(words: list[str], place: int) -> bool:
    """Whether words say who asked or cried what was just quoted: "“Where?” Ada Orr asked."."""
    for here in range(place, min(place + 8, len(words) - 1)):
        if not words[here][0].isalnum():
            return False
        if words[here] in _said():
            return words[here + 1] in (".", ",", ";") or words[here + 1] in (
                "in",
                "on",
                "at",
                "of",
                "to",
                "during",
            )
    return False


@cache
def _said() -> frozenset[str]:
    return forms_where(lambda entry: entry.cue_class in ("say", "ask") and entry.form in ("past", "s"))
