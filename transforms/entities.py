"""Which entity a name stands for: in a text by short names and acronyms, across texts by canonical name.

What cannot be told apart stays apart: a last name that two people in a text share resolves to neither.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import polars as pl

from transforms import schemas
from transforms.actors import mark_actors
from transforms.gazetteer import look_up
from transforms.identity import key
from transforms.name_types import Name
from transforms.name_words import words
from transforms.offices import name_offices
from transforms.person_names import fold, person_name
from transforms.places import is_located, join_places
from transforms.short_names import join_short_names
from transforms.type_signs import CAMEL_CASE, follows

_LONGEST_MIXED = 4  # letters of an acronym that are not all capitals: MoD, DoJ
_TYPES = ("person", "organization", "place", "nationality")
_ORGANIZATION_WORD = words("organization_head", "organization_lead")


@lru_cache(maxsize=8_192)
def entity_key(type_: str, name: str) -> str:
    """The id of the entity of this type and canonical name. Nationalities are their country."""
    return key("entity", "place" if type_ == "nationality" else type_, fold(name))


def entity_id(text_id: str, name: Name) -> str:
    """The id of the entity that a resolved name of a text stands for.

    A country is one entity, acting or not. A last name of which the text has no full name, and words such as
    "Council" or "Health Ministry" alone, are entities of their own text: elsewhere they are somebody else's.
    """
    if name.local:
        return _local_key(name.type, fold(name.canonical), text_id)
    return entity_key("place" if name.level == "country" else name.type, name.canonical)


@lru_cache(maxsize=1_024)  # the same few names come again and again in a text
def _local_key(type_: str, folded: str, text_id: str) -> str:
    return key("entity", type_, folded, text_id)


def resolve(names: list[Name]) -> list[Name]:
    """The names of one text that stand for something, each with its type and canonical name."""
    names = join_places(names)
    acronyms = _acronyms(names)
    for name in names:
        if name.type == "person":
            name.canonical = person_name(name.canonical)
    join_short_names(names)
    _untyped(names)
    for name in names:
        if name.type == "person" and " " not in name.canonical:
            name.local = True  # many people are called so: in another text it may be somebody else
    name_offices(names)
    for short, full in acronyms:
        short.canonical, short.local = full.canonical, full.local
    mark_actors(names)
    return [name for name in names if name.type in _TYPES]


def _acronyms(names: list[Name]) -> list[tuple[Name, Name]]:
    """Names defined in the text: "Center for Clean Rivers (CCR)" or "CCR (…)", and every other CCR.

    Returns each short one with its full one, whose canonical name is yet to be told.
    """
    meaning: dict[str, Name] = {}
    for first, second in pairwise(names):
        if not (first.after.endswith("(") and second.before == first.after and second.after.startswith(")")):
            continue
        short, full = sorted((first, second), key=lambda name: len(name.surface))
        if _stands_for(short.surface, full.surface):
            full.type = "organization" if full.type in ("person", "") else full.type
            meaning[short.surface] = full
    pairs = [(name, meaning[name.surface]) for name in names if name.surface in meaning]
    for short, full in pairs:
        short.type, short.kind, short.canonical = full.type, "acronym", full.canonical
    return pairs


def _stands_for(short: str, full: str) -> bool:
    """Whether letters are the initials of a name, or of its last words: MoD, Chilean Ministry of Defence."""
    letters = [char.lower() for char in short if char.isalpha()]
    capitals = sum(char.isupper() for char in short)
    if capitals < 2 or not short[0].isupper() or (capitals < len(letters) and len(letters) > _LONGEST_MIXED):
        return False
    parts = full.replace("-", " ").lower().split()
    begins = [at for at, part in enumerate(parts) if part[0] == letters[0]]
    return any(_are_initials(letters, parts[at:]) for at in begins[:2])


def _are_initials(letters: list[str], parts: list[str]) -> bool:
    initials = iter([part[0] for part in parts])
    return all(letter in initials for letter in letters)


def _untyped(names: list[Name]) -> None:
    """Types for the single words that are still open, from their neighbours in the text."""
    untyped = [name for name in names if not name.type]
    if not untyped:
        return
    inside = {name.surface for name in names if not name.opens}  # not only at the start of a sentence
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in untyped:
        if kind := _by_context(name):
            # "in Quill's view": a neighbour of what Quill has more than of Quill
            votes[name.surface][kind] += 1 if name.after.startswith(("'s", "’s")) else 3
    chosen = {surface: kinds.most_common(1)[0][0] for surface, kinds in votes.items()}
    for name in untyped:
        usual = "" if name.opens and name.surface not in inside else "organization"
        name.type = chosen.get(name.surface) or usual
        name.local = name.surface.lower() in _ORGANIZATION_WORD
        if name.level and name.type != "place":
            name.canonical, name.country = name.surface, None


def _by_context(name: Name) -> str:
    if name.surface.lower() in _ORGANIZATION_WORD or CAMEL_CASE.search(name.surface):
        return "organization"
    if is_located(name):
        return "place"
    following = name.after.split(None, 1)
    beside = following[0].rstrip(".,;:") if following and name.after[0] == " " else ""
    if beside in words("place_head"):
        return "place"
    if beside in words("speech", "person_context"):
        return "person"
    if '"' in name.before[-20:] or "”" in name.before[-20:]:
        return "person" if follows(name.before, words("speech")) else ""
    return "place" if name.level == "spelling" or (name.level and " " in name.surface) else ""


def entities_of(mentions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The entities that mentions (schemas.MENTIONS) stand for, and the names they go by.

    Returns frames of schemas.ENTITIES and schemas.ENTITY_ALIASES, one row an entity and one row an
    entity and alias. Pronouns and descriptions ("the ministry") are no aliases.
    """
    named = mentions.filter(pl.col("entity_id").is_not_null() & (pl.col("kind") != "pronoun"))
    # The same order as in the warehouse's loading: of several spellings, those in capitals come last.
    name = pl.col("canonical_name")
    in_order = ("entity_id", name == name.str.to_uppercase(), name, "type")
    distinct = named.select("entity_id", "type", "canonical_name").unique().sort(in_order)
    rows = {row["entity_id"]: row for row in reversed(list(_entities(distinct.iter_rows())))}
    entities = schemas.from_rows(list(rows.values()), schemas.ENTITIES).sort("entity_id")
    called = named.filter(pl.col("kind") != "description")
    aliases = called.select("entity_id", alias="surface").unique().sort(pl.all())
    return entities, schemas.conform(aliases, schemas.ENTITY_ALIASES)


def _entities(distinct: Iterable[tuple[str, str, str]]) -> Iterable[dict[str, object]]:
    for entity_id, type_, name in distinct:
        known = look_up(name)
        # A country mentioned as an actor or by its demonym is still the place.
        own = next((kind for kind in _TYPES if entity_key(kind, name) == entity_id), type_)
        country = known.country if known and known.type == own else None
        yield {"entity_id": entity_id, "type": own, "canonical_name": name, "country": country}
