"""Feeds of every kind, good, bad and hostile, to entries."""

import gzip
import json
import pickle
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import schemas
from transforms.feeds import NotAFeed, ParsedFeed, parse_feed

SAMPLES = Path(__file__).parents[1] / "data" / "feeds"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
URL = "https://lantern.example/feed.xml"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")


def sample(name: str) -> ParsedFeed:
    """A sample feed, parsed."""
    return parse_feed((SAMPLES / name).read_bytes(), None, f"https://feeds.example/{name}", "f")


def rss(items: str) -> bytes:
    """A feed around some items."""
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def test_rss() -> None:
    """Texts without markup, clean addresses, dates with their element; an empty item is counted."""
    feed = sample("valley.rss")
    assert (feed.kind, feed.title, feed.language, feed.site_url) == (
        "rss", "The Valley Lantern & Post", "en-gb", "https://lantern.example/"
    )  # fmt: skip
    assert (feed.entries.height, feed.skipped, feed.problem) == (5, 1, None)
    first = feed.entries.row(0, named=True)
    assert first["title"] == "Bridge reopens at last"
    assert first["url"] == "https://lantern.example/news/bridge?id=7&utm_source=rss"
    assert first["page_url"] == "https://lantern.example/news/bridge?id=7"
    assert first["summary"] == "Cars cross again."
    assert first["content"] == "Cars cross again.\nLorries must wait, said the mayor of Rütt."
    assert (first["authors"], first["categories"], first["language"]) == (["Ines Moor"], ["Roads"], "en-gb")
    assert first["published_at"] == datetime(2024, 5, 6, 8, tzinfo=UTC)
    assert (first["published_evidence"], first["published_raw"]) == (
        "pubDate",
        "Mon, 06 May 2024 10:00:00 +0200",
    )


def test_links_of_all_kinds() -> None:
    """The publisher's own before a proxy's; relative to the channel's; a permanent guid; none for a sound."""
    entries = sample("valley.rss").entries
    assert entries["url"].to_list()[1:] == [
        "https://lantern.example/news/8",
        "https://lantern.example/news/9",
        "https://lantern.example/news/10",
        None,
    ]
    assert entries["page_id"].null_count() == 1


def test_dates_are_not_made_up() -> None:
    """An impossible date keeps its raw string and no moment; no date is none."""
    entries = (
        sample("valley.rss").entries.select("published_evidence", "published_raw", "published_at").rows()
    )
    assert entries[1] == ("dc:date", "2024-05-05", datetime(2024, 5, 5, tzinfo=UTC))
    assert entries[2] == (None, "Mon, 01 Jan 0001 00:00:00 +0000", None)
    assert entries[3] == (None, None, None)


def test_atom() -> None:
    """xml:base, an old encoding, XHTML content, a date only of the change, a link that would run."""
    first, second = sample("harbour.atom").entries.rows(named=True)
    assert (first["url"], first["title"]) == ("https://harbour.example/notes/eins", "Fähre & Kran")
    assert (first["content"], first["authors"], first["language"]) == ("Der Kran steht.", ["Jörn Watt"], "de")
    assert first["published_evidence"] == "published"
    assert first["updated_at"] == datetime(2024, 5, 7, 9, 30, tzinfo=UTC)
    assert (second["url"], second["page_url"], second["published_evidence"]) == (None, None, "updated")


def test_rdf_and_json() -> None:
    """The other two kinds."""
    rdf, pier = sample("index.rdf"), sample("pier.json")
    assert (rdf.kind, rdf.entries["published_at"][0]) == ("rdf", datetime(2024, 5, 6, 9, tzinfo=UTC))
    assert (pier.kind, pier.title, pier.skipped) == ("json", "Pier", 1)
    assert pier.entries["url"].to_list() == ["https://pier.example/one", "https://pier.example/two"]
    assert pier.entries["content"].to_list() == ["First.\nSecond.", "1 < 2"]
    assert pier.entries["published_raw"].to_list() == ["2024-05-06T10:00:00Z", "soon"]


def test_a_broken_feed_gives_what_it_has() -> None:
    """Space before the declaration, a bare ampersand, an entity of HTML, an end missing."""
    feed = sample("broken.rss")
    assert feed.title == "Mud & Stone"
    assert feed.entries["title"][0] == "Flood warning"
    assert feed.entries["url"][0] == "https://mud.example/a?b=1&c=2"
    assert feed.problem is not None
    assert "not well-formed" in feed.problem


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "koi8-r"])
@pytest.mark.parametrize("header", [None, "text/xml", "application/xml; charset=iso-8859-1"])
def test_encodings(declared: str, header: str | None) -> None:
    """A header may lie: what the bytes bear out decides."""
    word = "Лодка" if declared == "koi8-r" else "Fähre"
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>' + rss(f"<item><title>{word}</title></item>").decode()
    )
    assert parse_feed(text.encode(declared), header, URL, "f").entries["title"][0] == word


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x89PNG\r\n\x1a\n", "not_text"),
        (b"hello", "not_xml"),
        (b"/etc/hosts", "not_xml"),
        (b"https://lantern.example/feed.xml", "not_xml"),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "sitemap"),
        (b"<opml><body/></opml>", "other_xml"),
        (b'{"a": 1}', "other_json"),
        (b"<!doctype html><html><head><title>x</title></head><body><p>x</p></body></html>", "web_page"),
    ],
)
def test_not_a_feed(body: bytes, reason: str) -> None:
    """What is no feed is said in a fixed word; neither a path nor an address is opened."""
    with pytest.raises(NotAFeed) as caught:
        parse_feed(body, "text/html", URL, "f")
    assert caught.value.reason == reason
    assert pickle.loads(pickle.dumps(caught.value)).detail == caught.value.detail  # noqa: S301  # our own


def test_a_page_names_its_feed() -> None:
    """Where a web page links to its feed, the message gives the address."""
    page = b'<html><head><link type="application/rss+xml" href="/rss"></head><body><p>x</p></body></html>'
    with pytest.raises(NotAFeed, match=r"https://lantern\.example/rss"):
        parse_feed(page, None, "https://lantern.example/home", "f")


def test_identity_survives_an_edit() -> None:
    """An edited entry keeps its key and gets another id; the order of categories is no edit."""
    one = rss("<item><guid>1</guid><title>Old</title><category>a</category><category>b</category></item>")
    moved = rss("<item><guid>1</guid><title>Old</title><category>b</category><category>a</category></item>")
    edited = rss("<item><guid>1</guid><title>New</title></item>")
    first, second, third = (
        parse_feed(body, None, URL, "f").entries.row(0, named=True) for body in (one, moved, edited)
    )
    assert first["entry_id"] == second["entry_id"] != third["entry_id"]
    assert first["entry_key"] == second["entry_key"] == third["entry_key"]
    assert parse_feed(one, None, URL, "g").entries["entry_key"][0] != first["entry_key"]


def test_duplicates_collapse_but_shared_guids_and_links_do_not() -> None:
    """Twice the same is once; a guid or a link that all entries share identifies none."""
    item = "<item><guid>1</guid><title>A</title><link>https://a.example/1</link></item>"
    assert parse_feed(rss(item * 3), None, URL, "f").entries.height == 1
    same_guid = "".join(
        f"<item><guid isPermaLink='false'>x</guid><link>https://a.example/{n}</link></item>" for n in range(3)
    )
    assert parse_feed(rss(same_guid), None, URL, "f").entries["entry_key"].n_unique() == 3
    same_link = "".join(
        f"<item><title>Part {n}</title><link>https://a.example/</link></item>" for n in range(3)
    )
    assert parse_feed(rss(same_link), None, URL, "f").entries["entry_key"].n_unique() == 3
    fragments = "".join(
        f"<item><title>x</title><link>https://a.example/day#{n}</link></item>" for n in range(3)
    )
    found = parse_feed(rss(fragments), None, URL, "f").entries
    assert (found.height, found["page_id"].n_unique()) == (3, 1)


def test_entity_bombs_are_harmless() -> None:
    """Entities that grow, or that name a file, are not expanded."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY l0 "{"lol" * 1000}">{laughs}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    start = time.process_time()
    feed = parse_feed(head.encode() + rss("<item><title>a &l11; &f; b</title></item>"), None, URL, "f")
    assert time.process_time() - start < 5
    assert len(feed.entries["title"][0]) < 50


def test_too_many_entries_are_cut() -> None:
    """Beyond the cap nothing is read, and the feed says so."""
    feed = parse_feed(
        rss("".join(f"<item><title>{n}</title></item>" for n in range(30))), None, URL, "f", max_entries=20
    )
    assert feed.entries.height == 20
    assert feed.problem == "30 entries, the first 20 read"


def test_impossible_characters_do_not_crash_the_parser() -> None:
    """References to no character, in a feed that is broken besides."""
    feed = parse_feed(
        rss("<item><title>a & b &#99999999999; &#xD800; &#0;\x00&#8217;</title></item>"), None, URL, "f"
    )
    assert feed.entries["title"][0] == "a & b ’"


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["valley.rss", "harbour.atom", "index.rdf", "pier.json"]), st.data())
def test_mutated_feeds(name: str, data: st.DataObject) -> None:
    """Whatever is cut out of a feed, or put into it, entries come back or it is no feed."""
    body = (SAMPLES / name).read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 200))
        put = data.draw(
            st.binary(max_size=8)
            | st.sampled_from([b"<", b"&", b"]]>", b"<![CDATA[", b"<item>", b"&#xFFFFFFFF;", b'"'])
        )
        body = body[:at] + put + body[at + length :]
    check(body)


@given(st.binary(max_size=200), st.none() | st.text(max_size=30))
def test_random_bytes(body: bytes, content_type: str | None) -> None:
    """Bytes without sense are no feed, or an empty one."""
    check(body, content_type)


def check(body: bytes, content_type: str | None = None) -> ParsedFeed | None:
    """Parses, and holds the result to the contract."""
    try:
        feed = parse_feed(body, content_type, URL, "f")
    except NotAFeed:
        return None
    entries = feed.entries
    assert entries.schema == schemas.ENTRIES
    assert entries["entry_key"].null_count() == entries["feed_id"].null_count() == 0
    assert entries["entry_key"].is_unique().all()
    assert all(url.startswith("http") for name in ("url", "page_url") for url in entries[name].drop_nulls())
    return feed


@needs_corpus
def test_hostile_markup_of_real_tests_becomes_text() -> None:
    """Cases collected against sanitizers: no script and no address that runs comes through."""
    seen = 0
    with (CORPUS / "feeds_sanitize_xss.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            feed = check(json.loads(line)["raw_latin1"].encode("latin-1"))
            for row in feed.entries.rows(named=True) if feed else []:
                texts = [row["title"] or "", row["summary"] or "", row["content"] or ""]
                assert not any("<script" in text.lower() for text in texts)
                assert "javascript:" not in ((row["url"] or "") + (row["page_url"] or "")).lower()
            seen += 1
    assert seen


@needs_corpus
def test_bad_feeds_never_raise() -> None:
    """Each of the broken feeds of the corpus gives entries or a reason."""
    files = sorted((CORPUS / "feeds_bad").glob("*.gz"))
    assert files
    for file in files:
        check(gzip.decompress(file.read_bytes()))
