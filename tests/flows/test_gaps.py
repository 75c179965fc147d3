"""Suspected gaps, over a web on loopback."""

import pytest

from flows.line import feeds_line
from flows.session import Session
from flows.subscribe import subscribe
from tests.contents import complaints
from tests.flows.conftest import Clock
from tests.line import feed, polled, rows
from tests.web import Web, ok, status

A_FEED = "application/rss+xml"


def poll_window(session: Session, web: Web, last: int, length: int = 10) -> None:
    """Polls the feed while its window ends at an item; loads it twice."""
    links = [web.url(f"/{number}") for number in range(last, last - length, -1)]
    web.put("/feed", ok(feed(*links), A_FEED, etag=f'"{last}"'))
    subscribe(session.settings, [(web.url("/feed"), None)])
    supply = polled(session)
    feeds_line(session, supply)
    assert not any(feeds_line(session, supply).rows.values())


def gaps(session: Session) -> list[tuple[object, ...]]:
    return rows(session, 'select since, "until", entries_before, entries_after from ops.gaps order by since')


@pytest.mark.parametrize(("moved", "missed"), [(0, False), (1, False), (9, False), (10, True), (500, True)])
def test_a_window_that_has_nothing_of_before_is_a_gap(
    timed: Session, clock: Clock, web: Web, moved: int, *, missed: bool
) -> None:
    """It lasts from the last body to this one; loaded again it is one row still."""
    poll_window(timed, web, 100)
    before, after = clock.at, clock.go(hours=40)
    poll_window(timed, web, 100 + moved)
    assert gaps(timed) == ([(before, after, 10, 10)] if missed else [])
    assert complaints(timed.settings.warehouse) == []


def test_a_gap_begins_with_the_last_body_not_with_the_last_answer(
    timed: Session, clock: Clock, web: Web
) -> None:
    """What a 304 or an error hid is in it; the command that would fill it names days and feed."""
    poll_window(timed, web, 100)
    before = clock.at
    clock.go(hours=6)
    poll_window(timed, web, 100)  # 304
    web.put("/feed", status(500))
    clock.go(hours=6)
    feeds_line(timed, polled(timed))
    after = clock.go(hours=30)
    poll_window(timed, web, 200)
    assert gaps(timed) == [(before, after, 10, 10)]
    ((command, reason),) = rows(timed, "select backfill, reason from ops.gaps")
    url = web.url("/feed")
    assert command == f"hearsay backfill --gaps --feed {url} --since 2026-03-02 --until 2026-03-05"
    assert rows(timed, "select fill_with from gaps") == [(command,)]
    assert "10 entries" in reason


def test_each_gap_is_a_row_and_entries_lost_for_a_while_hide_none(
    timed: Session, clock: Clock, web: Web
) -> None:
    """A feed that was empty in between is compared with what it had before that."""
    poll_window(timed, web, 100)
    for last, length in ((200, 10), (200, 0), (300, 10)):
        clock.go(hours=5)
        poll_window(timed, web, last + (1 if not length else 0), length)
    assert len(gaps(timed)) == 2
    assert gaps(timed)[1][0] == gaps(timed)[0][1]
