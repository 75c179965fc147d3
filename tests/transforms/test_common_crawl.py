"""Tests of Common Crawl's lists."""

import gzip
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.common_crawl import begun_at, listed, months, with_captures_of
from transforms.past import Window

PATH = "crawl-data/CC-NEWS/2025/01/CC-NEWS-{}-00001.warc.gz"


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2025-01-03", "2025-01-05", ["2025/01"]),
        ("2025-01-01", "2025-01-02", ["2024/12", "2025/01"]),
        ("2025-01-31", "2025-02-01", ["2025/01"]),
        ("2024-11-15", "2025-02-02", ["2024/11", "2024/12", "2025/01", "2025/02"]),
    ],
)
def test_months_of_a_window(since: str, until: str, expected: list[str]) -> None:
    """Those whose files may reach into it."""
    assert months(Window(date.fromisoformat(since), date.fromisoformat(until))) == expected


def test_files_that_reach_into_a_window() -> None:
    """By their begin and that of the next, with a margin; the last of a list holds a day at most."""
    times = ["20250102180000", "20250102220000", "20250103120000", "20250103235959", "20250104000000"]
    window = Window(date(2025, 1, 3), date(2025, 1, 4))
    kept = with_captures_of([PATH.format(at) for at in reversed(times)], window)
    assert kept == [PATH.format(at) for at in times[:4]]
    assert with_captures_of([PATH.format("20250101230000")], window) == []
    assert with_captures_of([], window) == []
    assert with_captures_of([PATH.format("20250102010000")], window) == [PATH.format("20250102010000")]


def test_a_list_names_nothing_else() -> None:
    """Other paths, and times that are none, are passed over."""
    odd = ["/etc/passwd", PATH.format("20251399000000"), "../" + PATH.format("20250101000000"), ""]
    good = PATH.format("20250101000000")
    assert listed(gzip.compress("\n".join([*odd, good, good]).encode())) == [good]


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", gzip.compress(b"a" * 99, mtime=0)[:-9], gzip.compress(bytes(40 * 2**20), mtime=0)],
)
def test_what_is_no_list(body: bytes) -> None:
    """Is said to be none."""
    with pytest.raises(ValueError, match="it is"):
        listed(body)


@given(st.text(), st.binary(max_size=200))
def test_nothing_else_is_raised(path: str, body: bytes) -> None:
    """By any path or list."""
    begun_at(path)
    try:
        listed(body)
    except ValueError:
        return
