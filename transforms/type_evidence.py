"""What the words around a name tell of its type: "the union Quill", "Quill, a company that", "in Olm Quill".

    mentions of a name --the neighbours of each--> votes --the most, over the text--> one type for all of them

Asked of names that only their capitals speak for: of one word, whose type is open, and of several, which are
persons until something says otherwise.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from transforms.name_types import Name
from transforms.name_words import first_names, words
from transforms.type_signs import LOCATIVE, follows
from transforms.words import WORDS

_CLEAR = 3  # votes of a neighbour that says what the name is; single words need as many
_HINT = 2
# Behind the comma: up to six words, the last of them no other noun's: ", a small union in".
_APPOSED = re.compile(
    r", (?:an?|the|its|another) (?:(?!of |for |at |who |and )[\w’'&-]+ ){0,6}?([a-z-]+)"
    r"(?=[,.;:)\n]|$| (?:that|which|whose|in|of|based|with|for|near|on|run|owned|founded|where|about)\b)"
)
_PERSONAL = re.compile(
    r", (?:who\b|whose (?:wife|husband|son|daughter|lawyer)\b|(?:aged )?\d\d(?=[,.;]| years))"
)
_RELATIVE = re.compile(r" [a-z]+(?:s|ed|ew|ad|an|un|ells?)\b(?! (?:to|in|at|on|for|by)\b)")
_WIDEST = 100  # characters
_KINDS = {
    **dict.fromkeys(words("organization_kind"), "organization"),
    **dict.fromkeys(words("place_kind"), "place"),
}
_INDEFINITE = (" a ", " an ", " every ", " any ", " no ", "A ", "An ")  # "in a state Quill won"
_PLACE_KIND = words("place_kind")
_SPEECH = words("speech", "auxiliary", "agent_verb")
_SPEECH_OR_FUNCTION = _SPEECH | words("function")
# "the Quill team" may be Ann Quill's.
_OWNED = frozenset(
    {
        "team",
        "group",
        "organization",
        "organisation",
        "movement",
        "foundation",
        "fund",
        "band",
        "label",
        "network",
    }
)
_ROLE = words("role")
_SHARES = tuple(f"{noun} {of} " for noun in ("shares", "stake", "stock") for of in ("in", "of"))
_PLACES = words("place_head", "place_lead")


def settle_types(text: str, names: list[Name]) -> None:
    """Gives the names of a text the type that their neighbours tell, the same for each mention of a name."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    asked = [name for name in names if _is_open(name)]
    alone = {name.surface for name in asked if " " not in name.surface}
    last = {
        name.surface.rpartition(" ")[2] for name in names if " " in name.surface and name.type == "person"
    }
    for name in asked:
        if name.surface in last:
            continue
        for kind, weight in _told(text, name):
            votes[name.surface][kind] += weight
        if name.surface.rpartition(" ")[2] in alone and " " in name.surface:
            votes[name.surface]["person"] += _CLEAR  # called by the last name elsewhere
    for name in asked:
        told = votes.get(name.surface)
        if told:
            kind, weight = max(told.items(), key=lambda vote: vote[1])
            if " " in name.surface or weight >= _CLEAR:
                name.type = kind


def _is_open(name: Name) -> bool:
    if not name.weak or name.level or name.kind != "name":
        return False
    if " " not in name.surface:
        return not name.type
    first, last = name.surface.split(" ")[0].lower(), name.surface.rsplit(" ", 1)[1].lower()
    return name.type in ("person", "place") and first not in _PLACES and last not in _PLACES


def _told(text: str, name: Name) -> Iterator[tuple[str, int]]:
    """What one mention tells, with its weight."""
    if kind := _kind_before(name) or _kind_after(text, name):
        yield kind, _CLEAR
    if name.before.endswith((" in ", " of ")) and name.before.endswith(_SHARES):
        yield "organization", _CLEAR
    if text.startswith(", ", name.end) and _PERSONAL.match(text, name.end):
        yield "person", _CLEAR
    if " " in name.surface:
        yield from _hints(name)


def _hints(name: Name) -> Iterator[tuple[str, int]]:
    """What small words before a name of several words tell, unless one of them is a first name."""
    last = name.before[-24:].split()[-2:]
    if not first_names().isdisjoint(name.surface.split(" ")):
        return
    if last[-1:] in (["at"], ["with"]):
        if last[0].lower() in _ROLE:  # an analyst at Quill Rowe
            yield "organization", _HINT
    elif follows(name.before, LOCATIVE):
        if not name.after.startswith(("'s", "’s")):
            yield "place", _HINT
    elif name.before.endswith(("the ", "The ")) and not _is_attribute(name.after):
        yield "organization", _HINT


def _is_attribute(after: str) -> bool:
    """Whether the name stands before a noun: "the Ann Quill campaign"."""
    return after[:1] == " " and after[1:2].islower() and after[1:].split(" ", 1)[0] not in _SPEECH_OR_FUNCTION


def _kind_before(name: Name) -> str:
    """The kind right before the name: "the union Quill", "the village of Quill"."""
    if not name.before.endswith(" "):
        return ""
    _, _, last = name.before[-24:-1].rpartition(" ")
    if last == "of":
        return "place" if name.before[-24:-4].rpartition(" ")[2].lower() in _PLACE_KIND else ""
    kind = _KINDS.get(last.lower(), "")
    clause = kind and (_is_clause(name.after) or name.before[: -len(last) - 1].endswith(_INDEFINITE))
    return "" if clause else kind


def _is_clause(after: str) -> bool:
    """Whether a verb behind the name makes a clause of it: "the company Quill founded"."""
    found = after[1:].partition(" ")[0].rstrip(".,;:")
    return found not in _SPEECH and (_RELATIVE.match(after) is not None or found in WORDS["irregular_past"])


def _kind_after(text: str, name: Name) -> str:
    """The kind in an apposition: "Quill, a small union that"; or right behind: "the Quill newspaper"."""
    if text.startswith(", ", name.end):
        found = _APPOSED.match(text, name.end, name.end + _WIDEST)
        return _KINDS.get(found[1], "") if found else ""
    noun = name.after[1:].split(" ", 1)[0].rstrip(".,;:") if name.after.startswith(" ") else ""
    return _KINDS.get(noun, "") if name.before.lower().endswith("the ") and noun not in _OWNED else ""
