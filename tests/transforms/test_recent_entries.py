"""What is remembered of a feed's entries."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transforms.recent_entries import REMEMBERED_KEYS, REMEMBERED_TIMES, Recent, with_body

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_dated_entries_are_remembered_by_their_dates() -> None:
    """Also those of the first body; a date in the future is the time of the sighting."""
    found = with_body(Recent(), [("old", NOW - 2 * HOUR), ("new", NOW - HOUR), ("ahead", NOW + HOUR)], NOW)
    assert list(found.keys) == ["ahead", "new", "old"]
    assert list(found.times) == [NOW, NOW - HOUR, NOW - 2 * HOUR]
    assert found.window == 3


def test_undated_entries_are_remembered_by_their_sighting() -> None:
    """A first body says only that the feed is alive; later, each new entry counts."""
    first = with_body(Recent(), [("b", None), ("a", None)], NOW)
    assert list(first.times) == [NOW]
    second = with_body(first, [("d", None), ("c", None), ("b", None)], NOW + HOUR)
    assert list(second.times) == [NOW + HOUR, NOW + HOUR, NOW]


def test_an_entry_dated_anew_is_no_new_entry() -> None:
    """Feeds that set every date to now do not look busy for it."""
    first = with_body(Recent(), [("a", NOW)], NOW)
    assert with_body(first, [("a", NOW + HOUR)], NOW + HOUR).times == first.times


entries = st.lists(
    st.tuples(
        st.text(max_size=3), st.none() | st.timedeltas(-99 * HOUR, 9999 * HOUR).map(lambda ago: NOW - ago)
    ),
    max_size=300,
)


@given(entries, entries)
def test_the_same_body_again_changes_nothing(before: list[tuple], body: list[tuple]) -> None:
    """Loading twice is loading once; what is kept is bounded and in order."""
    once = with_body(with_body(Recent(), before, NOW), body, NOW + HOUR)
    again = with_body(once, body, NOW + 2 * HOUR)
    assert (list(again.keys), list(again.times)) == (list(once.keys), list(once.times))
    assert len(once.keys) <= REMEMBERED_KEYS
    assert len(once.times) <= REMEMBERED_TIMES
    assert list(once.times) == sorted(once.times, reverse=True)
