"""The signs by which the words of a name tell its type: "Ministry", "Lake", "& ", a first name, capitals."""

import re
from itertools import pairwise

from transforms.capital_words import Word
from transforms.gazetteer import look_up
from transforms.name_words import first_names, words

# Each branch reads a character in one way only: a very long word must not cost its square.
ACRONYM = re.compile(r"(?:[^\W\d_]\.){2,}|[A-Z][A-Z0-9&]+(?:-[A-Z0-9]+)*|[A-Z]{2,}s?|[A-Z]+[a-z][A-Z]+s?")
# Endings of things, and capitals inside a word: GarageBand.
_THING = re.compile(
    "(?:ing|tion|tions|ment|ments|ness|ity|ics|ware|ology|ders|ters|kers|ances?)$|[a-z][A-Z][a-z]+$"
)
CAMEL_CASE = re.compile("[a-z][A-Z][a-z]+$")
_CAPITALS = re.compile("(?![IVX]+$)[A-Z0-9]{3,}")
_LABEL = re.compile(r"[RDI]-[A-Z].*|[A-Za-z]+\d[\w.]*")
_DIRECTION = words("direction")
_EVENT = words("event")
LOCATIVE = words("locative")
_ORGANIZATION_HEAD = words("organization_head", "company_head")
_ORGANIZATION_FIRST = words("organization_first")
_ORGANIZATION_LEAD = words("organization_lead")
_OTHER_ACRONYM = words("other_acronym")
_PLACE_HEAD = words("place_head")
_PLACE_LEAD = words("place_lead")
_ROLE_NOUN = words("role", "title")
_SURNAME_HEAD = words("surname_head")
_THING_LEAD = words("thing_lead")
_TOPIC = words("topic")


def type_of(parts: list[Word], surface: str) -> str:
    """What type of name some words are: "" where only other mentions can tell, "none" for no name."""
    last = parts[-1].lower
    if ACRONYM.fullmatch(surface):
        return "none" if last.rstrip("s") in _OTHER_ACRONYM else "organization"
    first = parts[0].text in first_names()
    if (last in _EVENT and not first) or parts[0].lower in _THING_LEAD:
        return "none"
    if is_organization(parts):
        return "organization"
    if _is_place(parts, surface):
        return "place"
    return _personal(parts)


def is_organization(parts: list[Word]) -> bool:
    """Whether the words of a name tell an organization: "Bank of Chile", "Ernst & Young"."""
    if len(parts) == 1:
        return False
    if _has_organization_head(parts) or any(word.gap == " & " for word in parts[1:]):
        return True
    return any(
        word.lower in _ORGANIZATION_LEAD and after.gap.startswith((" of ", " for "))
        for word, after in pairwise(parts)
    )


def _has_organization_head(parts: list[Word]) -> bool:
    """Whether an end word is what organizations are: Quill Motors, Club Quill; Tyra Banks is a person."""
    last = parts[-1].lower
    surname = len(parts) == 2 and last in _SURNAME_HEAD and parts[0].text in first_names()
    leads = parts[0].lower in _ORGANIZATION_FIRST and parts[0].text not in first_names()
    return leads or (last in _ORGANIZATION_HEAD and not surname)


def _is_place(parts: list[Word], surface: str) -> bool:
    if len(parts) == 1:
        return False
    first, last = parts[0].lower, parts[-1].lower
    if last in _PLACE_HEAD or first in _PLACE_LEAD:
        return True
    if first in _DIRECTION:
        rest = look_up(surface.split(" ", 1)[1])
        return rest is not None and rest.type == "place"
    return False


def _personal(parts: list[Word]) -> str:
    """ "person" where the words look like one's name; "" for a single word; "none" for a longer run."""
    if len(parts) == 1:
        return "none" if _is_label(parts[0]) else ""
    if len(parts) > 4 or any(word.lower in _TOPIC for word in parts):
        return "organization" if len(parts) <= 6 and not parts[0].opens else "none"
    if parts[0].text not in first_names() and follows(parts[0].gap, LOCATIVE):
        return "place"
    thing = _THING.search(parts[-1].text) or any(_CAPITALS.fullmatch(word.text) for word in parts)
    return "" if thing and parts[0].text not in first_names() else "person"


def _is_label(word: Word) -> bool:
    """A single word that names nobody: "Members", "R-Wis.", "N500m", the E of E-commerce."""
    if len(word.text) == 1 or word.lower in _PLACE_HEAD:
        return True
    return word.lower.removesuffix("s") in _ROLE_NOUN or _LABEL.fullmatch(word.text) is not None


def follows(gap: str, before: frozenset[str]) -> bool:
    """Whether the gap in front of a name ends in one of some words (and perhaps "the")."""
    if len(gap) < 2 or not gap.endswith((" ", "\u00a0")):
        return False
    last = gap.removesuffix("the ")[-24:].rsplit(None, 1)
    return bool(last) and last[-1].lower() in before
