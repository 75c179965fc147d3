"""Relays: who passed a claim on. "RIA reported that the ministry said …" is the ministry's word, by RIA."""

from bisect import bisect_left
from collections.abc import Sequence

from transforms import phrases
from transforms.candidates import Candidate
from transforms.channels import is_outlet
from transforms.name_words import words
from transforms.phrases import Span
from transforms.sentences import Paragraph
from transforms.speaker_roles import is_person_noun
from transforms.subject_phrases import subject_after

_AGAINST = frozenset(("but", "while", "although", "though", "whereas"))
_QUOTING = frozenset(("citing", "quoting"))
_ORGANIZATION_HEAD = words("organization_head")
_MEDIA = frozenset(
    ("agency", "broadcaster", "daily", "magazine", "media", "newspaper", "radio", "television")
)


def relayed(p: Paragraph, last: int, found: Sequence[Candidate], kept: list[Candidate]) -> list[Candidate]:
    """The chosen candidates of a sentence, those that only pass a claim on in favour of the claim.

    found: all readings of the sentence, of which `kept` were chosen.
    """
    chosen = [_passed_on(outer, found) for outer in kept]
    for outer in found:
        if outer.cue_class == "report" and outer.speaker:
            _note_relay(p, outer, chosen)
    chosen = [candidate for candidate in chosen if not _only_introduces(candidate, chosen)]
    participles = set()
    for candidate in chosen:
        place = _citing(p, candidate, last)
        cited = subject_after(p, place + 1, last) if place is not None else None
        if place is not None and cited is not None and _can_say(p, cited):
            participles.add(place)
            candidate.relay = _before(candidate.speaker, place)
            candidate.speaker = cited
    return [candidate for candidate in chosen if candidate.cue[0] not in participles]


def _before(speaker: Span | None, place: int) -> Span | None:
    """A speaker without the words from the comma before `place` on."""
    return speaker and (speaker[0], min(speaker[1], place - 1))


def _passed_on(outer: Candidate, found: Sequence[Candidate]) -> Candidate:
    """The claim that fills the content of a report, passed on by who reports; else the report itself."""
    passes = outer.cue_class == "report" or outer.construction.startswith("according-after")
    if not passes or outer.speaker is None or len(outer.content) != 1:
        return outer
    inner = [
        candidate for candidate in found if candidate is not outer and _fills(candidate, outer.content[0])
    ]
    if not inner:
        return outer
    claim = max(inner, key=lambda candidate: candidate.confidence)
    claim.relay = claim.relay or outer.speaker
    return claim


def _only_introduces(outer: Candidate, chosen: list[Candidate]) -> bool:
    """Whether "according to RIA, Ada Orr, a cook, wrote that …" found no more than who wrote."""
    if not outer.construction.startswith("according-before"):
        return False
    start, end = outer.content[0]
    for inner in chosen:
        if inner is not outer and inner.speaker and inner.speaker[0] == start and inner.cue[0] >= end:
            inner.relay = inner.relay or outer.speaker
            return True
    return False


def _fills(inner: Candidate, content: Span) -> bool:
    """Whether a candidate is all that a content consists of, apart from "that": speaker, cue and content."""
    relative = inner.construction.startswith("relative")
    if inner.speaker is None or inner.cue_class not in phrases.SAY_LIKE or relative:
        return False
    spans = (*inner.content, inner.cue, inner.speaker)
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return content[0] <= start <= content[0] + 1 and content[1] - 1 <= end <= content[1]


def _says_against(p: Paragraph, start: int, end: int) -> bool:
    """Whether what was reported is set against something else: "blasts, |but| an official denied"."""
    return not _AGAINST.isdisjoint(p.lower[start:end])


def _note_relay(p: Paragraph, outer: Candidate, kept: list[Candidate]) -> None:
    """Note who passed a claim on in whose content it stands."""
    start, end = outer.content[0][0], outer.content[-1][1]
    for inner in kept[bisect_left(kept, start, key=lambda c: c.cue[0]) :]:
        if inner.cue[0] >= end:
            break
        if inner is outer or not inner.speaker or _says_against(p, start, inner.speaker[0]):
            continue
        if inner.cue[1] <= end and inner.cue != outer.cue:
            inner.relay = inner.relay or outer.speaker


def _citing(p: Paragraph, candidate: Candidate, last: int) -> int | None:
    """Where "citing" stands beside a report's verb or behind what it reports: "RIA reported, |citing …".

    Who only "says" something, citing others, says it in their own name, unless it is a newsroom.
    """
    if (
        candidate.cue_class not in ("report", "say")
        or candidate.speaker is None
        or candidate.relay is not None
    ):
        return None
    begins = candidate.speaker[0] + 2
    beside = max(candidate.cue[1], candidate.speaker[1])
    behind = candidate.content[-1][1]
    places = (*range(begins, min(beside + 2, last - 1)), *range(behind, min(behind + 2, last - 1)))
    place = next((here for here in places if p.lower[here] in _QUOTING and p.words[here - 1] == ","), None)
    if place is None or candidate.cue_class == "report" or _is_newsroom(p, candidate.speaker):
        return place
    return None


def _is_newsroom(p: Paragraph, speaker: Span) -> bool:
    start, end = speaker
    comma = next((here for here in range(start, end) if p.words[here] == ","), end)
    return not _MEDIA.isdisjoint(p.lower[start:comma]) or is_outlet(" ".join(p.words[start:comma]))


def _can_say(p: Paragraph, phrase: Span) -> bool:
    """Whether a phrase names or describes somebody who can be cited, and is no "costs" or "fears"."""
    start, end = phrase
    of = next((here for here in range(start, end) if p.lower[here] in phrases.PREPOSITIONS), end)
    head = p.lower[of - 1]
    return p.words[of - 1][0].isupper() or head in _ORGANIZATION_HEAD or is_person_noun(head)
