"""Lists of feeds: OPML and addresses a line."""

from dataclasses import replace
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.plaintext import one_line
from transforms.subscription_csv import is_table, read_csv, write_csv
from transforms.subscription_opml import write_opml
from transforms.subscription_values import Subscription, folder_path, minutes_of, publisher_domain
from transforms.subscriptions import NotOpml, read_list, read_opml

OPML = """<?xml version="1.0" encoding="{}"?><opml version="2.0"><head><title>mine</title></head><body>
<outline text="Küste"><outline text="Hafenblatt für alle" type="rss" xmlUrl="https://harbour.example/feed?a=1&amp;b=2"/>
<outline title="twice" xmlUrl="https://harbour.example/feed?a=1&amp;b=2"/></outline>
<outline text="" xmlUrl="feed://mud.example/rss"/><outline text="bad" xmlUrl="javascript:x"/>
<outline type="include" text="more" url="https://pier.example/more.opml"/>
</body></opml>"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_opml(encoding: str) -> None:
    """Nested, doubled, odd outlines in any encoding: each feed once, and a line for what is none."""
    found = read_opml(OPML.format(encoding).encode(encoding))
    assert found.feeds == [
        Subscription("https://harbour.example/feed?a=1&b=2", title="Hafenblatt für alle", folder="Küste"),
        Subscription("http://mud.example/rss"),
    ]
    assert [line.split(":")[0] for line in found.skipped] == [
        "no web address",
        "a list within the list, not followed",
    ]


def test_opml_that_breaks_off() -> None:
    """A file that was not written to its end gives what it has, and a line that says so."""
    whole = OPML.format("utf-8")
    found = read_opml(whole[: whole.index('<outline text=""')].encode())
    assert [feed.url for feed in found.feeds] == ["https://harbour.example/feed?a=1&b=2"]
    assert found.skipped == ["the rest of the list: the file breaks off before its end"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty"),
        (b'{"feeds": []}', "JSON"),
        (b"<!doctype html><html><body><p>x</p></body></html>", "a web page"),
        (b"<rss><channel><title>x</title></channel></rss>", "a feed itself"),
        (b"<urlset><url/></urlset>", "XML of another kind"),
        (b"https://example.org/", "text that begins"),
        (b"\x89PNG\r\n\x1a\n", "no text"),
    ],
)
def test_no_opml(body: bytes, what: str) -> None:
    """A file that is none says what it is instead."""
    with pytest.raises(NotOpml, match=what):
        read_opml(body)


def test_list() -> None:
    """Comments, empty lines, missing schemes and byte order marks are allowed for; other words are not."""
    body = "\ufeff# mine\nhttps://a.example/feed #x\r\n\nb.example/rss\nfeed:https://c.example/\nhello you\n"
    found = read_list(body.encode())
    assert [feed.url for feed in found.feeds] == [
        "https://a.example/feed",
        "https://b.example/rss",
        "https://c.example/",
    ]
    assert found.skipped == ["no web address: hello you"]
    with pytest.raises(NotOpml, match="text that begins"):
        read_list(b"nothing here\n")


@given(
    st.binary()
    | st.lists(
        st.sampled_from(
            ["<opml>", "<outline ", "xmlUrl='http://a.b/'", "/>", "</outline>", "</opml>", "xmlns:x='y'", ">"]
        )
    ).map(lambda parts: "".join(parts).encode())
)
def test_any_bytes(body: bytes) -> None:
    """Bytes of any kind are a list, or said to be none."""
    for read in (read_opml, read_list, read_csv):
        try:
            found = read(body)
        except NotOpml:
            continue
        assert all(feed.url.startswith("http") for feed in found.feeds)


ODD = """<opml version="1.1"><body><outline TITLE="World"><outline text="Asia &amp; Pacific">
<outline type="rss" TEXT="&lt;b&gt;Pier&lt;/b&gt;" XMLURL=" pier.example/rss?a=1&b=2 " category="/x,/y"/>
</outline>
<outline text="Off" isComment="true">
<outline text="Quay" xmlUrl="https://quay.example/" language="DE-at"/></outline>
<outline type="rss" text="old" url="https://old.example/feed"/>
<outline category="/Sea/Tides,/x" xmlUrl="https://sea.example/"/>
<outline text="site" type="rss" xmlUrl="" htmlUrl="https://no.example/"/>
<outline text="https://same.example/" xmlUrl="https://same.example/"/></outline></body></opml>"""


def test_odd_opml() -> None:
    """Attributes in any case, stray ampersands, folders, categories, commented parts, addresses elsewhere."""
    found = read_opml(ODD.encode())
    assert found.feeds == [
        Subscription("https://pier.example/rss?a=1&b=2", "Pier", folder="World/Asia & Pacific"),
        Subscription(
            "https://quay.example/", "Quay", declared_language="de-at", folder="World/Off", disabled=True
        ),
        Subscription("https://old.example/feed", "old", folder="World"),
        Subscription("https://sea.example/", folder="World"),
        Subscription("https://same.example/", folder="World"),
    ]
    assert found.skipped == ["a site without a feed's address: https://no.example/"]
    lone = read_opml(
        b"<opml><body><outline category='/Sea/Tides,/x' xmlUrl='https://sea.example/'/></body></opml>"
    )
    assert lone.feeds == [Subscription("https://sea.example/", folder="Sea/Tides")]


@pytest.mark.parametrize("depth", [300, 100_000])
def test_a_list_that_is_nested_too_deeply(depth: int) -> None:
    """What is lost by it is said."""
    nest = "<outline text='x'>" * depth + "<outline xmlUrl='https://a.b/'/>" + "</outline>" * depth
    found = read_opml(f"<opml><body>{nest}</body></opml>".encode())
    assert (found.feeds, found.skipped) == ([], ["the rest of the list: nested too deeply"])


def test_entities_of_a_document_type_are_unknown() -> None:
    """So that none can grow."""
    bomb = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><outline text="&b;" xmlUrl="https://a.b/"/></opml>'
    assert read_opml(bomb.encode()).feeds == [Subscription("https://a.b/", "&b;")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(delimiter: str) -> None:
    """Quoted cells with delimiters and line breaks in them, comments, short rows, columns of another name."""
    body = (
        (
            '# mine\n\n"Title",url,notes,Folder\n"A;b,c\nd",a.example/rss,x,World / Asia\n'
            "# theirs,,,\n#1,https://b.example/\n,ftp://c.example/,,\n"
        )
        .replace(",", "\0")
        .replace("b\0c", "b,c")
        .replace("\0", delimiter)
    )
    assert is_table(body.encode())
    found = read_csv(body.encode())
    assert found.feeds == [
        Subscription("https://a.example/rss", "A;b,c d", folder="World/Asia"),
        Subscription("https://b.example/", "#1"),
    ]
    assert found.skipped == [
        "column 'notes': none of url, title, publisher, language, folder, min_minutes, max_minutes, disabled",
        "line 8: no web address: ftp://c.example/",
    ]


def test_a_quotation_mark_that_is_never_closed() -> None:
    """Costs what follows it, and is named."""
    found = read_csv(b'url,title\nhttps://a.example/,x\nhttps://b.example/,"y\nhttps://c.example/,z\n')
    assert [feed.url for feed in found.feeds] == ["https://a.example/"]
    assert found.skipped == ["line 3: unexpected end of data"]


@pytest.mark.parametrize("cell", ["disabled=maybe", "language=Klingon!", "publisher=us", "max_minutes=0"])
def test_cells_that_cannot_be(cell: str) -> None:
    """The row is named with its column, and left out."""
    name, _, value = cell.partition("=")
    found = read_csv(f"url,{name}\nhttps://a.example/,{value}\n".encode())
    assert found.feeds == []
    assert found.skipped[0].startswith(f"line 2: {name} {value!r}")


def test_words_for_minutes_and_publishers() -> None:
    """Units, bounds; a domain is the registrable one."""
    assert [minutes_of(text) for text in ("10", "10m", "6 h", "2D", "30d", "1")] == [
        10,
        10,
        360,
        2880,
        43200,
        1,
    ]
    assert [minutes_of(text) for text in ("", "0", "31d", "-5", "1.5h", "10 weeks")] == [None] * 6
    assert (
        publisher_domain("https://www.press.example/x")
        == publisher_domain("press.example")
        == "press.example"
    )
    assert [publisher_domain(text) for text in ("", "us", "a b", "javascript:x")] == [None] * 4


def lines(limit: int) -> st.SearchStrategy[str | None]:
    """Titles as feeds have them stored, or none."""
    texts = st.text(max_size=limit) | st.sampled_from(
        ["=cmd()", "'=x", "<b>&amp;</b>", 'a "b", c;', "-1", "#x"]
    )
    return texts.map(lambda text: one_line(text, is_html=False) or None).filter(
        lambda line: line is None or one_line(line, is_html=False) == line
    )


minutes = st.none() | st.integers(1, 60)
subscriptions = st.builds(
    Subscription,
    url=st.integers(0, 9).map(
        lambda number: f"https://a.example/{number}?a=1&b=<2>".replace("<2>", "%3C2%3E")
    ),
    title=lines(20),
    language=st.sampled_from([None, "en", "pt-br"]),
    publisher=st.sampled_from([None, "press.example"]),
    folder=lines(10)
    .map(lambda line: folder_path(line or ""))
    .filter(lambda path: folder_path(path or "") == path),
    min_minutes=minutes,
    max_minutes=minutes.map(lambda number: number and number + 60),
    disabled=st.booleans(),
)


@given(st.lists(subscriptions, unique_by=lambda feed: feed.url, min_size=1))
def test_what_is_written_reads_back(feeds: list[Subscription]) -> None:
    """In both forms, whatever titles and folders hold."""
    table = read_csv(write_csv(feeds).encode())
    assert (table.feeds, table.skipped) == (feeds, [])
    opml = read_opml(write_opml(feeds, "mine"))
    key = attrgetter("url")
    declared = [replace(feed, declared_language=feed.language) for feed in feeds]
    assert sorted(opml.feeds, key=key) == sorted(declared, key=key)
    assert opml.skipped == []
