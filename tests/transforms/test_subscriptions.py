"""Lists of feeds: OPML and addresses a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.subscription_values import Subscription
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
    for read in (read_opml, read_list):
        try:
            found = read(body)
        except NotOpml:
            continue
        assert all(feed.url.startswith("http") for feed in found.feeds)
