"""What a warehouse holds, for comparison."""

from pathlib import Path

from warehouse.check import check
from warehouse.connect import reading
from warehouse.query import query

# What depends on the run and on when it was: ids of fetches, the clocks of when we saw something, and the
# numbers that grow from load to load.
_OF_THE_RUN = {
    "fetch_id", "first_seen_at", "captured_at", "metadata_at", "added_at", "loaded_at",
    "extraction_number", "claim_number", "current_extraction_number",
}  # fmt: skip


def tables(warehouse: Path, schema: str) -> list[str]:
    """The names of a schema's tables, as queries write them."""
    found = query(
        warehouse, "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    )
    return [f"{schema}.{name}" for name in found["table_name"]]


def counts(warehouse: Path) -> dict[str, int]:
    """The number of rows of every table."""
    names = tables(warehouse, "main") + tables(warehouse, "ops")
    with reading(warehouse) as connection:
        return {name: len(connection.table(name)) for name in names}


def news(warehouse: Path) -> dict[str, list[str]]:
    """Every row of `main`, by table, without what depends on the run."""
    return {name: _rows(warehouse, name) for name in tables(warehouse, "main")}


def complaints(warehouse: Path) -> list[str]:
    """What `hearsay check` finds fault with."""
    return [f"{found.name}: {found.offending.to_dicts()}" for found in check(warehouse) if not found.passed]


def _rows(warehouse: Path, table: str) -> list[str]:
    frame = query(warehouse, f"from {table}")
    kept = frame.select(name for name in frame.columns if name not in _OF_THE_RUN)
    return sorted(map(repr, kept.rows()))
