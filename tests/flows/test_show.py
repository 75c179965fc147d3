"""What reaches a terminal."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from flows import show


@given(st.text())
def test_nothing_printed_controls_the_terminal(text: str) -> None:
    """No escape, no line break, no direction override survives."""
    printed = show.printable(text)
    assert len(printed) == len(text)
    assert not any(ord(character) < 32 or character in "\x7f\x9b\u202e\u2066" for character in printed)


def test_a_table_shows_markup_as_text() -> None:
    """A title in square brackets is no markup of rich, an escape sequence is no colour."""
    out = Console(width=80, record=True, markup=True, force_terminal=False)
    with out.capture() as captured:
        out.print(show.table(pl.DataFrame({"title": ["[red]no[/red] \x1b[31mred"], "n": [3]})))
    assert "[red]no[/red]" in captured.get()
    assert "\x1b" not in captured.get()
