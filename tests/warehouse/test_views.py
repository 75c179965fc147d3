"""The views of who speaks and who is named, over small batches made by hand."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from tests.warehouse.batches import ADA, BO, DAY, ENTITIES, SEEN, URL, article, found, read, rows
from transforms import schemas


def test_said_counts_entities_as_they_are_linked_and_keeps_claims_of_nobody(warehouse: Path, put) -> None:
    """The link leads to the words; the date is that of saying, else of publication."""
    claims = [
        {
            "claim_id": "c1",
            "content": "it holds - all of it",
            "by": [("A. Quill", "n2")],
            "said_on": DAY - timedelta(1),
        },
        {"claim_id": "c2", "content": "nobody knows"},
        {"claim_id": "c3", "content": "unsure", "confidence": 0.4, "by": [ADA]},
        {"claim_id": "c4", "content": "so … say both", "by": [ADA, BO]},
    ]
    put({**ENTITIES, **article([("v1", "first", "It")]), **read("t1", "v1", claims)})
    assert found(
        warehouse,
        "select claim_id, speaker, speaker_entity_id, date, link from said order by claim_id, speaker",
    ) == [
        ("c1", "Ada Quill", "n1", date(2024, 5, 1), f"{URL}#:~:text=it%20holds%20%2D%20all%20of%20it"),
        ("c2", None, None, DAY, f"{URL}#:~:text=nobody%20knows"),
        ("c4", "Ada Quill", "n1", DAY, f"{URL}#:~:text=so"),
        ("c4", "Bo Lind", None, DAY, f"{URL}#:~:text=so"),
    ]  # fmt: skip


def test_speakers_are_one_row_an_entity(warehouse: Path, put) -> None:
    """Spellings are counted together, speakers without entity left out; the frequent role is shown."""
    claims = [
        {"claim_id": "c1", "content": "one", "by": [("A. Quill", "n2")], "quote_type": "direct"},
        {"claim_id": "c2", "content": "two", "by": [ADA], "polarity": "denied"},
        {"claim_id": "c3", "content": "three", "by": [ADA]},
        {"claim_id": "c4", "content": "four", "by": [BO]},
    ]
    frames = read("t1", "v1", claims)
    roles = pl.Series("role", ["owner", "mayor", "mayor", "smith"])
    frames["claim_speakers"] = frames["claim_speakers"].with_columns(roles)
    put({**ENTITIES, **article([("v1", "first", "It")]), **frames})
    columns = "name, role, roles, claims, articles, outlets, first_date, denied_share, direct_share"
    assert found(warehouse, f"select {columns} from speakers") == [  # noqa: S608
        ("Ada Quill", "mayor", ["mayor", "owner"], 3, 1, 1, DAY, 1 / 3, 1 / 3)
    ]


def test_mentions_daily_and_pairs_count_current_mentions(warehouse: Path, put) -> None:
    """An older version, an older extraction, and an entity beside itself are not counted."""
    names = [
        ("m1", "t1", "n1"),
        ("m2", "t1", "n2"),
        ("m3", "t1", "n3"),
        ("m4", "t0", "n3"),
        ("m5", "t2", "n3"),
    ]
    mentions = [
        {"mention_id": key, "surface": key, "kind": "name", "entity_id": entity, "start": 0, "end": 1}
        for key, _, entity in names
    ]
    owners = {
        "extraction_id": pl.Series([extraction for _, extraction, _ in names]),
        "article_id": pl.lit("a1"),
        "version_id": pl.Series(["v0" if extraction == "t0" else "v1" for _, extraction, _ in names]),
    }
    texts = [("v0", "first", "Old"), ("v1", "edit", "New")]
    put({**ENTITIES, **article(texts), **read("t2", "v1", [])}, SEEN - timedelta(hours=1))
    put(read("t0", "v0", []))
    put(
        {
            "mentions": rows(schemas.MENTIONS, *mentions).drop("text_id").with_columns(**owners),
            **read("t1", "v1", [{"claim_id": "c1", "content": "Quill went to Rusk"}]),
            "claim_entities": rows(
                schemas.CLAIM_ENTITIES,
                {"claim_id": "c1", "entity_id": "n2"},
                {"claim_id": "c1", "entity_id": "n3"},
            ),
        }
    )
    assert found(
        warehouse, "select day, name, mentions, articles, outlets from mentions_daily order by name"
    ) == [
        (DAY, "Ada Quill", 2, 1, 1),
        (DAY, "Rusk", 1, 1, 1),
    ]  # fmt: skip
    assert found(warehouse, "select name, other_name, articles, claims from entity_pairs order by name") == [
        ("Ada Quill", "Rusk", 1, 1),
        ("Rusk", "Ada Quill", 1, 1),
    ]
    assert found(warehouse, "from entity_pairs_of('quill')") == [
        ("Ada Quill", "Rusk", "place", 1, 1, DAY, DAY)
    ]
    assert found(warehouse, "from entity_pairs_of('nobody')") == []
