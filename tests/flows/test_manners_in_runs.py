"""Manners across runs: what one learns of hosts, the next one knows; what is not sent fails nothing."""

from datetime import timedelta

import pytest

from flows.line import feeds_line, pages_line
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.line import Here, article, feed, pages, poll, polled, rows
from tests.web import Web, ok, status
from warehouse.lookups import status as shown

DENY = "User-agent: *\nDisallow: /a\nDisallow: /news"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.session.Workers", Here)


def test_a_closed_host_fails_no_feed_and_no_page(session: Session, web: Web, local: Settings) -> None:
    """They wait until it opens, in the next run too; the wait is no attempt, and no reject."""
    web.put("/a", status(429, retry_after="3600"))
    poll(session, web, news=feed(web.url("/a"), web.url("/b")))
    pages_line(session, pages(session))  # closes the host, by one of the pages
    with Session(local) as second:
        feeds_line(second, polled(second))
        pages_line(second, pages(second))
    assert rows(
        session, "select outcome, count(*) from ops.fetches where kind = 'feed' group by 1 order by 1"
    ) == [
        ("host_closed", 1),
        ("ok", 1),
    ]
    assert rows(session, "select failures, last_outcome from ops.feed_state") == [(0.0, "host_closed")]
    ((until, why),) = rows(session, "select closed_until, closed_why from ops.hosts")
    assert why == "HTTP 429, Retry-After: 3600"
    for attempts, state, next_at in rows(session, "select attempts, state, next_at from ops.pages"):
        assert attempts <= 1
        assert state == "retry"
        assert until <= next_at <= until + timedelta(hours=0.2)
    assert rows(session, "select count(*) from ops.rejects where reason = 'host_closed'") == [(0,)]
    assert shown(local.warehouse)["closed_hosts"]["host"].to_list() == ["127.0.0.1"]
    asked = [request.path for request in web.received]
    assert asked.count("/news") == 1
    assert sum(path in ("/a", "/b") for path in asked) <= 2  # both may be under way when the host says so


def test_what_robots_forbids(session: Session, web: Web, local: Settings) -> None:
    """The feed is shown as failing with the reason; the page is asked about once more, a day later."""
    web.put("/robots.txt", ok(DENY, "text/plain"))
    web.put("/b", ok(article("Brandel")))
    poll(session, web, other=feed(web.url("/a"), web.url("/b")))
    subscribe(local, [(web.put("/news", ok(feed())), None)])
    feeds_line(session, polled(session))
    assert pages_line(session, pages(session)).outcomes == {"robots_denied": 1, "ok": 1}
    failing = shown(local.warehouse)["failing_feeds"].row(0, named=True)
    assert (failing["url"], failing["status"]) == (web.url("/news"), "failing")
    assert failing["last_error"] == "robots.txt of 127.0.0.1 forbids /news to Hearsay"
    wait = failing["next_check_at"] - session.now()
    assert timedelta(hours=23) < wait <= timedelta(hours=24)
    assert rows(session, "select state, attempts, reason from ops.pages where state <> 'done'") == [
        ("retry", 1, "robots_denied")
    ]
    pages_line(session, pages(session))
    assert rows(session, "select state, attempts from ops.pages where state <> 'done'") == [("failed", 2)]
    assert not web.seen("/a")
    assert not web.seen("/news")


def test_robots_are_kept_between_runs(session: Session, web: Web, local: Settings) -> None:
    """One run's requests for the file serve two; they are on record, and status names the host that fails."""
    web.put("/robots.txt", status(503), status(503), ok("", "text/plain"))
    poll(session, web, news=feed())
    with Session(local) as second:
        feeds_line(second, polled(second))
    assert len(web.seen("/robots.txt")) == 2
    assert rows(session, "select rules, outcome, status from ops.robots") == [("closed", "http_error", 503)]
    assert rows(session, "select outcome, count(*) from ops.fetches where kind = 'robots' group by 1") == [
        ("http_error", 2)
    ]
    closed = shown(local.warehouse)["closed_hosts"].row(0, named=True)
    assert closed["why"] == "robots.txt fails: HTTP 503"
    errors = rows(session, "select distinct last_error from ops.feed_state")
    assert errors == [("nothing is asked of 127.0.0.1 while its robots.txt fails: HTTP 503",)]
