"""JSON Feed, as it should be and as it comes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.jsonfeed import JsonFeed, read_json_feed

SAMPLE = Path(__file__).parents[1] / "data" / "feeds" / "pier.json"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["id", "url", "title", "authors", "name", "tags", "date_published"]), inner
        )
    ),
    max_leaves=8,
)


def test_a_feed() -> None:
    """Items with what they have; what is of the wrong type is as if absent."""
    feed = read_json_feed(SAMPLE.read_text("utf-8"))
    assert isinstance(feed, JsonFeed)
    first, second, third = feed.items
    assert (first.guid, list(first.links), list(first.authors), list(first.categories)) == (
        "1",
        ["/one"],
        ["Ada Pole"],
        ["sea"],
    )
    assert second.content.value == "1 < 2"
    assert not second.content.is_html
    assert third.guid is None


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "{}", '{"items": {}}', '{"items": [{"name": "x"}]}', "[" * 100_000, "9" * 10_000]
)
def test_no_feed(text: str) -> None:
    """JSON of another kind, or none, is told in a line."""
    assert isinstance(read_json_feed(text), str)


@given(st.lists(JSON))
def test_items_of_any_shape(items: list[object]) -> None:
    """Whatever the items hold, reading them does not fail."""
    text = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})
    assert isinstance(read_json_feed(text), JsonFeed)
