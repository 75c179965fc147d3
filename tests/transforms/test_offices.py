"""Offices that every state has are told apart by whose they are."""

import polars as pl
import pytest

from transforms import schemas
from transforms.mentions import find_mentions


def offices(*written: str) -> pl.DataFrame:
    """The organizations in English texts."""
    rows = [{"text_id": str(i), "text": text, "language": "en"} for i, text in enumerate(written)]
    return find_mentions(pl.DataFrame(rows, schema=schemas.TEXTS)).filter(type="organization")


@pytest.mark.parametrize(
    "phrase",
    [
        "Chile’s Health Ministry",
        "the Chilean Health Ministry",
        "the Chilean Ministry of Health",
        "the Ministry of Health of Chile",
        "Santiago's Health Ministry",
        "the Health Ministry in Chile",
    ],
)
def test_one_office_in_its_forms(phrase: str) -> None:
    """A possessive, a demonym or a place beside the name say whose office it is."""
    found = offices(f"Yesterday {phrase} had no answer.")
    assert "Health Ministry of Chile" in found["canonical_name"].to_list()


def test_two_countries_have_two_ministries() -> None:
    """Opposing sides stay apart, and a bare name is neither's."""
    found = offices("Chile's Defense Ministry met Peru's Defense Ministry. The Defense Ministry left.")
    names = ["Defense Ministry of Chile", "Defense Ministry of Peru", "Defense Ministry"]
    assert found["canonical_name"].to_list() == names
    assert found["entity_id"].n_unique() == 3


def test_a_bare_office_is_the_one_owned_in_its_text() -> None:
    """Where the text owns one, that is meant; elsewhere it is an entity of its own text."""
    bare = "The Defense Ministry left."
    found = offices(f"Chile's Defense Ministry came. {bare}", bare, bare)
    assert found["canonical_name"].to_list()[:2] == ["Defense Ministry of Chile"] * 2
    assert found["entity_id"].n_unique() == 3


def test_names_that_only_look_owned() -> None:
    """Names of one body keep theirs, and known offices stay who they are."""
    found = offices(
        "The British Council met the Justice Department, the Bank of England and the U.S. Supreme Court."
    )
    names = {"British Council", "Department of Justice", "Bank of England", "Supreme Court"}
    assert set(found["canonical_name"]) == names
