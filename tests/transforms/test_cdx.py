"""The index of a web archive: its shapes, its pages, and answers that are none."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import schemas
from transforms.cdx import FIELDS, NotAnIndex, moment_of, read_index, stamp_of

ROW = ["20250103120000", "https://news.example/feed", "text/xml", "200", "ABC"]
READ = (datetime(2025, 1, 3, 12, tzinfo=UTC), "https://news.example/feed", "text/xml", 200, "ABC")
PYWB = {"urlkey": "example,news)/feed", "timestamp": ROW[0], "url": ROW[1], "mime": ROW[2], "status": "200"}
SHAPES = {
    "json": json.dumps([list(FIELDS), ROW]),
    "other order": json.dumps([["urlkey", *reversed(FIELDS)], ["example,news)/feed", *reversed(ROW)]]),
    "lines": " ".join(ROW),
    "lines with the key": " ".join(["example,news)/feed", *ROW, "1234"]),
    "json lines": json.dumps({**PYWB, "digest": "ABC"}),
    "cdxj": f"example,news)/feed {ROW[0]} "
    + json.dumps({"url": ROW[1], "mime": ROW[2], "status": "200", "digest": "ABC"}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read(shape: str) -> None:
    """As it comes from the Wayback Machine or pywb, alone or as one of several lines."""
    assert read_index(SHAPES[shape].encode()).captures.rows() == [READ]


@pytest.mark.parametrize(
    ("body", "rows", "key"),
    [
        (
            json.dumps([list(FIELDS), ROW, [], ["com%2Cexample%29%2F+2025%21"]]),
            1,
            "com%2Cexample%29%2F+2025%21",
        ),
        (" ".join(ROW) + "\n\ncom%2Cexample%29%2F+2025%21", 1, "com%2Cexample%29%2F+2025%21"),
        (json.dumps([list(FIELDS), ROW, [], ["two words"]]), 1, None),
        (json.dumps([list(FIELDS), ROW, ROW]), 2, None),
        ("[]", 0, None),
        ("  \n", 0, None),
    ],
)
def test_the_key_leads_on(body: str, rows: int, key: str | None) -> None:
    """It stands behind an empty row; no captures are an answer as well."""
    page = read_index(body.encode())
    assert (page.captures.height, page.resume_key) == (rows, key)


@pytest.mark.parametrize(
    "body", ["<html>offline</html>", "[[", "Blocked Site Error", '{"message": "no"}', "[" * 9999]
)
def test_what_is_no_index_is_refused(body: str) -> None:
    """An error page never passes for an archive that has nothing."""
    with pytest.raises(NotAnIndex):
        read_index(body.encode())


@pytest.mark.parametrize(
    "row",
    [
        ["20251303120000", *ROW[1:]],
        ["2025", *ROW[1:]],
        [ROW[0], "ftp://news.example/feed", *ROW[2:]],
        [ROW[0], None],
        [],
        ["٢٠٢٥٠١٠٣١٢٠٠٠٠", *ROW[1:]],
    ],
)
def test_a_row_without_time_or_address_is_passed_over(row: list[object]) -> None:
    """The others stay."""
    assert read_index(json.dumps([list(FIELDS), row, ROW]).encode()).captures.rows() == [READ]


def test_odd_fields_are_unknown() -> None:
    """A status or digest that is none."""
    (row,) = read_index(json.dumps([list(FIELDS), [*ROW[:3], "-", "-"]]).encode()).captures.rows()
    assert row[3:] == (None, None)


_WORD = st.one_of(
    st.sampled_from([*ROW, *FIELDS, "", "-", "url"]), st.text(max_size=12), st.integers(), st.none()
)
_TABLES = st.lists(st.lists(_WORD, max_size=7), max_size=6)
_OBJECTS = st.dictionaries(st.sampled_from([*FIELDS, "url", "mime", "status"]), _WORD)
_ANSWERS = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    _TABLES.map(lambda table: json.dumps(table).encode()),
    st.lists(_OBJECTS, max_size=4).map(lambda rows: "\n".join(map(json.dumps, rows)).encode()),
    _TABLES.map(lambda table: "\n".join(" ".join(map(str, row)) for row in table).encode("utf-8", "replace")),
)


@settings(deadline=None)
@given(_ANSWERS)
def test_whatever_comes_it_is_read_or_refused(body: bytes) -> None:
    """Nothing else is raised, and what is read has a time and an address."""
    with suppress(NotAnIndex):
        page = read_index(body)
        assert page.captures.schema == schemas.CAPTURES
        assert page.captures.select("captured_at", "original").null_count().row(0) == (0, 0)


@settings(deadline=None)
@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001  # made aware below
def test_time_stamps_come_back(moment: datetime) -> None:
    """To the second."""
    aware = moment.replace(tzinfo=UTC)
    assert moment_of(stamp_of(aware)) == aware.replace(microsecond=0)
