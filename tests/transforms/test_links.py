"""Entities across articles: by spelling, acronyms, the alias file and decisions."""

import random

import polars as pl

from transforms import schemas
from transforms.alias_file import AliasLine
from transforms.entities import entity_key
from transforms.identity import key
from transforms.links import active, link

VOLODYMYR = ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "Volodymyr Zelenskyy")


def entities(*names: str, type_: str = "person") -> pl.DataFrame:
    """Entities of one type."""
    rows: list[dict[str, object]] = [
        {"entity_id": entity_key(type_, name), "type": type_, "canonical_name": name} for name in names
    ]
    return schemas.from_rows(rows, schemas.ENTITIES)


def decisions(*rows: tuple[str, str, list[str]]) -> pl.DataFrame:
    """Decisions "0", "1", … of action, entity and others; of an undo, the others are what it undoes."""
    made: list[dict[str, object]] = [
        {
            "decision_id": str(number),
            "action": action,
            "entity_id": one,
            "other_ids": [] if action == "undo" else others,
            "undoes": others[0] if action == "undo" else None,
        }
        for number, (action, one, others) in enumerate(rows)
    ]
    return schemas.from_rows(made, schemas.ENTITY_DECISIONS)


def linked(
    frame: pl.DataFrame,
    lines: list[AliasLine] | None = None,
    decided: pl.DataFrame | None = None,
    aliases: pl.DataFrame | None = None,
) -> dict[str, str]:
    """Name -> name of the entity it is counted as."""
    empty = schemas.empty(schemas.ENTITY_ALIASES)
    found = link(
        frame, empty if aliases is None else aliases, lines or [], decisions() if decided is None else decided
    )
    everything = pl.concat([frame, found.new])
    names = dict(everything.select("entity_id", "canonical_name").iter_rows())
    assert found.links.schema == schemas.ENTITY_LINKS
    return {names[one]: names[other] for one, other, _ in found.links.iter_rows()}


def ids(*names: str) -> list[str]:
    """The keys of persons."""
    return [entity_key("person", name) for name in names]


def test_spellings_are_one_whatever_the_order() -> None:
    """The shortest is shown, however the entities come."""
    names = [*VOLODYMYR, "Vladimir Zelensky", "Peter Andersen", "Peter Anderson"]
    wanted = {VOLODYMYR[1]: VOLODYMYR[0], VOLODYMYR[2]: VOLODYMYR[0]}
    for seed in range(5):
        random.Random(seed).shuffle(names)  # noqa: S311  # an order, not a secret
        assert linked(entities(*names)) == wanted


def test_entities_of_one_text_stay_there() -> None:
    """Two articles' own "Defence Council" and "Defense Council" may be two."""
    frame = entities("Defence Council", "Defense Council", type_="organization").with_columns(
        entity_id=pl.Series([key("a"), key("b")])
    )
    assert linked(frame) == {}


def test_acronyms_spelled_out_elsewhere() -> None:
    """An acronym is what other articles spell out; not if they spell out two things."""
    frame = entities("CCR", "Center for Clean Rivers", "Council of Crab Racers", type_="organization")
    full, other = frame["entity_id"][1], frame["entity_id"][2]
    one = pl.DataFrame({"entity_id": [full], "alias": ["CCR"]})
    assert linked(frame, aliases=one) == {"CCR": "Center for Clean Rivers"}
    two = pl.DataFrame({"entity_id": [full, other], "alias": ["CCR", "C.C.R."]})
    assert linked(frame, aliases=two) == {}


def test_the_alias_file_goes_first() -> None:
    """It joins, keeps apart, and may show a name that no article has."""
    same = [AliasLine(VOLODYMYR[0], "Wolodymyr Selenskyj", "person", "same")]
    assert linked(entities(*VOLODYMYR), same) == dict.fromkeys(VOLODYMYR, "Wolodymyr Selenskyj")
    apart = [AliasLine(VOLODYMYR[2], VOLODYMYR[0], "", "apart")]
    assert linked(entities(*VOLODYMYR), apart) in (
        {VOLODYMYR[1]: VOLODYMYR[0]},
        {VOLODYMYR[2]: VOLODYMYR[1]},
    )
    one, other = ids(VOLODYMYR[2], VOLODYMYR[0])
    assert linked(entities(VOLODYMYR[0], VOLODYMYR[2]), apart, decisions(("merge", one, [other]))) == {}


def test_a_name_as_its_own_alias_gets_a_type() -> None:
    """What was taken for a person counts as the organization, which may be there or not."""
    person, organization = entities("Olm Wire"), entities("Olm Wire", type_="organization")
    line = [AliasLine("Olm Wire", "Olm Wire", "organization", "same")]
    right = entity_key("organization", "Olm Wire")
    for frame in (person, pl.concat([person, organization])):
        found = link(frame, schemas.empty(schemas.ENTITY_ALIASES), line, decisions())
        assert found.links.rows() == [(entity_key("person", "Olm Wire"), right, "alias file")]
        named = pl.concat([frame, found.new]).filter(entity_id=right)
        assert named.select("type", "canonical_name").rows() == [("organization", "Olm Wire")]
    assert linked(organization, line) == {}


def test_an_alias_of_many_texts() -> None:
    """A last name that is another entity in each text becomes one by the alias file."""
    local = entities("Quill", "Quill").with_columns(entity_id=pl.Series([key("1"), key("2")]))
    frame = pl.concat([local, entities("Ada Quill")])
    found = link(
        frame,
        schemas.empty(schemas.ENTITY_ALIASES),
        [AliasLine("quill", "Ada Quill", "", "same")],
        decisions(),
    )
    assert found.links["entity_id"].to_list() == sorted([key("1"), key("2")])
    assert found.links["reason"].to_list() == ["alias file"] * 2
    assert found.new.is_empty()


def test_merges_and_splits() -> None:
    """A merge shows what it merged into; a split holds against the rules; the later of two decides."""
    one, two, three = ids(*VOLODYMYR)
    frame = entities(*VOLODYMYR, "Ze")
    (ze,) = ids("Ze")
    assert linked(frame, decided=decisions(("merge", one, [ze]))) == dict.fromkeys(VOLODYMYR, "Ze")
    split = ("split", three, [one, two])
    assert linked(frame, decided=decisions(split)) == {VOLODYMYR[1]: VOLODYMYR[0]}
    assert len(linked(frame, decided=decisions(split, ("merge", three, [one, two])))) == 2
    assert linked(frame, decided=decisions(("merge", three, [one, two]), split)) == {
        VOLODYMYR[1]: VOLODYMYR[0]
    }


def test_undoing() -> None:
    """What is undone has no effect, unless the undoing is undone."""
    merge = ("merge", "a", ["b"])
    assert [row["decision_id"] for row in active(decisions(merge))] == ["0"]
    assert active(decisions(merge, ("undo", "a", ["0"]))) == []
    assert [
        row["decision_id"] for row in active(decisions(merge, ("undo", "a", ["0"]), ("undo", "a", ["1"])))
    ] == ["0"]
