"""A possible claim, and how one is made of a cue."""

from dataclasses import dataclass

from transforms.phrases import Span
from transforms.placed_cues import Cue


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
    confidence: float = 0.0  # set by `attribution`


def made(
    cue: Cue, construction: str, speaker: Span | None, content: list[Span], end: int | None = None
) -> Candidate:
    name = f"not:{construction}" if cue.negated and construction != "unverified" else construction
    span = (cue.start, cue.end if end is None else end)
    return Candidate(span, speaker, content, name, cue.entry.lemma, cue.entry.cue_class, cue.negated)
