"""What a load looks for in the warehouse, and what it need not look for: nothing is there twice."""

from pathlib import Path

import polars as pl
import pytest

from warehouse.check import check
from warehouse.errors import BadFrame
from warehouse.query import query
from warehouse.tables import TABLES

OWNED = {name: table for name, table in TABLES.items() if table.owner}


@pytest.mark.parametrize("name", OWNED)
def test_rows_without_their_owner_are_refused(warehouse: Path, sample, name: str) -> None:
    """Stored now, they would not be looked for when the owner comes, and be there twice."""
    orphan = sample.batch()[name].with_columns(pl.lit("nobody").alias(OWNED[name].owner))
    sample.put(warehouse, sample.batch())
    with pytest.raises(
        BadFrame, match=rf"{OWNED[name].owner} 'nobody', which is not in .*: load them together"
    ):
        sample.put(warehouse, {name: orphan})


def test_what_belongs_to_a_stored_row_is_looked_for(warehouse: Path, sample) -> None:
    """The old and a new mention of a stored extraction in one frame: one of them is new."""
    sample.put(warehouse, sample.batch())
    mention = sample.batch()["mentions"]
    both = pl.concat([mention, mention.with_columns(mention_id=pl.lit("m2"))])
    assert sample.put(warehouse, {"mentions": both}) == {"mentions": 1}
    assert sample.put(warehouse, {"mentions": both}) == {"mentions": 0}


def test_a_new_reading_of_a_stored_version_is_the_current_one(warehouse: Path, sample) -> None:
    """And an older one that comes later, as a backfill may bring it, is not."""
    sample.put(warehouse, sample.batch())
    extraction = sample.batch()["ops.extractions"]
    for name, hours, current in [("t2", 1, "t2"), ("t0", -1, "t2")]:
        moment = pl.lit(sample.seen).dt.offset_by(f"{hours}h")
        read = extraction.with_columns(extraction_id=pl.lit(name), extracted_at=moment)
        sample.put(warehouse, {"ops.extractions": read})
        assert query(warehouse, "select current_extraction_id from articles").item() == current
    assert query(warehouse, "from current_mentions").is_empty()  # the new reading found none


def test_findings_have_the_numbers_of_what_they_belong_to(warehouse: Path, sample) -> None:
    """New rows get the next ones; rows that come later, and those of a stored extraction, the stored one."""
    sample.put(warehouse, sample.batch())
    frames = sample.batch()
    sample.put(
        warehouse,
        {
            "ops.extractions": frames["ops.extractions"].with_columns(extraction_id=pl.lit("t2")),
            "claims": pl.concat(
                [
                    frames["claims"].with_columns(claim_id=pl.lit("c2")),
                    frames["claims"].with_columns(claim_id=pl.lit("c3"), extraction_id=pl.lit("t2")),
                ]
            ),
            "claim_speakers": pl.concat(
                [
                    frames["claim_speakers"].with_columns(number=pl.lit(1, pl.Int16)),
                    frames["claim_speakers"].with_columns(claim_id=pl.lit("c3")),
                ]
            ),
        },
    )
    claims = "select claim_id, claim_number, extraction_number from claims order by claim_number"
    assert query(warehouse, claims).rows() == [("c1", 1, 1), ("c2", 2, 1), ("c3", 3, 2)]
    speakers = "select claim_id, claim_number from claim_speakers order by claim_number"
    assert query(warehouse, speakers).rows() == [("c1", 1), ("c1", 1), ("c3", 3)]
    current = "select current_extraction_id, current_extraction_number from articles"
    assert query(warehouse, current).rows() == [("t2", 2)]
    assert [result.name for result in check(warehouse) if not result.passed] == []
