"""The life of feeds over a web on loopback: moves, ends, validators that lie, bodies that change kind."""

import polars as pl
import pytest

from flows.asking import feeds_to_ask
from flows.feed_settings import set_status
from flows.line import Loaded, feeds_line
from flows.session import Session
from flows.subscribe import subscribe
from tests.contents import complaints, counts
from tests.flows.conftest import Clock
from tests.line import feed, polled, rows
from tests.web import Handler, Reply, Web, head, ok, redirect, status
from warehouse.lookups import due_feeds, feed_list
from warehouse.query import query

A_FEED = "application/rss+xml"


def poll_all(session: Session) -> Loaded:
    """Polls every feed now; loading the supply again changes nothing at all."""
    supply = polled(session)
    loaded = feeds_line(session, supply)
    before = contents(session)
    assert not any(feeds_line(session, supply).rows.values())
    assert contents(session) == before
    return loaded


def contents(session: Session) -> list[tuple[object, ...]]:
    """What the tables hold that a poll updates."""
    return rows(
        session,
        """
        select
            (select list(feeds order by feed_id) from feeds)::varchar,
            (select list(feed_lives order by feed_id) from ops.feed_lives)::varchar
        """,
    )


def subscribed(session: Session, web: Web, path: str, *replies: Handler) -> str:
    """A feed of the web, polled once."""
    url = web.put(path, *replies)
    subscribe(session.settings, [(url, None)])
    poll_all(session)
    return url


def one_feed(session: Session) -> dict[str, object]:
    return query(session.settings.warehouse, "from feeds").row(0, named=True)


def test_a_feed_that_moves_keeps_its_entries(timed: Session, clock: Clock, web: Web) -> None:
    """After two permanent redirects it is asked at its new address; nothing is doubled, its past is kept."""
    body = ok(feed(web.url("/a"), web.url("/b")), A_FEED, etag='"1"')
    old, new = subscribed(timed, web, "/old", body, redirect(301, "/new")), web.put("/new", body)
    known = one_feed(timed)["feed_id"]
    for asked in (old, old, new):
        assert one_feed(timed)["url"] in (asked, old)
        clock.go(minutes=30)
        poll_all(timed)
    assert (one_feed(timed)["feed_id"], one_feed(timed)["url"]) == (known, new)
    assert len(web.seen("/old")) == 1 + 3
    clock.go(minutes=30)
    poll_all(timed)
    assert len(web.seen("/old")) == 4
    assert rows(timed, "select count(*), count(distinct entry_key) from entries") == [(2, 2)]
    assert rows(timed, "select feed_id, old_url, new_url from ops.feed_moves") == [(known, old, new)]
    assert feed_list(timed.settings.warehouse)["earlier_urls"].to_list() == [[old]]
    assert complaints(timed.settings.warehouse) == []


def test_subscribing_to_the_old_address_again_makes_no_double(timed: Session, clock: Clock, web: Web) -> None:
    """The address that a feed has moved from is that feed still; and nothing sets it back."""
    body = ok(feed(web.url("/a")), A_FEED)
    old, new = subscribed(timed, web, "/old", body, redirect(308, "/new")), web.put("/new", body)
    for _ in range(2):
        clock.go(minutes=30)
        poll_all(timed)
    assert subscribe(timed.settings, [(old, "Again"), (new, "Again")]) == 0
    assert (one_feed(timed)["url"], one_feed(timed)["title"]) == (new, "Valley news")
    assert counts(timed.settings.warehouse)["main.feeds"] == 1


def test_a_feed_that_moves_to_another_subscription_is_retired(timed: Session, clock: Clock, web: Web) -> None:
    """The other one is named; of two that move to one place together, the second is."""
    body = ok(feed(web.url("/a")), A_FEED)
    other = subscribed(timed, web, "/other", body)
    subscribed(timed, web, "/one", redirect(301, "/other"))
    for path in ("/two", "/three"):
        web.put(path, redirect(301, "/new"))
    web.put("/new", body)
    subscribe(timed.settings, [(web.url(path), None) for path in ("/two", "/three")])
    for _ in range(3):
        clock.go(minutes=30)
        poll_all(timed)
    found = rows(timed, "select url, status, status_reason from feeds where status = 'retired'")
    assert len(found) == 2
    reasons = {url: reason for url, _, reason in found}
    assert reasons.pop(web.url("/one")) == f"has moved to {other}, which is subscribed to already"
    ((loser, reason),) = reasons.items()
    assert loser in (web.url("/two"), web.url("/three"))
    assert web.url("/new") in reason
    active = rows(timed, "select url from feeds where status = 'active' order by url")
    assert active == sorted([(other,), (web.url("/new"),)])


def test_a_redirect_that_is_temporary_or_leads_to_a_page_moves_nothing(
    timed: Session, clock: Clock, web: Web
) -> None:
    """A site that sends all its feeds home is not followed there, whatever the status."""
    body = ok(feed(web.url("/a")), A_FEED)
    web.put("/elsewhere", body)
    web.put("/", ok("<!DOCTYPE html><html><body><p>Welcome", last_modified="Mon, 02 Mar 2026 00:00:00 GMT"))
    subscribed(timed, web, "/passing", redirect(302, "/elsewhere"))
    subscribed(timed, web, "/home", body, redirect(301, "/"))
    for _ in range(4):
        clock.go(hours=9)
        poll_all(timed)
    assert rows(timed, "select url from feeds order by url") == [(web.url("/home"),), (web.url("/passing"),)]
    assert rows(timed, "select count(*) from ops.feed_moves") == [(0,)]


def test_410_on_two_polls_a_day_apart_retires(timed: Session, clock: Clock, web: Web) -> None:
    """Until then it backs off; then it is due no more, not even for all feeds, until a user says so."""
    subscribed(timed, web, "/feed", ok(feed(web.url("/a")), A_FEED), status(410))
    statuses = []
    for _ in range(4):
        clock.go(hours=8)
        poll_all(timed)
        statuses.append(one_feed(timed)["status"])
    assert statuses == ["active", "active", "failing", "retired"]
    assert one_feed(timed)["status_reason"] == "gone: answers 410 since 2026-03-02"
    assert due_feeds(timed.settings.warehouse, clock.go(days=90), everything=True).is_empty()
    assert rows(timed, "select count(*) from entries") == [(1,)]


def test_validators_that_never_change_are_found_out(timed: Session, clock: Clock, web: Web) -> None:
    """Asked whole once a day, the feed shows entries behind its ETag; from then on none is sent."""
    links = [web.url(f"/{number}") for number in range(4)]
    subscribed(timed, web, "/feed", ok(feed(links[0]), A_FEED, etag='"forever"'))
    web.put("/feed", ok(feed(*links[:2]), A_FEED, etag='"forever"'))
    for hours in (8, 8, 8):
        clock.go(hours=hours)
        poll_all(timed)
    sent = [request.headers.get("if-none-match") for request in web.seen("/feed")]
    assert sent == [None, '"forever"', '"forever"', None]
    assert rows(timed, "select count(*) from entries") == [(2,)]
    assert "validators are no longer sent" in str(one_feed(timed)["status_reason"])
    web.put("/feed", ok(feed(*links), A_FEED, etag='"forever"'))
    clock.go(minutes=30)
    poll_all(timed)
    assert web.seen("/feed")[-1].headers.get("if-none-match") is None
    assert rows(timed, "select count(*) from entries") == [(4,)]


def test_a_server_that_says_unchanged_to_whatever_it_is_asked(timed: Session, clock: Clock, web: Web) -> None:
    """Its ETags change, its answers do not: believed to lie after two days of it."""
    dated = "<pubDate>{}</pubDate>"
    number = 0

    def answer(request: object) -> Reply:
        if request.headers.get("if-none-match"):  # type: ignore[attr-defined]
            return Reply([head(304)])
        stamp = clock.at.strftime("%a, %d %b %Y %H:%M:%S GMT") if not number else told
        body = feed(*(web.url(f"/{n}") for n in range(number, -1, -1))).replace(
            b"</link>", b"</link>" + dated.format(stamp).encode(), 1
        )
        return ok(body, A_FEED, etag=f'"{number}"')

    subscribed(timed, web, "/feed", answer)
    for _ in range(2):
        number += 1
        told = clock.go(hours=6).strftime("%a, %d %b %Y %H:%M:%S GMT")
        clock.go(hours=6)
        poll_all(timed)  # 304
        clock.go(hours=13)
        poll_all(timed)
    assert rows(timed, "select count(*) from entries where published_at is not null") == [(3,)]
    assert rows(timed, "select lie is not null from ops.feed_lives") == [(True,)]


@pytest.mark.parametrize("code", [404, 500, 503])
def test_validators_of_error_pages_are_never_stored(
    timed: Session, clock: Clock, web: Web, code: int
) -> None:
    """Nor are those of a page where a feed should be: the next poll sends what belongs to the last body."""
    good = ok(feed(web.url("/a")), A_FEED, etag='"good"')
    bad = status(code, "<p>oops", etag='"bad"', last_modified="Mon, 02 Mar 2026 00:00:00 GMT")
    page = status(200, "<!DOCTYPE html><html><p>oops", content_type="text/html", etag='"page"')
    subscribed(timed, web, "/feed", good, bad, page, good)
    for _ in range(3):
        clock.go(minutes=30)
        poll_all(timed)
    sent = [request.headers.get("if-none-match") for request in web.seen("/feed")]
    assert sent == [None, '"good"', '"good"', '"good"']
    assert rows(timed, "select etag, failures from ops.feed_state") == [('"good"', 0.0)]


def test_a_304_without_a_body_is_a_failure_and_asked_whole(timed: Session, clock: Clock, web: Web) -> None:
    """Nothing was known that could be unchanged."""
    subscribed(timed, web, "/feed", status(304, etag='"x"'), ok(feed(web.url("/a")), A_FEED, etag='"1"'))
    assert rows(timed, "select failures, last_outcome, etag from ops.feed_state") == [
        (0.5, "http_error", None)
    ]
    assert "304" in str(one_feed(timed)["status_reason"])
    clock.go(hours=1)
    poll_all(timed)
    assert web.seen("/feed")[-1].headers.keys().isdisjoint({"if-none-match", "if-modified-since"})
    assert rows(timed, "select count(*) from entries") == [(1,)]


def test_a_validator_without_its_body_is_not_sent(timed: Session, web: Web) -> None:
    """As a warehouse from elsewhere may have it."""
    subscribed(timed, web, "/feed", ok(feed(web.url("/a")), A_FEED, etag='"1"'))
    due = due_feeds(timed.settings.warehouse, timed.now(), everything=True)
    without = due.with_columns(body_hash=pl.lit(None, pl.String))
    assert [request.etag for request in feeds_to_ask(due, timed.now())[0]] == ['"1"']
    assert [request.etag for request in feeds_to_ask(without, timed.now())[0]] == [None]


def test_a_body_that_changes_in_nothing_but_a_comment_stores_nothing(
    timed: Session, clock: Clock, web: Web
) -> None:
    """The same bytes are not even parsed; other bytes with the same entries give no new row."""
    body = feed(web.url("/a"), web.url("/b"))
    later = body.replace(b"<channel>", b"<channel><!-- made at 12:01 -->")
    subscribed(timed, web, "/feed", ok(body, A_FEED), ok(body, A_FEED), ok(later, A_FEED))
    for _ in range(2):
        clock.go(minutes=30)
        grown = poll_all(timed).rows
        assert {name: number for name, number in grown.items() if number} == {"ops.fetches": 1}


def test_a_feed_that_becomes_a_web_page_says_where_its_feed_is(
    timed: Session, clock: Clock, web: Web
) -> None:
    """A failure that backs off, with the address to subscribe to in the reason; failing in the end."""
    page = f'<!DOCTYPE html><html><head><link rel="alternate" type="{A_FEED}" href="/new.xml"></head><p>Hi'
    subscribed(timed, web, "/feed", ok(feed(web.url("/a")), A_FEED), ok(page))
    for _ in range(6):
        clock.go(hours=1)
        poll_all(timed)
    found = one_feed(timed)
    assert found["status"] == "failing"
    assert web.url("/new.xml") in str(found["status_reason"])
    assert rows(timed, "select distinct reason from ops.rejects") == [("web_page",)]


def test_a_feed_that_loses_its_entries_is_said_and_polled_on(timed: Session, clock: Clock, web: Web) -> None:
    """No failure, but shown; when it has entries again, none of the old is stored twice."""
    full, empty = ok(feed(web.url("/a"), web.url("/b")), A_FEED), ok(feed(), A_FEED)
    subscribed(timed, web, "/feed", full, empty, empty, full)
    for _ in range(2):
        clock.go(minutes=30)
        poll_all(timed)
        assert one_feed(timed)["status_reason"] == "no entries since 2026-03-02: it had 2"
        assert rows(timed, "select failures from ops.feed_state") == [(0.0,)]
    assert one_feed(timed)["status"] == "active"
    clock.go(minutes=30)
    poll_all(timed)
    assert "no entries" not in str(one_feed(timed)["status_reason"])
    assert rows(timed, "select count(*) from entries") == [(2,)]
    assert rows(timed, "select count(*) from ops.gaps") == [(0,)]


@pytest.mark.parametrize("decided", ["removed", "disabled", "retired"])
def test_a_feed_is_read_on_where_the_one_at_its_new_address_is_not(
    timed: Session, clock: Clock, web: Web, decided: str
) -> None:
    """Else one that a user took off for being a double would end the other one, too."""
    body = ok(feed(web.url("/a")), A_FEED)
    subscribed(timed, web, "/new", body)
    set_status(timed.settings, feed_list(timed.settings.warehouse).to_dicts(), decided, "by hand")
    old = subscribed(timed, web, "/old", redirect(301, "/new"))
    for _ in range(4):
        clock.go(minutes=30)
        poll_all(timed)
    found = rows(timed, "select url, status from feeds order by url")
    assert found == [(web.url("/new"), decided), (old, "active")]
    assert len(web.seen("/old")) == 5
    assert rows(timed, "from ops.feed_moves") == []
    assert complaints(timed.settings.warehouse) == []
