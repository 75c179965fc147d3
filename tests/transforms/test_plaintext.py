"""Fragments of HTML to plain text."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.plaintext import one_line, plain_text


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&T", "AT&T"),
        ("1 &lt; 2", "1 < 2"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("if x<y and z>w", "if x<y and z>w"),
        ("a<b then", "a<b then"),
        ("Map<String> in Java", "Map<String> in Java"),
        ("Q&amp;amp;A", "Q&A"),
        ("&lt;p&gt;twice &amp;amp; escaped&lt;/p&gt;", "twice & escaped"),
        ("the &lt;b&gt; tag", "the <b> tag"),
        ("<p>One\nline</p><p>Two</p>", "One line\nTwo"),
        ("x<br>y", "x\ny"),
        ("<td>a</td><td>b</td>", "a b"),
        ('<a title="1 > 0" href=x>k</a>', "k"),
        ("a <!-- c --> b", "a b"),
        ("<script>bad()</script>ok", "ok"),
        ("<SCRIPT/X SRC=y></SCRIPT>ok", "ok"),
        ("ok <script src=//evil", "ok"),
        ("ok <img src=x onerror=bad() ", "ok"),
        ("<scr\u200bipt>bad", "bad"),
        ("<scr&#x200b;ipt>bad", "bad"),
        ("<o:p>x</o:p>", "x"),
        ("<![CDATA[<b>x</b>]]>", "x"),
        ("&#147;x&#148; &#x2014;&#0;&#xD800;", "“x” —"),
        ("a\u202eb\u200bc\u0007d\u00ad", "abcd"),
        ("\u00a0 a \u2003 b ", "a b"),
    ],
)
def test_fragments(fragment: str, text: str) -> None:
    """Tags and entities go, comparisons stay, what cannot be seen goes."""
    assert plain_text(fragment) == text


def test_text_is_left_alone() -> None:
    """What the feed calls text is markup only where that is beyond doubt."""
    assert plain_text("use <b> sparingly", is_html=False) == "use <b> sparingly"
    assert plain_text("<b>x</b>", is_html=False) == "x"
    assert one_line("<p>a</p><p>b</p>") == "a b"


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "</",
                "script",
                "b",
                "p",
                " ",
                "=",
                '"',
                "&lt;",
                "&amp;",
                "&#60;",
                "x",
                "!--",
                "\n",
                "scr",
                "ipt",
                "\u200b",
            ]
        )
    ).map("".join)
)
def test_nothing_active_ever_comes_out(fragment: str) -> None:
    """However it is cut and escaped, no script element is left in the text, nor space at its ends."""
    for is_html in (True, False):
        text = plain_text(fragment, is_html=is_html)
        assert not re.search(r"<script\b", text)
        assert text == text.strip()


@given(st.text())
def test_never_raises(fragment: str) -> None:
    """Any string has a text, of characters that can be written down."""
    plain_text(fragment).encode()


@pytest.mark.parametrize(
    "piece", ["<b>", "<!--", "<a '", '<a "', "<script>", "<p ", "&amp;", "<", "<div>x", "</script "]
)
def test_time_is_linear(piece: str) -> None:
    """Eight times the length takes no more than some twenty times as long."""

    def seconds(times: int) -> float:
        start = time.process_time()
        plain_text(piece * times)
        plain_text(piece * times, is_html=False)
        return time.process_time() - start

    assert seconds(16_000) < 20 * seconds(2_000) + 0.5
