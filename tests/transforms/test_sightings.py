"""Whether entries may have come and gone between two polls."""

import shlex
from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.sightings import (
    KEPT_KEYS,
    fill_command,
    gap_row,
    gap_suspected,
    newest_first,
    news,
)

START = datetime(2026, 3, 2, tzinfo=UTC)
KEYS = st.lists(st.sampled_from("abcdefghijklmnop"), unique=True)


def entries(*named: tuple[str, float | None]) -> pl.DataFrame:
    """Entries by key, published so many hours after the start."""
    rows: list[dict[str, object]] = [
        {"entry_key": key, "published_at": None if hours is None else START + timedelta(hours=hours)}
        for key, hours in named
    ]
    return schemas.from_rows(rows, schemas.ENTRIES)


@given(KEYS, KEYS)
def test_a_gap_is_suspected_where_the_newer_half_is_gone(last: list[str], new: list[str]) -> None:
    """One key of the newer half in the new body, and nothing was missed; none before, nothing to miss."""
    newer = last[: -(-len(last) // 2)]
    assert gap_suspected(last, new) == (bool(last) and bool(new) and not any(key in new for key in newer))


@given(KEYS, st.integers(0, 30), st.integers(1, 12))
def test_a_window_that_moved_less_than_half_its_length_is_no_gap(
    keys: list[str], moved: int, length: int
) -> None:
    """New entries on top push old ones out: while the newest of before is there, all have been seen."""
    body = keys[:length]
    after = ([f"new {number}" for number in range(moved)] + body)[:length]
    if moved < min(length, len(body) or length):
        assert not gap_suspected(body, after)
    if moved >= length and body:
        assert gap_suspected(body, after)


def test_what_is_pinned_hides_no_gap() -> None:
    """An old entry that stays for weeks says nothing of those between."""
    assert gap_suspected(["d", "c", "b", "pinned"], ["z", "y", "x", "pinned"])


def test_entries_are_ordered_by_date_and_else_as_they_stand() -> None:
    """Feeds that put the oldest first are there, too."""
    assert newest_first(entries(("a", 1), ("b", 3), ("c", 2))) == ["b", "c", "a"]
    assert newest_first(entries(("a", None), ("b", None), ("c", 1))) == ["c", "a", "b"]


def test_news_are_the_entries_that_the_last_body_lacked() -> None:
    """Of a body longer than what is kept of it, those on top: the others may have been there."""
    body = entries(("e", 5), ("d", 4), ("c", 3), ("b", None))
    assert news(["d", "c"], body) == [START + timedelta(hours=5), None]
    assert news(["e", "d", "c", "b"], body) == []
    assert len(news([], body)) == 4
    assert news(["e"], entries()) == []
    long = ["d", "c", *map(str, range(KEPT_KEYS - 2))]
    assert news(long, body) == [START + timedelta(hours=5)]


def test_a_gap_is_the_same_row_however_often_it_is_found() -> None:
    """Its key is the feed and the two times."""
    until = START + timedelta(hours=30)
    one, two = (
        gap_row("f", "https://news.dam.example/feed", START, until, ["a"], ["z"], fetch) for fetch in "xy"
    )
    assert one["gap_id"] == two["gap_id"]
    words = "--since 2026-03-02 --until 2026-03-04"
    assert one["backfill"] == f"hearsay backfill --gaps --feed https://news.dam.example/feed {words}"


@given(st.text(max_size=30))
def test_a_hostile_address_is_one_word_of_the_command(url: str) -> None:
    """A user may paste the command into a shell."""
    assert shlex.split(fill_command(url, START, START))[4] == url
