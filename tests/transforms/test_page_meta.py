"""What pages say about themselves, in the shapes they say it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from transforms.bylines import clean_authors
from transforms.jsonld import article_node
from transforms.language import language_of
from transforms.page_dates import date_in_url, parse_stamp
from transforms.page_meta import PageMeta, read_meta
from transforms.printed_dates import first_date, is_printed
from transforms.titles import choose_title

LATEST = datetime(2025, 6, 1, tzinfo=UTC)


def meta(head: str, body: str = "<p>x</p>", url: str = "https://lantern.example/a") -> PageMeta:
    """The metadata of a page with this head and body."""
    return read_meta(
        html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), url, LATEST
    )


@pytest.mark.parametrize(
    ("raw", "day", "moment"),
    [
        ("2025-03-09T00:40:00+01:00", "2025-03-09", "2025-03-08T23:40:00+00:00"),
        ("2025-03-09T10:00:00Z", "2025-03-09", "2025-03-09T10:00:00+00:00"),
        ("2025-03-09 10:00", "2025-03-09", None),
        ("2025-03-09", "2025-03-09", None),
        ("2025-03-09T00:00:00Z", "2025-03-09", None),
        ("20250309", "2025-03-09", None),
        ("Sun, 09 Mar 2025 10:00:00 GMT", "2025-03-09", "2025-03-09T10:00:00+00:00"),
        ("1741514400", "2025-03-09", "2025-03-09T10:00:00+00:00"),
        ("March 9th, 2025", "2025-03-09", None),
        ("9 March 2025", "2025-03-09", None),
    ],
)
def test_dates_keep_what_is_known(raw: str, day: str, moment: str | None) -> None:
    """A moment needs a time and a zone; the day stays as printed."""
    stamp = parse_stamp(raw, "meta")
    assert stamp is not None
    assert stamp.day == date.fromisoformat(day)
    assert stamp.moment == (datetime.fromisoformat(moment) if moment else None)


@given(st.text(max_size=60))
def test_no_date_raises(raw: str) -> None:
    """Any text is a date or none."""
    assert parse_stamp(raw, "meta") is None or parse_stamp(raw, "meta") == parse_stamp(raw, "meta")
    first_date(raw)
    date_in_url(f"https://x.example/{raw}")


def test_printed_dates() -> None:
    """Dates in text are taken whole and unambiguous."""
    assert first_date("Stand: 12. März 2024, 14:00 Uhr") == date(2024, 3, 12)
    assert first_date("Posted on March 12, 2024 by Ida") == date(2024, 3, 12)
    assert first_date("2024年3月12日") == date(2024, 3, 12)
    assert first_date("12 de marzo de 2024") == date(2024, 3, 12)
    assert first_date("12.03.2024 | 13/04/2025") == date(2024, 3, 12)
    assert first_date("on 3/4/2024, 31 February 2024, 12 March") is None


def test_a_date_counts_as_printed_only_as_a_whole() -> None:
    """In figures or words, in text or attributes; a month is no day, 5/6/2024 may be two days."""
    day = date(2024, 6, 5)
    whole = ["2024-06-05T10:00", "20240605", "5.6.2024", "5 June 2024", "June 5, 2024", "5. Juni 2024"]
    assert all(
        is_printed(day, f"<p data-x='{text}'>") for text in [*whole, "2024年6月5日", "5 de junio de 2024"]
    )
    parts = [
        "2024-06",
        "June 2024",
        "5/6/2024",
        "12024-06-055",
        "15 June 2024",
        "5 June 20241",
        "5 July 2024",
    ]
    assert not any(is_printed(day, f"<p>{text}</p>") for text in parts)
    assert is_printed(date(2024, 6, 25), "25/6/2024")
    assert is_printed(date(2024, 6, 25), "6/25/2024")


def test_zones_may_stand_behind_greenwich() -> None:
    """UTC+2 is two hours ahead, as GMT+0200 is."""
    for zone in ("UTC+2", "GMT+0200", "+02:00", "UTC +02"):
        stamp = parse_stamp(f"2024-06-05T12:00:00 {zone}", "json-ld")
        assert stamp is not None
        assert stamp.moment == datetime(2024, 6, 5, 10, tzinfo=UTC)


def test_references_within_a_page_and_half_characters_are_no_names() -> None:
    """An author who is only "#person" is nobody; half a surrogate pair is left out of a title."""
    node = '{"@type": "NewsArticle", "author": {"@id": "#person"}, "headline": "Pier \\ud800 closes"}'
    found = meta(f'<script type="application/ld+json">{node}</script>')
    assert found.authors == []
    assert (found.title or "").encode("utf-8").decode() == found.title
    assert found.title == "Pier closes"


@pytest.mark.parametrize("closed", ["false", '"False"', '"http://schema.org/False"'])
def test_a_closed_article_says_so_in_several_ways(closed: str) -> None:
    """isAccessibleForFree as a boolean, a word or schema.org's address of it."""
    node = f'{{"@type": "NewsArticle", "isAccessibleForFree": {closed}}}'
    assert meta(f'<script type="application/ld+json">{node}</script>').free is False


def test_dates_in_addresses() -> None:
    """Whole days only, as folders or as part of a name."""
    for url in (
        "https://a.example/2024/05/17/ferry",
        "https://a.example/ferry-2024-05-17",
        "https://a.example/20240517-f",
    ):
        assert str(date_in_url(url).day) == "2024-05-17"  # type: ignore[union-attr]
    assert date_in_url("https://a.example/2024/05/ferry-20241399") is None


def test_a_date_after_the_capture_is_not_believed() -> None:
    """The next source is asked; with none there is no date."""
    future = '<meta property="article:published_time" content="2031-01-01T10:00:00Z">'
    assert meta(future).published is None
    found = meta(future, url="https://lantern.example/2025/05/17/ferry").published
    assert found is not None
    assert (found.day, found.evidence) == (date(2025, 5, 17), "url")


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["By Ida Quillfeather and Oren Maskelyne"], ["Ida Quillfeather", "Oren Maskelyne"]),
        (["Ida Quillfeather, Oren Maskelyne"], ["Ida Quillfeather", "Oren Maskelyne"]),
        (["Ida Quillfeather, MD"], ["Ida Quillfeather"]),
        (["Von IDA QUILLFEATHER"], ["Ida Quillfeather"]),
        (["ida@lantern.example", "https://lantern.example/ida"], []),
        (["Ida Quillfeather (ida@lantern.example)", "ida quillfeather"], ["Ida Quillfeather"]),
        (["Ida Quillfeather | The Lantern Post"], ["Ida Quillfeather", "The Lantern Post"]),
        (["Written by", "admin"], []),
    ],
)
def test_bylines(raw: list[str], names: list[str]) -> None:
    """Names come without what stands around them."""
    assert clean_authors(raw) == names


def test_people_before_organizations() -> None:
    """The site's own name is a byline only where no person is named."""
    name = 'content="The Lantern Post">'
    site = f'<meta property="og:site_name" {name}<meta name="author" {name}'
    named = meta(site + '<meta name="dc.creator" content="Ida Quillfeather">')
    assert named.authors == ["Ida Quillfeather"]
    assert (meta(site).authors, meta(site).bylines) == ([], ["The Lantern Post"])


@pytest.mark.parametrize(
    ("headline", "headings", "shared", "titles", "site", "title"),
    [
        (None, ["Ferry sails again"], [], ["Ferry sails again | The Lantern"], None, "Ferry sails again"),
        (None, [], ["Ferry sails again - The Lantern"], [], "The Lantern", "Ferry sails again"),
        (
            None,
            ["The Lantern"],
            ["Ferry sails again"],
            ["Ferry sails again - The Lantern"],
            None,
            "Ferry sails again",
        ),
        (None, ["Harbour Ferry sails again"], ["Ferry sails again"], [], None, "Ferry sails again"),
        ("Ferry sails &amp; sinks", [], [], [], None, "Ferry sails & sinks"),
        (None, [], [], [], None, None),
    ],
)
def test_titles(
    headline: str | None,
    headings: list[str],
    shared: list[str],
    titles: list[str],
    site: str | None,
    title: str | None,
) -> None:
    """The headline, not the site's name."""
    assert choose_title(headline, headings, shared, titles, site) == title


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": "Ferry"}',
        '[{"@type": "WebSite"}, {"@type": ["Thing", "schema:NewsArticle"], "headline": "Ferry"}]',
        '{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Ferry"}}]}',
        '<!-- {"@type": "NewsArticle", "headline": "Ferry",} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Ferry"}\n//]]>',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Ferry&quot;}",
        '{"@type": "Article", "headline": "Ferry", "about": "line\nbreak"}; window.x = 1',
    ],
)
def test_json_ld_in_every_shape(block: str) -> None:
    """Arrays, graphs, nesting and the usual faults."""
    assert article_node(["{broken", block])["headline"] == "Ferry"


def test_teasers_are_not_the_article() -> None:
    """Articles in a list of links do not describe the page."""
    block = '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other"}]}'
    assert article_node([block]) == {}


@given(st.text(max_size=200))
def test_no_json_raises(block: str) -> None:
    """Any script is read or ignored."""
    assert isinstance(article_node([block]), dict)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (
            "The ferry to the island sailed on Monday and the people of the town were at the pier. " * 5,
            ["de"],
            "en",
        ),
        (
            "Die Fähre zur Insel ist am Montag wieder gefahren, und die Leute waren auf dem Steg. " * 5,
            ["en-US"],
            "de",
        ),
        (
            "Le ferry est reparti lundi pour les îles et la ville est venue sur le quai avec des fleurs. "
            * 5,
            [],
            "fr",
        ),
        ("連絡船は月曜日に再び運航を始めた。", ["en"], "ja"),
        ("渡轮星期一恢复航行，码头上挤满了人。", [], "zh"),
        ("Ferry.", ["nb_NO"], "no"),
        ("Zzyx qwv. " * 50, ["en"], None),
    ],
)
def test_languages(text: str, declared: list[str], language: str | None) -> None:
    """The text overrules the declaration, and a short text does not."""
    assert language_of(text, declared) == language
