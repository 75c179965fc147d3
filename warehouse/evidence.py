"""What the warehouse holds about single claims: what they are, where they stand, how they came about."""

from pathlib import Path
from typing import Any

from warehouse.connect import reading
from warehouse.query import frame_of
from warehouse.sql import names_in, read_sql

Record = dict[str, list[dict[str, Any]]]


def claims_called(path: Path, claim_id: str) -> list[str]:
    """The keys of claims that begin so, at most 6; one only if it is there exactly."""
    with reading(path) as connection:
        found = connection.execute(read_sql("queries", "claims_called"), {"id": claim_id}).fetchall()
    keys = [key for (key,) in found]
    return keys[:1] if keys and keys[0] == claim_id else keys


def claim_record(path: Path, claim_id: str) -> Record:
    """Everything about one claim, as it is at one moment: rows by the name of the query in evidence/.

    claim, speakers, quantities, entities, article, publisher, versions (all texts), extraction, extractor,
    extraction_run, fetch, fetch_run, entries, visits. What is not stored is an empty list.
    """
    with reading(path) as connection:
        return {
            name: frame_of(connection.sql(read_sql("evidence", name), params={"claim": claim_id})).to_dicts()
            for name in names_in("evidence")
        }
