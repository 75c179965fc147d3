"""What Tab offers in the prompt of `hearsay sql`."""

import polars as pl
import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from flows.saved_queries import saved
from flows.sql_completion import Names
from warehouse.catalog import Catalog

CATALOG = Catalog(
    pl.DataFrame(
        [("said", "view", "Who says what."), ("sales(a)", "macro", None), ("ops.runs", "table", None)],
        schema=["name", "kind", "shows"],
        orient="row",
    ),
    pl.DataFrame(
        [
            ("said", "speaker", "TEXT", "Who.\x1b[2J"),
            ("said", "cue", "TEXT", None),
            ("ops.runs", "state", "TEXT", None),
        ],
        schema=["table", "column", "type", "shows"],
        orient="row",
    ),
    pl.DataFrame([("select", "keyword"), ("sum", "function")], schema=["word", "kind"], orient="row"),
)
NAMES = Names(lambda: CATALOG, lambda: {"speaker": saved("speaker", "-- Who.\nselect $speaker")})


def offered(before: str, after: str = "") -> list[str]:
    """The completions at a place in a text."""
    document = Document(before + after, len(before))
    return [found.text for found in NAMES.get_completions(document, CompleteEvent())]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("s", "", ["said", "sales(", "select", "speaker", "state", "sum"]),
        ("SELECT s", " from said", ["speaker", "said", "sales(", "select", "state", "sum"]),
        ("from s", "", ["said", "sales("]),
        ("select 1 from said join ", "", ["said", "sales(", "ops.runs"]),
        ("from said, o", "", ["ops.runs"]),
        ("from ops.", "", ["ops.runs"]),
        ("select s.", " from said as s", ["s.speaker", "s.cue"]),
        ("select said.c", "", ["said.cue"]),
        ("@sp", "", ["@speaker"]),
        (".sc", "", [".schema"]),
        (".schema sa", "", ["said", "sales("]),
        ("select 'x", "", []),
        ("", "", []),
    ],
)
def test_what_may_stand_there(before: str, after: str, expected: list[str]) -> None:
    """Tables behind from and join, columns of what is named already first, the rest below."""
    assert offered(before, after) == expected


def test_comments_are_harmless() -> None:
    """What is shown beside a name cannot control the terminal."""
    (first, *_) = NAMES.get_completions(Document("select sp"), CompleteEvent())
    assert "\x1b" not in first.display_meta_text
