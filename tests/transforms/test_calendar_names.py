"""Months and seasons that are people's names."""

import polars as pl
import pytest

from transforms import schemas
from transforms.mentions import find_mentions


def people(text: str) -> dict[str, str | None]:
    """Surface -> role of the persons in an English text."""
    row = {"text_id": "0", "text": text, "language": "en"}
    mentions = find_mentions(pl.DataFrame([row], schema=schemas.TEXTS)).filter(type="person")
    return dict(mentions.select("surface", "role").iter_rows())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jan Brezina said the mill was safe.", {"Jan Brezina": None}),
        (
            "Jan van der Berg said no. We met April de Quill.",
            {"Jan van der Berg": None, "April de Quill": None},
        ),
        ("May Quill, the mayor, came.", {"May Quill": "mayor"}),
        ("Energy minister Jan Brezina came.", {"Jan Brezina": "minister"}),
        ("They met April Quill and June Okafor there.", {"April Quill": None, "June Okafor": None}),
        ("Mrs May said no. Governor May left.", {"May": "Governor"}),
        ("The bill was dead, and May said so.", {"May": None}),
        ("We heard Sun Brandi, who left.", {"Sun Brandi": None}),
    ],
)
def test_months_that_are_names(text: str, found: dict[str, str | None]) -> None:
    """Before a surname, behind a title and before a verb of saying a month is a person."""
    assert people(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "On May 5 it rained. In April Okafor visited.",
        "It rained on 5 May, and in early June Okafor came.",
        "May Day came. The June Revolution failed. April Ukrainian exports fell.",
        "May God help them. May Ukraine win. Prices rose in April (May 2022).",
        "They came last May, Okafor noted; since June Okafor wrote nothing.",
        "Governors say. May 7 was fine. In April de Quill left.",
    ],
)
def test_months_that_are_months(text: str) -> None:
    """Dates and what happens in a month make nobody of it."""
    found = [name for name in people(text) if name.split(" ")[0] in ("May", "April", "June")]
    assert not found
