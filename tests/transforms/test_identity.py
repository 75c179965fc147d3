"""Keys: the same parts give the same key, other parts another."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.identity import body_hash, key, span_keys

PARTS = st.lists(st.none() | st.text() | st.integers(), min_size=1, max_size=4)


def as_text(parts: list[object]) -> list[str | None]:
    return [None if part is None else str(part) for part in parts]


@given(PARTS, PARTS)
def test_keys_differ_as_their_parts_do(one: list[str | int | None], other: list[str | int | None]) -> None:
    """Two lists of parts share a key exactly if they read the same; absent and empty differ."""
    assert (key(*one) == key(*other)) == (as_text(list(one)) == as_text(list(other)))


def test_a_key_is_stable() -> None:
    """Keys are stored for years: the function may never change."""
    assert key("article", "https://example.org/a") == "11986b1c86344a3b503f"


@given(st.text(), st.lists(st.tuples(st.integers(0), st.integers(0))))
def test_keys_of_spans_are_keys(text_id: str, spans: list[tuple[int, int]]) -> None:
    """The keys of many spans at once are those of each alone."""
    assert span_keys(text_id, spans) == [key(text_id, start, end) for start, end in spans]


def test_body_hash_is_sha256() -> None:
    """Anyone can check a stored hash with common tools."""
    assert body_hash(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
