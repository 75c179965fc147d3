"""Compaction: a smaller file with the same in it, and nothing of what was deleted."""

import os
import re
from pathlib import Path

import pytest

from tests.contents import complaints, counts
from transforms import schemas
from warehouse import compact as compacting
from warehouse.compact import compact
from warehouse.connect import reading, writing
from warehouse.errors import DiskFull, MissingWarehouse, WarehouseLocked
from warehouse.migrate import migrate
from warehouse.query import query

MARK = "Quellenthal"


def described(path: Path) -> list[tuple[object, ...]]:
    """Tables, views, macros and columns with their comments; of SQL its words, since DuckDB prints sets of
    names (EXCLUDE) in any order.
    """
    rows = query(
        path,
        """
        select schema_name, table_name, column_name, data_type, comment
        from duckdb_columns() where not internal
        union all select schema_name, table_name, sql, null, comment from duckdb_tables()
        union all select schema_name, view_name, sql, null, comment from duckdb_views() where not internal
        union all select schema_name, function_name, macro_definition, null, comment
        from duckdb_functions() where not internal
        """,
    ).rows()
    return sorted(tuple(sorted(re.findall(r"\w+", str(part))) for part in row) for row in rows)


def test_what_was_deleted_is_gone_from_the_file(warehouse: Path, sample) -> None:
    """DuckDB itself leaves it there; rows, comments, views, macros and the record of migrations stay."""
    sample.put(warehouse, sample.batch())
    noise = [os.urandom(1500).hex() for _ in range(400)]
    rows = [
        {"entry_id": f"x{n}", "feed_id": "f1", "summary": f"{MARK} {text}"} for n, text in enumerate(noise)
    ]
    sample.put(warehouse, {"entries": schemas.from_rows(rows, schemas.ENTRIES)})
    with writing(warehouse) as connection:
        connection.execute("delete from entries where entry_id like 'x%'")
    with reading(warehouse):
        pass
    assert MARK.encode() in warehouse.read_bytes(), "else this test shows nothing"
    before = counts(warehouse), described(warehouse)
    done = compact(warehouse)
    assert MARK.encode() not in warehouse.read_bytes()
    assert (counts(warehouse), described(warehouse)) == before
    assert done.after == warehouse.stat().st_size < done.before
    assert done.rows == sum(before[0].values())
    assert complaints(warehouse) == []
    assert migrate(warehouse) == []
    assert sum(sample.put(warehouse, sample.batch()).values()) == 0
    locks = {f"{warehouse.name}.lock", f"{warehouse.name}.copying.lock"}
    assert {path.name for path in warehouse.parent.iterdir()} - locks == {warehouse.name}


def test_a_copy_that_lacks_rows_is_not_used(warehouse: Path, sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file stays as it was, and nothing beside it."""
    sample.put(warehouse, sample.batch())
    before = warehouse.read_bytes()
    real = compacting.read_sql

    def lossy(folder: str, name: str) -> str:
        text = real(folder, name)
        return f"{text}; delete from target.claims" if name == "copy_database" else text  # noqa: S608

    monkeypatch.setattr(compacting, "read_sql", lossy)
    with pytest.raises(compacting.WarehouseError, match=r"lacks rows of main\.claims"):
        compact(warehouse)
    assert warehouse.read_bytes() == before
    assert not list(warehouse.parent.glob("*.compact*"))


def test_it_waits_for_others_and_needs_space(warehouse: Path, tmp_path: Path, monkeypatch) -> None:
    """A reader holds it up; a disk that is too full is told before; so is a missing file."""
    with reading(warehouse), pytest.raises(WarehouseLocked):
        compact(warehouse, timeout=0.2)
    with pytest.raises(MissingWarehouse):
        compact(tmp_path / "none.duckdb")
    monkeypatch.setattr(compacting.os, "statvfs", lambda _: type("S", (), {"f_bavail": 1, "f_frsize": 1})())
    with pytest.raises(DiskFull, match="free some"):
        compact(warehouse)
