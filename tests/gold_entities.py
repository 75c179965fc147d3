"""How the mentions in a text compare with an annotation of its entities.

The annotation is that of eval/seed/gold.json: entities, each with its mentions' offsets, and perhaps the
entity that it is part of. A gold entity is found where one of ours covers one of its mentions. Two of our
mentions with one entity are a wrong link where their gold entities differ; a government and its country count
as one there, since a text seldom tells them apart ("Kyiv wants", "Ukraine wants").
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """found: ids of gold entities. Links are pairs of surfaces."""

    found: list[str]
    missed: list[str]
    mentions_found: int
    mentions: int
    wrong_links: list[tuple[str, str]]
    missed_links: list[tuple[str, str]]


def compare(text: str, entities: Sequence[Row], mentions: Sequence[Row]) -> Compared:
    """Compares mentions (rows of schemas.MENTIONS) of a text with the entities of its annotation."""
    gold = [(m["start"], m["end"], entity["id"]) for entity in entities for m in entity["mentions"]]
    pairs = match(text, [(start, end) for start, end, _ in gold], [(m["start"], m["end"]) for m in mentions])
    found = {gold[i][2] for i, _ in pairs}
    whole = {entity["id"]: _whole(entity) for entity in entities}
    wrong, missed = [], []
    for (i, j), (k, n) in itertools.combinations(pairs, 2):
        ours, other = mentions[j], mentions[n]
        same = ours["entity_id"] is not None and ours["entity_id"] == other["entity_id"]
        if same and whole[gold[i][2]] != whole[gold[k][2]]:
            wrong.append((ours["surface"], other["surface"]))
        elif gold[i][2] == gold[k][2] and not same:
            missed.append((ours["surface"], other["surface"]))
    ids = [entity["id"] for entity in entities]
    return Compared(
        found=[id_ for id_ in ids if id_ in found],
        missed=[id_ for id_ in ids if id_ not in found],
        mentions_found=len(pairs),
        mentions=len(gold),
        wrong_links=wrong,
        missed_links=missed,
    )


def _whole(entity: Row) -> str:
    government = str(entity["canonical"]).startswith("Government of ")
    return str(entity["part_of"] if government and entity.get("part_of") else entity["id"])


Span = tuple[int, int]


def match(text: str, gold: Sequence[Span], ours: Sequence[Span]) -> list[tuple[int, int]]:
    """One-to-one pairs of indices, best first: half of the characters, or the last word, in common."""
    candidates = []
    for (i, wanted), (j, given) in itertools.product(enumerate(gold), enumerate(ours)):
        common = min(wanted[1], given[1]) - max(wanted[0], given[0])
        share = max(0, common) / (max(wanted[1], given[1]) - min(wanted[0], given[0]))
        if share >= 0.5 or (share > 0 and _last_word(text, wanted) == _last_word(text, given)):
            candidates.append((-share, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return sorted(pairs.items())


def _last_word(text: str, span: Span) -> Span:
    surface = text[span[0] : span[1]].rstrip()
    surface = surface.removesuffix("'s").removesuffix("’s").rstrip(".,;:)\"”'’")
    return span[0] + surface.rfind(" ") + 1, span[0] + len(surface)
