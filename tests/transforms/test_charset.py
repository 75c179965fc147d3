"""Encodings: the bytes are believed before the header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.charset import Decoded, NotText, decode, looks_like_html

PAGE = """<html><head><title>Fähre fährt wieder</title></head>
<body><p>“Wir warten seit März”, sagte Žofie.</p></body></html>"""


@pytest.mark.parametrize(
    "charset", ["iso-8859-1", "windows-1251", "shift_jis", "no-such-charset", "utf-7", "utf-8", ""]
)
def test_utf8_is_read_whatever_the_header_says(charset: str) -> None:
    """A lying header does not change the text of a UTF-8 page."""
    assert decode(PAGE.encode(), f"text/html; charset={charset}") == Decoded(PAGE, "utf-8", "bytes")


@pytest.mark.parametrize(
    ("encoding", "label", "text"),
    [
        ("cp1252", "iso-8859-1", "„Größe“ – naïve café"),
        ("cp1251", "windows-1251", "Паром снова ходит, сказал капитан."),
        ("cp932", "shift_jis", "連絡船は再び運航を始めた。①"),
        ("gb18030", "gb2312", "渡轮恢复航行，码头上挤满了人。"),
        ("euc_kr", "euc-kr", "여객선이 다시 다닌다."),
        ("iso2022_jp", "iso-2022-jp", "連絡船は再び運航を始めた。"),
        ("iso8859-2", "iso-8859-2", "Statek znów pływa, żegluga wróciła."),
    ],
)
def test_the_page_is_read_as_it_declares_itself(encoding: str, label: str, text: str) -> None:
    """A declared encoding holds against a header that the bytes refute."""
    page = f'<html><head><meta charset="{label}"></head><body><p>{text}</p></body></html>'
    for header in ("text/html; charset=utf-8", "text/html", "text/html; charset=iso-8859-1"):
        decoded = decode(page.encode(encoding), header)
        assert isinstance(decoded, Decoded)
        assert text in decoded.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    """The mark wins over the header and is no part of the text."""
    decoded = decode(PAGE.encode(encoding), "text/html; charset=windows-1251")
    assert isinstance(decoded, Decoded)
    assert (decoded.text, decoded.evidence) == (PAGE, "bom")


def test_utf16_without_a_mark_is_told_by_its_zeros() -> None:
    """UTF-16 of western text is recognised in both byte orders."""
    for encoding in ("utf-16-le", "utf-16-be"):
        decoded = decode(PAGE.encode(encoding))
        assert isinstance(decoded, Decoded)
        assert decoded.text == PAGE


def test_a_few_accents_are_no_chinese() -> None:
    """A short text with single letters beyond ASCII is no text of two bytes a letter."""
    decoded = decode("url;folder\nhttps://a.example/;Küste/Fähre\n".encode("cp1252"))
    assert isinstance(decoded, Decoded)
    assert "Küste/Fähre" in decoded.text


def test_undeclared_cyrillic_is_detected() -> None:
    """With neither header nor declaration the letters tell."""
    text = "Паром снова ходит между островом и городом, сказал в субботу капитан порта. " * 8
    decoded = decode(f"<html><body><p>{text}</p></body></html>".encode("cp1251"))
    assert isinstance(decoded, Decoded)
    assert text.strip() in decoded.text
    assert decoded.evidence == "detection"


def test_a_cut_page_stays_utf8() -> None:
    """Half a character at the end does not make UTF-8 something else."""
    decoded = decode(("<p>" + "ä" * 50).encode()[:-1], "text/html; charset=iso-8859-1")
    assert isinstance(decoded, Decoded)
    assert decoded.text == "<p>" + "ä" * 49 + "�"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"\x1f\x8b\x08\x00rest", "not_html"),
        (b"%PDF-1.7 ...", "not_html"),
        (b"\x89PNG\r\n\x1a\n", "not_html"),
        (bytes(range(256)) * 16, "undecodable"),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, reason: str) -> None:
    """Files of other kinds and noise are told apart from text."""
    decoded = decode(body, "text/html")
    assert isinstance(decoded, NotText)
    assert decoded.reason == reason


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_no_bytes_raise(body: bytes, content_type: str | None) -> None:
    """Whatever comes, there is a text without control characters or a reason."""
    decoded = decode(body, content_type)
    if isinstance(decoded, Decoded):
        assert not set(decoded.text) & set("\x00\x01\x08\x0b\x1f\x7f")
    else:
        assert decoded.reason in {"empty", "not_html", "undecodable"}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=200))
def test_utf8_round_trip(text: str) -> None:
    """Text in UTF-8 comes back as it was."""
    decoded = decode(f"<html>{text}".encode())
    assert isinstance(decoded, Decoded)
    assert decoded.text == f"<html>{text}"


def test_html_is_told_from_json_and_feeds() -> None:
    """JSON with tags in it and feeds are no pages; XHTML and bare fragments are."""
    assert looks_like_html('<?xml version="1.0"?><!DOCTYPE html><html xmlns="x">')
    assert looks_like_html("\n<p>Hello</p>")
    assert not looks_like_html('{"body": "<p>Hello</p>"}')
    assert not looks_like_html('<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>')
    assert not looks_like_html("Dear reader, 1 < 2.")


def test_many_comments_before_the_page_cost_nothing() -> None:
    """Hundreds of comments in front are passed over in one go, and a feed behind them is still a feed."""
    comments = "<!-- -->\n" * 800
    assert looks_like_html(f"{comments}<html><body>")
    assert not looks_like_html(f"{comments}<rss><title>Harrow Bay</title></rss>")
