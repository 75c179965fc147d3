"""Versions: what counts as a new text of an article."""

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.versions import articles_of, new_versions, read_again

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


def before(text: str, *texts: str, version: str = "v1") -> pl.DataFrame:
    """What is stored of the first capture: its text now, and those it had."""
    row = {"fetch_id": "f0", "version_id": version, "text_hash": text, "text_hashes": list(texts)}
    return pl.DataFrame([row])


def test_a_page_read_again() -> None:
    """The same text is the version that it was; another one replaces it, at the moment of its capture."""
    (same,) = read_again(captures("A"), before("A", "A")).to_dicts()
    assert (same["version_id"], same["replaces"]) == ("v1", "v1")
    (other,) = read_again(captures("B"), before("A", "A")).to_dicts()
    assert other["version_id"] != "v1"
    assert (other["replaces"], other["cause"], other["captured_at"]) == ("v1", "reextraction", START)


def test_a_text_that_comes_back_when_read_again_has_another_key() -> None:
    """A, B, A, B by rules that come and go: each time another version; called twice, the same."""
    first = read_again(captures("B"), before("A", "A"))
    back = read_again(captures("A"), before("B", "A", "B"))
    again = read_again(captures("B"), before("A", "A", "B", "A"))
    assert len({*first["version_id"], *back["version_id"], *again["version_id"]}) == 3
    assert first.equals(read_again(captures("B"), before("A", "A")))


def test_another_text_of_the_capture_before_or_after_is_nothing_new() -> None:
    """Of a capture that was read with two sets of rules, a page may equal either."""
    known = stored(new_versions(captures("A"), KNOWN.to_frame()))
    both = pl.concat([known, known.with_columns(version_id=pl.lit("r"), text_hash=pl.lit("B"))])
    assert new_versions(captures("A", start=3), both).is_empty()
    assert new_versions(captures("B", start=3), both).is_empty()
    assert new_versions(captures("C", start=3), both)["cause"].to_list() == ["edit"]
