"""Notes that a claim could not be verified."""

import pytest

from transforms.verification import mark


def _verification(claim: str, note: str) -> object:
    end = len(claim)
    row = {"content_end": end, "cue_end": end, "construction": "fin:that", "verification": None}
    mark(f"{claim} {note}", [row])
    return row["verification"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("The Vale Courier could not independently verify it.", "not independently verified by Vale Courier"),
        ("The claim could not be verified.", "not verified"),
        ("The reports of both sides could not be confirmed.", "not verified"),
        ("It could not be independently verified.", "not independently verified"),
        ("That has not been confirmed by the Vale Courier.", "not verified by Vale Courier"),
        ("Neither side’s claims could be independently verified.", "not independently verified"),
        ("None of the figures could be confirmed.", "not verified"),
        ("We couldn't verify it.", "not verified"),
        ("The board could not confirm his seat.", None),
        ("The date could not be confirmed.", None),
        ("Its claims were verified.", None),
    ],
)
def test_notes(note: str, expected: str | None) -> None:
    """Active and passive, with the object after or before; a pronoun is no verifier."""
    assert _verification("Orr said that ten boats had sunk.", note) == expected


def test_a_note_speaks_of_what_was_said_since_the_last_note() -> None:
    """The first of two notes keeps its claim."""
    first, between = "Orr said one. ", "Tass could not verify it. Lind said two. "
    text = f"{first}{between}Reuters could not verify that."
    ends = [len(first) - 1, len(first + between) - 1]
    rows = [
        {"content_end": end, "cue_end": end, "construction": "fin:that", "verification": None} for end in ends
    ]
    mark(text, rows)
    assert [row["verification"] for row in rows] == ["not verified by Tass", "not verified by Reuters"]


def test_notes_of_a_long_line_are_read_in_linear_time() -> None:
    """Many notes on many claims of one paragraph."""
    note = "could not verify claims. "
    rows = [
        {"content_end": end, "cue_end": end, "construction": "fin:that", "verification": None}
        for end in range(1, 20_000 * len(note), len(note))
    ]
    mark(note * 20_000, rows)
    assert rows[0]["verification"] == "not verified"
