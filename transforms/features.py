"""The features of a candidate: what is counted in the training texts, and weighed in every other text.

They come in parts. A part is a few features that share their values, so that the weights of all of them are
summed only once for the same values.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

from transforms import signs
from transforms.candidates import Candidate
from transforms.sentences import Paragraph

Names = tuple[str, ...]
Part = tuple[Callable[..., Names], Any, Any, Any, Any, Any]
_LENGTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
_LONG_LINE = 25  # words: headlines are shorter
_LONG_SPEAKER = 7  # words


def features(p: Paragraph, candidate: Candidate) -> Iterator[list[str]]:
    """What tells whether a candidate is right, once for each place where its content may end."""
    everywhere = [name for part in always(p, candidate) for name in _names(part)]
    passed: list[str] = []
    for at_end, passing in at_ends(p, candidate):
        yield [*everywhere, *(name for part in at_end for name in _names(part)), *passed]
        passed += _names(passing)


def _names(part: Part) -> Names:
    made, *values = part
    return made(*values)


def always(p: Paragraph, candidate: Candidate) -> list[Part]:
    """What does not depend on where the content ends."""
    name, lemma, cue_class = candidate.construction, candidate.lemma, candidate.cue_class
    kind = name.partition(":")[0]
    (first, last), (start, _) = candidate.cue, candidate.content[0]
    starts = signs.kind_of(p.words[candidate.content[-1][0]])
    form = p.lower[first] if last - first > 1 else p.lower[last - 1][-2:]
    following = signs.kind_of(p.words[last]) if last < len(p.words) else ""
    line = (len(p.words) > _LONG_LINE, p.words[-1][-1].isalnum())
    before = signs.kind_of(p.words[first - 1]) if first else ""
    quoted = signs.quoted_kind(p, start, candidate.content[-1][1])
    parts: list[Part] = [
        (_of_cue, name, kind, lemma, cue_class, form),
        (_of_start, name, lemma, starts, kind, p.lower[start - 1] if start else ""),
        (_of_place, kind, before, signs.opens(p, candidate), lemma, following),
        (_of_group, lemma, cue_class, signs.group(p, candidate), kind, quoted),
        (_of_line, kind, signs.capital(p, last - 1), p.words[last - 1][0].isupper(), p.start == 0, line),
        (_of_speaker, kind, lemma, cue_class, signs.speaker_kind(p, candidate), signs.head(p, candidate)),
    ]
    if candidate.speaker:
        opens, closes = candidate.speaker
        preceded = signs.kind_of(p.words[opens - 1]) if opens else ""
        size = min(closes - opens, _LONG_SPEAKER)
        parts.append(
            (_of_phrase, kind, signs.gap(p, closes, first), size, signs.kind_of(p.words[opens]), preceded)
        )
    return parts


def at_ends(p: Paragraph, candidate: Candidate) -> Iterator[tuple[list[Part], Part]]:
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
        at_end: list[Part] = [
            (_of_length, name, lemma, length, clause, place),
            (_of_after, name, kind, cue_class, after, clause),
            (_of_mark, within, place, mark, p.quote_of[end - 1] >= 0, ""),
            (_of_last, kind, signs.kind_of(p.words[end - 1]), word, p.lower[end - 1], ""),
        ]
        yield at_end, (_of_passed, name, kind, cue_class, after, word)


def _of_cue(name: str, kind: str, lemma: str, cue_class: str, form: str) -> Names:
    return (
        "all",
        name,
        f"{cue_class} {name}",
        f"{lemma} {name}",
        f"{lemma} {kind}",
        f"form {kind} {form}",
    )


def _of_start(name: str, lemma: str, starts: str, kind: str, before: str) -> Names:
    return f"starts {name} {starts}", f"starts {lemma} {starts}", f"content-before {kind} {before}"


def _of_place(kind: str, before: str, opens: str, lemma: str, following: str) -> Names:
    return f"before {kind} {before}", f"opens {kind} {opens}", f"next {lemma} {following}"


def _of_group(lemma: str, cue_class: str, group: str, kind: str, quoted: str) -> Names:
    return f"group {lemma} {group}", f"group {cue_class} {group}", f"quoted {kind} {quoted}"


def _of_line(
    kind: str,
    capital: str,
    upper: bool,  # noqa: FBT001
    title: bool,  # noqa: FBT001
    line: tuple[bool, bool],
) -> Names:
    return f"capital {upper} {title}", f"capital {kind} {capital}", f"line {line[0]} {line[1]} {kind}"


def _of_speaker(kind: str, lemma: str, cue_class: str, speaker: str, head: str) -> Names:
    return (
        f"speaker {kind} {speaker}",
        f"speaker {cue_class} {speaker}",
        f"speaker {lemma} {speaker}",
        f"head {head}",
        f"speaker-head {cue_class} {head}",
    )


def _of_phrase(kind: str, gap: str, size: int, starts: str, preceded: str) -> Names:
    return (
        f"gap {kind} {gap}",
        f"size {kind} {size}",
        f"speaker-starts {kind} {starts}",
        f"preceded {kind} {preceded}",
    )


def _of_length(name: str, lemma: str, length: int, clause: bool, place: str) -> Names:  # noqa: FBT001
    return f"length {name} {length} {clause}", f"place {name} {place} {clause}", f"place {lemma} {place}"


def _of_after(name: str, kind: str, cue_class: str, after: str, clause: bool) -> Names:  # noqa: FBT001
    return f"after {kind} {after}", f"after {name} {after} {clause}", f"after {cue_class} {after}"


def _of_mark(within: str, place: str, mark: str, quoted: bool, _: str) -> Names:  # noqa: FBT001
    return f"within {within} {place} {mark}", f"ended {quoted} {place} {mark}"


def _of_last(kind: str, last: str, word: str, last_word: str, _: str) -> Names:
    return f"last {kind} {last}", f"word {kind} {word}", f"lastword {last_word}"


def _of_passed(name: str, kind: str, cue_class: str, after: str, word: str) -> Names:
    return (
        f"passed {kind} {after}",
        f"passed {name} {after}",
        f"passed {cue_class} {after}",
        f"passedword {word}",
    )
