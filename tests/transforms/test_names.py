"""Names of many forms: people, acronyms, governments behind cities, demonyms."""

import polars as pl
import pytest

from transforms import schemas
from transforms.mentions import find_mentions


def named(text: str) -> dict[str, tuple[str, str, str]]:
    """Surface -> type, kind, canonical name of the mentions that are no descriptions."""
    row = {"text_id": "0", "text": text, "language": "en"}
    mentions = find_mentions(pl.DataFrame([row], schema=schemas.TEXTS)).filter(
        pl.col("kind") != "description"
    )
    return {r[0]: r[1:] for r in mentions.select("surface", "type", "kind", "canonical_name").iter_rows()}


@pytest.mark.parametrize(
    "name",
    [
        "Ursula van der Meer",
        "Sean O’Brien",
        "Mary-Jane Watkins",
        "José Luis de la Cruz",
        "Jean-Pierre Fournier",
        "Ahmed al-Masri",
        "Anna Lindqvist-Holm",
        "Luca D'Angelo",
        "Choi Bo-mirae",
    ],
)
def test_people(name: str) -> None:
    """Particles, hyphens, apostrophes and articles belong to the name."""
    assert named(f"On Monday they met {name} in the hall.")[name] == ("person", "name", name)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("She leads the Institute for Clean Rivers (ICR). Later ICR agreed.", "Institute for Clean Rivers"),
        ("She leads the ICR (Institute for Clean Rivers). Later ICR agreed.", "Institute for Clean Rivers"),
    ],
)
def test_acronyms_in_brackets_both_ways(text: str, full: str) -> None:
    """An acronym stands for the name beside it, whichever of them is in brackets."""
    assert named(text)["ICR"] == ("organization", "acronym", full)


def test_what_is_in_brackets_but_no_acronym() -> None:
    """Letters that the name does not have are another name's."""
    assert named("She leads the Institute for Clean Rivers (WTO).")["WTO"][2] == "World Trade Organization"


@pytest.mark.parametrize(
    ("text", "surface", "type_", "canonical"),
    [
        ("The plan failed, Ankara said.", "Ankara", "organization", "Government of Turkey"),
        ("Ankara's stance is known.", "Ankara", "organization", "Government of Turkey"),
        ("They signed a deal with Ankara.", "Ankara", "organization", "Government of Turkey"),
        ("It rained in Ankara.", "Ankara", "place", "Ankara"),
        ("Buses left Ankara for the coast.", "Ankara", "place", "Ankara"),
        ("The Kremlin said no.", "Kremlin", "organization", "Government of Russia"),
        ("Chilean miners won.", "Chilean", "nationality", "Chile"),
    ],
)
def test_governments_cities_and_demonyms(text: str, surface: str, type_: str, canonical: str) -> None:
    """A capital that acts is the government; where something happens, the city."""
    type_found, _, canonical_found = named(text)[surface]
    assert (type_found, canonical_found) == (type_, canonical)


def test_a_last_name_alone_is_of_its_text() -> None:
    """Without the full name in the same text it is somebody else's in another."""
    text = "The mill is shut, Okafor said. Mr. Brandtner agreed."
    rows = [{"text_id": id_, "text": text, "language": "en"} for id_ in ("0", "1")]
    mentions = find_mentions(pl.DataFrame(rows, schema=schemas.TEXTS)).filter(type="person")
    assert mentions["entity_id"].n_unique() == mentions.height == 4


def test_one_ministry_however_it_is_called() -> None:
    """Word order, British spelling, capitals and the owner's form do not make another ministry."""
    written = (
        "We saw Chile's Ministry of Defence today.",
        "We saw the Chilean Defense Ministry today.",
        "Yesterday Chile's defence ministry said no.",
        "We saw the Chilean Ministry of Defence (MoD) today. Later the MoD agreed.",
    )
    rows = [{"text_id": str(id_), "text": text, "language": "en"} for id_, text in enumerate(written)]
    mentions = find_mentions(pl.DataFrame(rows, schema=schemas.TEXTS)).filter(type="organization")
    assert mentions["canonical_name"].unique().to_list() == ["Defense Ministry of Chile"]
    assert mentions["entity_id"].n_unique() == 1
    assert mentions["text_id"].n_unique() == 4


def test_other_spellings_of_a_city() -> None:
    """Kiev and Kyiv are one place."""
    assert named("It rained in Kiev.")["Kiev"][2] == named("It rained in Kyiv.")["Kyiv"][2] == "Kyiv"


def test_no_second_syllable() -> None:
    """A compound's end is no part of a name."""
    assert list(named("They met Lee Quill-led crews.")) == ["Lee Quill"]


@pytest.mark.parametrize("name", ["Club Verrel", "Banco Verrel", "Verrel Cartel"])
def test_clubs_and_banks(name: str) -> None:
    """What a name begins with in many languages tells an organization."""
    assert named(f"They asked {name} about it.")[name][0] == "organization"
