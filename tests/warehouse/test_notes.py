"""Notes and corrections: they stay with the words they are about, whatever finds a claim there."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms import schemas
from warehouse import notes
from warehouse.query import query


@pytest.fixture
def noted(warehouse: Path, sample) -> Path:
    """The sample's claim, with a remark, a corrected speaker and a corrected polarity."""
    sample.put(warehouse, sample.batch())
    write(warehouse, sample.seen, "c1", kind="note", note="by phone, too")
    write(warehouse, sample.seen, "c1", kind="correction", field="speaker", value="Ada Holm")
    write(warehouse, sample.seen, "c1", kind="correction", field="polarity", value="denied")
    return warehouse


def write(path: Path, now: Any, key: str, **what: str) -> None:
    place = notes.anchor(path, key)
    assert place is not None
    number = query(path, "from notes").height
    row = {"note_id": f"note-{number}", "field": None, "value": None, "note": None, "author": "me"}
    notes.add(path, [{**row, **place, **what, "written_at": now + timedelta(seconds=number)}])


def corrected(path: Path) -> dict[str, Any]:
    return query(path, "from corrected").row(0, named=True)


def read_again(path: Path, sample, **claim: object) -> None:
    """A second extractor finds a claim c2 in place of c1 in the current version."""
    frames = sample.batch()
    current = query(path, "select current_version_id as v from articles")["v"].item()
    later = sample.seen + timedelta(days=1)
    extraction = {"extraction_id": "t2", "version_id": current, "article_id": "a1", "extractor_id": "r2"}
    found = {"claim_id": "c2", "extraction_id": "t2", "version_id": current, **claim}
    batch = {
        "ops.extractors": schemas.from_rows([{"extractor_id": "r2"}], schemas.EXTRACTORS),
        "ops.extractions": schemas.from_rows([extraction], schemas.EXTRACTIONS),
        "claims": frames["claims"].with_columns(**{name: pl.lit(value) for name, value in found.items()}),
        "claim_speakers": frames["claim_speakers"].with_columns(claim_id=pl.lit("c2")),
    }
    sample.put(path, batch, now=later)


def edited(path: Path, sample, text: str) -> None:
    """The publisher changes the text."""
    version = sample.batch()["article_versions"].with_columns(
        version_id=pl.lit("v2"), text=pl.lit(text), text_hash=pl.lit("h2"),
        captured_at=pl.lit(sample.seen + timedelta(hours=1)),
    )  # fmt: skip
    sample.put(path, {"article_versions": version}, now=sample.seen + timedelta(hours=1))


def test_corrections_are_applied(noted: Path) -> None:
    """What was not corrected is as in said; the remark is beside it."""
    row = corrected(noted)
    assert (row["speaker"], row["role"], row["polarity"]) == ("Ada Holm", "owner", "denied")
    assert (row["corrected"], row["is_wrong"], row["notes"]) == (
        ["polarity", "speaker"],
        False,
        ["by phone, too"],
    )
    assert query(noted, "select speaker from said")["speaker"].to_list() == ["Ada Quill"]


def test_another_extractor_loses_nothing(noted: Path, sample) -> None:
    """It calls the claim otherwise and sees it begin four code points later."""
    read_again(noted, sample, content_start=4)
    row = corrected(noted)
    assert (row["claim_id"], row["speaker"], row["notes"]) == ("c2", "Ada Holm", ["by phone, too"])
    assert query(noted, "select distinct place from claim_notes")["place"].to_list() == ["claim"]


def test_the_words_are_found_in_a_later_text(noted: Path, sample) -> None:
    """They stand elsewhere in it, behind an emoji; cut out of it, the notes are still seen as such."""
    edited(noted, sample, "🌊 Update. " + sample.text)
    read_again(noted, sample, content_start=10, content_end=26)
    assert corrected(noted)["speaker"] == "Ada Holm"
    edited(noted, sample, "nothing")
    stored = query(noted, "select place, note from claim_notes order by written_at")
    assert stored["place"].unique().to_list() == ["claim"], "that version is known already"


@pytest.mark.parametrize(
    ("text", "start", "end", "place"),
    [("The dam breaks", 0, 7, "words gone"), ("He said: The dam 🌊 holds", 0, 2, "no claim there")],
)
def test_notes_without_a_claim_stay_visible(
    noted: Path, sample, text: str, start: int, end: int, place: str
) -> None:
    """Where the words are gone, or no claim any more; then nothing is corrected."""
    edited(noted, sample, text)
    read_again(noted, sample, content_start=start, content_end=end)
    found = query(noted, "select place, claim_id, note from claim_notes")
    assert found["place"].unique().to_list() == [place]
    assert found["claim_id"].null_count() == 3
    assert "by phone, too" in found["note"]
    assert corrected(noted)["corrected"] == []


def test_the_last_word_counts_and_can_be_taken_back(noted: Path, sample) -> None:
    """A later correction stands above an earlier one, until it is undone; a wrong claim is marked."""
    write(noted, sample.seen, "c1", kind="correction", field="speaker", value="Eva Holm")
    assert corrected(noted)["speaker"] == "Eva Holm"
    assert notes.undo(noted, "c1", sample.seen) == 1
    assert corrected(noted)["speaker"] == "Ada Holm"
    write(noted, sample.seen, "c1", kind="wrong")
    assert corrected(noted)["is_wrong"]
    assert notes.undo(noted, "no such", sample.seen) == 0
    assert [notes.undo(noted, "c1", sample.seen) for _ in range(5)] == [1, 1, 1, 1, 0]
    assert corrected(noted)["speaker"] == "Ada Quill"


def test_an_article_can_be_noted(noted: Path, sample) -> None:
    """As a whole; what is neither claim nor article has no place."""
    write(noted, sample.seen, "a1", kind="note", note="ask the editor")
    assert notes.listed(noted, "a1").row(0, named=True)["place"] == "article"
    assert notes.anchor(noted, "nothing") is None
