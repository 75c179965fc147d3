"""Quotations are found whatever marks an editor uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.quotes import quotations


def _inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Go," he said. "Now."', ["Go,", "Now."]),
        ("“Go,” he said.", ["Go,"]),
        ("«Go», he said.", ["Go"]),
        ("« Go », he said.", ["Go"]),
        ("« Back to the top", []),
        ("„Go“, he said.", ["Go"]),
        ("''Go,'' he said.", ["Go,"]),
        ("‘It’s late,’ he said.", ["It’s late,"]),
        ('"The “north” road is shut," he said.', ["The “north” road is shut,"]),
        ("“The ‘north’ road isn’t shut,” he said.", ["The ‘north’ road isn’t shut,"]),
        ("'It's late,' he said. 'Let's go.'", ["It's late,", "Let's go."]),
        ("'The \"north\" road is shut,' she said.", ['The "north" road is shut,']),
        ("The workers' pay, the '90s, and 'so on' stayed.", []),
        ("The dogs' bowls, rock 'n' roll, the cats' dish.", []),
        ("The dogs’ bowls and the cat's 5\" dish", []),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    """Straight, curly, low, doubled, single marks, guillemets, and marks within marks."""
    assert _inner(text) == expected


def test_an_unclosed_quotation_runs_to_the_end() -> None:
    """A quotation that goes on in the next paragraph has no closing mark in this one."""
    (quotation,) = quotations("He said: “It began at dawn. ")
    assert (quotation.closed, quotation.inner_end) == (False, len("He said: “It began at dawn."))


@given(st.text(alphabet="ab “”\"'’‘«»„.,\n"))
def test_quotations_are_in_order_and_apart(text: str) -> None:
    """Of any mixture of marks, quotations come in order, do not overlap and hold their insides."""
    place = 0
    for q in quotations(text):
        assert place <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        place = q.end


def test_many_marks_are_read() -> None:
    """A hundred thousand marks, nested or not, are no trouble."""
    assert len(quotations('"a" ' * 50_000)) == 50_000
    assert len(quotations("“" * 100_000)) <= 1
