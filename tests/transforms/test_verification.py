"""Notes that a claim could not be verified."""

from typing import Any

import polars as pl
import pytest

from transforms import schemas
from transforms.claims import attribute
from transforms.verification import mark


def _verification(claim: str, note: str) -> object:
    row = _row(len(claim))
    mark(f"{claim} {note}", [row])
    return row["verification"] and (row["verification"], row["verified_by"])


def _row(end: int, construction: str = "fin:that", cue: str = "said") -> dict[str, Any]:
    places = {"content_start": end - 1, "content_end": end, "cue_start": end - 1, "cue_end": end}
    return {**places, "construction": construction, "cue": cue, "verification": None}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "The Vale Courier could not independently verify it.",
            ("not independently verified", "Vale Courier"),
        ),
        ("The claim could not be verified.", ("not verified", None)),
        ("The reports of both sides could not be confirmed.", ("not verified", None)),
        ("It could not be independently verified.", ("not independently verified", None)),
        ("That has not been confirmed by the Vale Courier.", ("not verified", "Vale Courier")),
        ("Neither side’s claims could be independently verified.", ("not independently verified", None)),
        ("None of the figures could be confirmed.", ("not verified", None)),
        ("We couldn't verify it.", ("not verified", None)),
        ("It was not possible to verify that.", ("not verified", None)),
        ("The claim was not possible to independently confirm.", ("not independently verified", None)),
        ("The claim is impossible to verify.", ("not verified", None)),
        ("His account is hard to verify independently.", ("not independently verified", None)),
        ("That claim has yet to be verified.", ("not verified", None)),
        ("The claim remains unverified.", ("not verified", None)),
        ("Tass was unable to verify the report.", ("not verified", "Tass")),
        ("The weather is hard to verify.", None),
        ("The board could not confirm his seat.", None),
        ("The date could not be confirmed.", None),
        ("Its claims were verified.", None),
    ],
)
def test_notes(note: str, expected: tuple[str, str | None] | None) -> None:
    """Active and passive, with the object after or before; a pronoun is no verifier."""
    assert _verification("Orr said that ten boats had sunk.", note) == expected


def test_a_note_speaks_of_what_was_said_since_the_last_note() -> None:
    """The first of two notes keeps its claim."""
    first, between = "Orr said one. ", "Tass could not verify it. Lind said two. "
    text = f"{first}{between}Reuters could not verify that."
    ends = [len(first) - 1, len(first + between) - 1]
    rows = [_row(end) for end in ends]
    mark(text, rows)
    assert [row["verified_by"] for row in rows] == ["Tass", "Reuters"]
    assert text[rows[0]["note_start"] : rows[0]["note_end"]] == "could not verify"


def test_what_is_called_a_claim_is_not_verified() -> None:
    """A claim that an apposition calls one, and the claim in the apposition."""
    text = "Orr said ten boats sank, the latest claim from Vale that the fleet was lost."
    first, second = _row(text.index(",")), _row(len(text) - 1, "noun:that:owned", "claim from")
    second |= {"cue_start": text.index("claim"), "cue_end": text.index(" Vale")}
    mark(text, [first, second])
    assert first["verification"] == second["verification"] == "not verified: called a claim"
    assert text[first["note_start"] : first["note_end"]] == "claim from"


def test_the_note_itself_is_marked_as_one() -> None:
    """An analyst can leave notes out."""
    row = _row(10, "unverified", "could not verify")
    mark("no stems", [row])
    assert row["verification"] == "statement of non-verification"


def test_notes_of_a_long_line_are_read_in_linear_time() -> None:
    """Many notes on many claims of one paragraph."""
    note = "could not verify claims. "
    rows = [_row(end) for end in range(1, 20_000 * len(note), len(note))]
    mark(note * 20_000, rows)
    assert rows[0]["verification"] == "not verified"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vale said Aley had lost 30 boats. The RBN has not been able to verify the figures.", [True]),
        (
            "Vale said it won.\nAley said it won.\nRBN could not independently verify either side's claims.",
            [True, True],
        ),
        (
            "Vale said it took the hill.\nAley said it held it.\nRBN could not verify the claim.",
            [False, True],
        ),
        ("Vale said it took the hill.\nIt was not possible to verify the information independently.", [True]),
        ("Vale's claim that it took the hill could not be verified by RBN.", [True]),
        ("Vale said it won. Aley said it won. Neither claim could be independently confirmed.", [True, True]),
        ("Vale said it took the hill, which has not been verified.", [True]),
        ("Vale said it took the hill, a claim that RBN could not verify.", [True]),
        ("Vale said it took the hill, though this has not been confirmed.", [True]),
        ("Vale said it won. Aley said it took the hill, which has not been verified.", [False, True]),
        ("Vale said it took the hill, a claim that Aley denied.", [True, False]),
        ("Vale said the votes had been counted, though they were not verified.", [False]),
        ("Vale said it won.\nThe vote could not be held on Sunday.", [False]),
    ],
)
def test_a_note_speaks_of_the_claims_that_it_means(text: str, expected: list[bool]) -> None:
    """Both sides', one claim, figures, in the paragraph before or in its own sentence."""
    texts = pl.DataFrame(
        {"text_id": ["t"], "title": [None], "text": [text], "language": ["en"], "published_at": [None]}
    )
    found = attribute(schemas.conform(texts, schemas.TEXTS), schemas.empty(schemas.MENTIONS)).claims
    rows = found.filter(pl.col("construction") != "unverified").sort("content_start").to_dicts()
    assert [row["verification"] is not None for row in rows] == expected
