"""Entries that nobody saw."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.sightings import gap_suspected

keys = st.lists(st.text(max_size=3), unique=True, max_size=20)


def test_a_gap_is_suspected_where_the_newest_half_is_gone() -> None:
    """An old entry that stays for ever does not hide it; an entry that was taken down is none."""
    assert gap_suspected(["c", "b", "a"], ["f", "e", "d"])
    assert gap_suspected(["d", "c", "b", "pinned"], ["g", "f", "e", "pinned"])
    assert not gap_suspected(["c", "b", "a"], ["e", "d", "b"])
    assert not gap_suspected(["only"], ["new", "only"])


def test_without_entries_there_is_nothing_to_suspect() -> None:
    """Neither after an empty body nor by one: a feed that lost its entries is another matter."""
    assert not gap_suspected([], ["a"])
    assert not gap_suspected(["a"], [])


@given(keys, keys)
def test_a_feed_that_only_grows_has_no_gap(last: list[str], new: list[str]) -> None:
    """While less than half of what it holds is new."""
    fresh = [key for key in new if key not in last][: (len(last) - 1) // 2]
    assert not gap_suspected(last, [*fresh, *last][: max(len(last), 1)])
