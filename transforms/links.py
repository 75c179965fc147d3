"""Which entities are one across articles: by rules of spelling, the user's file and the user's decisions.

    entities --spelling key, acronyms--> pairs  \\
    alias file, merges and splits -------------> clusters --> each entity's canonical one

What the user says goes before the rules, and the alias file before single decisions. The result depends on
what is there, never on the order in which it was loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from transforms import schemas
from transforms.alias_file import AliasLine
from transforms.entities import entity_key
from transforms.gazetteer import look_up
from transforms.spellings import folded, spelling_key

_ACRONYM = r"^[A-Z][A-Z0-9&]{2,}$"
_NOT_SAME = "apart"

Pair = tuple[str, str, str]
"""Two entities that are one, and why."""


@dataclass(slots=True)
class _Said:
    """What the user says: pairs that are one, those that are not, and who was named as the canonical one."""

    same: list[Pair] = field(default_factory=list)
    apart: set[frozenset[str]] = field(default_factory=set)
    chosen: dict[str, int] = field(default_factory=dict)  # lower goes first
    new: list[dict[str, object]] = field(default_factory=list)  # entities that only the alias file names


@dataclass(frozen=True, slots=True)
class Links:
    """links: schemas.ENTITY_LINKS, one row an entity that another stands for. new: schemas.ENTITIES."""

    links: pl.DataFrame
    new: pl.DataFrame


def link(
    entities: pl.DataFrame, aliases: pl.DataFrame, lines: Sequence[AliasLine], decisions: pl.DataFrame
) -> Links:
    """The links between all entities (schemas.ENTITIES), which go by aliases (schemas.ENTITY_ALIASES).

    decisions: schemas.ENTITY_DECISIONS, oldest first.
    """
    said = _in_file(entities, lines)
    _decided(decisions, said)
    clusters = _Clusters(said.apart)
    clusters.join(said.same)
    clusters.join(_spelled_alike(entities))
    clusters.join(_acronyms(entities, aliases))
    new = schemas.from_rows(said.new, schemas.ENTITIES)
    everything = pl.concat([entities.select(new.columns), new])
    names = everything.filter(pl.col("entity_id").is_in(list(clusters.reason)))
    rank = {row["entity_id"]: _rank(row, said.chosen) for row in names.iter_rows(named=True)}
    rows = sorted(_rows(clusters, rank))
    return Links(pl.DataFrame(rows, schema=schemas.ENTITY_LINKS, orient="row"), new)


class _Clusters:
    """Sets of entities that are one, which never hold two that are said to be apart."""

    def __init__(self, apart: set[frozenset[str]]) -> None:
        self.reason: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._of: dict[str, str] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        for one, two in map(sorted, apart):
            self._apart[one].add(two)
            self._apart[two].add(one)

    def join(self, pairs: Iterable[Pair]) -> None:
        """Makes the pairs one each, in order, except for those that are apart."""
        for one, two, reason in pairs:
            mine, other = self._of.get(one, one), self._of.get(two, two)
            if mine == other or self._kept_apart(mine, other):
                continue
            if len(self.members(mine)) < len(self.members(other)):
                mine, other = other, mine
            moved = self.members(other)
            self._members[mine] = [*self.members(mine), *moved]
            self._of.update(dict.fromkeys(moved, mine))
            self._of[mine] = mine
            self._members.pop(other, None)
            self.reason.setdefault(one, reason)
            self.reason.setdefault(two, reason)

    def members(self, head: str) -> list[str]:
        """Who is in the cluster of this head."""
        return self._members.get(head, [head])

    def all(self) -> list[list[str]]:
        """The clusters of more than one."""
        return list(self._members.values())

    def _kept_apart(self, mine: str, other: str) -> bool:
        if not self._apart:
            return False
        others = set(self.members(other))
        return any(not others.isdisjoint(self._apart.get(one, ())) for one in self.members(mine))


def _rows(clusters: _Clusters, rank: dict[str, tuple[object, ...]]) -> Iterator[tuple[str, str, str]]:
    for members in clusters.all():
        canonical = min(members, key=lambda member: rank.get(member, (9,)))
        yield from ((one, canonical, clusters.reason[one]) for one in members if one != canonical)


def _rank(row: dict[str, str], chosen: dict[str, int]) -> tuple[object, ...]:
    """What the canonical one is chosen by: the user's word, the gazetteer's, or the shortest in words."""
    name = row["canonical_name"]
    known = look_up(name)
    is_known = known is not None and known.name == name
    return (chosen.get(row["entity_id"], 1), not is_known, name.isupper(), len(name), name, row["entity_id"])


def _spelled_alike(entities: pl.DataFrame) -> Iterator[Pair]:
    """Entities of one type and spelling key; those of one text only are left out."""
    keyed = entities.with_columns(key=spelling_key(entities)).filter(pl.col("key").is_not_null())
    alike = keyed.filter(pl.struct("type", "key").is_duplicated()).sort("type", "key", "entity_id")
    everywhere = [
        entity_id == entity_key(type_, name)
        for entity_id, type_, name in alike.select("entity_id", "type", "canonical_name").iter_rows()
    ]
    groups = alike.filter(pl.Series(everywhere, dtype=pl.Boolean)).group_by(
        "type", "key", maintain_order=True
    )
    for members in groups.agg("entity_id")["entity_id"]:
        # Every pair, not a star: where the user keeps one apart, the others still find each other.
        yield from ((one, two, "spelling") for one, two in combinations(members, 2))


def _acronyms(entities: pl.DataFrame, aliases: pl.DataFrame) -> Iterator[Pair]:
    """Acronyms that stand alone in one article and are spelled out, always as the same, in others."""
    short = pl.col("alias").str.replace_all(".", "", literal=True)
    organizations = entities.filter(type="organization")
    spelled_out = (
        aliases.with_columns(short=short)
        .filter(pl.col("short").str.contains(_ACRONYM))
        .join(organizations, on="entity_id")
        .filter(~pl.col("canonical_name").str.contains(_ACRONYM))
        .group_by("short")
        .agg(pl.col("entity_id").unique())
        .filter(pl.col("entity_id").list.len() == 1)
        .select("short", full=pl.col("entity_id").list.first())
    )
    alone = organizations.join(spelled_out, left_on="canonical_name", right_on="short").sort("entity_id")
    for row in alone.iter_rows(named=True):
        if row["entity_id"] == entity_key("organization", row["canonical_name"]):
            yield row["full"], row["entity_id"], "acronym"


def _in_file(entities: pl.DataFrame, lines: Sequence[AliasLine]) -> _Said:
    said = _Said()
    if not lines:
        return said
    given = pl.DataFrame(lines, schema=["alias", "name", "type", "action"], orient="row").select(
        pl.all(), alias_key=folded("alias"), name_key=folded("name")
    )
    wanted = pl.concat([given["alias_key"], given["name_key"]])
    named = entities.with_columns(key=folded("canonical_name")).filter(pl.col("key").is_in(wanted.implode()))
    by_key: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in named.sort("entity_id").iter_rows(named=True):
        by_key[row["key"]].append(row)
    for line in given.iter_rows(named=True):
        retyped = line["alias"] == line["name"]  # its type is the one it gets, not the one it has
        aliases = [row for row in by_key[line["alias_key"]] if retyped or line["type"] in ("", row["type"])]
        for row in aliases:
            _apply(line, row, by_key[line["name_key"]], said)
    return said


def _apply(line: dict[str, str], row: dict[str, str], named: list[dict[str, str]], said: _Said) -> None:
    """One line of the alias file, for one entity that goes by its alias."""
    if line["action"] == _NOT_SAME:
        others = (other["entity_id"] for other in named if other["type"] == row["type"])
        said.apart |= {frozenset({row["entity_id"], other}) for other in others if other != row["entity_id"]}
        return
    type_ = line["type"] or row["type"]
    target = entity_key(type_, line["name"])
    if target not in said.chosen and all(other["entity_id"] != target for other in named):
        new: dict[str, object] = {
            "entity_id": target,
            "type": type_,
            "canonical_name": line["name"],
            "country": None,
        }
        said.new.append(new)
    said.chosen[target] = -1_000_000  # before every decision
    if row["entity_id"] != target:
        said.same.append((row["entity_id"], target, "alias file"))


def active(decisions: pl.DataFrame) -> list[dict[str, object]]:
    """The merges and splits (schemas.ENTITY_DECISIONS, oldest first) that have not been undone, in order."""
    undone: set[object] = set()
    kept = []
    for row in reversed(decisions.to_dicts()):
        if row["decision_id"] in undone:
            continue
        if row["action"] == "undo":
            undone.add(row["undoes"])
        else:
            kept.append(row)
    return kept[::-1]


def _decided(decisions: pl.DataFrame, said: _Said) -> None:
    """Adds what the user decided; of two decisions on one pair the later holds, and the file before both."""
    fixed = {frozenset(pair[:2]) for pair in said.same} | said.apart
    latest: dict[frozenset[str], tuple[str, str, str]] = {}
    for number, row in enumerate(active(decisions)):
        one, others = str(row["entity_id"]), list(row["other_ids"])  # type: ignore[call-overload]  # a list column
        for other in others:
            latest.pop(frozenset({one, other}), None)  # so that the latest stands last
            latest[frozenset({one, other})] = (one, other, str(row["action"]))
        if row["action"] == "merge" and others:
            said.chosen.setdefault(others[0], -1 - number)
    for pair, (one, other, action) in reversed(latest.items()):
        if pair not in fixed and action == "split":
            said.apart.add(pair)
        elif pair not in fixed:
            said.same.append((one, other, "merge"))
