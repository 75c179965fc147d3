"""Loading is safe against what is in the data: any text in any column of any table."""

from collections import Counter
from pathlib import Path
from typing import Any
from zlib import crc32

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.connect import reading
from warehouse.tables import TABLES

# What would do harm where text became SQL, a format, a path, markup or a terminal's command; what ends
# strings early, looks like another one or like no string.
NASTY = [
    "", " ", "'", '"', "''", "\\", "\\'", "';--", "'); drop table claims; --", "$1", "$batch", "{}", "{key}",
    "%s", "\0", "a\0b", "\0'; --", "\n", "\r\n", "\t", "\x1b[2J\x1b]0;title\x07", "\x7f", "\u2028",
    "\u202eevil", "\u200f\u05d0\u05d1", "e\u0301", "\u00e9", "\u212a", "ﬁ", "İı", "🧨", "👩‍👩‍👧",
    "\U0010ffff", "\ufffe", "\ufeff", "null", "NULL", "NaN", "true", "1e999", "../../etc/passwd", "<script>",
    "=cmd()", "[1, 2]",
]  # fmt: skip
# Columns that hold the keys of some table say the same in all: what belongs together is loaded together.
KEYED = {column for table in TABLES.values() for column in (*table.key, table.owner)}


def value(kind: Any, word: str) -> Any:
    """A value of a column's type, with the word wherever it holds text."""
    if isinstance(kind, pl.List):
        return [value(kind.inner, word), value(kind.inner, word[::-1])]
    if isinstance(kind, pl.Struct):
        return {field.name: value(field.dtype, word) for field in kind.fields}
    return word if kind == pl.String else None


def hostile(name: str, frame: pl.DataFrame, words: list[str]) -> pl.DataFrame:
    """A row for each word; each column of text has another word in each row, lists and structs included."""

    def column(of: str, kind: Any) -> pl.Series:
        turned = crc32(of.encode()) % len(words)
        said = (
            [f"{row}:{word}" for row, word in enumerate(words)]
            if of in KEYED
            else words[turned:] + words[:turned]
        )
        return pl.Series(of, [value(kind, word) for word in said], dtype=kind)

    with_text = {of: kind for of, kind in frame.schema.items() if "String" in str(kind)}
    return pl.concat([frame] * len(words)).with_columns(column(*each) for each in with_text.items())


def counted(path: Path, frames: dict[str, pl.DataFrame]) -> dict[str, Counter[str]]:
    """The rows of each table, as far as the frames have their columns, in a form that can be compared."""
    with reading(path) as connection:
        stored = {name: connection.sql(f"from {name}").pl() for name in frames}
    return {name: Counter(map(repr, stored[name].select(frames[name].columns).rows())) for name in frames}


def check_words(path: Path, sample: Any, words: list[str]) -> None:
    """Loads them into every table, twice, beside what is there; all of it must be there once, unchanged."""
    sample.put(path, sample.batch())
    before = counted(path, sample.batch())
    frames = {name: hostile(name, frame, words) for name, frame in sample.batch().items()}
    expected = {name: before[name] + Counter(map(repr, frame.rows())) for name, frame in frames.items()}
    assert sample.put(path, frames) == dict.fromkeys(TABLES, len(words))
    assert counted(path, frames) == expected
    assert sample.put(path, frames) == dict.fromkeys(TABLES, 0)
    assert counted(path, frames) == expected


def test_nasty_texts_come_back_as_they_were(warehouse: Path, sample) -> None:
    """Each of the list, somewhere in every column of text of every table, keys included."""
    check_words(warehouse, sample, NASTY)


@pytest.mark.slow
def test_a_text_of_a_megabyte_comes_back(warehouse: Path, sample) -> None:
    """In every column at once."""
    check_words(warehouse, sample, ["'\0🧨" * 200_000])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was(
    new_warehouse: Path, sample, tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    """Whatever Unicode has."""
    path = tmp_path_factory.mktemp("any") / "warehouse.duckdb"
    path.write_bytes(new_warehouse.read_bytes())
    check_words(path, sample, words)


def test_half_a_character_gets_into_no_frame() -> None:
    """A lone surrogate is no text in UTF-8: Polars takes none, so none can come to be loaded."""
    with pytest.raises((UnicodeEncodeError, TypeError, pl.exceptions.PolarsError)):
        pl.DataFrame({"title": ["\ud83d"]}, schema={"title": pl.String})
