"""Which spellings are one name, and which are not."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.spellings import person_spelling, spelling_key


def keys(type_: str, *names: str) -> list[str | None]:
    """The keys of names of one type."""
    frame = pl.DataFrame(
        {"type": [type_] * len(names), "canonical_name": names},
        schema_overrides={"canonical_name": pl.String},
    )
    return spelling_key(frame).to_list()


@pytest.mark.parametrize(
    ("type_", "names"),
    [
        (
            "person",
            ["Volodymyr Zelensky", "Volodymyr Zelenskiy", "Volodimir Zelenskyy"],
        ),
        ("person", ["Muammar Gaddafi", "Moammar Qaddafi", "Muammar al-Kadhafi"]),
        ("person", ["Mohammed Hassan", "Muhammad Hasan", "Mohamed Hassan"]),
        ("person", ["Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"]),
        ("person", ["Søren Ødegård", "Soren Odegard"]),
        ("person", ["Kim Jong-un", "Kim Jong Un"]),
        ("person", ["Yevgeny Larin", "Evgeniy Larin"]),
        ("organization", ["Centre for Clean Rivers", "Center for Clean Rivers"]),
        ("organization", ["Institute of Defence Studies", "Institute of Defense Studies"]),
        ("organization", ["Orr & Lind Ltd", "Orr and Lind"]),
        ("place", ["Saint Helier", "St. Helier"]),
    ],
)
def test_one_name(type_: str, names: list[str]) -> None:
    """Transliterations, diacritics, British and American spelling, company endings."""
    found = keys(type_, *names)
    assert len(set(found)) == 1
    assert found[0]


@pytest.mark.parametrize(
    "names",
    [
        ["John Smyth", "John Smith"],
        ["Peter Andersen", "Peter Anderson"],
        ["Dan Brown", "Dean Brown", "Diana Brown"],
        ["Volodymyr Zelensky", "Vladimir Zelensky"],
        ["George Bush", "George W. Bush Jr.", "Barbara Bush"],
        ["Maria Orlova", "Maria Orlov"],
        ["Brian Lee", "Bryan Lee"],
    ],
)
def test_two_names(names: list[str]) -> None:
    """What may be two people stays apart."""
    assert len(set(keys("person", *names))) == len(names)


def test_a_last_name_has_no_key() -> None:
    """Many people share one."""
    assert keys("person", "Zelensky", "Hassan") == [None, None]


@given(
    st.lists(st.text(max_size=20), min_size=1, max_size=5),
    st.sampled_from(["person", "place", "organization"]),
)
def test_any_text(names: list[str], type_: str) -> None:
    """No name breaks it, and a key depends on nothing but its own row."""
    assert keys(type_, *names) == [keys(type_, name)[0] for name in names]


@given(st.text(alphabet=st.sampled_from(list("abeiksvyowhjtcz áßłø-'.ЯE")), max_size=30))
def test_one_name_is_spelled_as_many(name: str) -> None:
    """What the frame's rules make of a full name, the rules for a single one make too."""
    frame = pl.DataFrame({"type": ["person"], "canonical_name": [name]})
    expected = spelling_key(frame).item()
    assert expected is None or person_spelling(name) == expected
