"""The line over a web on loopback: fetched bytes to rows."""

from datetime import UTC, date, datetime

import pytest

from flows.line import feeds_line, pages_line
from flows.session import Session
from tests.contents import complaints, counts
from tests.line import article, feed, pages, poll, polled, rows, visited
from tests.web import Web, ok, redirect, status
from warehouse.lookups import due_pages


def test_two_feeds_that_name_one_page_give_one_article(session: Session, web: Web) -> None:
    """The page is fetched once, both entries lead to it; a link with tracking parameters does too."""
    link = web.put("/bridge", ok(article("Sund")))
    poll(session, web, one=feed(link), two=feed(link, f"{link}?utm_source=two"))
    assert counts(session.settings.warehouse)["main.entries"] == 3
    supply = pages(session)
    assert supply.height == 1
    pages_line(session, supply)
    assert rows(session, "select count(*) from articles") == [(1,)]
    assert rows(session, "select distinct page_id from entries") == [(supply["page_id"].item(),)]
    assert complaints(session.settings.warehouse) == []


def test_a_moved_page_is_the_article_it_moved_to(session: Session, web: Web) -> None:
    """A permanent redirect and its target are two pages and one article with one version."""
    link = web.put("/bridge", ok(article("Sund")))
    poll(session, web, one=feed(link, web.put("/old", redirect(301, "/bridge"))))
    pages_line(session, pages(session))
    assert rows(session, "select canonical_url from articles") == [(link,)]
    assert rows(session, "select count(*) from article_versions") == [(1,)]
    assert rows(session, "select state, count(*) from ops.pages group by all") == [("done", 2)]
    assert complaints(session.settings.warehouse) == []


def test_the_date_of_the_feed_fills_in_for_the_page(session: Session, web: Web) -> None:
    """It is taken where the page's metadata give none, and the evidence says so; theirs go first.

    A date in the text may be about anything: it counts only where the feed has none.
    """
    meta = '<meta property="article:published_time" content="2025-01-06T08:00:00+01:00">'
    printed = "<time>12 March 2019</time>"
    own, none, undated, dated, alone = (
        web.put("/own", ok(article("Sund", meta))),
        web.put("/none", ok(article("Vik"))),
        web.put("/undated", ok(article("Holm"))),
        web.put("/dated", ok(article("Nes").replace(b"<p>", f"{printed}<p>".encode(), 1))),
        web.put("/alone", ok(article("Moen").replace(b"<p>", f"{printed}<p>".encode(), 1))),
    )
    poll(session, web, one=feed(own, none, dated, dated=True), two=feed(undated, alone))
    pages_line(session, pages(session))
    found = {
        url: (at, day, evidence)
        for url, at, day, evidence in rows(
            session, "select canonical_url, published_at, published_date, published_evidence from articles"
        )
    }
    at, day, evidence = found[own]
    assert (at, day) == (datetime(2025, 1, 6, 7, tzinfo=UTC), date(2025, 1, 6))
    assert evidence not in ("feed", "none")
    assert found[none] == (datetime(2025, 1, 9, 7, 30, tzinfo=UTC), date(2025, 1, 9), "feed")
    assert found[undated] == (None, None, "none")
    assert found[dated] == found[none]
    assert found[alone] == (None, date(2019, 3, 12), "text")


def test_loading_the_same_supply_twice_changes_nothing(session: Session, web: Web) -> None:
    """The same fetches through the line once more give no new row in any table."""
    link = web.put("/bridge", ok(article("Sund")))
    poll(session, web, one=feed(link, web.put("/gone", status(404))))
    polls, supply = polled(session), pages(session)
    feeds_line(session, polls)
    pages_line(session, supply)
    before = counts(session.settings.warehouse)
    assert not any(feeds_line(session, polls).rows.values())
    assert not any(pages_line(session, supply).rows.values())
    assert counts(session.settings.warehouse) == before


def test_a_text_that_comes_back_is_a_version_each_time(session: Session, web: Web) -> None:
    """A, B, A are three versions; the current one is the last, and the second A has a number of its own."""
    first, edited = ok(article("Sund")), ok(article("Sund").replace(b"forty lorries", b"sixty lorries"))
    link = web.put("/bridge", first, edited, edited, first)
    poll(session, web, one=feed(link))
    asked = due_pages(session.settings.warehouse, session.now(), everything=True)
    new = [pages_line(session, visited(session, asked)).rows["article_versions"] for _ in range(4)]
    assert new == [1, 1, 0, 1]
    versions = """
        select number, cause, text like '%sixty%', is_current
        from versions_numbered join article_versions using (version_id, cause)
        order by number
    """
    assert rows(session, versions) == [
        (1, "first", False, False),
        (2, "edit", True, False),
        (3, "edit", False, True),
    ]
    assert complaints(session.settings.warehouse) == []


def test_a_batch_of_long_texts_is_loaded_in_parts(
    session: Session, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is in one of them, with its reject or article, and the counts are those of all."""
    monkeypatch.setattr("flows.page_steps.TEXT_A_PART", 1000)  # an article has some 700 characters
    links = [web.put(f"/{place}", ok(article(place))) for place in ("Aldmouth", "Berl", "Caster", "Dunn")]
    poll(session, web, one=feed(*links, web.put("/gone", status(404))))
    supply = pages(session)
    loads: list[int] = []
    load = session.load
    monkeypatch.setattr(
        session, "load", lambda frames: loads.append(frames["ops.pages"].height) or load(frames)
    )
    loaded = pages_line(session, supply)
    assert len(loads) > 1
    assert sum(loads) == 5
    assert loaded.outcomes == {"ok": 4, "http_error": 1}
    assert (loaded.rows["articles"], loaded.rows["ops.rejects"], loaded.failed) == (4, 1, 1)
    assert complaints(session.settings.warehouse) == []
