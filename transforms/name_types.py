"""What a group of capitalised words names: a person, an organization, a place, or nothing of these."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from transforms.capital_words import Word
from transforms.capitals import Group
from transforms.gazetteer import Known, look_up
from transforms.name_words import first_names, words
from transforms.type_signs import ACRONYM, LOCATIVE, follows, is_organization, type_of

_LONGEST_ACRONYM = 4
_HONORIFIC = words("honorific")
_NO_PERSON_HEAD = words("place_head", "event")
_ROLE = words("role")
_TITLE = words("title")
_OFFICE = words("title_modifier", "topic")
_ANY_TITLE = words("title", "title_modifier")
_ARTICLES = ("al-", "el-")
_LOCATED = "in "  # stands for whatever preposition of place is before a name

Look = tuple[int, int, str, bool, bool]  # of a word: start, end, gap, opens, glued


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
    first = group.words[0]
    if first.gap.endswith(_ARTICLES):
        return _read(text, group)
    if len(group.words) == 1:
        return _alone(first, group.after)
    return [_placed(name, group) for name in _told_of_words(text[group.start : group.end], _looks(group))]


def _read(text: str, group: Group) -> Iterable[Name]:
    if len(group.words) == 1:
        return _parts(text, group)
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


def _alone(word: Word, after: str) -> Iterable[Name]:
    """The name that a single word is. Most names are, and most of them come again and again."""
    told = _told_of(word.text)
    if told is None:
        return ()
    type_, kind, canonical, country, level, weak = told
    start, end, gap, opens = word.start, word.end, word.gap, word.opens
    return (Name(start, end, word.text, type_, kind, canonical, gap, after, opens, country, level, weak),)


@lru_cache(maxsize=8_192)
def _told_of(text: str) -> tuple[str, str, str, str | None, str, bool] | None:
    """What a single word names: type, kind, canonical name, country, level, and whether it is weak."""
    word = Word(text, 0, len(text), "", text.lower())
    if word.lower in _ANY_TITLE:
        return None
    found = next(_parts(text, Group([word], "")), None)
    if found is None:
        return None
    return (found.type, found.kind, found.canonical, found.country, found.level, found.weak)


def _looks(group: Group) -> tuple[Look, ...]:
    """All that tells what several words name, beside their text."""
    first, at = group.words[0], group.start
    located = first.text not in first_names() and follows(first.gap, LOCATIVE)
    others = [(word.start - at, word.end - at, word.gap, word.opens, word.glued) for word in group.words[1:]]
    return ((0, first.end - at, _LOCATED if located else "", first.opens, first.glued), *others)


@lru_cache(maxsize=8_192)
def _told_of_words(text: str, looks: tuple[Look, ...]) -> list[Name]:
    """The names in a group of words that look so, as if nothing but the group were in the text."""
    group = Group([], "")
    for start, end, gap, opens, glued in looks:
        word = text[start:end]
        group.words.append(Word(word, start, end, gap, word.lower(), opens=opens, glued=glued))
    return list(_read(text, group))


def _placed(told: Name, group: Group) -> Name:
    """A name as told of the words of a group, in its place in the text."""
    at, whole = group.start, group.end - group.start
    before = told.before if told.start else group.before
    after = group.after if told.end == whole else told.after
    start, end, opens = at + told.start, at + told.end, told.opens
    name = Name(start, end, told.surface, told.type, told.kind, told.canonical, before, after, opens)
    name.country, name.level, name.weak, name.role = told.country, told.level, told.weak, told.role
    if told.role_start is not None and told.role_end is not None:
        name.role_start, name.role_end = at + told.role_start, at + told.role_end
    return name


def _title_end(group: list[Word]) -> int:
    """How many words of the group are a person's title and what stands before it; 0 if none."""
    if len(group) == 1 or is_organization(group) or group[-1].lower in _NO_PERSON_HEAD:
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
    kind = type_of(group.words, surface)
    split = 0 if kind in ("organization", "place") else _known_prefix(text, group.words)
    if split:
        head, rest = Group(group.words[:split], " "), Group(group.words[split:], group.after)
        yield from _parts(text, head)
        yield from named(text, rest)
    elif kind != "none":
        yield _name(text, group, kind, "acronym" if ACRONYM.fullmatch(surface) else "name")


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
    return group.start - (3 if group.before.endswith(_ARTICLES) else 0)
