"""The user's file of names: what it may say, and what is told of its faults."""

import pytest

from transforms.alias_file import AliasLine, BadAliasFile, read_aliases


def test_lines() -> None:
    """Columns in any order, blank lines and comments left out; without an action it is "same"."""
    text = '\ufeffname,alias,type\n# mine\n\n"Orr, Lind",OL,organization\nAda Quill,Quill,\n'
    assert read_aliases(text) == [
        AliasLine("OL", "Orr, Lind", "organization", "same"),
        AliasLine("Quill", "Ada Quill", "", "same"),
    ]


def test_nothing() -> None:
    """An empty file says nothing."""
    assert read_aliases("\n") == read_aliases("alias,name\n") == []


def test_a_name_as_its_own_alias() -> None:
    """With a type it is no mistake: it says of which type the name is."""
    line = AliasLine("Olm Wire", "Olm Wire", "organization", "same")
    assert read_aliases("alias,name,type\nOlm Wire,Olm Wire,organization\n") == [line]
    with pytest.raises(BadAliasFile, match="own alias"):
        read_aliases("alias,name,type,action\nOlm Wire,Olm Wire,organization,apart\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quill,Ada Quill\n", "line 1: the columns are"),
        ("alias,name\nQuill,\n", "line 2: name is empty"),
        ("alias,name\n,Quill\n", "line 2: alias is empty"),
        ("alias,name,type\nQuill,Ada Quill,human\n", "line 2: there is no type 'human'"),
        ("alias,name,type,action\n\nQuill,Ada Quill,,join\n", "line 3: there is no action 'join'"),
        ("alias,name\nQuill,Quill\n", "line 2: 'Quill' is given as its own alias: give its type, and same"),
        ("alias,name\nOL,Orr, Lind\n", "line 2: 3 values for 2 columns"),
        ("alias,name,type,action\nA,B,,same\nB,A,,apart\n", "line 3: says apart, but line 2 says same"),
        ("alias,name\nA,B\nA,C\n", "line 3: 'A' is 'C', but 'B' in line 2"),
    ],
)
def test_faults(text: str, said: str) -> None:
    """The message names the line and what is wrong with it."""
    with pytest.raises(BadAliasFile, match=r"^line \d") as caught:
        read_aliases(text)
    assert said in str(caught.value)
