"""The line where items fail, with readers that fail for one item.

The reading runs in this process here, so that a test can say which item finds its reader dead; that
real processes hang and die as assumed is held by test_workers.py.
"""

import time
from collections.abc import Callable

import polars as pl
import pytest

from flows.data_folder import prepare
from flows.line import feeds_line, pages_line
from flows.session import Session
from flows.subscribe import subscribe
from tests.contents import complaints
from tests.line import article, feed, pages, poll, polled, rows
from tests.warehouse.test_connect import WRITER, process
from tests.web import Web, closed_port, garbage, ok, status
from transforms.article import Page, Refused, extract
from warehouse.errors import WarehouseLocked


def test_feeds_that_fail_do_not_stop_the_others(session: Session, web: Web) -> None:
    """A web page, a missing feed and noise each are a reject with a reason; the good feed is loaded."""
    web.put("/bridge", ok(article("Sund")))
    addresses = {
        "good": web.put("/good", ok(feed(web.url("/bridge")), "text/xml")),
        "page": web.put("/page", ok(article("Sund"))),
        "gone": web.put("/gone", status(410)),
        "noise": web.put("/noise", garbage()),
        "empty": web.put("/empty", ok(b"", "text/xml")),
    }
    subscribe(session.settings, [(url, None) for url in addresses.values()])
    loaded = feeds_line(session, polled(session))
    expected = {"ok": 1, "web_page": 1, "gone": 1, "protocol_error": 1, "empty": 1}
    assert (loaded.outcomes, loaded.failed) == (expected, 4)
    refused = dict(rows(session, "select url, stage || ': ' || reason from ops.rejects"))
    assert set(refused) == set(addresses.values()) - {addresses["good"]}
    assert refused[addresses["page"]] == "parse: web_page"
    assert refused[addresses["gone"]].startswith("fetch: ")
    failing = dict(rows(session, "select url, failures > 0 from ops.feed_state join feeds using (feed_id)"))
    assert failing == {url: name != "good" for name, url in addresses.items()}
    assert rows(session, "select count(*) from entries") == [(1,)]


def test_a_text_whose_reader_dies_costs_only_itself(session: Session, web: Web) -> None:
    """Its article stays, the reading says why it is empty, a reject records it; the others have claims."""
    places = ["Sund", "Vik", "Holm"]
    links = [web.put(f"/{place}", ok(article(place))) for place in places]
    poll(session, web, one=feed(*links))
    session.workers.faulty = lambda job: (  # type: ignore[attr-defined]  # Here
        isinstance(job, pl.DataFrame) and job["text"].str.contains("Vik").any()
    )
    loaded = pages_line(session, pages(session))
    assert (loaded.outcomes, loaded.failed) == ({"ok": 2, "crash": 1}, 1)
    said = rows(session, "select distinct canonical_url from claims join articles using (article_id)")
    assert sorted(said) == sorted([(web.url("/Sund"),), (web.url("/Holm"),)])
    assert rows(session, "select count(*) from article_versions") == [(3,)]
    assert rows(session, "select stage, reason, url from ops.rejects") == [
        ("attribute", "crash", web.url("/Vik"))
    ]
    unread = "from ops.extractions join articles using (article_id) where no_claims_reason = 'crash'"
    assert rows(session, f"select canonical_url {unread}") == [(web.url("/Vik"),)]
    assert complaints(session.settings.warehouse) == []


def test_a_page_whose_reader_dies_is_tried_again(session: Session, web: Web) -> None:
    """The page is to be fetched once more and recorded as a reject; then it gives its article."""
    links = [web.put(f"/{place}", ok(article(place))) for place in ("Sund", "Vik")]
    poll(session, web, one=feed(*links))
    session.workers.faulty = lambda job: getattr(job, "url", "") == links[1]  # type: ignore[attr-defined]  # Here
    pages_line(session, pages(session))
    assert sorted(rows(session, "select url, state, attempts from ops.pages")) == [
        (links[0], "done", 1),
        (links[1], "retry", 1),
    ]
    assert rows(session, "select url, stage, reason from ops.rejects") == [(links[1], "extract", "crash")]
    session.workers.faulty = lambda job: False  # type: ignore[attr-defined]  # Here
    pages_line(session, pages(session))
    assert rows(session, "select count(*) from articles") == [(2,)]


def test_a_page_without_an_article_is_a_result_and_no_failure(session: Session, web: Web) -> None:
    """It is counted by its reason; one that could not be fetched is a failure."""
    short = web.put("/short", ok("<html><body><p>Too short.</p></body></html>"))
    poll(session, web, one=feed(web.put("/Sund", ok(article("Sund"))), short, web.put("/gone", status(404))))
    loaded = pages_line(session, pages(session))
    assert (loaded.outcomes, loaded.failed) == ({"ok": 1, "too_short": 1, "http_error": 1}, 1)


def test_a_page_that_fits_no_table_costs_only_itself(
    session: Session, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row with half a character (no UTF-8) is a reject; the pages of its batch are loaded without it."""
    links = [web.put(f"/{place}", ok(article(place))) for place in ("Sund", "Vik")]
    poll(session, web, one=feed(*links))

    def half_a_character(page: Page) -> dict[str, object] | Refused:
        row = extract(page)
        assert isinstance(row, dict)
        return row | {"description": "Bad \ud800"} if page.url == links[1] else row

    monkeypatch.setattr("flows.workers.extract", half_a_character)
    pages_line(session, pages(session))
    assert rows(session, "select canonical_url from articles") == [(links[0],)]
    assert rows(session, "select url, stage, reason from ops.rejects") == [
        (links[1], "extract", "extractor_failed")
    ]
    assert rows(session, "select state from ops.pages order by state") == [("done",), ("rejected",)]


def test_an_outage_uses_up_no_tries(session: Session, web: Web) -> None:
    """Pages that nobody answers for stay due with all their tries, unless this run has reached somebody."""
    poll(session, web, one=feed(f"http://127.0.0.1:{closed_port()}/bridge"))
    session.reached = False
    pages_line(session, pages(session))
    due = "select state, reason, attempts from ops.pages"
    assert rows(session, due) == [("retry", "connect_error", 0)]
    session.reached = True
    pages_line(session, pages(session))
    assert rows(session, due) == [("retry", "connect_error", 1)]


def test_a_session_knows_whether_it_reached_somebody(session: Session, web: Web) -> None:
    """An answer of any kind is one, a refused connection and an address that is never asked are none."""
    nobody = [f"http://127.0.0.1:{closed_port()}/", "http://10.0.0.1/"]
    subscribe(session.settings, [(url, None) for url in nobody])
    polled(session)
    assert not session.reached
    subscribe(session.settings, [(web.put("/gone", status(404)), None)])
    polled(session)
    assert session.reached


def test_a_page_that_is_lost_from_the_archive_is_a_reject(session: Session, web: Web) -> None:
    """Rows never come from bytes that nobody can look at again."""
    link = web.put("/bridge", ok(article("Sund")))
    poll(session, web, one=feed(link))
    supply = pages(session)
    for file in session.settings.archive.rglob("*.warc.gz"):
        file.unlink()
    pages_line(session, supply)
    assert rows(session, "select stage, reason, url from ops.rejects") == [
        ("extract", "archive_unreadable", link)
    ]


@pytest.mark.parametrize("line", [feeds_line, pages_line])
def test_the_line_waits_for_a_writer_as_long_as_it_is_told(
    line: Callable[[Session, pl.DataFrame], object], session: Session, web: Web
) -> None:
    """When it looks up what is known, too: not the ten seconds that a person would wait, but lock_timeout."""
    poll(session, web, one=feed(web.put("/bridge", ok(article("Aldmouth")))))
    supply = polled(session) if line is feeds_line else pages(session)
    session.settings = session.settings.model_copy(update={"lock_timeout": 0.2})
    other = process(WRITER, session.settings.warehouse, 60)
    started = time.monotonic()
    try:
        with pytest.raises(WarehouseLocked, match=f"process {other.pid}"):
            line(session, supply)
        with pytest.raises(WarehouseLocked, match=f"process {other.pid}"):
            prepare(session.settings)
    finally:
        other.kill()
        other.wait()
    assert time.monotonic() - started < 9
