"""The way from each schema that ever was to the newest: rows are kept, and everything answers."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.contents import complaints
from warehouse.connect import reading, writing
from warehouse.migrate import migrate, schema_version
from warehouse.query import query
from warehouse.schema import known_migrations

ALL = known_migrations()
# Two generic rows a table by type; then what ties them together, so that views find something.
VALUES = {
    "VARCHAR": "'generic-{n}'",
    "INTEGER": "{n}",
    "SMALLINT": "{n}",
    "UINTEGER": "{n}",
    "BIGINT": "{n}",
    "BOOLEAN": "true",
    "REAL": "0.75",
    "FLOAT": "0.75",
    "DOUBLE": "{n}.5",
    "DATE": "date '2024-05-0{n}'",
    "TIMESTAMP WITH TIME ZONE": "timestamptz '2024-05-0{n} 08:30:00+00'",
}


SOUND = {
    "mentions": 'update mentions set "start" = 0, "end" = 9',
    "claims": "update claims set content_start = 0, content_end = 9, cue_start = 0, cue_end = 9",
    "articles": "update articles set metadata_at = published_at + interval 1 hour",
}
# Before there was ops, rows lack what they belong to there.
UNTIED = {"orphans", "feeds_without_state", "duplicate_keys"}
# What the oldest schemas know nothing of, and what generic rows are not: two names in one article, an edit, a
# denial, a gap.
EMPTY = {"main.claim_notes", "main.articles_gone"} | {
    "main.entity_pairs",
    "main.edits",
    "main.disputed",
    "main.gaps",
}


def value(kind: str, number: int) -> str:
    """A literal of a type; of lists and structures an empty one."""
    if kind.endswith("[]"):
        return f"[]::{kind}"
    return VALUES[kind].format(n=number) if kind in VALUES else f"null::{kind}"


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Two rows into every table, whatever its columns are."""
    columns = connection.execute(
        """
        select schema_name || '.' || table_name, list(data_type order by column_index)
        from duckdb_columns()
        where database_name = current_database() and not internal and (schema_name, table_name) in
            (select (schema_name, table_name) from duckdb_tables()) and table_name <> 'migrations'
        group by all
        """
    ).fetchall()
    for table, kinds in columns:
        rows = ", ".join(f"({', '.join(value(kind, number) for kind in kinds)})" for number in (1, 2))
        connection.execute(f"insert into {table} values {rows}")  # noqa: S608  # our own tables
    for table, statement in SOUND.items():
        if f"main.{table}" in dict(columns):
            connection.execute(statement)


def rows(path: Path) -> dict[str, pl.DataFrame]:
    """Every table but the record of migrations, in order."""
    with reading(path, any_schema=True) as connection:
        names = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        frames = {name: connection.table(name).pl() for (name,) in names if name != "ops.migrations"}
    return {name: frame.sort(frame.columns[0]) for name, frame in frames.items()}


def of_schema(number: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled file as the version with the first so many migrations made it."""
    with monkeypatch.context() as patch:
        for module in ("warehouse.migrate", "warehouse.schema"):
            patch.setattr(f"{module}.known_migrations", lambda: ALL[:number])
        migrate(path)
        with writing(path) as connection:
            fill(connection)
    assert schema_version(path) == number
    return path


@pytest.mark.parametrize("number", range(2, len(ALL) + 1))
def test_every_schema_can_be_brought_up_to_date(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row is lost or changed, every view answers, and no check complains."""
    path = of_schema(number, tmp_path / "warehouse.duckdb", monkeypatch)
    before = rows(path)
    assert migrate(path) == [migration.name for migration in ALL[number:]]
    after = rows(path)
    for name, frame in before.items():
        assert frame.height == 2
        assert after[name].select(frame.columns).equals(frame), name
    views = query(
        path, "select schema_name || '.' || view_name as name from duckdb_views() where not internal"
    )
    found = {name: query(path, f"from {name}").height for name in views["name"]}
    if number >= 5:  # from here on there are claims, and what they belong to
        assert {name for name, count in found.items() if count < 2} <= EMPTY
    assert {name.partition(":")[0] for name in complaints(path)} <= (UNTIED if number < 4 else set())
