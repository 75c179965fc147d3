"""Given names of two syllables, the second in small letters, behind a family name: Han Duck-soo."""

import re

from transforms.name_words import words

_FAMILY = words("family_name_first")
_SECOND = re.compile(r"-([a-z]{2,6})(?![\w-])")
_NO_SYLLABLE = words("compound_end")  # "Lee Motors-led", "Kim Dynasty-era"


def second_syllable(family: str, gap: str) -> str:
    """What of the text behind a word is the rest of a given name; family: what is before, in lower case."""
    found = _SECOND.match(gap) if gap[:1] == "-" and family in _FAMILY else None
    return found[0] if found and found[1] not in _NO_SYLLABLE else ""
