"""Persons told by their office alone: "the Foreign Secretary" is whom the text names as that."""

from transforms.capitals import Group
from transforms.descriptions import UNTOLD
from transforms.name_types import Name
from transforms.name_words import words

_TITLE = words("title")
_ANY_TITLE = words("title", "title_modifier")
_THE = len("the ")


def office_holders(groups: list[Group], names: list[Name]) -> list[Name]:
    """The mentions of persons by "the" and a title in capitals, among the groups of a text with these names.

    One that nobody in the text is known to hold, or more than one, tells nobody: `level` is UNTOLD.
    """
    titles = [group for group in groups if _is_title(group)]
    if not titles:
        return []
    people = {(name.role.casefold(), name.canonical) for name in names if name.role and name.type == "person"}
    holders: dict[str, set[str]] = {}
    found = []
    for group in titles:
        title = " ".join(word.lower for word in group.words)
        if title not in holders:
            holders[title] = {person for role, person in people if title in role}
        found.append(_mention(group, holders[title]))
    return found


def _is_title(group: Group) -> bool:
    last = group.words[-1].lower
    if last not in _TITLE or not group.before.endswith("the "):
        return False
    return len(group.words) > 1 and all(word.lower in _ANY_TITLE for word in group.words)


def _mention(group: Group, holders: set[str]) -> Name:
    title = " ".join(word.text for word in group.words)
    one = len(holders) == 1
    canonical = next(iter(holders)) if one else title
    level = "" if one else UNTOLD
    return Name(group.start - _THE, group.end, "", "person", "description", canonical, "", "", level=level)
