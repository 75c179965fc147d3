"""Last names of people whom the same text names in full, however either of the two is spelled.

    names --named in full--> people by short form, by spelling --> each short name's one person

What cannot be told apart is left apart: a name that two people share resolves to neither, and "President
Quill" at the start of a text is not the Ann Quill of later, unless she is called president somewhere or is
one of the leaders whom the lexicon knows.
"""

from collections import defaultdict
from functools import cache

from transforms.name_types import Name
from transforms.name_words import first_names, rows, words
from transforms.person_names import fold, last_name, short_forms
from transforms.places import is_located
from transforms.spellings import person_spelling, surname_key, surname_keys

_OF_A_FAMILY = ("Lady", "Lord", "Baroness", "wife", "husband", "son", "daughter", "brother", "sister")
_MAYBE_PEOPLE = ("person", "", "place")
_TITLE = words("title")

People = dict[str, dict[str, Name]]  # by short form, by full name


def join_short_names(names: list[Name]) -> None:
    """Gives the last names of one text the canonical name of the person named in full, if only one fits.

    Where only the capitals at a sentence's start speak for the full name, nothing before it is linked.
    """
    full = sorted(
        (name for name in names if name.type == "person" and " " in name.canonical),
        key=lambda name: (_is_shaky(name), name.start),
    )
    if not full:
        return
    full = _without_verbs(full)
    _join_spellings(full)
    people = _people(full)
    spelled = _by_spelling(full)
    _add_strangers(people, names, full)
    for name in names:
        if name.type not in _MAYBE_PEOPLE or " " in name.surface or name.level in ("country", "region"):
            continue
        whole = people.get(last_name(name.surface)) or _spelled_like(name, spelled)
        if whole and not (name.role and name.role.endswith(_OF_A_FAMILY)):
            _join(name, list(whole.values()))


def _join(name: Name, whole: list[Name]) -> None:
    if name.level and name.level != "titled" and is_located(name):
        return
    if len(whole) > 1 or whole[0].start < name.start or not _is_shaky(whole[0]):
        name.type, name.kind, name.level, name.country = "person", "short_name", "", None
        name.local = len(whole) > 1
        name.canonical = name.surface if name.local else whole[0].canonical


def _is_shaky(name: Name) -> bool:
    return name.weak and name.opens and name.role is None


def _without_verbs(full: list[Name]) -> list[Name]:
    """Those named in full; "Hosting Quill" at a sentence's start is Quill alone where Ann Quill is named."""
    others = {last_name(name.canonical) for name in full if not _is_shaky(name)}
    whole = []
    for name in full:
        first, _, rest = name.surface.partition(" ")
        if _is_shaky(name) and first.endswith("ing") and fold(rest) in others and first not in first_names():
            name.start, name.surface, name.canonical = name.start + len(first) + 1, rest, rest
        else:
            whole.append(name)
    return whole


def _join_spellings(full: list[Name]) -> None:
    """Makes one canonical name of the spellings of a full name; that of the most certain mention."""
    first: dict[str, str] = {}
    for name in full:
        name.canonical = first.setdefault(person_spelling(name.canonical), name.canonical)


def _people(full: list[Name]) -> People:
    """The people named in full, by short form, and by full name; those more certain come first."""
    people: defaultdict[str, dict[str, Name]] = defaultdict(dict)
    for name in full:
        for part in short_forms(name.surface) | short_forms(name.canonical):
            people[part].setdefault(fold(name.canonical), name)
    return people


def _by_spelling(full: list[Name]) -> People:
    people: defaultdict[str, dict[str, Name]] = defaultdict(dict)
    for name in full:
        people[surname_key(name.canonical, last_name(name.canonical))].setdefault(fold(name.canonical), name)
    return people


def _spelled_like(name: Name, people: People) -> dict[str, Name]:
    """The people whose last name is another spelling of a name that is not known as anything else."""
    if (name.level and name.level != "titled") or name.surface in first_names():
        return {}
    return next((people[form] for form in surname_keys(name.surface) if form in people), {})


def _add_strangers(people: People, names: list[Name], full: list[Name]) -> None:
    """Adds to the people those called by title and last name before anybody so titled is named in full."""
    for name in names:
        if name.level != "titled" or not name.role or " " in name.surface:
            continue
        namesakes = people.get(last_name(name.surface))
        if not namesakes:
            continue
        if not _leaders().isdisjoint(namesakes):
            continue
        known = [other for other in full if fold(other.canonical) in namesakes]
        title = _titles(name)
        if all(name.start < other.start and not title & _titles(other) for other in known):
            people[last_name(name.surface)][""] = name


@cache
def _leaders() -> frozenset[str]:
    """Who needs no introduction: the leaders in the lexicon, by folded name."""
    return frozenset(fold(row["name"]) for row in rows("world_names.csv") if row["type"] == "person")


def _titles(name: Name) -> set[str]:
    return set((name.role or "").lower().replace("-", " ").split()) & _TITLE
