"""Offices that every state or town has: "Health Ministry" is another one in Iran than in Gaza.

Whose it is stands beside the name ("Iran's Health Ministry", "the Iranian Ministry of Health") and becomes
part of the canonical name. An office that nobody owns is the one owned in the text, if there is one;
else it is an entity of its own text.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from transforms.gazetteer import country_name, look_up
from transforms.name_types import Name
from transforms.name_words import words

_POSSESSIVES = ("'s ", "’s ", "' ", "’ ")
_LEAD = re.compile(r"(?P<lead>Ministry|Department) (?:of|for) (?:the )?(?P<topic>.+)")
_OF = re.compile(r"(?P<office>.+) of (?:the )?(?P<place>[^ ]+(?: [^ ]+)?)")
_STATE_OFFICE = words("state_office")
_FILLERS = words("office_word")
_HEADS = words("office", "state_office")
_GENERIC = words("topic", "title_modifier", "direction")
# Spellings and long forms of the same office.
_SAME = {"Defence": "Defense", "Labour": "Labor", "Foreign Affairs": "Foreign"}


class Owner(NamedTuple):
    """Whose an office is."""

    name: str
    country: str | None
    office: str


def name_offices(names: list[Name]) -> None:
    """Gives the offices among the names of one text, in order, canonical names with their owners."""
    owned: defaultdict[str, set[str]] = defaultdict(set)
    bare: list[tuple[Name, str]] = []
    for before, name, after in zip([None, *names], names, [*names[1:], None], strict=False):
        if name.type != "organization" or name.kind != "name":
            continue
        known = look_up(name.surface) or look_up(name.canonical)
        inside = None if known else _inside(name.surface)
        office = inside.office if inside else name.surface
        if not _is_office(office):
            continue
        owner = inside or _beside(before, name, after)
        if owner is not None and not (known and known.country == owner.country):
            name.canonical, name.local = owned_office(office, owner), False
            owned[_plain(office)].add(name.canonical)
        elif known is None:
            bare.append((name, _plain(office)))
    for name, office in bare:
        _share(name, owned[office])


def _share(name: Name, owned: set[str]) -> None:
    if len(owned) == 1:
        name.canonical, name.kind, name.local = next(iter(owned)), "short_name", False
    else:
        name.local = True


def owned_office(office: str, owner: Owner) -> str:
    """The canonical name of an office: "Defense Ministry of Iran", or the one it is known by."""
    known = look_up(office)
    return known.name if known and known.country == owner.country else f"{_plain(office)} of {owner.name}"


@lru_cache(maxsize=8_192)
def _inside(surface: str) -> Owner | None:
    """The owner that the name itself holds: "Iranian Health Ministry", "Ministry of Health of Iran"."""
    parts = surface.split(" ")
    for size in range(min(3, len(parts) - 1), 0, -1):
        known = look_up(" ".join(parts[:size]))
        office = " ".join(parts[size:])
        if known and known.country and (known.type == "nationality" or known.level == "country"):
            return Owner(known.name, known.country, office) if _can_be_owned(office) else None
    found = _OF.fullmatch(surface)
    known = look_up(found["place"]) if found and _can_be_owned(found["office"]) else None
    place = known is not None and known.type == "place" and known.sure
    return Owner(known.name, known.country, found["office"]) if found and known and place else None


def _can_be_owned(office: str) -> bool:
    """The Iranian Parliament is Iran's, but the British Council and the Bank of England are names."""
    return " " in office or office.lower() in _STATE_OFFICE


@lru_cache(maxsize=8_192)
def _is_office(name: str) -> bool:
    parts = [part for part in name.lower().split(" ") if part not in _FILLERS]
    return any(part in _HEADS for part in parts) and all(part in _HEADS or part in _GENERIC for part in parts)


def _plain(office: str) -> str:
    """An office in one of its forms: "Ministry of Defence" as "Defense Ministry"."""
    lead = _LEAD.fullmatch(office)
    office = f"{lead['topic']} {lead['lead']}" if lead else office
    for other, usual in _SAME.items():
        office = office.replace(other, usual)
    return office


def _beside(before: Name | None, name: Name, after: Name | None) -> Owner | None:
    """The place before ("Iran's Health Ministry") or after ("the Health Ministry in Gaza") an office."""
    if before is not None and name.before in _POSSESSIVES and before.end + len(name.before) == name.start:
        return _owner(before, name.surface)
    if after is not None and after.before in (" in ", " of ") and name.end + 4 == after.start:
        return _owner(after, name.surface)
    return None


def _owner(place: Name, office: str) -> Owner | None:
    if place.type not in ("place", "nationality"):
        return None
    if place.level == "capital" and place.country and "Ministry" in office:
        return Owner(country_name(place.country), place.country, office)
    return Owner(place.canonical, place.country, office)
