"""The data dictionary: current, and complete."""

import re
from pathlib import Path

from tests import dictionary
from warehouse.query import query


def test_the_dictionary_is_current(warehouse: Path) -> None:
    """A changed comment, column or type: python -m tests.dictionary."""
    assert dictionary.DICTIONARY.read_text("utf-8") == dictionary.dictionary(warehouse)


def test_every_table_view_and_macro_has_its_section(warehouse: Path) -> None:
    """And every column of a table or view its line, under the right section."""
    sections = re.split(r"^### ", dictionary.dictionary(warehouse), flags=re.MULTILINE)[1:]
    lines = {
        (section.split(" ", 1)[0], column)
        for section in sections
        for column in re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
    }
    columns = query(
        warehouse,
        "select if(schema_name = 'main', '', schema_name || '.') || table_name, column_name "
        "from duckdb_columns() where not internal",
    ).rows()
    assert set(columns) <= lines
    macros = query(warehouse, "select function_name from duckdb_functions() where not internal")[
        "function_name"
    ]
    heads = "\n".join(section.split("\n", 1)[0] for section in sections)
    assert all(f"{name}(" in heads for name in macros)


def test_every_macro_says_what_it_is(warehouse: Path) -> None:
    """For the rest see test_tables. Columns that no view explains are in the macro's comment."""
    silent = query(
        warehouse,
        "select function_name from duckdb_functions() where not internal and comment is null "
        "and function_type in ('macro', 'table_macro')",
    )
    assert silent.is_empty(), silent
    sections = re.split(r"^### ", dictionary.dictionary(warehouse), flags=re.MULTILINE)[1:]
    for section in sections:
        head, comment = section.split("\n\n")[:2]
        unexplained = re.findall(r"^\| `(\w+)` \|.*\| see above \|$", section, flags=re.MULTILINE)
        assert all(name in comment for name in unexplained), (head, unexplained)
