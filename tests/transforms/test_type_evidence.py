"""Types of names that only their neighbours tell."""

import polars as pl
import pytest

from transforms import schemas
from transforms.mentions import find_mentions


def types(text: str) -> dict[str, str]:
    """Surface -> type of the names in an English text."""
    row = {"text_id": "0", "text": text, "language": "en"}
    mentions = find_mentions(pl.DataFrame([row], schema=schemas.TEXTS))
    return dict(mentions.filter(pl.col("kind") != "description").select("surface", "type").iter_rows())


@pytest.mark.parametrize(
    "name",
    ["Quill Robotics", "Tern Capital", "Brandtner Motors", "Olm Wire", "Dravin Courier", "Quill Chess Club"],
)
def test_heads_of_firms_and_papers(name: str) -> None:
    """What a name ends in tells an organization."""
    assert types(f"They asked {name} about it.")[name] == "organization"


def test_surnames_that_firms_end_in_too() -> None:
    """Behind a first name, a word such as Banks is a last name."""
    assert types("They asked Elizabeth Banks and Quill Banks.") == {
        "Elizabeth Banks": "person",
        "Quill Banks": "organization",
    }


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("They met the union Dverin there. Dverin said no.", "Dverin", "organization"),
        ("The news agency Olm Ferrand said so. Then Olm Ferrand wrote more.", "Olm Ferrand", "organization"),
        ("They asked Clean Aule, a small charity that cleans rivers.", "Clean Aule", "organization"),
        ("They asked Gebrüder Lohse, the company, about it.", "Gebrüder Lohse", "organization"),
        ("They sued Nordwend, an Oslo-based company.", "Nordwend", "organization"),
        ("They bought shares in Mirek Talvo then.", "Mirek Talvo", "organization"),
        ("Ada Orr, an analyst at Mirek Talvo, said so.", "Mirek Talvo", "organization"),
        ("They read it in papers. Then the Olm Ferrand said so.", "Olm Ferrand", "organization"),
        ("The village of Lower Visk burned. They left Lower Visk.", "Lower Visk", "place"),
        ("They left Visk Morra, a town in the hills.", "Visk Morra", "place"),
        ("They live in Visk Morra. Snow fell on Visk Morra.", "Visk Morra", "place"),
    ],
)
def test_neighbours(text: str, name: str, type_: str) -> None:
    """A kind before or behind a name, and small words, hold for every mention of it."""
    assert types(text)[name] == type_


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The company Verrel founded grew, Verrel said.", "Verrel"),
        ("It is a state Verrel won by ten points, Verrel said.", "Verrel"),
        ("They met Toma Verrel, a company director, there.", "Toma Verrel"),
        ("They met the Toma Verrel campaign, and Toma Verrel spoke.", "Toma Verrel"),
        ("They met Toma Verrel, head of the agency.", "Toma Verrel"),
        ("They met the late Toma Verrel, 45, in the town.", "Toma Verrel"),
        ("They asked the Toma Verrel. Then Verrel left.", "Toma Verrel"),
    ],
)
def test_neighbours_that_tell_nothing_of_the_name(text: str, name: str) -> None:
    """A clause, a noun's attribute and an owner say nothing against a person."""
    assert types(text)[name] == "person"


def test_most_neighbours_decide() -> None:
    """A land that speaks once and has things happen in it twice is a place."""
    assert types("They live in Lurovia. Lurovia said no. It rained in Lurovia.")["Lurovia"] == "place"
