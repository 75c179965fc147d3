"""The features of a candidate: what is counted in the training texts, and weighed in every other text.

They come in groups. Each group is summed by itself and the sums are then added up, always in one order:
weights have two decimals, so that candidates tie, and another order would break ties otherwise.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from transforms import signs
from transforms.candidates import Candidate
from transforms.sentences import Paragraph

Group = tuple[str, ...]
_LENGTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
_LONG_LINE = 25  # words: headlines are shorter
_LONG_SPEAKER = 7  # words


def features(p: Paragraph, candidate: Candidate) -> Iterator[list[str]]:
    """What tells whether a candidate is right, once for each place where its content may end."""
    everywhere = [*chain(*always(p, candidate))]
    for at_end, passing in at_ends(p, candidate):
        yield [*everywhere, *chain(*at_end)]
        everywhere += passing


def always(p: Paragraph, candidate: Candidate) -> list[Group]:
    """What does not depend on where the content ends."""
    name, lemma, cue_class = candidate.construction, candidate.lemma, candidate.cue_class
    kind = name.partition(":")[0]
    (first, last), (start, _) = candidate.cue, candidate.content[0]
    starts, group = signs.kind_of(p.words[candidate.content[-1][0]]), signs.group(p, candidate)
    form = p.lower[first] if last - first > 1 else p.lower[last - 1][-2:]
    found = [
        (
            "all",
            name,
            f"{cue_class} {name}",
            f"{lemma} {name}",
            f"{lemma} {kind}",
            f"form {kind} {form}",
        ),
        (
            f"starts {name} {starts}",
            f"starts {lemma} {starts}",
            f"content-before {kind} {p.lower[start - 1] if start else ''}",
        ),
        (
            f"before {kind} {signs.kind_of(p.words[first - 1]) if first else ''}",
            f"opens {kind} {signs.opens(p, candidate)}",
            f"next {lemma} {signs.kind_of(p.words[last]) if last < len(p.words) else ''}",
        ),
        (
            f"group {lemma} {group}",
            f"group {cue_class} {group}",
            f"quoted {kind} {signs.quoted_kind(p, start, candidate.content[-1][1])}",
        ),
        (
            f"capital {p.words[last - 1][0].isupper()} {p.start == 0}",
            f"capital {kind} {signs.capital(p, last - 1)}",
            f"line {len(p.words) > _LONG_LINE} {p.words[-1][-1].isalnum()} {kind}",
        ),
    ]
    return found + _of_speaker(p, candidate, kind)


def _of_speaker(p: Paragraph, candidate: Candidate, kind: str) -> list[Group]:
    speaker, head = signs.speaker_kind(p, candidate), signs.head(p, candidate)
    who: Group = (
        f"speaker {kind} {speaker}",
        f"speaker {candidate.cue_class} {speaker}",
        f"speaker {candidate.lemma} {speaker}",
        f"head {head}",
        f"speaker-head {candidate.cue_class} {head}",
    )
    if not candidate.speaker:
        return [who]
    opens, closes = candidate.speaker
    phrase = (
        f"gap {kind} {signs.gap(p, closes, candidate.cue[0])}",
        f"size {kind} {min(closes - opens, _LONG_SPEAKER)}",
        f"speaker-starts {kind} {signs.kind_of(p.words[opens])}",
        f"preceded {kind} {signs.kind_of(p.words[opens - 1]) if opens else ''}",
    )
    return [who, phrase]


def at_ends(p: Paragraph, candidate: Candidate) -> Iterator[tuple[tuple[Group, ...], Group]]:
    """For each place where a content may end, the nearest first, what speaks for it; and for passing it."""
    name, lemma, cue_class = candidate.construction, candidate.lemma, candidate.cue_class
    kind = name.partition(":")[0]
    start, whole = candidate.content[-1]
    within = signs.opening_clause(p, candidate)
    clause, seen = False, start + 1
    for number, end in enumerate([*candidate.ends[1:], whole]):
        clause = clause or any(map(signs.is_finite, p.lower[seen:end]))
        seen = max(seen, end)
        place = "whole" if end == whole else "middle" if number else "first"
        after, word = signs.after(p, end), signs.word_after(p, end)
        mark = after[0] if after and after[0] in ",.;" else ""
        length = bisect_left(_LENGTHS, end - start)
        at_end = (
            (f"length {name} {length} {clause}", f"place {name} {place} {clause}", f"place {lemma} {place}"),
            (f"after {kind} {after}", f"after {name} {after} {clause}", f"after {cue_class} {after}"),
            (f"within {within} {place} {mark}", f"ended {p.quote_of[end - 1] >= 0} {place} {mark}"),
            (
                f"last {kind} {signs.kind_of(p.words[end - 1])}",
                f"word {kind} {word}",
                f"lastword {p.lower[end - 1]}",
            ),
        )
        passing = (
            f"passed {kind} {after}",
            f"passed {name} {after}",
            f"passed {cue_class} {after}",
            f"passedword {word}",
        )
        yield at_end, passing
