"""How sure the wording of a claim is, and whether its speaker stands by it or denies it."""

import re

from transforms.number_words import COUNTING, PARTS, SCALES
from transforms.plain_words import plain_words

# "about 40", "up to a dozen": before anything but a quantity these words make nothing uncertain
_AMOUNT = (
    rf"(?:[$£€]?\d|an?\s(?:{'|'.join((*SCALES, *PARTS))})\b"
    rf"|(?:{'|'.join(sorted(COUNTING))}|noon|midnight)\b)"
)
_EITHER_CASE = (
    "perhaps", "maybe", "possibly", "probably", "potentially", "presumably", "supposedly", "reportedly",
    "allegedly", "apparently", "purportedly", "ostensibly", "seemingly",
)  # fmt: skip
_LOWER_CASE = ("may", "might", "could", "likely", "unlikely", "alleged", "purported", "suspected")
_HEDGE = re.compile(
    rf"\b(?:{'|'.join(_LOWER_CASE)}|{'|'.join(f'[{w[0].upper()}{w[0]}]{w[1:]}' for w in _EITHER_CASE)}"
    r"|seem(?:s|ed)?(?: to(?: be| have)?)?|appear(?:s|ed)?(?= to\b| that\b)(?: to(?: be| have)?)?|suggests?"
    r"|(?:believed|thought|understood|rumou?red) to"
    rf"|(?:about|around|approximately|roughly)(?=\s{_AMOUNT})|up to(?=\san?\s|\s{_AMOUNT}))\b"
)
# Every hedge has one of these words, which most contents have not.
_HEDGING = frozenset(
    (
        *_EITHER_CASE, *_LOWER_CASE, "seem", "seems", "seemed", "appear", "appears", "appeared",
        "suggest", "suggests", "believed", "thought", "understood", "rumored", "rumoured",
        "about", "around", "approximately", "roughly", "up",
    )
)  # fmt: skip
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:e|es|ed|ing)"
    r"|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|contradict(?:s|ed)?|debunk(?:s|ed)?|scoff(?:s|ed) at)"
    r"\s(?:[\w’'-]+\s){0,3}$"
)
_WITHHOLDS = re.compile(
    r"\b(?:(?:declin|refus)(?:e|es|ed|ing)|failed|stopped short of|did not want|was unable)\s(?:to\s)?$"
)
_SURE = re.compile(
    r"n[o’']t (?:yet )?(?:know|sure|certain|clear|convinced|aware|remember|understand|recall)\b"
)
_LONGEST_WITHHOLDING = 24  # characters: "stopped short of to " and the one before it
_BEFORE_CUE = 60  # characters: how far before a cue its governing verb is looked for


def hedge(content: str) -> str | None:
    """The words of a content that make it less than certain, in lower case: "could, perhaps"."""
    if _HEDGING.isdisjoint(plain_words(content)):
        return None
    found = dict.fromkeys(match[0].lower() for match in _HEDGE.finditer(content))
    return ", ".join(found) or None


def polarity(text: str, cue_start: int, cue_class: str, kind: str, *, negated: bool) -> str:
    """Whether the speaker stands by a content.

    "affirmed", "denied" ("denied that", "rejected the claim that", "does not believe that"), "not denied"
    ("did not deny that") or "not affirmed" ("did not say whether", "could not confirm that").

    kind: the construction's name, which begins with "noun" where the cue is one.
    """
    if cue_class == "deny":
        return "not denied" if negated or _is_withheld(text, cue_start) else "denied"
    if kind.startswith("noun") and _DENIES.search(text[max(0, cue_start - _BEFORE_CUE) : cue_start]):
        return "denied"
    if negated:  # "does not believe that" says that it is not so, "is not sure whether" does not
        sure = _SURE.search(text, cue_start, cue_start + _BEFORE_CUE)
        return "denied" if cue_class == "believe" and not sure else "not affirmed"
    return "not affirmed" if _is_withheld(text, cue_start) else "affirmed"


def _is_withheld(text: str, cue_start: int) -> bool:
    """Whether the words right before a cue withhold it: "declined to |say"."""
    return _WITHHOLDS.search(text[max(0, cue_start - _LONGEST_WITHHOLDING) : cue_start]) is not None
