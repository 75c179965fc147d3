"""Which entity a mention stands for."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.entities import entities_of, entity_key
from transforms.mentions import find_mentions
from transforms.person_names import fold, person_name


def mentions(*written: str) -> pl.DataFrame:
    """The mentions in English texts."""
    rows = [{"text_id": str(i), "text": text, "language": "en"} for i, text in enumerate(written)]
    return find_mentions(pl.DataFrame(rows, schema=schemas.TEXTS))


def canonical(text: str) -> dict[str, str]:
    """Surface -> canonical name of a text's mentions."""
    return dict(mentions(text).select("surface", "canonical_name").iter_rows())


def test_last_names_before_and_after_the_full_name() -> None:
    """A last name stands for the person named in full anywhere in the text."""
    frame = mentions("We saw Okafor there. Then Amara Okafor spoke, and Okafor left.")
    assert frame["canonical_name"].to_list() == ["Amara Okafor"] * 3
    assert frame["kind"].to_list() == ["short_name", "name", "short_name"]
    assert frame["entity_id"].n_unique() == 1


def test_family_names_that_stand_first() -> None:
    """In some countries the first word is the last name."""
    names = canonical("They met Zhang Dequan. Later Zhang left.")
    assert names == {"Zhang Dequan": "Zhang Dequan", "Zhang": "Zhang Dequan"}


def test_a_last_name_before_its_verb_and_full_stop() -> None:
    """Who says something at a sentence's end is a person."""
    frame = mentions("The mill is shut, Okafor said. It rained, Brandtner told reporters.")
    assert dict(frame.select("surface", "type").iter_rows())["Okafor"] == "person"


def test_datelines_in_capitals_are_places() -> None:
    """A capital of four letters in capitals is the town, another such word an acronym."""
    frame = mentions("OSLO — The mill is shut.", "The BFTU met in June.")
    assert frame.select("surface", "type", "kind", "canonical_name").rows() == [
        ("OSLO", "place", "name", "Oslo"),
        ("BFTU", "organization", "acronym", "BFTU"),
    ]


def test_two_people_of_one_last_name_stay_apart() -> None:
    """A last name that two people share resolves to neither."""
    text = "Amara Okafor met Chidi Okafor, and then Okafor said nothing."
    frame = mentions(text, text)
    assert frame["canonical_name"].to_list() == ["Amara Okafor", "Chidi Okafor", "Okafor"] * 2
    assert frame.filter(surface="Okafor")["entity_id"].n_unique() == 2  # not even across texts


def test_initials_that_are_words() -> None:
    """The initial A. is no article: both people are found, and stay apart."""
    names = canonical("They met Ruth A. Quill, and then Oscar N. Quill.")
    assert names == {"Ruth A. Quill": "Ruth Quill", "Oscar N. Quill": "Oscar Quill"}


def test_relatives_are_not_the_person() -> None:
    """Lady Okafor is not Amara Okafor."""
    assert canonical("We met Amara Okafor. Later Lady Okafor left.")["Okafor"] == "Okafor"


def test_governments_behind_their_capitals() -> None:
    """A capital that acts is the government; in which something happens, the city."""
    frame = mentions(
        "In Oslo it rained. A deal with Oslo followed, and Norway signed it. Norway's coast is long."
    )
    frame = frame.filter(pl.col("kind") != "description")
    assert frame.select("surface", "type", "kind", "canonical_name").rows() == [
        ("Oslo", "place", "name", "Oslo"),
        ("Oslo", "organization", "metonym", "Government of Norway"),
        ("Norway", "organization", "name", "Norway"),
        ("Norway", "place", "name", "Norway"),
    ]
    assert frame.filter(surface="Norway")["entity_id"].n_unique() == 1
    entities, _ = entities_of(frame)
    assert sorted(entities["type"]) == ["organization", "place", "place"]


def test_towns_with_their_state_are_one_mention() -> None:
    """A town and its state are one place; countries in a list stay apart."""
    assert canonical("She lives in Zubrowville, Ohio, and visits Peru, Chile.") == {
        "Zubrowville, Ohio": "Zubrowville",
        "Peru": "Peru",
        "Chile": "Chile",
    }


def test_acronyms_defined_in_the_text() -> None:
    """An acronym in brackets stands for the name before it, there and later."""
    names = canonical("She leads the Institute for Clean Rivers (ICR). Later the ICR agreed.")
    assert names["ICR"] == "Institute for Clean Rivers"


def test_same_name_in_two_texts_is_one_entity() -> None:
    """Case, diacritics and middle initials do not make another entity."""
    frame = mentions(
        "We met José Calder today.", "They saw Jose Calder here.", "It was José B. Calder again."
    )
    assert frame["entity_id"].n_unique() == 1


def test_demonyms_are_their_country() -> None:
    """A demonym's entity is the country, once, as a place."""
    entities, aliases = entities_of(mentions("In Chile the Chilean fleet waited."))
    assert entities.select("type", "canonical_name", "country").rows() == [("place", "Chile", "CL")]
    assert aliases["alias"].to_list() == ["Chile", "Chilean"]
    assert (entities.schema, aliases.schema) == (schemas.ENTITIES, schemas.ENTITY_ALIASES)


def test_entities_of_nothing() -> None:
    """No mentions, no entities."""
    entities, aliases = entities_of(schemas.empty(schemas.MENTIONS))
    assert entities.is_empty()
    assert aliases.is_empty()


def test_person_name_leaves_out_initials() -> None:
    """Middle initials are not part of the canonical name; the generation is, spelled in one way."""
    assert person_name("Ann B. Lee") == "Ann Lee"
    assert person_name("Ann B. Lee Jr") == person_name("Ann Lee Jr.") == "Ann Lee Jr."


@given(st.text(max_size=30))
def test_fold_is_stable(name: str) -> None:
    """Folding twice gives what folding a canonical name gives: keys do not drift."""
    assert entity_key("person", name) == entity_key("person", name.upper().casefold()) or fold(name) != fold(
        name.upper().casefold()
    )
