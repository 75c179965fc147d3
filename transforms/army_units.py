"""Army units as quantities of one: "a battalion", "up to a tank brigade", "a company of soldiers"."""

import re
from collections.abc import Iterator

from transforms.phrases import AUXILIARIES, PREPOSITIONS, SUBORDINATORS
from transforms.vague_quantities import QUALIFIERS, Found
from transforms.words import WORDS

_UNITS = WORDS["army_units"]
_OTHERS = WORDS["words_for_army_units"]
# Words, in lower case, of which one must be there before the search is worth its time.
ARMY_HINTS = _UNITS | _OTHERS
_UNIT = re.compile(
    rf"(?<![\w’'-])(?:(?P<qualifier>{QUALIFIERS}|half) )?[Aa]n? (?P<kind>(?:[\w-]+ ){{0,4}}?)"
    rf"(?P<unit>{'|'.join(sorted(ARMY_HINTS))})\b(?![’'-])(?: (?P<next>[\w’'-]+))?"
)
_MEMBERS = re.compile(rf" of (?:[\w-]+ ){{0,3}}?(?:{'|'.join(sorted(WORDS['army_members']))})\b")
# No part of a unit's name: "a member of", "a man whose"
_NO_KIND = PREPOSITIONS | SUBORDINATORS | AUXILIARIES | {"and", "the", "who"}
# What may follow a unit that is no part of another name ("a brigade commander")
_AFTER = PREPOSITIONS | SUBORDINATORS | AUXILIARIES | {"and", "who"}


def army_units(text: str, start: int, end: int) -> Iterator[Found]:
    """The units of an army in `text[start:end]`, one of each, with what qualifies them.

    "A company" or "a division" is one only where the text says that it is of soldiers or guns.
    """
    for match in _UNIT.finditer(text, start, end):
        following = match["next"]
        whole = following is None or following in _AFTER or following.endswith(("ed", "ly"))
        of_soldiers = match["unit"] in _UNITS or _MEMBERS.match(text, match.end("unit"), end)
        if whole and of_soldiers and _NO_KIND.isdisjoint(match["kind"].split()):
            value = 0.5 if match["qualifier"] == "half" else 1.0
            qualifier = match["qualifier"] if value == 1 else None
            yield value, match["unit"], qualifier, match.start(), match.end("unit")
