"""What is told of another extractor's results beside those that are stored."""

from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.comparison import CLAIM, MENTION, Found, compare

NO_CLAIMS = pl.DataFrame(schema={"version_id": pl.String, **dict.fromkeys(CLAIM, pl.String)})
NO_MENTIONS = pl.DataFrame(schema={"version_id": pl.String, **dict.fromkeys(MENTION, pl.String)})
NONE = Found(NO_CLAIMS, NO_MENTIONS)
Claim = tuple[str, str | None, str, str]
CLAIMS = st.lists(
    st.tuples(st.sampled_from("vw"), st.sampled_from(["A", None]), st.just("said"), st.sampled_from("xy"))
)


def text(name: str = "v", **changed: object) -> dict[str, object]:
    """A text that has not changed, but for what is given."""
    same = {"title": "Dam", "text_hash": "h", "words": 10, "date": "2026-03-01", "language": "en"}
    row = {f"{side}_{key}": value for side in ("old", "new") for key, value in same.items()}
    return {
        "version_id": name,
        "outlet": "Herald",
        "url": "http://h.example",
        "is_read": True,
        **row,
        **changed,
    }


def claims(*given: Claim) -> Found:
    return Found(pl.DataFrame(list(given), schema=NO_CLAIMS.schema, orient="row"), NO_MENTIONS)


def test_what_changes_is_counted_and_shown() -> None:
    """Texts, titles, dates; null and a value differ, two nulls do not; unread pages are only counted."""
    texts = pl.DataFrame(
        [
            text(new_text_hash="i", new_words=7, new_title="Dam breaks"),
            text("w", new_date=None, old_language=None, new_language=None),
            text("x", is_read=False, new_text_hash=None, new_title=None),
        ]
    )
    told = compare(texts, NONE, NONE)
    (row,) = told.counts.to_dicts()
    assert {name: count for name, count in row.items() if count} == {
        "outlet": "Herald", "texts": 3, "read": 2, "words before": 20, "words after": 17,
        "text changed": 1, "title changed": 1, "date changed": 1,
    }  # fmt: skip
    assert told.examples.select("what", "before", "after").rows() == [
        ("text", "10", "7"),
        ("title", "Dam", "Dam breaks"),
        ("date", "2026-03-01", None),
    ]


def test_claims_are_told_apart_by_speaker_cue_and_content() -> None:
    """Another speaker is one gained and one lost; a claim that is found twice counts twice."""
    old = claims(("v", "A", "said", "x"), ("v", None, "said", "y"), ("v", "A", "said", "x"))
    new = claims(("v", "B", "said", "x"), ("v", None, "said", "y"), ("v", "A", "said", "x"))
    told = compare(pl.DataFrame([text()]), old, new)
    assert told.examples.select("what", "speaker", "content").rows() == [
        ("claims gained", "B", "x"),
        ("claims lost", "A", "x"),
    ]


@settings(deadline=None)
@given(CLAIMS, CLAIMS)
def test_numbers_add_up(old: list[Claim], new: list[Claim]) -> None:
    """Before and gained less lost is after, whatever is found in whichever text."""
    told = compare(pl.DataFrame([text(), text("w")]), claims(*old), claims(*new))
    (row,) = told.counts.to_dicts()
    assert row["claims before"] + row["claims gained"] - row["claims lost"] == row["claims after"]
    assert (row["claims before"], row["claims after"]) == (len(old), len(new))
    assert row["claims gained"] == (Counter(new) - Counter(old)).total()
