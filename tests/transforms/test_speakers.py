"""Who a claim is attributed to: the name, the role and the entity."""

import polars as pl
import pytest

from transforms import schemas
from transforms.claim_rows import Claims
from transforms.readings import who_says_what


def claims(text: str) -> Claims:
    """A text's claims, told by its mentions."""
    row: dict[str, object] = {"text_id": "t", "text": text, "language": "en"}
    return who_says_what(schemas.from_rows([row], schemas.TEXTS)).claims


def speakers(text: str) -> pl.DataFrame:
    """The speakers of a text's claims."""
    return claims(text).speakers


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


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("The mayor, Ada Orr, and Bo Lind", [("Ada Orr", "mayor"), ("Bo Lind", None)]),
        ("Ada Orr, 34, and her husband", [("Ada Orr", None), ("her husband", "husband")]),
        ("Police and prosecutors", [("Police", None), ("prosecutors", "prosecutors")]),
        ("Staff and students", [("Staff", None), ("students", "students")]),
        ("Ada Orr, the mayor, and Bo Lind", [("Ada Orr", "mayor"), ("Bo Lind", None)]),
        ("Ada Orr, a cook, Bo Lind, a guard, and Cy Dunn",
         [("Ada Orr", "cook"), ("Bo Lind", "guard"), ("Cy Dunn", None)]),
        ("Ada Orr, a cook, Bo Lind, a guard, and Cy Dunn, a judge,",
         [("Ada Orr", "cook"), ("Bo Lind", "guard"), ("Cy Dunn", "judge")]),
        ("Ada Orr, the mayor, and police chief Bo Lind", [("Ada Orr", "mayor"), ("Bo Lind", "police chief")]),
        ("The prime minister, Ada Orr, the defense minister, Bo Lind, and the army chief",
         [("Ada Orr", "prime minister"), ("Bo Lind", "defense minister"), ("the army chief", "army chief")]),
        ("Prime Minister Ada Orr, Defense Minister Bo Lind and the army chief",
         [("Ada Orr", "Prime Minister"), ("Bo Lind", "Defense Minister"), ("the army chief", "army chief")]),
        ("Officials in Lyon, Lille and Paris", [("Officials in Lyon, Lille and Paris", "officials")]),
        ("Officials in Lyon, Lille, and Paris", [("Officials in Lyon, Lille, and Paris", "officials")]),
    ],
)  # fmt: skip
def test_several_speakers(phrase: str, expected: list[tuple[str, str | None]]) -> None:
    """Each has the role that stands beside the name; places in a row part nobody."""
    found = speakers(f"{phrase} said that the river had risen.")
    assert found.select("speaker", "role").rows() == expected


@pytest.mark.parametrize(
    "text",
    [
        "“It rose,” said Tom Blick, the mayor, and Paula Reyes.",
        "“It rose,” said Tom Blick, the mayor, and Paula Reyes, a judge.",
        "It rose, according to Tom Blick, the mayor, and Paula Reyes.",
        "According to Tom Blick, the mayor, and Paula Reyes, it rose.",
    ],
)
def test_several_speakers_after_the_verb(text: str) -> None:
    """An apposition between two names ends nothing."""
    found = speakers(text)
    assert found["speaker"].to_list() == ["Tom Blick", "Paula Reyes"]
    assert found["role"][0] == "mayor"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The storm passed, and Bo Lind said that it rose.", ["Bo Lind"]),
        ("On Monday, Ada Orr, a cook, and Bo Lind said that it rose.", ["Ada Orr", "Bo Lind"]),
        ("“It rose,” said Tom Blick, the mayor, and Paula Reyes agreed.", ["Tom Blick"]),
        ("According to Ada Orr, Bo Lind and Cy Dunn were hurt.", ["Ada Orr"]),
    ],
)
def test_what_joins_clauses_joins_no_speakers(text: str, expected: list[str]) -> None:
    """Whoever has a verb of his own is in a clause of his own."""
    assert speakers(text)["speaker"].to_list() == expected


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


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("officials in Lyon", "officials"),
        ("Two senior officials", "senior officials"),
        ("Chile's most popular bloggers", "most popular bloggers"),
        ("A spokesman for the Lyon ferry", "spokesman for the Lyon ferry"),
        ("Residents of the valley", "residents"),
        ("A number of analysts", "analysts"),
        ("One student in Lyon, France,", "student"),
        ("One of the survivors", "survivors"),
        ("Several witnesses at the scene", "witnesses"),
        ("The country's defense ministry", None),
        ("State media", None),
        ("The report", None),
    ],
)
def test_speakers_who_are_only_described(phrase: str, role: str | None) -> None:
    """The noun for people is their role; a ministry, a report and media have none."""
    (speaker,) = speakers(f"{phrase} said that the river had risen.").iter_rows(named=True)
    assert speaker["role"] == role


@pytest.mark.parametrize(
    ("phrase", "organization"),
    [
        ("Clara Dunn, head of Chile’s Center for River Safety,", "Center for River Safety"),
        ("Chilean President Clara Dunn", "Chile"),
        ("President Alan Moss’s adviser Clara Dunn", "Alan Moss"),
        ("officials in Lyon", "Lyon"),
        ("Clara Dunn, an adviser to Chilean Senator Alan Moss,", "Alan Moss"),
        ("Clara Dunn, a retired miller,", None),
    ],
)
def test_whose_a_role_is(phrase: str, organization: str | None) -> None:
    """An organization before a person, a person before a country."""
    (speaker,) = speakers(f"{phrase} said that the river had risen.").iter_rows(named=True)
    assert speaker["organization"] == organization


def test_a_role_told_once_holds_for_the_short_name() -> None:
    """ "President Clara Dunn … Dunn said": the role stays, and so does whose it is."""
    found = speakers(
        "Chilean President Clara Dunn came to Lyon. Dunn said that it rained. She said it hailed."
    )
    assert found["role"].to_list() == ["Chilean President"] * 2
    assert found["organization"].to_list() == ["Chile"] * 2


def test_one_after_the_other_are_two_statements() -> None:
    """Of two who speak in turn each has a claim; two together have one."""
    turns = claims("Officials in Lyon and then Chile's navy confirmed that the river had risen.")
    assert [len(part) for _, part in turns.speakers.group_by("claim_id")] == [1, 1]
    assert turns.claims["content"].n_unique() == 1
    together = claims("Officials in Lyon and Chile's navy confirmed that the river had risen.")
    assert together.speakers["claim_id"].n_unique() == 1
    assert together.speakers.height == 2


def test_three_names_are_three_speakers() -> None:
    """A list of names is no apposition."""
    found = speakers("Alan Moss, Clara Dunn and Boris Hale said that the river had risen.")
    assert found["speaker"].to_list() == ["Alan Moss", "Clara Dunn", "Boris Hale"]


def test_a_name_with_what_it_is_behind_it() -> None:
    """ "Russia's RIA state news agency" is RIA, a state news agency."""
    (speaker,) = speakers("Russia's TASS state news agency said that it rained.").iter_rows(named=True)
    assert (speaker["speaker"], speaker["role"]) == ("TASS", "state news agency")


def test_an_adjective_is_nobody() -> None:
    """A demonym alone speaks for nobody; a people does."""
    for nobody in ("Chilean", "Tragically", "There"):
        assert speakers(f"{nobody} said that the river had risen.").is_empty()
    assert speakers("Chileans said that the river had risen.").height == 1
