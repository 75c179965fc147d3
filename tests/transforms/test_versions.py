"""Versions: what counts as a new text of an article."""

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.versions import articles_of, new_versions

START = datetime(2026, 3, 2, tzinfo=UTC)
KNOWN = pl.Schema(
    {"article_id": pl.String, "version_id": pl.String, "text_hash": pl.String, "captured_at": schemas.TIME}
)


def captures(*texts: str, start: int = 0) -> pl.DataFrame:
    """One article captured once an hour, with these texts."""
    rows: list[dict[str, object]] = [
        {
            "article_id": "a",
            "fetch_id": f"f{start + hour}",
            "canonical_url": "https://example.org/a",
            "text": text,
            "text_hash": text,
            "captured_at": START + timedelta(hours=start + hour),
        }
        for hour, text in enumerate(texts)
    ]
    return schemas.from_rows(rows, schemas.EXTRACTED)


def stored(versions: pl.DataFrame) -> pl.DataFrame:
    """Versions as the warehouse would give them back."""
    return versions.select(KNOWN.names())


def test_unchanged_text_is_no_new_version() -> None:
    """The same text captured twice is one version, within a batch and against the warehouse."""
    first = new_versions(captures("A", "A"), KNOWN.to_frame())
    assert first["cause"].to_list() == ["first"]
    assert new_versions(captures("A", start=5), stored(first)).height == 0


def test_a_text_that_comes_back_is_a_version_again() -> None:
    """A, B, A is three versions with three keys."""
    versions = new_versions(captures("A", "B", "A"), KNOWN.to_frame())
    assert versions["text_hash"].to_list() == ["A", "B", "A"]
    assert versions["cause"].to_list() == ["first", "edit", "edit"]
    assert versions["version_id"].n_unique() == 3


def test_batches_and_one_load_meet_in_the_same_keys() -> None:
    """Loading captures one by one gives the rows of loading them at once, whatever the clock says."""
    at_once = new_versions(captures("A", "B", "A"), KNOWN.to_frame())
    known = KNOWN.to_frame()
    for hour, text in enumerate("ABA"):
        known = pl.concat([known, stored(new_versions(captures(text, start=hour * 7), known))])
    assert known["version_id"].to_list() == at_once["version_id"].to_list()


def test_an_older_capture_of_the_same_text_is_nothing_new() -> None:
    """A backfill that finds the text the live run already has adds nothing."""
    live = new_versions(captures("A", start=10), KNOWN.to_frame())
    assert new_versions(captures("A", start=0), stored(live)).height == 0


def test_an_article_is_described_by_its_latest_capture() -> None:
    """Of several captures in a batch, the newest describes the article."""
    batch = captures("A", "B").with_columns(language=pl.Series(["de", "en"]))
    assert articles_of(batch)["language"].to_list() == ["en"]


@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=12))
def test_no_two_neighbouring_versions_are_equal(texts: list[str]) -> None:
    """In order of capture, every version differs from the one before it, and none is lost."""
    versions = new_versions(captures(*texts), KNOWN.to_frame()).sort("captured_at")["text_hash"].to_list()
    changes = [text for place, text in enumerate(texts) if place == 0 or texts[place - 1] != text]
    assert versions == changes
