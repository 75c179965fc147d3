"""Brings a warehouse to this version's schema."""

from pathlib import Path

from warehouse.connect import reading, writing
from warehouse.schema import applied_migrations, known_migrations, pending
from warehouse.sql import read_sql

MEMORY_LIMIT = "800MB"  # a column of ten million rows may change, all in one transaction


def migrate(path: Path, timeout: float = 60.0) -> list[str]:
    """Applies what is pending, making the file if there is none; the names of what was applied.

    Each, with the record of it, is one transaction: a file is never between two schemas, and what a killed
    migration leaves is one of an older version, to be migrated again.
    Raises NewerSchema, EditedMigration, NotAWarehouse, WarehouseLocked or DiskFull.
    """
    if path.exists() and not _pending(path, timeout):
        return []
    with writing(path, timeout, create=True, memory_limit=MEMORY_LIMIT) as connection:
        todo = pending(known_migrations(), applied_migrations(connection))
        for migration in todo:
            connection.execute(migration.sql)
            record = [migration.number, migration.name, migration.hash]
            connection.execute(read_sql("queries", "record_migration"), record)
            connection.commit()  # DuckDB 1.5 cannot alter what the same transaction has updated
            connection.begin()
    return [migration.name for migration in todo]


def schema_version(path: Path, timeout: float = 10.0) -> int:
    """The number of the newest migration in the file; 0 in an empty one."""
    with reading(path, timeout, any_schema=True) as connection:
        return max((number for number, _, _ in applied_migrations(connection)), default=0)


def _pending(path: Path, timeout: float) -> list[str]:
    # Looked up before the write lock is taken: a run that finds nothing to do keeps nobody waiting.
    with reading(path, timeout, any_schema=True) as connection:
        return [migration.name for migration in pending(known_migrations(), applied_migrations(connection))]
