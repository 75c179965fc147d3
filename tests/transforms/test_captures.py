"""Tests of which captures may be pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.captures import may_be_page

HTML = b"<!doctype html><html><head>"


@pytest.mark.parametrize(
    ("status", "kind", "beginning", "expected"),
    [
        (200, "text/html; charset=utf-8", b"", True),
        (203, "application/xhtml+xml", HTML, True),
        (200, None, HTML, True),
        (200, "text/plain", HTML, True),
        (200, "text/plain", b"User-agent: *", False),
        (200, "application/rss+xml", b"<rss><channel><title>", False),
        (200, "image/png", HTML, False),
        (404, "text/html", HTML, False),
        (304, "text/html", b"", False),
        (None, "text/html", HTML, False),
    ],
)
def test_pages_by_header_or_look(
    status: int | None, kind: str | None, beginning: bytes, expected: bool
) -> None:
    """HTML of a good answer, whatever its header; pictures are not looked into."""
    assert may_be_page(status, kind, beginning) is expected


@given(st.integers(), st.none() | st.text(), st.binary())
def test_nothing_is_raised(status: int, kind: str | None, beginning: bytes) -> None:
    """By any response."""
    may_be_page(status, kind, beginning)
