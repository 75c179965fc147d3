"""Mentions in texts: spans, types, roles, and no text that breaks them."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import schemas
from transforms.capital_words import pieces
from transforms.mentions import find_mentions


def texts(*written: str | None, language: str | None = "en") -> pl.DataFrame:
    """A frame of texts with the ids "0", "1", …"""
    rows = [{"text_id": str(i), "text": text, "language": language} for i, text in enumerate(written)]
    return pl.DataFrame(rows, schema=schemas.TEXTS)


def found(text: str, language: str | None = "en") -> dict[str, tuple[str, str, str | None]]:
    """Surface -> type, canonical name, role of a text's mentions."""
    columns = ("surface", "type", "canonical_name", "role")
    return {
        row[0]: row[1:] for row in find_mentions(texts(text, language=language)).select(columns).iter_rows()
    }


ODD = st.text(
    st.one_of(
        st.sampled_from("AB ab.,’'-\n\"“”()&é\u0301\u200e\u00a0İßǅ😀👩\u200d🚀שלוםمرحبا中文"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ODD, max_size=4), st.sampled_from(["en", "de", None]))
def test_spans_hold_the_surface_whatever_the_text(written: list[str], language: str | None) -> None:
    """The text at the offsets is the surface; no mention crosses a line, and names do not overlap."""
    mentions = find_mentions(texts(*written, language=language))
    assert mentions.schema == schemas.MENTIONS
    last = {str(i): 0 for i in range(len(written))}
    for row in mentions.iter_rows(named=True):
        text = written[int(row["text_id"])]
        assert text[row["start"] : row["end"]] == row["surface"] != ""
        assert "\n" not in row["surface"]
        if row["kind"] != "description":
            assert last[row["text_id"]] <= row["start"]
            last[row["text_id"]] = row["end"]
        if row["role"] is not None:
            assert text[row["role_start"] : row["role_end"]] == row["role"]


@given(st.lists(ODD, min_size=1, max_size=3))
def test_pieces_lose_no_character(written: list[str]) -> None:
    """Joined, the pieces of a text are the text."""
    assert ["".join(parts) for parts in pieces(texts(*written)).to_list()] == written


def test_offsets_are_code_points() -> None:
    """Characters of several bytes before a name do not shift it."""
    (row,) = (
        find_mentions(texts("“🚀 Öffnung,” he said in Peru.")).filter(surface="Peru").iter_rows(named=True)
    )
    assert (row["start"], row["end"]) == (24, 28)


@pytest.mark.parametrize(
    "unit",
    [
        "Ann Lee of ",
        "A",
        "A.",
        "A-",
        "’S",
        "Bank of ",
        "Ab ",
        "New York ",
        "the (ABC) ",
        "Ann Lee, head of it, ",
        "é",
        "the offensive ",
        "Kyiv's forces ",
        "the country's army in Peru ",
        "an attack in Peru and ",
        " of new new new talks",
        "Officials in Peru ",
        "the Prime Minister ",
    ],
)
def test_long_lines_take_linear_time(unit: str) -> None:
    """A line of 200 kB is read; the time-out of the test is what a quadratic step would meet."""
    text = unit * (200_000 // len(unit))
    assert find_mentions(texts(text)).filter(pl.col("end") > len(text)).is_empty()


def test_titles_become_roles() -> None:
    """Titles in front of a name, and appositions behind it, are the person's role."""
    names = found(
        "Today Danish Prime Minister Mads Holm met Rosa Vidal, head of the River Institute. "
        "Later spokesman Igor Petrenko spoke, and so did Gen. Carl B. Ames of the army."
    )
    assert names["Mads Holm"] == ("person", "Mads Holm", "Danish Prime Minister")
    assert names["Rosa Vidal"] == ("person", "Rosa Vidal", "head of the River Institute")
    assert names["Igor Petrenko"][2] == "spokesman"
    assert names["Carl B. Ames"] == ("person", "Carl Ames", "Gen.")


def test_possessives_end_a_name() -> None:
    """A possessive ending belongs to no mention."""
    names = found("Critics of Canada’s Ministry of Fisheries and Norway's fleet met.")
    assert {"Canada", "Ministry of Fisheries", "Norway"} <= names.keys()


def test_types() -> None:
    """Gazetteer, heads of names and acronyms give the type."""
    names = found(
        "In Lisbon, officials of the World Bank and the University of Porto saw Mount Elbrus "
        "with Olga Marin. The Kremlin was silent, French reporters said."
    )
    kinds = {surface: value[0] for surface, value in names.items()}
    assert kinds == {
        "Lisbon": "place",
        "officials of the World Bank": "group",
        "French reporters": "group",
        "World Bank": "organization",
        "University of Porto": "organization",
        "Mount Elbrus": "place",
        "Olga Marin": "person",
        "Kremlin": "organization",
        "French": "nationality",
    }


def test_words_that_only_begin_sentences_are_no_names() -> None:
    """A capital at the start of a sentence makes no name, nor does a day or month."""
    assert found("Harvests failed. Despite rain on Monday, farmers left. Next March they return.") == {}


def test_lower_case_articles_belong_to_the_name() -> None:
    """An Arabic article in lower case is part of the span, and spellings meet in one entity."""
    names = found("They fought al-Qaeda, and Al-Qaida fought Omar al-Rashid.")
    assert names["al-Qaeda"][1] == names["Al-Qaida"][1] == "al-Qaida"
    assert names["Omar al-Rashid"][0] == "person"


def test_headings_make_no_names() -> None:
    """In a title-case line only names that are known, or seen in prose, count."""
    names = found(
        "Seven Better Garden Fences From Peru\nWe asked Ann Lee about fences.\nQuick Fence Repair\n"
    )
    assert names.keys() == {"Peru", "Ann Lee"}


def test_the_next_persons_title_is_no_role() -> None:
    """In a list of people, a title belongs to the name after it."""
    names = found("We saw Rosa Vidal, Senator Igor Petrenko and Mayor Ann Lee there.")
    assert {surface: value[2] for surface, value in names.items()} == {
        "Rosa Vidal": None,
        "Igor Petrenko": "Senator",
        "Ann Lee": "Mayor",
    }


def test_titles_with_a_department_and_nicknames() -> None:
    """Secretary of State is a title; a nickname is part of the span and not of the name."""
    names = found("Then Secretary of State Olga Marin met Gen. Carl “Buzz” Ames.")
    assert names["Olga Marin"] == ("person", "Olga Marin", "Secretary of State")
    assert names["Carl “Buzz” Ames"][1] == "Carl Ames"


def test_other_languages_only_get_sure_names() -> None:
    """German capitalises every noun: only the gazetteer speaks there."""
    assert found("Der Minister sprach in Hamburg mit der Presse über Angst.", "de").keys() == {"Hamburg"}


def test_no_language_is_guessed_from_function_words() -> None:
    """A text without a language is English when it reads so."""
    assert "Karl Stone" in found("The owner of the mill is Karl Stone and he was in it.", None)
    assert found("Die Wirtschaft wächst, sagt Karl Stone.", None) == {}


def test_empty_and_absent_texts() -> None:
    """No text, no mention, and the right columns."""
    assert find_mentions(texts("", None)).is_empty()
    assert find_mentions(texts()).schema == schemas.MENTIONS
