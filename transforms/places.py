"""Places told from their neighbours: "Aley, Ohio" is one mention, and a place."""

from transforms.gazetteer import look_up
from transforms.name_types import Name
from transforms.name_words import words
from transforms.type_signs import follows

_WHOLE = ("country", "state")
_LOCATIVE = words("locative")


def is_located(name: Name) -> bool:
    """Whether a preposition of place stands before the name."""
    return follows(name.before, _LOCATIVE)


def join_places(names: list[Name]) -> list[Name]:
    """The names, with a town and the state or country after its comma made one mention of the town."""
    joined: list[Name] = []
    for name in names:
        town = joined[-1] if joined and name.before == ", " and name.level in _WHOLE else None
        if town is not None and town.end + len(name.before) == name.start and _is_town(town, name):
            town.surface += name.before + name.surface
            town.end, town.after = name.end, name.after
            town.type, town.country, town.kind = "place", name.country, "name"
        else:
            joined.append(name)
    return joined


def _is_town(name: Name, whole: Name) -> bool:
    if name.level in (*_WHOLE, "region", "titled") or name.type in ("nationality", "organization"):
        return False
    known = look_up(name.surface)
    inside = known is not None and known.type == "place" and known.country == whole.country
    return inside or is_located(name) or (not name.type and whole.level == "state")
