"""From the candidates of every sentence to the attributions of a text.

Contents do not overlap: of the candidates of a sentence those stay that together are worth most. A
quotation that nobody in its own sentence says goes to whoever spoke right before.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.candidates import Candidate
from transforms.colons import TURN, turns
from transforms.constructions import announced, candidates
from transforms.cues import forms_where
from transforms.evidence import calibrated, shares
from transforms.phrases import RELATIVES, Span
from transforms.relays import relayed
from transforms.sentences import Paragraph, paragraphs
from transforms.subjects import antecedent

# Candidates less trustworthy than this are not claims. F1 is highest near half of the F1 that
# can be had (Lipton et al. 2014, "Optimal Thresholding of Classifiers").
THRESHOLD = 0.28
# A long text in which nobody clearly says anything is no report, and seldom tells what others think: there
# the claims must be this trustworthy.
_LONG = 1_500  # characters
_CLEAR = 0.9
_ALONE = 0.7
# Sentences after a claim that may go on with it: a bound, so that time stays linear.
_MOST_FOLLOWING = 20
_SAYING = frozenset(("say", "report", "warn", "deny", "confirm", "ask"))
_SHORT_TAIL = 15  # words that may follow a quotation that goes on, without a verb of saying


@dataclass(slots=True)
class Attribution:
    """A claim before it is told in characters: its paragraph and the candidate chosen in it.

    `more` holds the fragments in other paragraphs, each a paragraph and a span of its words.
    """

    paragraph: Paragraph
    number: int
    candidate: Candidate
    more: list[tuple[Paragraph, Span]]


def attributions(text: str, threshold: float = THRESHOLD) -> list[Attribution]:
    """The attributions of one text, in the order of their paragraphs."""
    found: list[Attribution] = []
    before: Paragraph | None = None
    opening: list[Paragraph] = []  # of a quotation that goes on, and whose speaker is yet to be named
    in_turn = turns(text)
    for number, p in enumerate(paragraphs(text)):
        p.is_turn = p.start in in_turn
        chosen = [Attribution(p, number, candidate, []) for candidate in _chosen(p, threshold)]
        if chosen and opening:
            _carry_back(chosen[0], opening)
        quoted = not chosen and p.quotes and _only_quoted(p)
        if quoted and not _carry_over(found, before, p, number) and not p.quotations[-1].closed:
            opening.append(p)
        else:
            opening.clear()
        found.extend(chosen)
        before = p
    if len(text) > _LONG and not any(attribution.candidate.confidence >= _CLEAR for attribution in found):
        return [attribution for attribution in found if attribution.candidate.confidence >= _ALONE]
    return found


def _carry_over(found: list[Attribution], before: Paragraph | None, p: Paragraph, number: int) -> bool:
    """Give a paragraph that is only a quotation to the claim before it, or to who is announced before it.

    Returns whether it was given to anybody.
    """
    if found and found[-1].number == number - 1:
        last = found[-1]
        if last.candidate.cue_class in _SAYING or _quoted(last.paragraph, last.candidate):
            last.more.append((p, (0, len(p.words))))
            last.number = number
            return True
    elif before is not None and before.words[-1] == ":":
        speaking = announced(before)
        if speaking is not None:
            found.append(Attribution(before, number, speaking, [(p, (0, len(p.words)))]))
            return True
    return False


def _carry_back(said: Attribution, opening: list[Paragraph]) -> None:
    """Give the paragraphs in which a quotation begins to who is named in the one where it ends."""
    first, _ = said.candidate.content[0]
    if first == 0 and said.paragraph.quote_of[0] == 0:
        said.more.extend((p, (0, len(p.words))) for p in opening)


def _chosen(p: Paragraph, threshold: float) -> list[Candidate]:
    """The candidates of a paragraph that together are worth most, none within another."""
    kept: list[Candidate] = []
    for number in range(len(p.sentences)):
        found = list(readings(p, number, threshold))
        if p.is_turn and number == 0:
            found = [candidate for candidate in found if candidate.construction == TURN] or found
        kept_here = best(found, threshold) if len(found) > 1 else found
        kept_here = relayed(p, p.sentences[number][1], found, kept_here)
        for candidate in kept_here:
            candidate.confidence = calibrated(candidate)
        if kept_here and kept_here[0].construction == TURN:
            return kept_here  # the whole paragraph is what somebody says
        kept += kept_here
    return kept


def best(found: list[Candidate], threshold: float) -> list[Candidate]:
    """The candidates without overlap whose worth, what each has above the threshold, is greatest.

    Weighted interval scheduling: Kleinberg and Tardos 2005, "Algorithm Design", 6.1.
    """
    spans = [_hull(candidate) for candidate in found]
    order = sorted(range(len(found)), key=lambda number: spans[number][1])
    stops = [spans[number][1] for number in order]
    before = [bisect_right(stops, spans[number][0], 0, place) for place, number in enumerate(order)]
    worth = [0.0]
    for place, number in enumerate(order):
        worth.append(max(worth[-1], worth[before[place]] + found[number].confidence - threshold))
    chosen: list[Candidate] = []
    place = len(order)
    while place:
        if worth[place] > worth[place - 1]:
            chosen.append(found[order[place - 1]])
            place = before[place - 1]
        else:
            place -= 1
    return chosen[::-1]


def _hull(candidate: Candidate) -> Span:
    spans = (*candidate.content, candidate.cue)
    return min(start for start, _ in spans), max(end for _, end in spans)


def readings(p: Paragraph, number: int, least: float) -> Iterator[Candidate]:
    """The candidates of a sentence, once for each place where their content may end.

    Only those whose confidence is at least `least`.
    """
    first, _ = p.sentences[number]
    for candidate in candidates(p, p.sentences[number]):
        for reading, share in zip(spread(candidate), shares(p, candidate), strict=False):
            if share < least:
                continue
            reading.confidence = share
            reading.antecedent = _antecedent(p, first, candidate)
            extend(p, number, reading)
            yield reading


def spread(candidate: Candidate) -> Iterator[Candidate]:
    """A candidate, once for each place where its content may end, the nearest first."""
    *fixed, (start, whole) = candidate.content
    for end in (*candidate.ends[1:], whole):
        yield candidate.with_content([*fixed, (start, end)])


def extend(p: Paragraph, number: int, reading: Candidate) -> None:
    """Add to a content the quotations in the sentences after it that are its speaker's too."""
    if not p.quotes or (reading.ends and reading.content[-1][1] < p.sentences[number][1] - 1):
        return
    if reading.cue_class in _SAYING or _quoted(p, reading):
        reading.content.extend(_following(p, number))


def _antecedent(p: Paragraph, first: int, candidate: Candidate) -> Span | None:
    speaker = candidate.speaker
    relative = speaker is not None and speaker[1] - speaker[0] == 1 and p.lower[speaker[0]] in RELATIVES
    return antecedent(p, first, speaker[0]) if speaker and relative else None


def _following(p: Paragraph, number: int) -> list[Span]:
    """The sentences right after one that are a quotation with nobody named: the same speaker goes on."""
    found: list[Span] = []
    for first, last in p.sentences[number + 1 : number + 1 + _MOST_FOLLOWING]:
        if not _continues(p, first, last):
            break
        found.append((first, last))
    return found


def _continues(p: Paragraph, first: int, last: int) -> bool:
    number = p.quote_of[first]
    if number < 0:
        return False
    tail = p.lower[p.quotes[number][1] : last]
    return len(tail) <= _SHORT_TAIL and _spoken_forms().isdisjoint(tail)


def _only_quoted(p: Paragraph) -> bool:
    return all(
        p.quote_of[first] >= 0 and p.quotes[p.quote_of[first]][1] >= last - 1 for first, last in p.sentences
    )


def _quoted(p: Paragraph, candidate: Candidate) -> bool:
    if not p.quotes:
        return False
    return any(p.quote_of[start] >= 0 or p.quote_of[end - 1] >= 0 for start, end in candidate.content)


@cache
def _spoken_forms() -> frozenset[str]:
    """The past and present forms of the verbs of saying, no nouns among them: "said", "says", "tells"."""
    nouns = forms_where(lambda entry: entry.part == "noun")
    spoken = forms_where(
        lambda entry: (
            entry.part == "verb"
            and entry.form in ("past", "s")
            and entry.cue_class in ("say", "report", "warn")
        )
    )
    return spoken - (nouns - {"says"})
