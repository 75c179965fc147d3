"""What a group of capitalised words names: a person, an organization, a place, or nothing of these."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from transforms.capitals import Group, Word
from transforms.gazetteer import Known, look_up
from transforms.name_words import first_names, words

# Each branch reads a character in one way only: a very long word must not cost its square.
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){2,}|[A-Z][A-Z0-9&]+(?:-[A-Z0-9]+)*|[A-Z]{2,}s?|[A-Z]+[a-z][A-Z]+s?")
# Endings of things, and capitals inside a word: GarageBand.
_THING = re.compile(
    "(?:ing|tion|tions|ment|ments|ness|ity|ics|ware|ology|ders|ters|kers|ances?)$|[a-z][A-Z][a-z]+$"
)
CAMEL_CASE = re.compile("[a-z][A-Z][a-z]+$")
_CAPITALS = re.compile("(?![IVX]+$)[A-Z0-9]{3,}")
_LONGEST_ACRONYM = 4
_LABEL = re.compile(r"[RDI]-[A-Z].*|[A-Za-z]+\d[\w.]*")
_DIRECTION = words("direction")
_EVENT = words("event")
_HONORIFIC = words("honorific")
_LOCATIVE = words("locative")
_ORGANIZATION_HEAD = words("organization_head")
_ORGANIZATION_LEAD = words("organization_lead")
_OTHER_ACRONYM = words("other_acronym")
_PLACE_HEAD = words("place_head")
_NO_PERSON_HEAD = words("place_head", "event")
_PLACE_LEAD = words("place_lead")
_ROLE = words("role")
_ROLE_NOUN = words("role", "title")
_THING_LEAD = words("thing_lead")
_TITLE = words("title")
_OFFICE = words("title_modifier", "topic")
_ANY_TITLE = words("title", "title_modifier")
_TOPIC = words("topic")


@dataclass(slots=True)
class Name:
    """A span that may name an entity. `type` is empty where only other mentions can tell."""

    start: int
    end: int
    surface: str
    type: str
    kind: str
    canonical: str
    before: str
    after: str
    opens: bool = False
    country: str | None = None
    level: str = ""
    weak: bool = False  # only its capitals speak for it
    local: bool = False  # names something in this text only
    role: str | None = None
    role_start: int | None = None
    role_end: int | None = None


def named(text: str, group: Group) -> Iterable[Name]:
    """The names in a group, in order; a title in front of a person becomes the person's role."""
    if len(group.words) == 1:
        return _alone(text, group)
    title = _title_end(group.words)
    if title:
        return _with_title(text, group, title)
    return () if all(word.lower in _ANY_TITLE for word in group.words) else _parts(text, group)


def _with_title(text: str, group: Group, title: int) -> Iterator[Name]:
    prefix, rest = group.words[:title], group.words[title:]
    begin = _title_start(prefix)
    if begin:
        yield from _parts(text, Group(prefix[:begin], " "))
    yield _titled(text, Group(rest, group.after), prefix, begin)


def _alone(text: str, group: Group) -> Iterable[Name]:
    """The name that a single word is. Most names are, and most of them come again and again."""
    word = group.words[0]
    if word.gap.endswith(("al-", "el-")):
        return _parts(text, group)
    told = _told_of(word.text)
    if told is None:
        return ()
    type_, kind, canonical, country, level, weak = told
    gap, opens = word.gap, word.opens
    name = (word.start, word.end, word.text, type_, kind, canonical, gap, group.after, opens)
    return (Name(*name, country, level, weak),)


@lru_cache(maxsize=65_536)
def _told_of(text: str) -> tuple[str, str, str, str | None, str, bool] | None:
    """What a single word names: type, kind, canonical name, country, level, and whether it is weak."""
    word = Word(text, 0, len(text), "", text.lower())
    if word.lower in _ANY_TITLE:
        return None
    found = next(_parts(text, Group([word], "")), None)
    if found is None:
        return None
    return (found.type, found.kind, found.canonical, found.country, found.level, found.weak)


def _title_end(group: list[Word]) -> int:
    """How many words of the group are a person's title and what stands before it; 0 if none."""
    if len(group) == 1 or _is_organization(group) or group[-1].lower in _NO_PERSON_HEAD:
        return 0
    for i in range(len(group) - 2, -1, -1):
        if _is_title(group[i], group[i + 1]):
            end = i + 1
            if group[end].gap.startswith((" of", " for")):  # Secretary of State
                while end < len(group) and group[end].lower in _OFFICE:
                    end += 1
            return end if 1 <= len(group) - end <= 4 else 0
    return 0


def _is_title(word: Word, following: Word) -> bool:
    if following.glued:
        return False
    actor = word.lower in _ROLE and following.text in first_names()  # Striker Ann Lee
    return actor or word.lower in _TITLE


def _title_start(prefix: list[Word]) -> int:
    begin = len(prefix) - 1

    while begin and prefix[begin - 1].lower in _ANY_TITLE:
        begin -= 1
    return begin


def _titled(text: str, rest: Group, prefix: list[Word], begin: int) -> Name:
    name = _name(text, rest, "person", "name")
    title = prefix[begin:]
    if not all(word.lower in _HONORIFIC for word in title):
        name.role = text[prefix[0].start : rest.start].rstrip()
        name.role_start, name.role_end = prefix[0].start, prefix[0].start + len(name.role)
    name.level, name.weak = "titled", False
    return name


def _parts(text: str, group: Group) -> Iterator[Name]:
    """The names in a group without a title: the whole of it, or a known name and the rest."""
    start, end = group.start, group.end
    surface = text[start:end]
    known = (_start(group) < start and look_up(text[_start(group) : end])) or look_up(surface)
    if known is None and surface.isupper():
        known = _dateline(surface)
    if known is not None:
        yield _known_name(text, group, known)
        return
    kind = _type_of(group, surface)
    split = 0 if kind in ("organization", "place") else _known_prefix(text, group.words)
    if split:
        head, rest = Group(group.words[:split], " "), Group(group.words[split:], group.after)
        yield from _parts(text, head)
        yield from named(text, rest)
    elif kind != "none":
        yield _name(text, group, kind, "acronym" if _ACRONYM.fullmatch(surface) else "name")


def _dateline(surface: str) -> Known | None:
    """The place in capitals that opens a story. A short one may be an acronym, unless well known."""
    known = look_up(surface.title())
    well_known = known is not None and known.level in ("country", "capital")
    return known if len(surface) > _LONGEST_ACRONYM or (len(surface) > 3 and well_known) else None


def _known_prefix(text: str, group: list[Word]) -> int:
    """How many words at the start are a known demonym, country or organization before something else."""
    for size in range(len(group) - 1, 0, -1):
        known = look_up(text[group[0].start : group[size - 1].end])
        if known and (known.type != "place" or known.level == "country") and not group[size].glued:
            return 0 if size == 1 and group[0].text in first_names() else size
    return 0


def _known_name(text: str, group: Group, known: Known) -> Name:
    name = _name(text, group, known.type if known.sure else "", known.kind)
    name.weak = not known.sure
    name.canonical, name.country, name.level = known.name, known.country, known.level
    return name


def _name(text: str, group: Group, type_: str, kind: str) -> Name:
    start, end = _start(group), group.end
    surface = text[start:end]
    weak = kind != "acronym" and group.words[0].text not in first_names()
    return Name(start, end, surface, type_, kind, surface, group.before, group.after, group.opens, weak=weak)


def _start(group: Group) -> int:
    """Where a group starts, an Arabic article before it included: al-Qaida."""
    return group.start - (3 if group.before.endswith(("al-", "el-")) else 0)


def _type_of(group: Group, surface: str) -> str:
    parts = group.words
    last = parts[-1].lower
    if _ACRONYM.fullmatch(surface):
        return "none" if last.rstrip("s") in _OTHER_ACRONYM else "organization"
    first = parts[0].text in first_names()
    if (last in _EVENT and not first) or parts[0].lower in _THING_LEAD:
        return "none"
    if _is_organization(parts):
        return "organization"
    if _is_place(parts, surface):
        return "place"
    return _personal(parts)


def _is_organization(parts: list[Word]) -> bool:
    last = parts[-1].lower
    if len(parts) == 1:
        return False
    if last in _ORGANIZATION_HEAD or any(word.gap == " & " for word in parts[1:]):
        return True
    return any(
        word.lower in _ORGANIZATION_LEAD and after.gap.startswith((" of ", " for "))
        for word, after in pairwise(parts)
    )


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
    if parts[0].text not in first_names() and follows(parts[0].gap, _LOCATIVE):
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
    last = gap.removesuffix("the ")[-24:].rstrip().rsplit(None, 1)
    return gap.endswith((" ", "\u00a0")) and bool(last) and last[-1].lower() in before
