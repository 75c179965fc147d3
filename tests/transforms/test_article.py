"""One page to one row: own pages with what is to be read from them beside."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.article import Page, Refused, extract
from transforms.schemas import EXTRACTED, from_rows

PAGES = Path(__file__).parents[1] / "data" / "pages"
CAPTURED = datetime(2025, 6, 1, tzinfo=UTC)


def page(
    body: bytes, content_type: str | None = "text/html", url: str = "https://lantern.example/news/ferry"
) -> Page:
    """A page that was fetched without a redirect."""
    return Page(
        "f1",
        "p1",
        url,
        url,
        redirects_permanent=False,
        content_type=content_type,
        body=body,
        captured_at=CAPTURED,
    )


def row(name: str) -> dict[str, object]:
    """The row of one of the pages in tests/data/pages."""
    found = extract(page((PAGES / f"{name}.html").read_bytes()))
    assert isinstance(found, dict), found
    return found


def test_a_page_gives_what_is_beside_it() -> None:
    """Title, authors, dates, language, flags and text of an ordinary article."""
    golden = json.loads((PAGES / "ferry.json").read_text())
    found = row("ferry")
    text = str(found["text"])
    for name in (
        "title",
        "authors",
        "language",
        "declared_canonical",
        "description",
        "flags",
        "published_evidence",
    ):
        assert found[name] == golden[name], name
    assert found["published_at"] == datetime.fromisoformat(golden["published_at"])
    assert found["published_date"] == date.fromisoformat(golden["published_date"])
    assert found["modified_at"] == datetime.fromisoformat(golden["modified_at"])
    assert golden["first_words"] in text
    assert text.endswith(golden["last_words"])
    assert not [phrase for phrase in golden["absent"] if phrase in text]


def test_the_row_fits_the_schema() -> None:
    """Every column of EXTRACTED is there and nothing else, in types that Polars takes."""
    found = row("ferry")
    assert set(found) == set(EXTRACTED)
    assert from_rows([found], EXTRACTED).row(0, named=True)["text"] == found["text"]


@pytest.mark.parametrize(
    ("name", "reason"), [("consent", "consent_page"), ("bot_wall", "bot_wall"), ("gone", "error_page")]
)
def test_walls_are_no_articles(name: str, reason: str) -> None:
    """Consent pages, bot checks and missing pages are refused by name."""
    found = extract(page((PAGES / f"{name}.html").read_bytes()))
    assert isinstance(found, Refused)
    assert found.reason == reason


def test_an_article_about_cookies_is_an_article() -> None:
    """The words of consent notices do not make a notice."""
    assert "Achterberg" in str(row("cookies_article")["text"])


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "shift_jis", "no-such-charset"])
def test_a_lying_header_changes_nothing(charset: str) -> None:
    """The row does not depend on the header's charset."""
    body = (PAGES / "ferry.html").read_bytes()
    assert extract(page(body, f"text/html; charset={charset}")) == extract(page(body))


def test_order_and_repetition_change_nothing() -> None:
    """The same bytes give the same row, whatever was read before."""
    bodies = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]
    forward = [extract(page(body)) for body in bodies]
    backward = [extract(page(body)) for body in reversed(bodies)]
    assert forward == backward[::-1]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not_html"),
        (b'{"text": "<p>Hello</p>"}', "not_html"),
        (b"The ferry sails again.", "not_html"),
        (bytes(range(256)) * 16, "undecodable"),
        (b"<html><body></body></html>", "no_text"),
        (b"<html><body><p>Ferry sails.</p></body></html>", "too_short"),
        (b"<html><body>" + b"<p>hi</p>" * 100_000, "too_large"),
        (b"<html><body><article><p>" + b"The ferry sails again. " * 25_000, "too_large"),
    ],
)
def test_what_is_no_article_is_refused(body: bytes, reason: str) -> None:
    """Each kind of useless body has its reason."""
    found = extract(page(body))
    assert isinstance(found, Refused)
    assert (found.stage, found.reason) == ("extract", reason)


@pytest.mark.parametrize(
    "middle",
    [
        b"<div>" * 100_000,
        b"<b><i>" * 50_000,
        b"\x00" * 1_000,
        b"<div class='" + b"a " * 200_000 + b"'>",
        b"&amp;&lt;&#55296;&#0;" * 50_000,
        b"<script type='application/ld+json'>" + b"[" * 200_000 + b"</script>",
        b"<script type='application/ld+json'>" + b" " * 500_000 + b"x</script>",
        b"<!--" + b"-" * 500_000,
    ],
)
def test_hostile_markup_is_survived(middle: bytes) -> None:
    """Depth, size and noise end in a row or a reason, in this process."""
    sentence = b"<p>The harbour master said on Monday that the ferry would sail again in April.</p>"
    assert isinstance(extract(page(b"<html><body>" + middle + sentence * 10)), dict | Refused)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    """Any bytes inside a page end in a row or a reason."""
    assert isinstance(extract(page(b"<html><body><p>" + body)), dict | Refused)


def test_article_body_stands_in_for_a_text_that_scripts_would_load() -> None:
    """Where the markup holds a teaser only, JSON-LD's articleBody is the text."""
    body = " ".join(f"On day {n} the ferry carried {n * 3} passengers to Harrow Bay." for n in range(1, 20))
    node = json.dumps({"@type": "NewsArticle", "headline": "Ferry counts", "articleBody": body})
    head = f'<head><script type="application/ld+json">{node}</script></head>'
    found = extract(page(f"<html>{head}<body><p>Loading.</p></body></html>".encode()))
    assert isinstance(found, dict)
    assert found["text"] == body


def test_a_closed_page_is_flagged() -> None:
    """isAccessibleForFree: false makes the flag paywall."""
    body = (
        (PAGES / "ferry.html")
        .read_text()
        .replace('"isAccessibleForFree": true', '"isAccessibleForFree": "False"')
    )
    found = extract(page(body.encode()))
    assert isinstance(found, dict)
    assert found["flags"] == ["paywall"]


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:01+05:00"])
def test_a_moment_at_the_end_of_time_is_no_date(moment: str) -> None:
    """In no year of UTC: the article is taken without it."""
    body = f"""<html><head><title>Ferry</title><meta property="article:published_time" content="{moment}">
        <meta property="article:modified_time" content="{moment}"></head><body><article><h1>Ferry</h1>
        <p>{"The ferry sails again tomorrow, said Ada. " * 20}</p></article></body></html>"""
    found = extract(page(body.encode()))
    assert not isinstance(found, Refused)
    assert (found["published_date"], found["published_at"], found["modified_at"]) == (None, None, None)
