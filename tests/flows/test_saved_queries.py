"""Saved queries: names, parameters and their values."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.saved_queries import Saved, saved, saved_queries, saved_query, sql_in, values_for, words_of
from warehouse.sql import names_in

NOW = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)
SQL = """-- What was said.
-- Note: this line is about no parameter.
-- until: null
-- since: yesterday
-- limit: 5
select 1 where a > $since and b < $until and c = $speaker limit $limit
"""


def test_a_file_says_what_it_shows_and_needs() -> None:
    """The first comment line, and the parameters: those without a default first."""
    query = saved("said", SQL)
    assert query.about == "What was said."
    assert list(query.defaults.items()) == [
        ("speaker", None),
        ("until", "null"),
        ("since", "yesterday"),
        ("limit", "5"),
    ]
    assert query.usage == "@said SPEAKER [until] [since=yesterday] [limit=5]"
    assert saved("odd", "no SQL at all $x") == Saved("odd", "no SQL at all $x", "", {})


def test_words_are_values() -> None:
    """By name, or in order; times only by name."""
    query = saved("said", SQL)
    assert query.given(["Ada Quill", "since=2w"]) == {"speaker": "Ada Quill", "since": "2w"}
    assert query.given(["limit=1", "x=y z"]) == {"limit": "1", "x": "y z"}
    assert query.given(["Quill", "7"]) == {"speaker": "Quill", "limit": "7"}
    with pytest.raises(UsageError, match="'b' is too much for @said SPEAKER"):
        query.given(["Quill", "7", "b"])
    assert words_of("'Ada Quill' since='2 weeks ago'") == ["Ada Quill", "since=2 weeks ago"]
    with pytest.raises(UsageError, match="quotation"):
        words_of("'Ada")


def test_values_are_given_or_defaults() -> None:
    """A default null is no value, a given one a word; until a day means its end."""
    query = saved("said", SQL)
    assert values_for(query, {"speaker": "null", "until": "today"}, NOW) == {
        "speaker": "null",
        "until": datetime(2026, 4, 1, tzinfo=UTC),
        "since": datetime(2026, 3, 30, tzinfo=UTC),
        "limit": "5",
    }
    assert values_for(query, {"speaker": "'; drop table claims"}, NOW)["until"] is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "wants a value for \\$speaker: write speaker=VALUE"),
        ({"speaker": "a", "outlet": "b"}, "no parameter \\$outlet \\(it has \\$speaker and"),
        ({"speaker": "a", "since": "soon"}, "since: 'soon' is no time"),
    ],
)
def test_values_that_cannot_be_used(given: dict[str, str], said: str) -> None:
    """Missing, unknown, or no time: said so."""
    with pytest.raises(UsageError, match=said):
        values_for(saved("said", SQL), given, NOW)


def test_ones_own_queries_stand_above_ours(tmp_path: Path) -> None:
    """And beside them; nothing that is no name of a file there is looked for on the disk."""
    (tmp_path / "quotes.sql").write_text("-- Mine.\nselect 1")
    (tmp_path / "wrong.sql").write_bytes(b"-- caf\xe9")
    with pytest.raises(UsageError, match=r"wrong\.sql is not UTF-8"):
        saved_query(tmp_path, "wrong")
    known = saved_queries(tmp_path)
    assert (known["quotes"].about, known["quotes"].own, known["denials"].own) == ("Mine.", True, False)
    assert set(known) - {"wrong"} == set(names_in("saved")) == set(saved_queries(tmp_path / "none"))
    assert saved_query(tmp_path, "quotes").sql == "-- Mine.\nselect 1"
    with pytest.raises(UsageError, match="do you mean @denials"):
        saved_query(tmp_path, "denial")
    with pytest.raises(UsageError, match="there is no saved query"):
        saved_query(tmp_path / "none", f"../{tmp_path.name}/quotes")


def test_every_query_of_ours_says_what_it_shows() -> None:
    """In one line that ends in a full stop; a text with a byte order mark is read, too."""
    for query in saved_queries(Path("nowhere")).values():
        assert 10 < len(query.about) < 100, query.name
        assert query.about.endswith("."), query.name


def test_a_byte_order_mark_is_no_sql(tmp_path: Path) -> None:
    """Windows puts one before a text."""
    (tmp_path / "a.sql").write_bytes(b"\xef\xbb\xbfselect 1")
    assert sql_in(tmp_path / "a.sql") == "select 1"
