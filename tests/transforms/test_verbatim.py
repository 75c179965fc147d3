"""The check of direct quotations, on quotations and pages that are and are not as they should be."""

import pytest

from transforms.verbatim import GOES_ON, in_page, readings, with_marks


@pytest.mark.parametrize(
    ("text", "inner", "whole", "problem"),
    [
        ("She said “no” twice.", "no", "“no”", None),
        ("« Non », dit-elle.", "Non", "« Non »", None),
        ("It ''may'' be.", "may", "'may'", None),
        ("She said no” twice.", "no", "no”", "no opening mark"),
        ("“Yes.”\nNo”, she said.", "No", "No”", "no opening mark"),
        ("“No and yes, she said.", "No", "“No", "no closing mark"),
        ("“No.\n“Yes,” she said.", "No.", "“No.", GOES_ON),
        ("“No.\nYes, she said.", "No.", "“No.", "no closing mark"),
    ],
)
def test_marks_around_a_fragment(text: str, inner: str, whole: str, problem: str | None) -> None:
    """Right at both ends, spaces aside; a paragraph may end open if the next one opens again."""
    start = text.index(inner)
    assert with_marks(text, start, start + len(inner)) == (whole, problem)


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<p>She said <b>“It\nholds</b>  &amp; stands”.</p>", None),
        ("<p>“It holds<br>&#38; stands”</p>", None),
        ('<script type="application/ld+json">{"a": ["“It holds &amp;amp; stands”"]}</script>', None),
        ("<p>“It hol\u00adds &amp; stands”</p>", "there, with other white space or invisible characters"),
        ("<p>“It hold<i>s</i>& stands”</p>", "there, with other white space or invisible characters"),
        ("<p>“It held & stands”</p>", "not in the page"),
        ("<p>It holds & stands</p>", "not in the page"),
        ("<!-- “It holds & stands” -->", "not in the page"),
        ('<script type="application/ld+json">{"a": "“It holds & </script>', "not in the page"),
    ],
)
def test_a_fragment_in_a_page(markup: str, problem: str | None) -> None:
    """Tags dropped, entities unescaped, white space folded: what a reader sees, or the page's own data."""
    assert in_page("“It holds & stands”", readings(markup)) == problem
