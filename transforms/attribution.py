"""From the candidates of every sentence to the attributions of a text.

Contents do not overlap: of two candidates that would, the more trustworthy stays. A quotation that
nobody in its own sentence says goes to whoever spoke right before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.constructions import Candidate, candidates
from transforms.sentences import Paragraph, paragraphs

# Candidates right less often than this on the training data are not claims. About half of the F1 that
# can be had is where F1 is highest (Lipton et al. 2014, "Optimal Thresholding of Classifiers").
THRESHOLD = 0.36


@dataclass(slots=True)
class Attribution:
    """A claim before it is told in characters: its paragraph and the candidate chosen in it.

    `more` holds the fragments in later paragraphs, each a paragraph and a span of its words.
    """

    paragraph: Paragraph
    number: int
    candidate: Candidate
    more: list[tuple[Paragraph, tuple[int, int]]]


def attributions(text: str, threshold: float = THRESHOLD) -> list[Attribution]:
    """The attributions of one text, in the order of their paragraphs."""
    found: list[Attribution] = []
    for number, p in enumerate(paragraphs(text)):
        chosen = _chosen(p, threshold)
        if (
            not chosen
            and found
            and found[-1].number == number - 1
            and _only_quoted(p)
            and _spoke_directly(found[-1])
        ):
            found[-1].more.append((p, (0, len(p.words))))
            found[-1].number = number
        found.extend(Attribution(p, number, candidate, []) for candidate in chosen)
    return found


def _chosen(p: Paragraph, threshold: float) -> list[Candidate]:
    taken = [False] * len(p.words)
    kept: list[Candidate] = []
    for candidate in sorted(_all(p), key=lambda c: -c.confidence):
        if candidate.confidence < threshold or not candidate.content:
            continue
        places = [place for start, end in candidate.content for place in range(start, end)]
        if any(taken[place] for place in (*places, *range(*candidate.cue))):
            continue
        for place in (*places, *range(*candidate.cue)):
            taken[place] = True
        kept.append(candidate)
    kept.sort(key=lambda c: c.cue)
    _carry(p, kept, taken)
    return kept


def _all(p: Paragraph) -> Iterator[Candidate]:
    for sentence in p.sentences:
        yield from candidates(p, sentence)


def _carry(p: Paragraph, kept: list[Candidate], taken: list[bool]) -> None:
    """Give sentences that are only a quotation, and nobody's yet, to the claim right before them."""
    for first, last in p.sentences:
        if first == 0 or any(taken[first:last]) or not _is_quotation(p, first, last):
            continue
        earlier = [c for c in kept if c.cue[0] < first and _quoted(p, c)]
        if earlier:
            earlier[-1].content.append((first, last))


def _is_quotation(p: Paragraph, first: int, last: int) -> bool:
    number = p.quote_of[first]
    return number >= 0 and p.quotes[number][1] >= last - 1


def _only_quoted(p: Paragraph) -> bool:
    return all(_is_quotation(p, first, last) for first, last in p.sentences)


def _quoted(p: Paragraph, candidate: Candidate) -> bool:
    return any(p.quote_of[start] >= 0 or p.quote_of[end - 1] >= 0 for start, end in candidate.content)


def _spoke_directly(attribution: Attribution) -> bool:
    return _quoted(attribution.paragraph, attribution.candidate)
