"""When a feed is polled next, from what its polls over HTTP left in the warehouse."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flows.feed_steps import read
from flows.line import feeds_line
from flows.session import Session
from flows.subscribe import subscribe
from tests.line import feed, polled, rows
from tests.web import Web, ok, status

STATE = "select * exclude (feed_id) from ops.feed_state"
RSS = "application/rss+xml"


def polls(session: Session, web: Web, *replies: Any) -> list[tuple[Any, ...]]:
    """next_check_reason, minutes to the next check, and entries remembered, after each of so many polls."""
    subscribe(session.settings, [(web.put("/feed", *replies), None)])
    found = []
    for _ in replies:
        feeds_line(session, polled(session))
        found += rows(
            session,
            """
            select next_check_reason, (epoch(next_check_at) - epoch(last_checked_at)) / 60 as minutes,
                len(entry_times) as times, window_size
            from ops.feed_state
            """,
        )
    return found


def test_a_feed_is_polled_by_its_rhythm_and_its_wishes(session: Session, web: Web) -> None:
    """Each poll's reason is stored; what the feed asked for outlives polls without a body."""
    asking = feed("/a", "/b").replace(b"</title>", b"</title><ttl>90</ttl>", 1)
    fresh = {"cache_control": "max-age=7200"}
    first, unchanged, new, failed = polls(
        session,
        web,
        ok(asking, RSS, etag='"1"', **fresh),
        ok(asking, RSS, etag='"1"'),
        ok(feed("/c", "/d", "/e"), RSS),
        status(503, retry_after="36000"),
    )
    assert first[0] == "Cache-Control 120 min"
    assert 119 < first[1] < 133
    assert first[2:] == (1, 2)
    assert unchanged[0] == "ttl 90 min"
    assert unchanged[2:] == (1, 2)
    assert failed[0] == "Retry-After: http_error"
    assert failed[1] >= 600
    assert new[0].startswith(("rhythm", "holds 3 entries"))
    assert new[2:] == (4, 3)


def test_dates_of_a_first_body_tell_the_rhythm(session: Session, web: Web) -> None:
    """A feed that had its entries years ago is polled rarely at once."""
    ((reason, minutes, times, _),) = polls(session, web, ok(feed("/a", "/b", dated=True), RSS))
    assert reason.startswith("rhythm ")
    assert times == 2
    assert 15 <= minutes <= 1440


def test_reading_a_supply_twice_gives_the_same_state(session: Session, web: Web) -> None:
    """And loading it twice leaves the same row."""
    subscribe(session.settings, [(web.put("/feed", ok(feed("/a", "/b"), RSS)), None)])
    supply = polled(session)
    moment = datetime.now(UTC) + timedelta(minutes=1)
    session.now = lambda: moment
    assert read(session, supply).states.equals(read(session, supply).states)
    feeds_line(session, supply)
    before = rows(session, STATE)
    feeds_line(session, supply)
    assert rows(session, STATE) == before
