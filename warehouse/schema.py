"""Which migrations this version knows, and whether a file's history agrees with them."""

import hashlib
from dataclasses import dataclass

import duckdb

from warehouse.errors import EditedMigration, NewerSchema, NotAWarehouse, OlderSchema
from warehouse.sql import names_in, read_sql


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step of the schema; `hash` is SHA-256 of its SQL."""

    number: int
    name: str
    sql: str
    hash: str


def known_migrations() -> list[Migration]:
    """The migrations that ship with this version, in order."""
    return [_migration(name) for name in names_in("migrations")]


def applied_migrations(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str, str]]:
    """Number, name and hash of each migration in an open file, in order; [] in an empty file.

    Raises NotAWarehouse for a database that has tables but no record of migrations.
    """
    tables = connection.execute(read_sql("queries", "all_tables")).fetchall()
    if ("ops", "migrations") in tables:
        return connection.execute(read_sql("queries", "applied_migrations")).fetchall()
    if tables:
        raise NotAWarehouse("that DuckDB file holds other tables, but no warehouse: name another file")
    return []


def pending(known: list[Migration], applied: list[tuple[int, str, str]]) -> list[Migration]:
    """The migrations still to apply; raises NewerSchema or EditedMigration where the histories disagree."""
    newest, ours = max((number for number, _, _ in applied), default=0), len(known)
    if newest > ours:
        raise NewerSchema(
            f"this warehouse was written by a newer Hearsay (schema {newest}, this one knows {ours}): "
            "upgrade hearsay"
        )
    for migration, (number, name, hash_) in zip(known, applied, strict=False):
        if number != migration.number:
            raise EditedMigration(
                f"migration {migration.number} is missing from this warehouse: restore a copy"
            )
        if hash_ != migration.hash:
            raise EditedMigration(
                f"migration {number} of this warehouse ({name}) differs from this version's: "
                "use the version of hearsay that made the file"
            )
    return known[len(applied) :]


def require_current(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises OlderSchema, NewerSchema, EditedMigration or NotAWarehouse unless the file is exactly ours."""
    applied = applied_migrations(connection)
    if pending(known_migrations(), applied):
        raise OlderSchema("this warehouse lacks migrations that this version needs: run `hearsay migrate`")


def _migration(name: str) -> Migration:
    sql = read_sql("migrations", name)
    return Migration(int(name.partition("_")[0]), name, sql, hashlib.sha256(sql.encode()).hexdigest())
