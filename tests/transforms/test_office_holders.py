"""Persons told by their office alone."""

import polars as pl

from transforms import schemas
from transforms.mentions import find_mentions


def holders(text: str) -> list[tuple[str, str, bool]]:
    """Surface, canonical name and whether somebody is meant, of the persons described."""
    row = {"text_id": "0", "text": text, "language": "en"}
    mentions = find_mentions(pl.DataFrame([row], schema=schemas.TEXTS))
    told = mentions.filter(kind="description", type="person")
    return told.select("surface", "canonical_name", pl.col("entity_id").is_not_null()).rows()


def test_the_one_who_holds_it() -> None:
    """The office means the person whom the text names with it, before or after."""
    text = "The Foreign Secretary left early. Foreign Secretary Mary Oduya met Rosa Vidal."
    assert holders(text) == [("The Foreign Secretary", "Mary Oduya", True)]


def test_nobody_or_two() -> None:
    """Without a holder, or with two, it is somebody of whom nobody is told who it is."""
    assert holders("We met the Prime Minister today.") == [("the Prime Minister", "Prime Minister", False)]
    text = "Prime Minister Mads Holm met Prime Minister Rosa Vidal. Then the Prime Minister spoke."
    assert holders(text) == [("the Prime Minister", "Prime Minister", False)]


def test_a_title_alone_is_no_mention() -> None:
    """Without "the", a title is a heading or a form of address."""
    assert holders("Dear Prime Minister, we wrote to you. Foreign Secretary") == []
