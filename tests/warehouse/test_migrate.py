"""Migrations: all or nothing, in order, and none that was edited or comes from the future."""

from pathlib import Path

import duckdb
import pytest

from warehouse.connect import reading, writing
from warehouse.errors import EditedMigration, NewerSchema, NotAWarehouse, OlderSchema
from warehouse.migrate import migrate, schema_version
from warehouse.query import query
from warehouse.schema import Migration, known_migrations
from warehouse.sql import names_in

FUTURE = Migration(len(known_migrations()) + 1, "9999_future", "create table future (day date)", "hash")


def test_migrating_makes_a_warehouse_and_then_does_nothing(tmp_path: Path) -> None:
    """The folder is made, too; every migration is recorded with its hash and time."""
    path = tmp_path / "deep" / "warehouse.duckdb"
    assert migrate(path) == list(names_in("migrations"))
    assert migrate(path) == []
    assert schema_version(path) == len(known_migrations())
    stored = query(path, "select number, hash, applied_at from ops.migrations order by number")
    assert stored["hash"].to_list() == [migration.hash for migration in known_migrations()]
    assert stored["applied_at"].null_count() == 0


def test_migrations_are_numbered_without_gaps() -> None:
    """1, 2, 3, … each once."""
    assert [migration.number for migration in known_migrations()] == list(
        range(1, len(known_migrations()) + 1)
    )


def test_files_can_be_opened_by_the_older_duckdb(warehouse: Path) -> None:
    """They are written in the storage format of version 1.5."""
    with reading(warehouse) as connection:
        tags = connection.execute("select tags from duckdb_databases() where not internal").fetchall()
    assert any("v1.5" in value for (found,) in tags for value in found.values())


def test_an_older_file_is_brought_up_to_date(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until then it is refused, with the command that helps."""
    monkeypatch.setattr("warehouse.schema.known_migrations", lambda: [*known_migrations(), FUTURE])
    with pytest.raises(OlderSchema, match="hearsay migrate"), reading(warehouse):
        pass
    monkeypatch.setattr("warehouse.migrate.known_migrations", lambda: [*known_migrations(), FUTURE])
    assert migrate(warehouse) == ["9999_future"]
    assert query(warehouse, "from future").is_empty()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its first statements nor its record stay."""
    broken = Migration(FUTURE.number, "9999_broken", "create table half (day date); select no_such", "hash")
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.migrate.known_migrations", lambda: [*known_migrations(), broken])
        with pytest.raises(duckdb.Error, match="no_such"):
            migrate(warehouse)
    assert schema_version(warehouse) == len(known_migrations())
    assert query(warehouse, "from duckdb_tables() where table_name = 'half'").is_empty()


def test_a_file_from_the_future_is_refused(warehouse: Path) -> None:
    """By everything that opens it, with both numbers and what to do."""
    with writing(warehouse) as connection:
        connection.execute("insert into ops.migrations values (99, 'later', 'hash', now())")
    ours = len(known_migrations())
    message = rf"newer Hearsay \(schema 99, this one knows {ours}\): upgrade hearsay"
    for use in (migrate, lambda path: query(path, "select 1")):
        with pytest.raises(NewerSchema, match=message):
            use(warehouse)
    assert schema_version(warehouse) == 99


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("update ops.migrations set hash = 'other' where number = 2", "migration 2 .* differs"),
        ("delete from ops.migrations where number = 2", "migration 2 is missing"),
    ],
)
def test_a_history_that_is_not_ours_is_refused(warehouse: Path, change: str, message: str) -> None:
    """An edited migration, or a hole in the record."""
    with writing(warehouse) as connection:
        connection.execute(change)
    for use in (migrate, lambda path: query(path, "select 1")):
        with pytest.raises(EditedMigration, match=message):
            use(warehouse)


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """Tables, but no record of migrations."""
    path = tmp_path / "other.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table diary (day date)")
    with pytest.raises(NotAWarehouse, match="other tables"):
        migrate(path)
