"""Who a claim is attributed to: the name, the role and the entity."""

import polars as pl
import pytest

from transforms import schemas
from transforms.readings import who_says_what


def speakers(text: str) -> pl.DataFrame:
    """The speakers of a text's claims, told by its mentions."""
    row: dict[str, object] = {"text_id": "t", "text": text, "language": "en"}
    return who_says_what(schemas.from_rows([row], schemas.TEXTS)).claims.speakers


@pytest.mark.parametrize(
    ("phrase", "name", "role"),
    [
        ("President Alan Moss’s adviser Clara Dunn", "Clara Dunn", "adviser"),
        ("Foreign Secretary Alan Moss’s Chilean counterpart Clara Dunn", "Clara Dunn", None),
        ("Apple Chief Executive Clara Dunn", "Clara Dunn", "Apple Chief Executive"),
        ("Chief Justice Clara Dunn", "Clara Dunn", "Chief Justice"),
        ("Clara Dunn, who runs the mill,", "Clara Dunn", None),
        ("Clara Dunn, speaking in Lyon,", "Clara Dunn", None),
        ("Clara Dunn, flanked by two guards,", "Clara Dunn", None),
        ("Clara Dunn, 51, a retired miller,", "Clara Dunn", "retired miller"),
        ("The mayor, Clara Dunn,", "Clara Dunn", "mayor"),
        ("The mill's founder, Clara Dunn,", "Clara Dunn", "mill's founder"),
        ("Sen. Clara Dunn (I-Vt.)", "Clara Dunn", "Sen."),
        ("Sen. Clara Dunn (I-Vt.), a farmer,", "Clara Dunn", "farmer"),
        ("Sen. Clara Dunn, Democrat of Vermont,", "Clara Dunn", "Sen."),
        ("Clara Dunn, its director,", "Clara Dunn", "director"),
        ("The World Health Organization (WHO)", "World Health Organization", None),
        ("General Motors", "General Motors", None),
        ("The Justice Department", "Department of Justice", None),
    ],
)
def test_name_and_role(phrase: str, name: str, role: str | None) -> None:
    """A role is stated of the speaker, not of somebody else in the phrase, and is no other remark."""
    (speaker,) = speakers(f"{phrase} said that the river had risen.").iter_rows(named=True)
    assert (speaker["speaker"], speaker["role"]) == (name, role)
    assert speaker["entity_id"]


def test_the_name_after_a_role_after_the_verb() -> None:
    """A role that follows its verb is named by its apposition."""
    (speaker,) = speakers("“The mill is shut,” said the mayor, Clara Dunn.").iter_rows(named=True)
    assert (speaker["speaker"], speaker["role"]) == ("Clara Dunn", "mayor")


def test_a_bracket_in_according_to() -> None:
    """The acronym of a source is part of it, and ends nothing."""
    found = speakers("According to the World Health Organization (WHO), the fever has spread.")
    assert found["speaker"].to_list() == ["World Health Organization"]


def test_a_speaker_of_which_only_the_possessive_is_left() -> None:
    """No surface is empty."""
    assert speakers("’s said that it had rained.")["surface"].to_list() == ["’s"]


def test_father_and_son_stay_apart() -> None:
    """The generation is part of the name, dot and all; the last name alone is then nobody's."""
    text = "Alan Moss said that it rained. Alan Moss Jr. said that it snowed. Moss said that it hailed."
    found = speakers(text)
    assert found["speaker"].to_list() == ["Alan Moss", "Alan Moss Jr.", "Moss"]
    assert found["entity_id"].n_unique() == 3
