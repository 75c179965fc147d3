"""What the sample web of the demo holds: its feeds, its articles, and what changes between the visits."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import UTC, datetime

import pytest

from flows.demo.manifest import SITE, Feed, Page, manifest, reply
from transforms.article import Page as FetchedPage
from transforms.article import Refused, extract
from transforms.feeds import NotAFeed, parse_feed

HERALD = "http://harbourherald.example"
ARTICLES = [page for page in manifest().pages if page.kind == "article"]
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
STRAIGHT = str.maketrans("“”’", '""\'')


def paragraphs(page: Page) -> list[str]:
    """The lines of a page's text, on the visit when it exists, without tags and curly quotes."""
    body = next(got.body for visit in (1, 2) if (got := reply(page.url, visit)).status == 200)
    charset = "cp1252" if "portambrypost" in page.url else "utf-8"
    plain = body.decode(charset).translate(str.maketrans("“”’", '""\''))
    return [line.strip() for line in TAGS.sub("\n", plain).splitlines() if line.strip()]


def test_manifest_and_files_agree() -> None:
    """Every address has its file, and no file lies about unused."""
    named = {SITE / known.file for known in (*manifest().feeds, *manifest().pages)}
    second = {path.with_name(f"{path.stem}.2{path.suffix}") for path in named}
    there = {path for path in SITE.rglob("*") if path.is_file() and path.name != "manifest.toml"}
    assert there <= named | second
    assert all(path.exists() or path.with_name(f"{path.stem}.2{path.suffix}").exists() for path in named)


def test_every_article_has_the_length_of_one() -> None:
    """No article is under 200 words, and none so long that it could not be read in a demo."""
    lengths = {page.url: sum(len(line.split()) for line in paragraphs(page)) for page in ARTICLES}
    assert not {url: words for url, words in lengths.items() if not 200 <= words <= 600}


def test_two_events_told_by_several_outlets_each() -> None:
    """At least 15 articles; each event is told by three newsrooms or more, in pages of different make."""
    assert len(ARTICLES) >= 15
    tellers = {(page.event, page.url.split("/")[2]) for page in ARTICLES}
    assert Counter(event for event, _ in tellers) == {"dam": 5, "spill": 3}
    assert len(manifest().hosts) == 6


@pytest.mark.parametrize("name", ["2026/03/03/rescuers-search-valley", "politics/rescuers-race"])
def test_reprints_have_the_text_of_the_wire(name: str) -> None:
    """Two outlets print the agency's report under its name."""
    pages = {page.url: paragraphs(page) for page in ARTICLES}
    wire = pages["http://tarnwire.example/world/rescuers-search-olm-valley"]
    reprint = next(lines for url, lines in pages.items() if url.endswith(name))
    report = [line for line in wire if len(line) > 100]
    shared = [line for line in report if line in reprint]
    assert len(shared) >= len(report) - 3
    assert any("Tarn Wire" in line for line in reprint[-20:])


@pytest.mark.parametrize(
    "feed", [feed for feed in manifest().feeds if feed.kind], ids=lambda feed: feed.title
)
def test_feeds_are_read_as_what_they_are(feed: Feed) -> None:
    """Each kind of feed, the broken one too, gives an entry for every link; undated ones stay undated."""
    got = reply(feed.url, 1)
    parsed = parse_feed(got.body, got.headers["Content-Type"], feed.url, "f1")
    known = {one.url for one in (*manifest().pages, *manifest().redirects)}
    host = feed.url.split("/")[2]
    assert parsed.kind == feed.kind
    assert set(parsed.entries["page_url"]) <= known
    assert parsed.entries.height == {"tarnwire.example": 3, "dravintribune.example": 3}.get(
        host, 5 if feed.kind == "rss" else 4
    )
    undated = parsed.entries["published_at"].null_count()
    assert undated == (1 if host in ("clarionpoint.example", "grauhafenerbote.example") else 0)


def test_the_broken_feeds_are_broken() -> None:
    """One is not well-formed, one is a web page."""
    broken, page = (reply(manifest().feeds[place].url, 1) for place in (5, 6))
    with pytest.raises(ET.ParseError):
        ET.fromstring(broken.body)  # noqa: S314  # our own text
    with pytest.raises(NotAFeed):
        parse_feed(page.body, page.headers["Content-Type"], manifest().feeds[6].url, "f1")


@pytest.mark.parametrize(
    "page", [page for page in manifest().pages if page.kind != "missing"], ids=lambda page: page.url
)
def test_pages_are_what_the_manifest_calls_them(page: Page) -> None:
    """An article gives its title, text and language; the beginning of one is flagged; a notice is refused."""
    got = next(answer for visit in (1, 2) if (answer := reply(page.url, visit)).status == 200)
    seen = datetime(2026, 3, 6, 12, tzinfo=UTC)
    read = extract(
        FetchedPage("x1", "p1", page.url, page.url, True, got.headers["Content-Type"], got.body, seen)
    )
    if page.kind == "consent":
        assert isinstance(read, Refused)
        assert read.reason == "consent_page"
        return
    assert isinstance(read, dict)
    lines = paragraphs(page)
    assert str(read["title"]).translate(STRAIGHT) in lines
    assert ("paywall" in read["flags"]) == (page.kind == "paywall")
    assert read["language"] == ("de" if page.url.endswith("varnholt-300-liter") else "en")
    assert (read["published_date"] is None) == page.url.endswith("poison-river")
    text = str(read["text"]).translate(STRAIGHT)
    assert "\ufffd" not in text
    assert "cookies" not in text.lower()
    assert page.kind == "paywall" or read["word_count"] >= 200


def test_the_edit_softens_a_claim_and_changes_a_number() -> None:
    """Headline, number of dead and the drones' origin differ between the visits; the address does not."""
    before, after = (reply(f"{HERALD}/2026/03/03/olm-dam", visit).body.decode() for visit in (1, 2))
    assert '<h1 class="headline">Kestovan drones tore open Olm Dam, Lurania says</h1>' in before
    assert '<h1 class="headline">Lurania and Kestova trade blame over broken Olm Dam</h1>' in after
    assert ("At least 14 people were killed" in before, "At least 19 people were killed" in after) == (
        True,
        True,
    )
    assert "At least 14" not in after


def test_pages_in_an_old_charset_do_not_say_so_in_their_header() -> None:
    """The Post's pages are windows-1252, and no header tells; one of them does not tell at all."""
    pages = [page for page in ARTICLES if "portambrypost" in page.url]
    answers = [reply(page.url, 1) for page in pages]
    assert {answer.headers["Content-Type"] for answer in answers} == {"text/html"}
    for answer in answers:
        with pytest.raises(UnicodeDecodeError):
            answer.body.decode("utf-8")
    assert sorted(b"charset=" in answer.body for answer in answers) == [False, True, True]
