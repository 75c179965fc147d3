"""The data dictionary, warehouse/DICTIONARY.md, from the schema's comments (`python -m tests.dictionary`).

Of macros, DuckDB keeps a comment but none of their columns: a column is explained as that of the same name is
in the view or table that the comment names, else in most of `main`, else by the macro's own comment.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from warehouse.migrate import migrate
from warehouse.query import query

DICTIONARY = Path(__file__).parent.parent / "warehouse" / "DICTIONARY.md"

_HEAD = """# Data dictionary

What is in the warehouse, from the comments in its schema; `python -m tests.dictionary` writes it. What
analysts read is in `main`, how it came about in `ops`. Times are UTC. Keys (`…_id`) are hashes.
"""
_TABLES = """
select schema_name, 'table' as kind, table_name as name, comment from duckdb_tables() where not internal
union all
select schema_name, 'view', view_name, comment from duckdb_views() where not internal
order by schema_name, kind, name
"""
_COLUMNS = """
select schema_name, table_name as name, column_name, data_type, comment
from duckdb_columns() where not internal order by schema_name, table_name, column_index
"""
_MACROS = """
select schema_name, function_name as name, parameters, function_type = 'table_macro' as is_table, comment
from duckdb_functions() where not internal and function_type in ('macro', 'table_macro')
order by schema_name, function_name
"""
_ALIKE = """
select comment from duckdb_columns() where column_name = ? and comment is not null group by comment
order by max(contains(?, table_name)) desc, max(schema_name = 'main') desc, count(*) desc, comment limit 1
"""
_TYPES = {"VARCHAR": "text", "TIMESTAMP WITH TIME ZONE": "timestamptz"}


def dictionary(path: Path) -> str:
    """The whole text, told from one warehouse file (its rows do not matter)."""
    return "\n".join([_HEAD, *(_part(path, schema) for schema in ("main", "ops"))])


def _part(path: Path, schema: str) -> str:
    lines = [f"## {schema}\n"]
    tables = query(path, _TABLES).rows()
    columns = query(path, _COLUMNS).rows()
    for _, kind, name, comment in (row for row in tables if row[0] == schema):
        lines += [f"### {_full(schema, name)} ({kind})\n", f"{comment}\n", *_table_head()]
        mine = [row for row in columns if row[:2] == (schema, name)]
        lines += [_line(column, data_type, said) for _, _, column, data_type, said in mine] + [""]
    for _, name, parameters, is_table, comment in (
        row for row in query(path, _MACROS).rows() if row[0] == schema
    ):
        call = f"{_full(schema, name)}({', '.join(parameters)})"
        lines += [f"### {call} ({'table macro' if is_table else 'macro'})\n", f"{comment}\n"]
        lines += [*_macro_columns(path, schema, name, parameters, comment), ""] if is_table else []
    return "\n".join(lines)


def _macro_columns(path: Path, schema: str, name: str, parameters: list[str], comment: str) -> Iterator[str]:
    given = ("now()" if parameter == "moment" else "null" for parameter in parameters)
    call = f"{schema}.{name}({', '.join(given)})"
    yield from _table_head()
    for column, data_type in query(
        path,
        f"select column_name, column_type from (describe from {call})",  # noqa: S608
    ).rows():
        known = query(path, _ALIKE, [column, comment])["comment"].to_list()
        yield _line(column, data_type, known[0] if known else "see above")


def _table_head() -> list[str]:
    return ["| column | type | what it is |", "|---|---|---|"]


def _line(column: str, data_type: str, comment: str | None) -> str:
    for long, short in _TYPES.items():
        data_type = data_type.replace(long, short)
    return f"| `{column}` | {_cell(data_type.lower())} | {_cell(comment or '')} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _full(schema: str, name: str) -> str:
    return name if schema == "main" else f"{schema}.{name}"


def made_anew() -> str:
    """The dictionary of this version's schema."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        migrate(path)
        return dictionary(path)


if __name__ == "__main__":
    DICTIONARY.write_text(made_anew(), "utf-8")
