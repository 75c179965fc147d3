"""From the candidates of every sentence to the attributions of a text.

Contents do not overlap: of two candidates that would, the more trustworthy stays. A quotation that
nobody in its own sentence says goes to whoever spoke right before.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.candidates import Candidate
from transforms.constructions import candidates
from transforms.evidence import confidence
from transforms.phrases import RELATIVES
from transforms.sentences import Paragraph, paragraphs
from transforms.subjects import antecedent

# Candidates less trustworthy than this are not claims. F1 is highest near half of the F1 that
# can be had (Lipton et al. 2014, "Optimal Thresholding of Classifiers").
THRESHOLD = 0.25
# A claim in an apposition must be this trustworthy to be split off.
_SURE = 0.5
# How far behind the comma its noun may stand, with comma, article and two adjectives.
_OPENS = 4
# Quotations of one paragraph that are carried over to one claim: a bound, so that time stays linear.
_MOST_FOLLOWING = 20


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
    ranked = sorted(_all(p), key=lambda candidate: -candidate.confidence)
    for candidate in ranked:
        if candidate.confidence < threshold:
            break
        spans = (*candidate.content, candidate.cue)
        if not any(True in taken[start:end] for start, end in spans):
            for start, end in spans:
                taken[start:end] = [True] * (end - start)
            kept.append(candidate)
    kept.sort(key=lambda candidate: candidate.cue)
    for outer in ranked:
        if outer.cue_class == "report" and outer.speaker and outer.confidence >= threshold:
            _relay(outer, kept)
    return kept


def _without_appended(everything: list[Candidate]) -> list[Candidate]:
    """Prefer the shorter reading of a content where what it leaves out is a claim in its own right.

    "… said that A, the latest claim from Kyiv that B" is two claims, even if its longer reading is likelier.
    """
    shorter = {c.cue: c for c in everything if c.confidence > _SURE and c.construction.endswith(":short")}
    if not shorter:
        return everything
    named = [c for c in everything if c.speaker]
    for longer in list(everything):
        short = shorter.get(longer.cue)
        if short is None or short is longer:
            continue
        left_out = range(short.content[-1][1], longer.content[-1][1])
        if any(_is_sure(left_out, c) and _lies_in(left_out, c) for c in named):
            short.confidence = max(short.confidence, longer.confidence)
            everything.remove(longer)
    return everything


def _is_sure(left_out: range, candidate: Candidate) -> bool:
    """Whether what is left out is a claim; a noun that opens it (", the latest claim …") says so itself."""
    opens = candidate.construction.startswith("noun:") and candidate.cue[0] - left_out.start <= _OPENS
    return candidate.confidence > (THRESHOLD if opens else _SURE)


def _lies_in(places: range, candidate: Candidate) -> bool:
    spans = [*candidate.content, candidate.cue, *([candidate.speaker] if candidate.speaker else [])]
    return all(start in places and end - 1 in places for start, end in spans)


def _relay(outer: Candidate, kept: list[Candidate]) -> None:
    """Note who passed a claim on: "RIA reported that the ministry said …" is the ministry's, by RIA."""
    start, end = outer.content[0][0], outer.content[-1][1]
    for inner in kept[bisect_left(kept, start, key=lambda c: c.cue[0]) :]:
        if inner.cue[0] >= end:
            break
        if inner is not outer and inner.speaker and inner.cue[1] <= end:
            inner.relay = inner.relay or outer.speaker


def _all(p: Paragraph) -> Iterator[Candidate]:
    for number, sentence in enumerate(p.sentences):
        found = list(_of_sentence(p, number, sentence))
        if found:
            yield from _without_appended(found)


def _of_sentence(p: Paragraph, number: int, sentence: tuple[int, int]) -> Iterator[Candidate]:
    for candidate in candidates(p, sentence):
        if _quoted(p, candidate):
            candidate.content.extend(_following(p, number))
        if candidate.content:
            candidate.confidence = confidence(p, candidate)
            candidate.antecedent = _antecedent(p, sentence[0], candidate)
            yield candidate


def _antecedent(p: Paragraph, first: int, candidate: Candidate) -> tuple[int, int] | None:
    speaker = candidate.speaker
    relative = speaker is not None and speaker[1] - speaker[0] == 1 and p.lower[speaker[0]] in RELATIVES
    return antecedent(p, first, speaker[0]) if speaker and relative else None


def _following(p: Paragraph, number: int) -> list[tuple[int, int]]:
    """The sentences right after one that are only a quotation: the same speaker goes on."""
    found: list[tuple[int, int]] = []
    for first, last in p.sentences[number + 1 : number + 1 + _MOST_FOLLOWING]:
        if not _is_quotation(p, first, last):
            break
        found.append((first, last))
    return found


def _is_quotation(p: Paragraph, first: int, last: int) -> bool:
    number = p.quote_of[first]
    return number >= 0 and p.quotes[number][1] >= last - 1


def _only_quoted(p: Paragraph) -> bool:
    return all(_is_quotation(p, first, last) for first, last in p.sentences)


def _quoted(p: Paragraph, candidate: Candidate) -> bool:
    if not p.quotes:
        return False
    return any(p.quote_of[start] >= 0 or p.quote_of[end - 1] >= 0 for start, end in candidate.content)


def _spoke_directly(attribution: Attribution) -> bool:
    return _quoted(attribution.paragraph, attribution.candidate)
