"""A possible claim, and how one is made of a cue."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.boundaries import ends
from transforms.phrases import Span
from transforms.placed_cues import Cue
from transforms.sentences import Paragraph


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
    antecedent: Span | None = None  # whom a relative pronoun ("who said …") stands for
    # the places where its last span may end, the one in `content` first; empty where there is but one
    ends: list[int] = field(default_factory=list)
    confidence: float = 0.0  # set by `attribution`

    def with_content(self, content: list[Span]) -> "Candidate":
        """The same with another content. (dataclasses.replace takes five times as long.)"""
        return Candidate(
            self.cue,
            self.speaker,
            content,
            self.construction,
            self.lemma,
            self.cue_class,
            self.negated,
            self.relay,
            self.antecedent,
            self.ends,
            self.confidence,
        )


def made(
    cue: Cue,
    construction: str,
    speaker: Span | None,
    content: list[Span],
    end: int | None = None,
    confidence: float = 0.0,
) -> Candidate:
    """A candidate of a cue; `end` where its words go on past the cue's."""
    name = f"not:{construction}" if cue.negated and construction != "unverified" else construction
    span = (cue.start, cue.end if end is None else end)
    return Candidate(
        span,
        speaker,
        content,
        name,
        cue.entry.lemma,
        cue.entry.cue_class,
        cue.negated,
        confidence=confidence,
    )


def with_ends(
    candidate: Candidate, p: Paragraph, start: int, last: int, complement: str
) -> Iterator[Candidate]:
    """The candidate with a (last) content from `start` on and where that may end, if it may be there."""
    candidate.ends = ends(p, start, last, complement)
    if candidate.ends:
        candidate.content.append((start, candidate.ends[0]))
        yield candidate
