"""Places that act: "Lima said", "a deal with Lima" mean a government, "in Lima" a city.

A capital that acts is a metonym of its country's government. A country that acts is an
organization in that sentence, and still the same entity.
"""

from transforms.gazetteer import country_name
from transforms.name_types import Name
from transforms.name_words import words
from transforms.type_signs import follows

_LOCATIVE = words("locative")
_PREPOSITIONS = frozenset({"with", "to", "from", "on", "against", "between", "for", "by", "of"})


def mark_actors(names: list[Name]) -> None:
    """Makes organizations of the countries and capitals that act where they are mentioned."""
    for name in names:
        if name.type == "place" and name.level in ("country", "capital") and name.country and _acts(name):
            name.type = "organization"
            if name.level == "capital":
                name.kind, name.canonical = "metonym", f"Government of {country_name(name.country)}"


def _acts(name: Name) -> bool:
    before = name.before[-40:].removesuffix("the ").split()
    if before and before[-1].lower() in _PREPOSITIONS:
        return _is_party(before)
    if follows(name.before, _LOCATIVE):
        return False
    after = name.after[:40].split()
    if name.after.startswith(("'s ", "’s ")):
        return name.level == "capital" and len(after) > 1 and after[1] in words("state_noun")
    return name.after.startswith(" ") and bool(after) and after[0].rstrip(".,;:") in words("agent_verb")


def _is_party(before: list[str]) -> bool:
    """Whether a preposition makes the place a party to something: a deal with it, announced by it."""
    noun = before[-2].lower() if len(before) > 1 else ""
    return before[-1] != "of" and noun in words("tie")
