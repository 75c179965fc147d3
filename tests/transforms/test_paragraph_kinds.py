"""What kind of line a paragraph is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.claims import attribute
from transforms.paragraph_kinds import kind_of

KINDS = ("story", "heading", "byline", "caption", "boilerplate", "time", "table")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ada Orr and Bo Lind", "byline"),
        ("By ADA ORR, Staff Writer", "byline"),
        ("Reporting by Ada Orr; editing by Bo Lind", "byline"),
        ("(Reporting by Ada Orr in Vale; Editing by Bo Lind)", "byline"),
        ("Additional reporting by Bo Lind.", "byline"),
        ("Vale Press writer Bo Lind in Lyon contributed to this report.", "byline"),
        ("By February the mill, which Ada Orr runs, had closed.", "story"),
        ("By the river, the mill had closed.", "story"),
        ("The flood contributed to the rise, Ada Orr said.", "story"),
        ("Reporting by the council shows that the mill had closed.", "story"),
        ("The mill at dawn. (AP Photo/Bo Lind)", "caption"),
        ("The mill at dawn. (Bo Lind/Getty)", "caption"),
        ("The mill at dawn Bo Lind/AFP via Getty Images", "caption"),
        ("Photo: Bo Lind, AP", "caption"),
        ("FILE - The mill at dawn on June 3.", "caption"),
        ("The mill had closed, its owner told Reuters.", "story"),
        ("The mill had closed, according to a memo seen by AP.", "story"),
        ("Read more: why the mill closed", "boilerplate"),
        ("Sign up for our newsletter, which says what the river does.", "boilerplate"),
        ("This article was originally published in May.", "boilerplate"),
        ("© 2024 Vale Courier. All rights reserved.", "boilerplate"),
        ("Copyright law says otherwise.", "story"),
        ("Advertisements said that the mill was open.", "story"),
        ("10:42 GMT", "time"),
        ("3 hours ago", "time"),
        ("Updated on November 18, 2025", "time"),
        ("In 2025, the mill closed.", "story"),
        ("| Mill | Wheels |", "table"),
        ("Why the mill closed", "heading"),
        ("Mill closed, owner says", "heading"),
        ("“The mill is closed,” Ada Orr said.", "story"),
        ("PORT VALE, May 3 (Agency) - The mill had closed.", "story"),
    ],
)
def test_kinds(line: str, kind: str) -> None:
    """Lines around a story, and lines of one that look like them."""
    assert kind_of(line) == kind


def _contents(text: str) -> list[str]:
    row: dict[str, object] = {"text_id": "t", "text": text, "language": "en"}
    texts = schemas.from_rows([row], schemas.TEXTS)
    return attribute(texts, schemas.empty(schemas.MENTIONS)).claims["content"].to_list()


def test_claims_come_from_the_story() -> None:
    """A caption, a teaser and a byline hold none; a heading only where it says who says so."""
    story = "Ada Orr said that the mill had closed."
    assert _contents(story) == ["that the mill had closed"]
    assert _contents("Read more: Ada Orr said that the mill had closed") == []
    assert _contents("Ada Orr said that the mill had closed. (AP Photo/Bo Lind)") == []
    assert _contents("Ada Orr says that the mill has closed") == ["that the mill has closed"]
    assert _contents("You know that you are the only one") == []


@given(st.text(max_size=500))
def test_any_line_has_a_kind(line: str) -> None:
    """Nothing raises."""
    assert kind_of(line) in KINDS


@pytest.mark.parametrize(
    "part", ["By ", "By A and ", "(AP ", "A B/", "contributed to ", "reported from A", "12:30 "]
)
def test_no_line_takes_long(part: str) -> None:
    """Even lines made to be slow, as long as are looked at."""
    line = (part * 400)[:400]
    start = time.process_time()
    kind_of(line)
    assert time.process_time() - start < 0.05
