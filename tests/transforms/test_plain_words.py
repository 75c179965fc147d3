"""Plain words tell what cannot be in a text, so that longer searches are left out without any loss."""

import pytest

from transforms.circumstances import hedge
from transforms.plain_words import plain_words
from transforms.quantities import quantities


def test_words_are_cut_at_all_but_ascii_letters_and_digits() -> None:
    assert plain_words("“Don’t—ever!” Zoë paid 3.5m, TWENTY-five") == {
        *("don", "t", "ever", "zo", "paid", "3", "5m", "twenty", "five"),
    }


def test_lone_surrogates_are_no_words() -> None:
    assert plain_words("a \ud800 b") == {"a", "b"}


@pytest.mark.parametrize("content", ["it “may”—or not", "Perhaps: no", "rumoured to go", "up to 40 go"])
def test_a_hedge_is_found_beside_any_mark(content: str) -> None:
    assert hedge(content) is not None


@pytest.mark.parametrize(
    "content",
    ["“five” boats", "two-thirds of it", "٣ boats", "(Dozens of them)", "at least a unit", "huge losses"],
)
def test_a_quantity_is_found_beside_any_mark(content: str) -> None:
    assert quantities(content, 0, len(content))
