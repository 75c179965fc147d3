"""Last names and the people whom their text names in full."""

import polars as pl
import pytest

from transforms import schemas
from transforms.mentions import find_mentions


def canonical(text: str) -> list[tuple[str, str]]:
    """Surface and canonical name of the persons in an English text."""
    row = {"text_id": "0", "text": text, "language": "en"}
    mentions = find_mentions(pl.DataFrame([row], schema=schemas.TEXTS)).filter(type="person")
    return list(mentions.select("surface", "canonical_name").iter_rows())


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Oleksandr Brodskiy", "Brodsky"),
        ("Oleksandr Brodskyy", "Brodsky"),
        ("Sergei Troygu", "Troigu"),
        ("Ivan Tretyakoff", "Tretiakov"),
        ("Omar Gaddafi", "Qaddafi"),
    ],
)
def test_another_spelling_of_the_last_name(full: str, short: str) -> None:
    """It stands for the one person who may be meant, at a sentence's start too."""
    assert canonical(f"They met {full} there. {short} left.") == [(full, full), (short, full)]


def test_two_spellings_of_a_full_name_are_one_person() -> None:
    """So that a last name still stands for somebody."""
    text = "They met Oleksandr Brodskiy. Later Oleksandr Brodskyy spoke, and Brodsky left."
    assert {name for _, name in canonical(text)} == {"Oleksandr Brodskiy"}


def test_the_spelling_as_written_goes_first() -> None:
    """Of two people whose names differ in spelling only, each keeps the last name spelled as it is."""
    text = "They met Oleksandr Brodskiy and Pavel Brodsky. Then Brodsky left, and so did Brodskyi."
    assert canonical(text)[2:] == [("Brodsky", "Pavel Brodsky"), ("Brodskyi", "Brodskyi")]


def test_other_spellings_of_other_names() -> None:
    """Smyth is not Smith, and a first name is no spelling of a last name."""
    text = "They met Ann Smith and Hassan Mohamed. Then Smyth left with Mohammed."
    assert ("Smyth", "Ann Smith") not in canonical(text)
    assert ("Mohammed", "Hassan Mohamed") not in canonical(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("President Okafor spoke. They met Amara Okafor. Okafor left.", "Okafor"),
        ("President Okafor spoke. They met Amara Okafor, the president. Okafor left.", "Amara Okafor"),
        ("President Okafor spoke. Then President Amara Okafor came. Okafor left.", "Amara Okafor"),
        ("Mr Okafor spoke. They met Amara Okafor. Okafor left.", "Amara Okafor"),
        ("Amara Okafor came. President Okafor spoke. Okafor left.", "Amara Okafor"),
    ],
)
def test_a_title_that_the_full_name_never_bears(text: str, name: str) -> None:
    """Who is called President first, and never in full, may be another Okafor."""
    found = canonical(text)
    assert [who for surface, who in found if surface == "Okafor"] == [name] * (len(found) - 1)


def test_a_leader_needs_no_title() -> None:
    """President Obama is Barack Obama, whom a text may call so without more, and not Michelle Obama."""
    assert canonical("President Obama spoke. They met Barack Obama.")[0] == ("Obama", "Barack Obama")
    assert canonical("President Obama spoke. They met Michelle Obama.")[0] == ("Obama", "Obama")


def test_a_verb_that_opens_a_sentence_is_no_first_name() -> None:
    text = "The mayor, Ada Quill, spoke in Vale. Hosting Quill was an honour. “We left,” Quill said."
    assert [name for _, name in canonical(text) if "Quill" in name] == ["Ada Quill"] * 3
