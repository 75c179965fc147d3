"""Addresses: cleaned without being broken, and folded where they mean the same."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.urls import article_key, canonical_url, page_key, page_url, site

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "pages.jsonl"
PIECES = st.sampled_from(
    [
        "http",
        "HTTPS",
        ":",
        "//",
        "/",
        "ExAmple.org",
        "bücher.example",
        "..",
        ".",
        "%",
        "%41",
        "%c3%a4",
        "ä",
        " ",
        "\t",
        "?",
        "&",
        "a=1",
        "utm_x=2",
        "#",
        "#!",
        "@",
        ":80",
        ":443",
        "[::1]",
        "[",
        "\\",
        ";jsessionid=1",
        "\u202e",
        "\ud800",
    ]
)


@pytest.mark.parametrize(
    ("link", "cleaned"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a?b=2&utm_source=x&a=1&fbclid=y#part", "https://example.org/a?b=2&a=1"),
        ("https://example.org/news.asp?pk_no=14&ref=home", "https://example.org/news.asp?pk_no=14&ref=home"),
        ("https://example.org/a?empty=&flag", "https://example.org/a?empty=&flag"),
        ("https://example.org/#!/story/1", "https://example.org/#!/story/1"),
        ("https://example.org/ä b/%7Ex%2fy%c3%a4", "https://example.org/%C3%A4%20b/~x%2Fy%C3%A4"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a/./b/../c//d/", "https://example.org/a/c//d/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org./a", "https://example.org/a"),
        ("http://[2001:DB8::0:1]/", "http://[2001:db8::1]/"),
        ("\u200b https://example.org/a\n", "https://example.org/a"),
        ("https:\\\\example.org\\a", "https://example.org/a"),
        ("https://example.org/a.html;jsessionid=5F?x=1", "https://example.org/a.html?x=1"),
    ],
)
def test_a_link_is_cleaned(link: str, cleaned: str) -> None:
    """What does not name the page goes; what might stays, in its order."""
    assert page_url(link) == cleaned


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "file:///etc/hosts",
        "//example.org/x",
        "/relative",
        "https://user@example.org/",
        "http://[1::2",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://exa mple.org/",
        "http:///a",
        "http://-a.example/",
        "https://example.org/" + "a" * 9000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(link: str) -> None:
    """Other schemes, user names, impossible hosts and ports, endless addresses: None, never an exception."""
    assert page_url(link) is None


def test_relative_links_are_joined() -> None:
    """With a base, links relative to it are addresses."""
    assert page_url("../b?x", "https://example.org/a/c") == "https://example.org/b?x"
    assert page_url("//cdn.example/x", "https://example.org/") == "https://cdn.example/x"


@given(st.lists(PIECES).map("".join) | st.text())
def test_cleaning_is_idempotent(text: str) -> None:
    """A cleaned address is clean, whatever came in, and keeps its identity."""
    for cleaned in (page_url(text), page_url("https://example.org/" + text)):
        if cleaned is not None:
            assert page_url(cleaned) == cleaned
            assert cleaned.isascii()
            assert not set(cleaned) & set(' <>"\\\n')
    assert len(page_key(text)) == len(article_key(text)) == 20


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_real_addresses_stay_themselves() -> None:
    """Of the corpus' addresses, none gets another path, or loses a parameter outside the known ones."""
    with CORPUS.open(encoding="utf-8") as lines:
        links = [json.loads(line)["url"] for line in lines]
    cleaned = [page_url(link) for link in links]
    assert [
        link for link, url in zip(links, cleaned, strict=True) if url is None and link.startswith("http")
    ] == []
    assert len({page_key(url) for url in cleaned if url}) >= len({url for url in cleaned if url}) - 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.bbc.co.uk/x", "bbc.co.uk"),
        ("https://ines.blogspot.com/", "ines.blogspot.com"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://localhost:9000/x", "localhost"),
        ("http://[::1]/", "::1"),
        ("nonsense", ""),
    ],
)
def test_site(url: str, expected: str) -> None:
    """The registrable domain, by the list that comes with the library; literals stand for themselves."""
    assert site(url) == expected


PAGE = "https://lantern.example/news/bridge"


@pytest.mark.parametrize(
    ("final", "permanent", "declared", "expected"),
    [
        (PAGE, False, None, PAGE),
        (PAGE, False, "/news/bridge-reopens", "https://lantern.example/news/bridge-reopens"),
        (PAGE, False, "https://m.lantern.example/n/1", "https://m.lantern.example/n/1"),
        (PAGE, False, "https://elsewhere.example/news/bridge", PAGE),
        (PAGE, False, "https://lantern.example/", PAGE),
        (PAGE, False, "https://lantern.example/news/undefined", PAGE),
        (PAGE, False, "https://lantern.example/index.html", PAGE),
        (PAGE, False, "javascript:void(0)", PAGE),
        ("https://lantern.example/login", False, None, PAGE),
        ("https://lantern.example/moved", True, None, "https://lantern.example/moved"),
        ("https://lantern.example/", True, None, PAGE),
        ("https://other.example/a", False, None, "https://other.example/a"),
    ],
)
def test_canonical_url(final: str, permanent: bool, declared: str | None, expected: str) -> None:
    """Permanent redirects, other sites and credible declarations replace the address; mistakes do not."""
    assert canonical_url(PAGE, final, permanent, declared) == expected


def test_a_script_keeps_the_number_of_its_article() -> None:
    """A declaration that drops ?id=5 from a script's address would make all its articles one."""
    page = "https://mud.example/show.php?id=5"
    assert canonical_url(page, page, False, "https://mud.example/show.php") == page


def test_keys_fold_what_means_nothing() -> None:
    """http, https, www and a last slash are one article; another path or query is another."""
    same = [
        "http://example.org/a",
        "https://www.example.org/a/",
        "https://example.org/a#x",
        "https://EXAMPLE.org/a?utm_id=1",
    ]
    assert len({article_key(url) for url in same}) == len({page_key(url) for url in same}) == 1
    assert len({article_key(f"https://example.org/a{end}") for end in ("", "?x=1", "?x=2", "b", "#!b")}) == 5
