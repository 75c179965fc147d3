"""The addresses of web archives, and what a capture says of the page itself."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.web_archive import is_rewritten, original, web_archive

NOON = datetime(2025, 1, 3, 12, tzinfo=UTC)
PAGE = "https://news.example/a?x=1"


@pytest.mark.parametrize(
    ("base", "index", "capture"),
    [
        ("https://web.archive.org", "/cdx/search/cdx?", "/web/20250103120000id_/"),
        ("https://web.archive.org/web/", "/cdx/search/cdx?", "/web/20250103120000id_/"),
        ("https://arquivo.pt/wayback", "/wayback/cdx?", "/wayback/20250103120000id_/"),
    ],
)
def test_an_archive_has_an_index_and_captures(base: str, index: str, capture: str) -> None:
    """The Wayback Machine's layout, or pywb's where the base has a path; a capture's address leads back."""
    archive = web_archive(base)
    host = base.partition("://")[2].partition("/")[0]
    assert archive.query(PAGE, NOON, NOON, 5, None).startswith(f"https://{host}{index}url=https%3A%2F%2Fnews")
    assert archive.capture(NOON, PAGE) == f"https://{host}{capture}{PAGE}"
    assert archive.original(archive.capture(NOON, PAGE)) == (NOON, PAGE)
    assert original(archive.capture(NOON, PAGE)) == (NOON, PAGE)


@pytest.mark.parametrize("base", ["web.archive.org", "ftp://web.archive.org", "", "https://a.example/?x=1"])
def test_what_is_no_base_address_is_refused(base: str) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match="is no base address"):
        web_archive(base)


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("https://web.archive.org/web/20250103120000/https://news.example/a", "https://news.example/a"),
        ("http://web.archive.org/web/20250103120000id_/http:/news.example/a", "http://news.example/a"),
        ("https://web.archive.org/web/20250103/https://news.example/a", None),
        ("https://web.archive.org/about", None),
        ("https://evil.example/web/20250103120000id_/https://news.example/a", None),
        ("https://web.archive.org.evil.example/web/20250103120000id_/https://news.example/a", None),
        ("https://web.archive.org/web/20251303120000id_/https://news.example/a", None),
    ],
)
def test_only_a_capture_of_this_archive_is_one(address: str, original: str | None) -> None:
    """What the archive, or a redirect of a captured page, leads to may be anything."""
    found = web_archive("https://web.archive.org").original(address)
    assert (found and found[1]) == original


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_address_is_too_odd(tail: str) -> None:
    """It is a capture or none."""
    found = web_archive("https://web.archive.org").original(
        f"https://web.archive.org/web/20250103120000id_/{tail}"
    )
    assert found is None or found[1].startswith("http")


def fetched(*locations: str, final: str, outcome: str = "ok") -> dict[str, object]:
    """A row of a capture that was asked for and redirected so."""
    hops = [{"status": 301, "url": location} for location in locations]
    return {"final_url": final, "redirects": hops, "outcome": outcome, "error": None}


def at(url: str, stamp: str = "20250104090000") -> str:
    return f"https://web.archive.org/web/{stamp}id_/{url}"


def test_redirects_to_another_time_are_the_archives_own() -> None:
    """Those to another page are the publisher's: they count for what the article is called."""
    archive = web_archive("https://web.archive.org")
    there = at("https://news.example/2025/a")
    row = archive.replayed(
        fetched(at(PAGE), at("http://www.news.example/a?x=1"), there, final=there) | {"url": at(PAGE)}, PAGE
    )
    assert (row["url"], row["final_url"]) == (PAGE, "https://news.example/2025/a")
    assert row["redirects"] == [{"status": 301, "url": "https://news.example/2025/a"}]
    assert (row["outcome"], row["captured_at"]) == ("ok", datetime(2025, 1, 4, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("final", "outcome"),
    [
        (at("https://news.example/"), "other_page"),
        (at("https://news.example/login?next=a"), "other_page"),
        ("https://news.example/a?x=1", "not_archived"),
        (at("https://news.example/a-b-c-d"), "ok"),
    ],
)
def test_another_page_is_none(final: str, outcome: str) -> None:
    """Home pages, login pages, and what was never captured."""
    assert (
        web_archive("https://web.archive.org").replayed(fetched(final, final=final), PAGE)["outcome"]
        == outcome
    )


@pytest.mark.parametrize(
    ("body", "rewritten"),
    [
        (b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><p>x", True),
        (b'<a href="/web/20250103120000/https://news.example/b">b</a>', True),
        (b'<link href="https://web.archive.org/web/20250103120000cs_/https://news.example/a.css">', True),
        (b'<script src="//arquivo.pt/static/wombat.js"></script>', True),
        (
            b'<a href="https://web.archive.org/web/20250103120000/https://news.example/b">as archived</a>',
            False,
        ),
        (b"<p>An article about the Wayback toolbar.</p>", False),
    ],
)
def test_an_archives_own_links_are_seen(body: bytes, *, rewritten: bool) -> None:
    """An article that cites an archive is not changed by one."""
    assert is_rewritten(body) == rewritten
