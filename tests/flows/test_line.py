"""The line over a web on loopback: fetched bytes to rows, with readers that fail for one item.

The reading runs in this process here, so that a test can say which item finds its reader dead; that
real processes hang and die as assumed is held by test_workers.py.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.data_folder import prepare
from flows.http import Request
from flows.line import Loaded, feeds_line, pages_line
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.contents import complaints, counts
from tests.warehouse.test_connect import WRITER, process
from tests.web import Web, closed_port, garbage, ok, redirect, status
from transforms.article import Page, Refused, extract
from transforms.readings import extractor
from warehouse.errors import WarehouseLocked
from warehouse.read import due_feeds, due_pages, query

OLD = {name: f"old_{name}" for name in ("etag", "last_modified", "body_hash")} | {
    "last_error": "old_error",
    "last_ok_at": "old_ok_at",
}
FEED_DATE = "Thu, 09 Jan 2025 07:30:00 GMT"


class Here:
    """Reads in this process. faulty: which jobs find their reader dead."""

    def __init__(self, count: int, seconds: float) -> None:
        self.faulty: Callable[[Any], bool] = lambda job: False

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, read: Callable[[Any], object], jobs: Iterable[Any]) -> Iterator[object]:
        for job in jobs:
            yield Refused("crash", "the reading process ended with -11") if self.faulty(job) else read(job)


@pytest.fixture
def web() -> Iterator[Web]:
    """A web without pages yet."""
    with Web() as opened:
        yield opened


@pytest.fixture
def session(local: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """An open session over an empty warehouse."""
    monkeypatch.setattr("flows.session.Workers", Here)
    prepare(local)
    with Session(local) as opened:
        opened.load({"ops.extractors": extractor()})
        yield opened


def feed(*links: str, dated: bool = False) -> bytes:
    """An RSS feed with an entry a link."""
    day = f"<pubDate>{FEED_DATE}</pubDate>" if dated else ""
    items = "".join(f"<item><title>About {link}</title><link>{link}</link>{day}</item>" for link in links)
    return f'<rss version="2.0"><channel><title>Valley news</title>{items}</channel></rss>'.encode()


def article(place: str, head: str = "") -> bytes:
    """A page with an article about a place."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>Bridge of {place} closes</title>{head}</head><body>
    <nav><a href="/">Home</a></nav><article><h1>Bridge of {place} closes</h1>
    <p>The old bridge of {place} was closed to lorries after an engineer found cracks in two of its pillars,
    and drivers will have to go around the lake until the spring, which takes most of an hour.</p>
    <p>“Nobody was in danger at any time,” said Nora Velling, the head of the roads office of {place}.
    She said that the repair would cost four million crowns and that the county had the money.</p>
    <p>The owners of the quarry, which sends forty lorries a day over it, said that nobody had
    asked them. Their spokesman, Emil Rasch, called the decision a surprise.</p>
    </article></body></html>""".encode()


def poll(session: Session, web: Web, **feeds: bytes) -> Loaded:
    """Subscribes to feeds of the web, polls all and loads what they say."""
    addresses = [web.put(f"/{name}", ok(body, "application/rss+xml")) for name, body in feeds.items()]
    subscribe(session.settings, [(url, None) for url in addresses])
    return feeds_line(session, polled(session))


def polled(session: Session) -> pl.DataFrame:
    """A supply of every feed, fetched now."""
    due = due_feeds(session.settings.warehouse, session.now(), everything=True)
    asked = due.rename(OLD).with_columns(feed_url=pl.col("url"))
    return fetched(session, asked, [Request(url, "feed") for url in asked["url"]])


def pages(session: Session) -> pl.DataFrame:
    """A supply of every page that is due, fetched now."""
    asked = due_pages(session.settings.warehouse, session.now(), everything=True)
    return fetched(session, asked, [Request(url, "page") for url in asked["url"]])


def fetched(session: Session, asked: pl.DataFrame, requests: list[Request]) -> pl.DataFrame:
    return pl.concat(session.fetch(requests, asked.drop("url"), 100))


def rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return query(session.settings.warehouse, sql).rows()


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
    supply = pages(session)
    assert supply["url"].to_list() == [links[1]]
    pages_line(session, supply)
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
    new = []
    for _ in range(4):
        supply = fetched(session, asked, [Request(link, "page")])
        new.append(pages_line(session, supply).rows["article_versions"])
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
