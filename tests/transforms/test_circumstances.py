"""Channel, day and hedge, told from the words around a claim and in it."""

from datetime import date

import pytest

from transforms.attribution import attributions
from transforms.circumstances import channel, hedge, said_on


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("said in a statement on Monday.", "statement"),
        ("said in a statement on Jan. 5, 2024.", "statement"),
        ("said in an interview with CNN.", "interview with CNN"),
        ("said in an interview with Radio Vale on Monday.", "interview with Radio Vale"),
        ("said in an address to the U.N. Security Council.", "address to the U.N. Security Council"),
        ("wrote on Telegram.", "Telegram"),
        ("said on Monday.", None),
    ],
)
def test_channel(words: str, expected: str | None) -> None:
    """Whom an interview was with belongs to it, neither the day nor the full stop."""
    assert channel(words) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("this is about peace", None),
        ("it was up to the council", None),
        ("they walked around the town", None),
        ("about 40 boats sank", "about"),
        ("it cost around $4 million", "around"),
        ("up to a dozen boats sank", "up to"),
        ("about half of them left", "about"),
        ("about forty may leave", "about"),
        ("they may leave", "may"),
    ],
)
def test_hedge(content: str, expected: str | None) -> None:
    """About and around hedge a quantity, and nothing else."""
    assert hedge(content) == expected


def test_day() -> None:
    """A weekday is the last one."""
    assert said_on("said on Monday", date(2024, 3, 6)) == (date(2024, 3, 4), "Monday")


def test_a_statement_on_monday_is_not_about_monday() -> None:
    """A noun whose complement only says when is no claim."""
    assert attributions("The mayor answered in a statement on Monday morning.") == []
    assert attributions("The mayor answered in a statement on Jan. 5.") == []
