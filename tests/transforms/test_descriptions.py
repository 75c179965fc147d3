"""Descriptions: groups, offices, events and borders without a name of their own."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import schemas
from transforms.mentions import find_mentions


def described(*written: str, language: str = "en") -> pl.DataFrame:
    """The descriptions in texts."""
    rows = [{"text_id": str(i), "text": text, "language": language} for i, text in enumerate(written)]
    mentions = find_mentions(pl.DataFrame(rows, schema=schemas.TEXTS))
    return mentions.filter(kind="description")


def names(text: str) -> list[tuple[str, str]]:
    """Surface and canonical name of a text's descriptions."""
    return described(text).select("surface", "canonical_name").rows()


@pytest.mark.parametrize(
    ("text", "surface", "type_", "canonical"),
    [
        ("Lima's troops left.", "Lima's troops", "group", "Peruvian forces"),
        ("The Chilean army left.", "The Chilean army", "group", "Chilean forces"),
        ("They met Norway’s bankers and Norwegian officials.", "Norwegian officials", "group",
         "Norwegian officials"),
        ("We saw officials in Lisbon.", "officials in Lisbon", "group", "officials in Lisbon"),
        ("Protesters in Lima left.", "Protesters in Lima", "group", "protesters in Lima"),
        ("The foreign ministry in Lima left.", "The foreign ministry in Lima", "organization",
         "Foreign Ministry of Peru"),
        ("There were 12 Kenyan activists.", "12 Kenyan activists", "group", "Kenyan activists"),
        ("Hezbollah fighters fled.", "Hezbollah fighters", "group", "Hezbollah fighters"),
        ("It is up to many Italians now.", "many Italians", "group", "Italians"),
        ("Kenya's supreme court ruled.", "Kenya's supreme court", "organization", "Supreme Court of Kenya"),
        ("Yesterday the Iranian foreign ministry said no.", "the Iranian foreign ministry", "organization",
         "Foreign Ministry of Iran"),
        ("A flood in Valencia closed roads.", "A flood in Valencia", "event", "flood in Valencia"),
        ("The US presidential election is near.", "The US presidential election", "event",
         "US presidential election"),
        ("There was a rail strike.", "a rail strike", "event", "rail strike"),
        ("Talks between Chad and Niger failed.", "Talks between Chad and Niger", "event",
         "Talks between Chad and Niger"),
        ("Talks failed in the hall.", "Talks", "", ""),
        ("Then talks between Chad and Niger failed.", "talks between Chad and Niger", "event",
         "talks between Chad and Niger"),
        ("They waited at the border.", "the border", "place", "border"),
    ],
)  # fmt: skip
def test_what_is_described(text: str, surface: str, type_: str, canonical: str) -> None:
    """An owner, a place or a party behind it tells which one is meant."""
    rows = described(text).filter(surface=surface).select("type", "canonical_name").rows()
    assert rows == ([(type_, canonical)] if type_ else [])


@pytest.mark.parametrize(
    "text",
    [
        "Peru attacks the plan. They protest in Lima. She wants to visit Peru.",
        "The president sent troops. Workers were tired, and officials smiled.",
        "The army chief read the war crimes file. It is Peru's biggest media market.",
        "It is a big deal. He gave a speech. They had a meeting and a match.",
        "No election came, and any talks would fail.",
    ],
)
def test_ordinary_phrases_are_none(text: str) -> None:
    """Verbs, modifiers of other nouns and phrases that tell nobody apart are no mentions."""
    assert names(text) == []


def test_what_a_text_comes_back_to() -> None:
    """ "the ministry" and "the strike" mean what was described before; the court another one."""
    assert names(
        "Portugal's health ministry warned of a strike by nurses. The ministry said the strike "
        "would be long. The court is silent."
    ) == [
        ("Portugal's health ministry", "Health Ministry of Portugal"),
        ("a strike", "strike"),
        ("The ministry", "Health Ministry of Portugal"),
        ("the strike", "strike"),
    ]


def test_ministries_are_those_named() -> None:
    """A ministry in small letters is the one with capitals; "the country" is the one named last."""
    text = (
        "Iran's Health Ministry met in May. Doctors from Oman waited. The health ministry was late. "
        "Then Chad came, and the country's army."
    )
    rows = dict(names(text))
    assert rows == {
        "Doctors from Oman": "doctors from Oman",
        "The health ministry": "Health Ministry of Iran",
        "the country's army": "Chadian forces",
    }


def test_two_that_might_be_meant() -> None:
    """ "The forces" of two countries are nobody's; the pronoun tells nobody."""
    rows = described("Peruvian forces met Chilean forces. The forces left with their troops.")
    assert rows["surface"].to_list() == ["Peruvian forces", "Chilean forces", "their troops"]
    assert rows["entity_id"].is_null().to_list() == [False, False, True]
    assert rows["canonical_name"].to_list()[-1] == "their troops"


def test_others_forces() -> None:
    """ "The forces" of others are not those told of before."""
    assert names("Peruvian forces left. The forces of other states came.") == [
        ("Peruvian forces", "Peruvian forces")
    ]


def test_events_stay_apart() -> None:
    """Events of one noun are one where nothing tells them apart, and only in their own text."""
    text = "Kenya's election is over. The election was calm. Peru's election is near."
    rows = described(text, text)
    assert rows["canonical_name"].to_list() == ["Kenya's election", "Kenya's election", "Peru's election"] * 2
    assert rows["entity_id"].n_unique() == 4


def test_groups_are_one_across_texts() -> None:
    """Soldiers and troops of a country are its forces wherever they are mentioned."""
    rows = described("Kenyan soldiers left.", "We saw Kenya's troops.")
    assert rows["entity_id"].n_unique() == 1


def test_other_languages_have_none() -> None:
    """The words are English."""
    assert described("Les troops of Peru et the Peruvian army.", language="fr").is_empty()


WORDS = st.sampled_from(
    [
        "the",
        "a",
        "its",
        "forces",
        "talks",
        "Peru",
        "Peru's",
        "Peruvian",
        "officials",
        "in Lima",
        "14",
        "new",
        "war",
        "between",
        "and",
        "the country's",
        ",",
        ".",
        "“",
        "é",
        "🌊",
        "\n",
        "offensive",
        "foreign ministry",
        "news agency",
        "many",
        "Italians",
        "border",
        "The Prime Minister",
        "Prime Minister Ann Lee",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=25))
def test_spans_hold_the_surface(words: list[str]) -> None:
    """Whatever the words, the text at the offsets is the surface and stays in one line."""
    text = " ".join(words)
    for start, end, surface in described(text).select("start", "end", "surface").iter_rows():
        assert text[start:end] == surface != ""
        assert "\n" not in surface
