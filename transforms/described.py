"""What a described thing is called: the name of its mention, whose it is, and what is said of its kind."""

from functools import cache

from transforms.gazetteer import country_name
from transforms.name_types import Name
from transforms.name_words import rows
from transforms.noun_phrases import Phrase
from transforms.offices import Owner

_TYPES = {
    "force": "group",
    "group": "group",
    "office": "organization",
    "area": "place",
}  # the rest are events


def mention_of(text: str, phrase: Phrase, end: int) -> Name:
    """The mention that a phrase of a text is, up to a place; called as it is written, without its article."""
    surface = text[phrase.start : end]
    stated = phrase.determiner and phrase.determiner != "number"
    canonical = surface.partition(" ")[2] if stated else surface
    type_ = _TYPES.get(phrase.head.kind, "event")
    return Name(phrase.start, end, surface, type_, "description", canonical, "", "")


def as_owner(name: Name) -> Owner:
    """Whose: of a country's demonym, government or capital that acts, the country's."""
    by_country = name.type == "nationality" or name.level == "country" or name.kind == "metonym"
    if name.country and by_country:
        return Owner(country_name(name.country), name.country, "")
    return Owner(f"{name.canonical}'s" if name.type == "person" else name.canonical, None, "")


def is_where(name: Name) -> bool:
    """Whether a name in front tells where: "the Kursk offensive", not "the US offensive"."""
    return name.type == "place" and name.level != "country"


def possessor(owner: Owner) -> str:
    """What stands before what somebody owns: a country's adjective, else the name."""
    return _adjectives().get(owner.country, owner.name) if owner.country else owner.name


@cache
def _adjectives() -> dict[str, str]:
    """By country, its adjective: the first demonym in the lexicon."""
    found: dict[str, str] = {}
    for row in rows("demonyms.csv"):
        found.setdefault(row["country"], row["demonym"])
    return found


def noun_of(phrase: Phrase) -> str:
    """The head with the modifiers that tell which kind it is: "state media"; armed forces are forces."""
    if phrase.head.lemma == "forces":
        return (
            "forces"
            if phrase.kinds in ([], ["armed"], ["military"], ["army"], ["ground"])
            else " ".join([*phrase.kinds, "forces"])
        )
    return " ".join([*phrase.kinds, phrase.head.lemma])
