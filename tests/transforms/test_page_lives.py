"""When to see a page again whose article we have."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.page_lives import (
    EDITS_APART,
    TRIES,
    Visit,
    after_visit,
    asked_again,
    counted_from,
    marks_of,
    next_mark,
)

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MARKS = marks_of("1h,6h,24h,7d")
HOURS = st.floats(0, 400).map(lambda hours: timedelta(hours=hours))


def test_marks_are_read_as_they_are_written() -> None:
    """Minutes, hours and days; none is a choice, too."""
    assert [mark / HOUR for mark in marks_of("30m, 1h,6h,24h,7d")] == [0.5, 1, 6, 24, 168]
    assert marks_of(" ") == ()


@pytest.mark.parametrize("text", ["1", "1w", "h", "6h,1h", "1h,1h", "1h,,6h", "0h", "-1h", "1.5h", "99999h"])
def test_marks_that_make_no_sense_are_refused(text: str) -> None:
    """The message gives an example."""
    with pytest.raises(ValueError, match="such as 1h,6h,24h,7d"):
        marks_of(text)


def test_visits_count_from_publication() -> None:
    """From the first fetch where that is not known, or in the future; a day counts from its end."""
    assert counted_from(START - HOUR, None, START) == START - HOUR
    assert counted_from(None, None, START) == START
    assert counted_from(START + HOUR, None, START) == START
    assert counted_from(None, date(2026, 2, 27), START) == datetime(2026, 2, 28, tzinfo=UTC)
    assert counted_from(None, date(2026, 3, 2), START) == START


@given(HOURS)
def test_the_next_mark_is_ahead_and_old_articles_have_none(age: timedelta) -> None:
    """Each mark comes once: a week after publication nothing is ahead."""
    found = next_mark(START, MARKS, START + age)
    assert (found is None) == (age >= MARKS[-1] - timedelta(minutes=10))
    if found:
        assert found[1] == START + found[0] > START + age


@given(st.lists(st.sampled_from([None, None, "timeout", "bot_wall"]), max_size=40))
def test_visits_go_on_to_the_last_mark_whatever_happens(problems: list[str | None]) -> None:
    """Each is later than the one before; no more than some tries a mark; in the end there is none."""
    now, failed, visits = START, 0, 0
    for problem in [*problems, *[None] * 10]:
        told = after_visit(Visit(now, problem, failed=failed + 1 if problem else 0), START, MARKS)
        if told.next_at is None:
            break
        assert told.next_at > now
        now, failed, visits = told.next_at, told.failed_visits, visits + 1
    assert now <= START + MARKS[-1] + timedelta(hours=2)
    assert visits <= len(MARKS) * TRIES + TRIES


def test_a_failed_visit_is_tried_again_and_then_left_to_the_next_mark() -> None:
    """Twice, if the next mark is not nearer; the server's own wish is kept."""
    now = START + 7 * HOUR
    first, second, third = (
        after_visit(Visit(now, "timeout", failed=n), START, MARKS) for n in range(1, TRIES + 1)
    )
    assert (first.next_at, first.failed_visits) == (now + HOUR / 3, 1)
    assert (second.next_at, second.failed_visits) == (now + HOUR, 2)
    assert (third.next_at, third.failed_visits) == (START + 24 * HOUR, 0)
    assert "timeout" in third.reason
    asked = after_visit(Visit(now, "http_error", 429, now + 3 * HOUR, failed=1), START, MARKS)
    assert asked.next_at == now + 3 * HOUR
    near = after_visit(Visit(now, "http_error", 429, now + 60 * HOUR, failed=1), START, MARKS)
    assert near.next_at == START + 24 * HOUR


def test_an_article_taken_down_is_noted_once_and_looked_for_again() -> None:
    """404 or 410: since when, and whether it comes back, at the marks that are left."""
    for status in (404, 410):
        gone = after_visit(Visit(START + HOUR, "http_error", status, failed=1), START, MARKS)
        assert (gone.reason, gone.gone_at) == (f"gone: HTTP {status}", START + HOUR)
        assert gone.next_at == START + 6 * HOUR
        still = Visit(START + 6 * HOUR, "gone", status, failed=1, gone_at=gone.gone_at)
        assert after_visit(still, START, MARKS).gone_at == START + HOUR
    passing = Visit(START + 6 * HOUR, "timeout", failed=1, gone_at=START)
    assert after_visit(passing, START, MARKS).gone_at == START
    assert after_visit(Visit(START + 6 * HOUR, None, gone_at=START), START, MARKS).gone_at is None


def asked(*feeds: str) -> pl.DataFrame:
    """A page that entries of feeds lead to now."""
    row = {"page_id": "p", "state": "pending", "reason": "new entry", "attempts": 0, "next_at": START}
    frame = schemas.from_rows([{**row, "visits": 0, "failed_visits": 0}], schemas.PAGES)
    return frame.with_columns(feeds=pl.Series([list(feeds)]))


def known(*feeds: str, **values: object) -> pl.DataFrame:
    """The same page as stored, with an article unless told otherwise."""
    row = {"page_id": "p", "state": "done", "reason": "article", "attempts": 1, "article_id": "a"} | values
    frame = schemas.from_rows([row], schemas.PAGES)
    return frame.with_columns(feeds=pl.Series([list(feeds)], dtype=pl.List(pl.String)))


def test_a_new_page_is_taken_at_once() -> None:
    """Nothing is known of it."""
    found = asked_again(asked("f"), known("f").clear())
    assert found.select("state", "next_at").row(0) == ("pending", START)


def test_an_edit_brings_its_page_back_at_most_once_an_hour() -> None:
    """It stays done: the article is there. A visit planned sooner takes its place."""
    lately = START - timedelta(minutes=10)
    found = asked_again(asked("f"), known("f", last_fetched_at=lately, visits=3, etag='"1"')).row(
        0, named=True
    )
    assert (found["state"], found["reason"], found["next_at"]) == (
        "done",
        "entry changed",
        lately + EDITS_APART,
    )
    assert (found["article_id"], found["visits"], found["etag"]) == ("a", 3, '"1"')
    long_ago = asked_again(asked("f"), known("f", last_fetched_at=START - 9 * HOUR))
    assert long_ago["next_at"].item() == START
    sooner = known("f", last_fetched_at=lately, next_at=START + timedelta(minutes=5))
    assert asked_again(asked("f"), sooner)["next_at"].item() == START + timedelta(minutes=5)


def test_another_feed_with_the_same_page_is_no_edit() -> None:
    """Sections of a paper share their articles; where a feed that was there before is among them, it is."""
    mark = START + 5 * HOUR
    stored = known("f", next_at=mark, last_fetched_at=START - 9 * HOUR)
    assert asked_again(asked("g"), stored).select("reason", "next_at").row(0) == ("article", mark)
    assert asked_again(asked("g", "f"), stored)["next_at"].item() == START


@pytest.mark.parametrize("state", ["pending", "retry"])
def test_a_page_that_waits_goes_on_waiting(state: str) -> None:
    """A server's Retry-After is not forgotten because an entry changes."""
    stored = known(
        "f", state=state, reason="http_error", attempts=2, article_id=None, next_at=START + 5 * HOUR
    )
    found = asked_again(asked("f"), stored)
    assert found.select("state", "attempts", "next_at").row(0) == (state, 2, START + 5 * HOUR)


@pytest.mark.parametrize("state", ["rejected", "failed"])
def test_a_page_that_gave_no_article_is_tried_anew(state: str) -> None:
    """An hour after the last fetch at the soonest, with all its tries."""
    stored = known("g", state=state, attempts=6, article_id=None, last_fetched_at=START)
    found = asked_again(asked("f"), stored)
    assert found.select("state", "attempts", "next_at").row(0) == ("pending", 0, START + HOUR)
