"""Scores against an annotation, on a text whose scores can be counted by hand."""

import polars as pl
import pytest

from transforms import schemas
from transforms.scoring import area, by_confidence, error, plotted, score_claims, score_mentions

TEXT = "“The weir holds,” the mayor, Ada Orr, said. Bo Lind of Sund denied that it would rain before Monday."


def _texts() -> pl.DataFrame:
    return schemas.from_rows([{"text_id": "t", "text": TEXT}, {"text_id": "u", "text": None}], schemas.TEXTS)


def _span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _claims(*claims: tuple[str, str | None, float]) -> pl.DataFrame:
    rows = []
    for content, speaker, confidence in claims:
        said_by = _span(speaker) if speaker else (None, None)
        rows.append(("t", *_span(content), *said_by, confidence))
    names = ["article_id", "content_start", "content_end", "source_start", "source_end", "confidence"]
    return pl.DataFrame(rows, schema=names, orient="row")


GOLD = _claims(("The weir holds", "Ada Orr", 1), ("that it would rain before Monday", "Bo Lind of Sund", 1))


@pytest.mark.parametrize(
    ("found", "right", "with_speaker"),
    [
        (
            [
                ("“The weir holds,”", "the mayor, Ada Orr", 0.9),
                ("it would rain before Monday.", "Bo Lind", 0.8),
            ],
            2,
            2,
        ),
        ([("The weir holds", None, 0.9), ("that it would rain before Monday", "Ada Orr", 0.8)], 2, 0),
        ([("before Monday", "Bo Lind", 0.9), ("the mayor", "Ada Orr", 0.2)], 0, 0),
        ([("The weir holds", "Ada Orr", 0.9), ("weir holds", "Ada Orr", 0.9)], 1, 1),
    ],
    ids=["marks and commas aside", "wrong speakers", "too short", "one claim found twice"],
)
def test_claims(found: list[tuple[str, str | None, float]], right: int, with_speaker: int) -> None:
    """Half of the words must be the same, one to one; the speaker may be written out."""
    claims, speakers = score_claims(_texts(), GOLD, _claims(*found))[0]
    assert (claims.gold, claims.found, claims.right) == (2, 2, right)
    assert speakers.right == with_speaker
    assert claims.precision == claims.recall == claims.f1 == right / 2


def test_fragments_are_one_content() -> None:
    """What stands between the parts of a broken quotation is none of it."""
    spans = [{"start": a, "end": b} for a, b in (_span("The weir"), _span("rain before Monday"))]
    broken = pl.DataFrame({"article_id": ["t"], "content_spans": [spans], "confidence": [0.5]})
    assert score_claims(_texts(), broken, broken)[0][0].right == 1
    hull = _claims((TEXT[_span("The weir")[0] : _span("Monday")[1]], None, 0.5))
    assert score_claims(_texts(), broken, hull)[0][0].right == 0


def test_nothing_found_or_annotated() -> None:
    """No division by nothing."""
    empty = GOLD.clear()
    for gold, found in ((GOLD, empty), (empty, GOLD), (empty, empty)):
        scores, judged = score_claims(_texts(), gold, found)
        assert scores[0].right == scores[0].f1 == scores[0].precision == scores[0].recall == 0
        assert judged.height == found.height
        assert error(by_confidence(judged)) == (1.0 if found.height else 0.0)


def _mentions(*mentions: tuple[str, str]) -> pl.DataFrame:
    rows = [("t", *_span(name), type_) for name, type_ in mentions]
    return pl.DataFrame(rows, schema=["article_id", "start", "end", "type"], orient="row")


def test_mentions() -> None:
    """A last word in common is enough; types that nobody annotated are not counted."""
    gold = _mentions(("Ada Orr", "person"), ("Sund", "place"))
    found = _mentions(("Orr", "person"), ("Sund", "organization"), ("Bo Lind", "person"), ("Monday", "date"))
    placed, typed = score_mentions(_texts(), gold, found)
    assert (placed.gold, placed.found, placed.right, typed.right) == (2, 2, 1, 1)
    everything = pl.concat([gold, _mentions(("Monday", "organization"))])
    placed, typed = score_mentions(_texts(), everything, found)
    assert (placed.gold, placed.found, placed.right, typed.right) == (3, 3, 2, 1)


def test_what_confidence_is_worth() -> None:
    """By tenths, the least certain first; a perfect order has the area one."""
    judged = pl.DataFrame({"confidence": [n / 20 for n in range(20)], "right": [n >= 10 for n in range(20)]})
    tenths = by_confidence(judged)
    assert tenths["claims"].to_list() == [2] * 10
    assert tenths["right"].to_list() == [0.0] * 5 + [1.0] * 5
    assert tenths["confidence"][0] == pytest.approx(0.025)
    assert area(judged) == 1.0
    assert area(judged.with_columns(right=~pl.col("right"))) == 0.0
    assert error(tenths) == pytest.approx(0.25)


def test_the_plot_marks_both() -> None:
    """What was said and what was right, on a line from 0 to 1; where they meet, one sign."""
    schema = ["tenth", "claims", "confidence", "right"]
    tenths = pl.DataFrame([(1, 20, 0.25, 0.5), (2, 7, 1.0, 1.0)], schema=schema, orient="row")
    first, second = plotted(tenths, width=9)
    assert first == "    1      20  0.25  0.50  |· o x · ·|"
    assert second == "    2       7  1.00  1.00  |· · · · 8|"
