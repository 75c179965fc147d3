"""Articles seen again after their publication and after edits of their entries, over a web on loopback."""

from datetime import timedelta
from itertools import pairwise

import polars as pl
import pytest

from flows.line import Loaded, feeds_line, pages_line
from flows.session import Session
from flows.subscribe import subscribe
from tests.contents import complaints
from tests.flows.conftest import Clock
from tests.line import article, feed, polled, rows, visited
from tests.web import Handler, Web, ok, status
from transforms import schemas
from warehouse.lookups import due_pages
from warehouse.query import query

A_FEED = "application/rss+xml"
CALM = {"ops.fetches": 1}


def poll_all(session: Session) -> None:
    supply = polled(session)
    feeds_line(session, supply)
    assert not any(feeds_line(session, supply).rows.values())


def visit_due(session: Session) -> Loaded | None:
    """Takes the pages that are due now, loads them twice; None where none is."""
    due = due_pages(session.settings.warehouse, session.now())
    if due.is_empty():
        return None
    supply = visited(session, due)
    loaded = pages_line(session, supply)
    before = rows(session, "select list(pages order by page_id)::varchar from ops.pages")
    assert not any(pages_line(session, supply).rows.values())
    assert rows(session, "select list(pages order by page_id)::varchar from ops.pages") == before
    return loaded


def taken(session: Session, web: Web, *replies: Handler) -> str:
    """A page whose article was taken now, by way of a feed."""
    link = web.put("/bridge", *replies)
    subscribe(session.settings, [(web.put("/feed", ok(feed(link), A_FEED)), None)])
    poll_all(session)
    visit_due(session)
    return link


def pass_time(session: Session, clock: Clock, hours: float) -> list[tuple[float, dict[str, int]]]:
    """Lets hours pass, and the pages be taken when they are due: after how many hours, and what was new."""
    start, seen = clock.at, []
    end = start + timedelta(hours=hours)
    while (planned := rows(session, "select min(next_at) from ops.pages")[0][0]) and planned <= end:
        clock.at = planned - timedelta(seconds=1)
        assert visit_due(session) is None
        clock.at = planned
        loaded = visit_due(session)
        assert loaded
        new = {name: number for name, number in loaded.rows.items() if number}
        seen.append((round((planned - start) / timedelta(hours=1), 2), new))
    clock.at = end
    return seen


def page(session: Session) -> dict[str, object]:
    return query(session.settings.warehouse, "from ops.pages").row(0, named=True)


def dated(place: str, clock: Clock, days: float) -> bytes:
    """An article that says when it was published: so many days ago."""
    when = (clock.at - timedelta(days=days)).isoformat()
    return article(place, f'<meta property="article:published_time" content="{when}">')


def test_an_article_is_seen_again_a_few_times_and_its_edit_is_a_version(
    timed: Session, clock: Clock, web: Web
) -> None:
    """At 1 h, 6 h, 24 h and 7 d; only the visit that finds another text stores more than its fetch."""
    edited = article("Sund").replace(b"forty lorries", b"sixty lorries")
    taken(timed, web, *[ok(article("Sund"))] * 2, ok(edited))
    seen = pass_time(timed, clock, 200)
    assert [hours for hours, _ in seen] == [1, 6, 24, 168]
    assert seen[0][1] == seen[2][1] == seen[3][1] == CALM
    assert seen[1][1]["article_versions"] == 1
    versions = rows(timed, "select number, cause, is_current from versions_numbered order by number")
    assert versions == [(1, "first", False), (2, "edit", True)]
    assert (page(timed)["state"], page(timed)["reason"], page(timed)["visits"]) == ("done", "article", 4)
    assert complaints(timed.settings.warehouse) == []


def test_a_visit_sends_validators_and_stores_nothing_where_nothing_changed(
    timed: Session, clock: Clock, web: Web
) -> None:
    """Whether the server says so, or sends the page with another advertisement around the same text."""
    other = article("Sund").replace(b"<nav>", b"<nav><a href='/shoes'>Shoes!</a>")
    taken(timed, web, ok(article("Sund"), etag='"1"'), ok(article("Sund"), etag='"1"'), ok(other, etag='"2"'))
    assert [new for _, new in pass_time(timed, clock, 25)] == [CALM, CALM, CALM]
    sent = [request.headers.get("if-none-match") for request in web.seen("/bridge")]
    assert sent == [None, '"1"', '"1"', '"2"']
    outcomes = rows(timed, "select outcome from ops.fetches where kind = 'page' order by fetched_at")
    assert outcomes == [("ok",), ("not_modified",), ("ok",), ("not_modified",)]
    assert rows(timed, "select count(*) from ops.rejects") == [(0,)]


@pytest.mark.parametrize(("days", "at"), [(0.2, [1.2, 19.2]), (5, [48]), (60, [])])
def test_marks_that_have_passed_are_not_made_up_for(
    timed: Session, clock: Clock, web: Web, days: float, at: list[float]
) -> None:
    """They count from publication: an article found late is seen only at those that are left."""
    taken(timed, web, ok(dated("Sund", clock, days)))
    assert [hours for hours, _ in pass_time(timed, clock, 60)] == at


def test_without_marks_nothing_is_seen_again(timed: Session, clock: Clock, web: Web) -> None:
    """HEARSAY_REVISIT is empty."""
    timed.settings = timed.settings.model_copy(update={"revisit": ""})
    taken(timed, web, ok(article("Sund")))
    assert pass_time(timed, clock, 30) == []


@pytest.mark.parametrize("bad", [status(500), ok(b"<html><p>Are you human?"), status(429, retry_after="60")])
def test_a_visit_that_fails_costs_nothing_but_a_few_tries(
    timed: Session, clock: Clock, web: Web, bad: Handler
) -> None:
    """The article stays, the page stays done, and the next mark is kept."""
    taken(timed, web, ok(article("Sund")), *[bad] * 5, ok(article("Sund")))
    seen = [hours for hours, _ in pass_time(timed, clock, 25)]
    assert seen == [1, 1.33, 2.33, 6, 6.33, 7.33, 24]
    assert page(timed)["state"] == "done"
    assert page(timed)["article_id"]
    assert rows(timed, "select count(*) from article_versions") == [(1,)]
    assert rows(timed, "select count(*) from articles_gone") == [(0,)]
    assert complaints(timed.settings.warehouse) == []


@pytest.mark.parametrize("code", [404, 410])
def test_an_article_taken_down_is_news(timed: Session, clock: Clock, web: Web, code: int) -> None:
    """Since when it is gone stands beside it; what it said is kept; it may come back."""
    link = taken(timed, web, ok(article("Sund")), status(code), status(code), ok(article("Sund")))
    gone_at = clock.at + timedelta(hours=1)
    assert [hours for hours, _ in pass_time(timed, clock, 7)] == [1, 6]
    assert (page(timed)["reason"], page(timed)["state"]) == (f"gone: HTTP {code}", "done")
    gone = "select canonical_url, gone_at, reason from articles_gone"
    assert rows(timed, gone) == [(link, gone_at, f"gone: HTTP {code}")]
    assert rows(timed, "select count(*) > 0 from said") == [(True,)]
    assert rows(timed, "select gone_at from ops.page_outcomes") == [(gone_at,)]
    pass_time(timed, clock, 18)
    assert rows(timed, gone) == []


def test_new_pages_go_before_those_to_see_again(timed: Session, clock: Clock, web: Web) -> None:
    """What was never seen is worth more."""
    link = taken(timed, web, ok(article("Sund")))
    new = web.put("/zebra", ok(article("Vik")))
    web.put("/feed", ok(feed(link, new), A_FEED))
    clock.go(hours=1)
    poll_all(timed)
    assert due_pages(timed.settings.warehouse, clock.at)["url"].to_list() == [new, link]


def test_an_edited_entry_is_a_row_and_its_page_a_version(timed: Session, clock: Clock, web: Web) -> None:
    """The headline changes in the feed and on the page."""
    link = taken(timed, web, ok(article("Sund")), ok(article("Sund").replace(b"closes", b"reopens")))
    clock.go(hours=2)
    visit_due(timed)
    web.put("/bridge", ok(article("Sund").replace(b"closes", b"collapses")))
    web.put("/feed", ok(feed(link).replace(b"About", b"More about"), A_FEED))
    clock.go(minutes=90)
    poll_all(timed)
    assert rows(timed, "select count(*), count(distinct entry_key) from entries") == [(2, 1)]
    assert (page(timed)["state"], page(timed)["reason"]) == ("done", "entry changed")
    visit_due(timed)
    assert rows(timed, "select title from versions_numbered order by number") == [
        ("Bridge of Sund closes",),
        ("Bridge of Sund reopens",),
        ("Bridge of Sund collapses",),
    ]
    assert page(timed)["next_at"] == clock.at + timedelta(hours=2.5)  # six hours after publication


def test_a_feed_that_changes_each_entry_at_each_poll_does_not_hammer(
    timed: Session, clock: Clock, web: Web
) -> None:
    """View counts in the summary: each change is a row, but the page is fetched once an hour at most."""
    link = taken(timed, web, ok(article("Sund"), etag='"1"'))
    for count in range(12):
        counted = feed(link).replace(b"</link>", f"</link><description>{count} views</description>".encode())
        web.put("/feed", ok(counted, A_FEED))
        clock.go(minutes=15)
        poll_all(timed)
        visit_due(timed)
    assert rows(timed, "select count(*), count(distinct entry_key) from entries") == [(13, 1)]
    times = rows(timed, "select fetched_at from ops.fetches where kind = 'page' order by 1")
    pauses = [later[0] - sooner[0] for sooner, later in pairwise(times)]
    assert len(times) == 4
    assert min(pauses) >= timedelta(hours=1)


def test_a_second_feed_with_the_same_article_asks_for_nothing(timed: Session, clock: Clock, web: Web) -> None:
    """It is another entry, and the same page, which was fetched."""
    link = taken(timed, web, ok(article("Sund")))
    subscribe(timed.settings, [(web.put("/section", ok(feed(link), A_FEED)), None)])
    clock.go(minutes=30)
    poll_all(timed)
    assert rows(timed, "select count(*) from entries") == [(2,)]
    assert visit_due(timed) is None


@pytest.mark.parametrize("outcome", ["host_closed", "robots_denied"])
def test_a_visit_that_was_not_made_is_none(timed: Session, clock: Clock, web: Web, outcome: str) -> None:
    """However often: nothing counts as failed, the article stays, and it is seen when that is possible."""
    taken(timed, web, ok(article("Sund")))
    fetched = clock.at
    clock.go(hours=1)
    for number in range(1, 5):
        due = due_pages(timed.settings.warehouse, timed.now(), everything=True)
        supply = visited(timed, due).with_columns(
            outcome=pl.lit(outcome),
            status=pl.lit(None, pl.Int16),
            retry_after=pl.lit(clock.at + timedelta(minutes=1), schemas.TIME),
            fetch_id=pl.lit(f"not sent {number}"),
        )
        pages_line(timed, supply)
        found = page(timed)
        assert (found["state"], found["visits"], found["failed_visits"]) == ("done", 0, 0)
        assert found["article_id"]
        assert found["last_fetched_at"] == fetched
        later = timedelta(minutes=1) if outcome == "host_closed" else timedelta(hours=5)
        assert found["next_at"] == clock.at + later
    assert rows(timed, "select count(*) from articles_gone") == [(0,)]
