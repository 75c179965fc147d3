"""How good claims and mentions are against an annotation: precision, recall, and what confidence is worth.

Spans are compared by their words, so that marks, commas and spaces at their ends do not matter. Gold and
found spans are matched one to one, the best first.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

_WORD = re.compile(r"\w+(?:['’\-.&]\w+)*")
_SAME = 0.5  # share of the words of both that two spans have in common
_TENTHS = 10

Spans = list[tuple[int, int]]
Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """How many are annotated, found, and both."""

    name: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotated that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


def score_claims(
    texts: pl.DataFrame, gold: pl.DataFrame, found: pl.DataFrame
) -> tuple[list[Score], pl.DataFrame]:
    """Claims by content, and by content and speaker; and of each found one its confidence and if it is right.

    texts: schemas.TEXTS; gold and found: article_id, content_start and content_end or content_spans, and, if
    known, source_start and source_end or source_spans; found: also confidence.
    """
    contents = said = 0
    judged: list[tuple[float, bool]] = []
    for text, wanted, rows in _by_text(texts, gold, found):
        words = _Words(text)
        pairs = _matched(
            [words.of(row, "content") for row in wanted], [words.of(row, "content") for row in rows]
        )
        contents += len(pairs)
        for one, other in pairs.items():
            said += _same_speaker(words.of(wanted[other], "source"), words.of(rows[one], "source"))
        judged += [(row["confidence"], place in pairs) for place, row in enumerate(rows)]
    schema = {"confidence": pl.Float64, "right": pl.Boolean}
    return [
        Score("claims", gold.height, found.height, contents),
        Score("claims with speaker", gold.height, found.height, said),
    ], pl.DataFrame(judged, schema=schema, orient="row")


def score_mentions(texts: pl.DataFrame, gold: pl.DataFrame, found: pl.DataFrame) -> list[Score]:
    """Mentions by their spans, and by span and type. One with the same last word is the same mention.

    gold and found: article_id, start, end, type. Only types that the gold has are looked at.
    """
    found = found.filter(pl.col("type").is_in(gold["type"].unique().to_list()))
    placed = typed = 0
    for text, wanted, rows in _by_text(texts, gold, found):
        words = _Words(text)
        ours, theirs = [words.of(row, "") for row in rows], [words.of(row, "") for row in wanted]
        pairs = _matched(theirs, ours, by_last=True)
        placed += len(pairs)
        typed += sum(rows[one]["type"] == wanted[other]["type"] for one, other in pairs.items())
    return [
        Score("mentions", gold.height, found.height, placed),
        Score("mentions with type", gold.height, found.height, typed),
    ]


def by_confidence(judged: pl.DataFrame) -> pl.DataFrame:
    """Tenths of the claims, the least certain first: claims, confidence (mean), right (share)."""
    ranked = judged.sort("confidence").with_row_index("place")
    tenth = (pl.col("place") * _TENTHS // max(1, ranked.height) + 1).alias("tenth")
    return ranked.group_by(tenth, maintain_order=True).agg(
        pl.len().alias("claims"), pl.col("confidence").mean(), pl.col("right").mean()
    )


def error(tenths: pl.DataFrame) -> float:
    """The mean distance between what was said and what was right, over tenths (`by_confidence`)."""
    apart = sum(abs(said - right) for _, _, said, right in tenths.rows())
    return float(apart / max(1, tenths.height))


def area(judged: pl.DataFrame) -> float:
    """The area under the ROC curve: how likely a right claim is given more confidence than a wrong one."""
    right = judged.with_columns(rank=pl.col("confidence").rank("average")).filter("right")
    good, bad = right.height, judged.height - right.height
    return (float(right["rank"].sum()) - good * (good + 1) / 2) / max(1, good * bad)


def plotted(tenths: pl.DataFrame, width: int = 41) -> list[str]:
    """A line for each tenth: "o" stands where it was said to be right, "x" where it was, "8" at both."""
    lines = []
    for number, count, said, right in tenths.rows():
        line = ["·" if place % (width // 4) == 0 else " " for place in range(width)]
        at, was = round(said * (width - 1)), round(right * (width - 1))
        line[at] = "o"
        line[was] = "8" if was == at else "x"
        lines.append(f"{number:5}  {count:6}  {said:.2f}  {right:.2f}  |{''.join(line)}|")
    return lines


class _Words:
    """The words of a text by number."""

    def __init__(self, text: str) -> None:
        places = [found.span() for found in _WORD.finditer(text)]
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def of(self, row: dict[str, Any], part: str) -> Words:
        """The words in the spans that a row has for a part of a claim ("": the row's own)."""
        held: set[int] = set()
        for start, end in _spans(row, f"{part}_" if part else ""):
            held.update(range(bisect_right(self._ends, start), bisect_left(self._starts, end)))
        return frozenset(held)


def _spans(row: dict[str, Any], part: str) -> Spans:
    several = row.get(f"{part}spans")
    if several:
        return [(span["start"], span["end"]) for span in several]
    start, end = row.get(f"{part}start"), row.get(f"{part}end")
    return [] if start is None or end is None else [(start, end)]


def _by_text(
    texts: pl.DataFrame, gold: pl.DataFrame, found: pl.DataFrame
) -> Iterable[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    wanted, rows = _grouped(gold), _grouped(found)
    for text_id, text in texts.select("text_id", pl.col("text").fill_null("")).iter_rows():
        yield text, wanted[text_id], rows[text_id]


def _grouped(frame: pl.DataFrame) -> defaultdict[str, list[dict[str, Any]]]:
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        groups[str(row["article_id"])].append(row)
    return groups


def _matched(gold: list[Words], found: list[Words], *, by_last: bool = False) -> dict[int, int]:
    """By number of a found span, the number of its gold span: those that share the most first."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, words in enumerate(gold):
        for word in words:
            holders[word].append(number)
    alike = sorted(
        (-_alike(gold[other], words, by_last=by_last), other, one)
        for one, words in enumerate(found)
        for other in {number for word in words for number in holders[word]}
    )
    taken: set[int] = set()
    pairs: dict[int, int] = {}
    for share, other, one in alike:
        if -share >= _SAME and other not in taken and one not in pairs:
            taken.add(other)
            pairs[one] = other
    return pairs


def _alike(one: Words, other: Words, *, by_last: bool = False) -> float:
    shared = len(one & other) / len(one | other)
    return max(shared, _SAME) if by_last and max(one) == max(other) else shared


def _same_speaker(gold: Words, found: Words) -> bool:
    """Half of the words in common, or one within the other: "Ada Orr" and "the mayor, Ada Orr"."""
    if not gold or not found:
        return not gold and not found
    return _alike(gold, found) >= _SAME or gold <= found or found <= gold
