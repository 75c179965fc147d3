"""The life of a feed, told from its polls."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transforms.feed_lives import GONE_FOR, WHOLE_EVERY, Life, Poll, after_poll, asks_whole

START = datetime(2026, 3, 2, tzinfo=UTC)
HERE, THERE = "https://dam.example/feed", "https://dam.example/new"
NEW = Life("f", HERE)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def lived(*polls: Poll, life: Life = NEW) -> Life:
    for poll in polls:
        life = after_poll(life, poll)
    return life


def parsed(hours: float, *keys: str, **more: object) -> Poll:
    """A poll that brought a new body."""
    return replace(Poll(at(hours), "ok", 200, keys=keys, final_url=HERE), **more)  # type: ignore[arg-type]


def unchanged(hours: float) -> Poll:
    return Poll(at(hours), "not_modified", 304, final_url=HERE)


def moved(hours: float, *codes: int, to: str = THERE) -> Poll:
    return parsed(hours, "a", redirects=codes or [301], final_url=to)


POLLS = st.builds(
    Poll,
    at=st.integers(0, 400).map(at),
    outcome=st.sampled_from(["ok", "not_modified", "gone", "timeout", "http_error", "parse_error"]),
    status=st.sampled_from([200, 304, 404, 410, None]),
    asked_whole=st.booleans(),
    redirects=st.lists(st.sampled_from([301, 302, 307, 308]), max_size=2),
    final_url=st.sampled_from([HERE, THERE]),
    same_body=st.booleans(),
    keys=st.none() | st.lists(st.sampled_from("abc"), max_size=3),
    news=st.lists(st.none() | st.integers(0, 400).map(at), max_size=2),
)


@given(st.lists(POLLS, max_size=12), st.data())
def test_a_poll_told_again_changes_nothing(polls: list[Poll], data: st.DataObject) -> None:
    """Neither the last one nor an older one."""
    life = lived(*polls)
    again = data.draw(st.sampled_from(polls)) if polls else unchanged(0)
    assert after_poll(life, again) == life or not polls


@given(st.lists(POLLS, min_size=1, max_size=12))
def test_a_feed_is_retired_only_by_410_and_moves_only_permanently(polls: list[Poll]) -> None:
    """Whatever else happens, it stays where it is and is polled again."""
    life = lived(*polls)
    if life.retired_at:
        gone = [poll.at for poll in polls if poll.outcome == "gone"]
        assert max(gone) - min(gone) >= GONE_FOR
    if life.url == THERE:
        there = [poll for poll in polls if poll.final_url == THERE and poll.redirects]
        assert sum(set(poll.redirects) <= {301, 308} for poll in there) >= 2


def test_a_permanent_redirect_is_followed_the_second_time() -> None:
    """The first time it is noted, and asked whole, for a body must be seen there."""
    once = lived(parsed(0, "a"), moved(1))
    assert (once.url, once.moving_to, once.ask_whole) == (HERE, THERE, True)
    assert THERE in (once.notice or "")
    twice = after_poll(once, moved(2, 308))
    assert (twice.url, twice.moving_to, twice.ask_whole, twice.notice) == (THERE, None, False, None)


def test_a_redirect_that_is_not_sure_is_not_followed() -> None:
    """Temporary in one hop, to another place each time, taken back, or with no feed behind it."""
    assert lived(*[moved(hour, 301, 302) for hour in range(5)]).url == HERE
    assert lived(*[moved(hour, to=f"{THERE}?{hour}") for hour in range(5)]).url == HERE
    assert lived(moved(0), parsed(1, "a"), moved(2), parsed(3, "a")).url == HERE
    page = Poll(at(0), "parse_error", 200, redirects=[301], final_url=THERE)
    assert lived(*[replace(page, at=at(hour)) for hour in range(5)]).url == HERE
    silent = Poll(at(0), "not_modified", 304, redirects=[301], final_url=THERE)
    assert lived(*[replace(silent, at=at(hour)) for hour in range(5)]).url == HERE


def test_a_failure_in_between_does_not_hide_a_move() -> None:
    """A redirect seen, a time-out, the redirect again."""
    assert lived(moved(0), Poll(at(1), "timeout"), moved(2)).url == THERE


def test_gone_for_a_day_is_the_end() -> None:
    """Two answers 410 a day apart retire; within a day they do not, nor does a good poll between."""
    gone = [Poll(at(hour), "gone", 410) for hour in (0, 12, 23.9, 24)]
    assert lived(*gone[:3]).retired_at is None
    ended = lived(*gone)
    assert ended.retired_at == at(24)
    assert "410" in (ended.retired_reason or "")
    assert lived(gone[0], unchanged(1), gone[3]).retired_at is None
    assert lived(gone[0], Poll(at(1), "timeout"), gone[3]).retired_at == at(24)


def test_a_retired_feed_that_is_polled_again_starts_anew() -> None:
    """Only a user lets it be polled: one 410 does not end it at once."""
    ended = lived(Poll(at(0), "gone", 410), Poll(at(24), "gone", 410))
    assert after_poll(ended, Poll(at(99), "gone", 410)).retired_at is None
    assert after_poll(ended, parsed(99, "a")).retired_reason is None


def test_validators_that_stay_though_entries_are_new_are_a_lie() -> None:
    """Proven at once: the same ETag for other entries. With the same entries it is not: a comment changed."""
    same = (('"1"', None), ('"1"', None))
    honest = parsed(1, "a", validators=same, asked_whole=True, news=[])
    assert lived(parsed(0, "a"), honest).lie is None
    caught = lived(parsed(0, "a"), parsed(1, "b", "a", validators=same, asked_whole=True, news=[at(1)]))
    assert caught.lie
    assert caught.ask_whole
    assert caught.lie in (caught.notice or "")


def test_a_304_that_hid_entries_is_a_lie_when_it_happens_again() -> None:
    """Entries that are older than the answer that nothing had changed, seen only when asked whole."""
    start = lived(parsed(0, "a"), unchanged(10))
    hidden = parsed(24, "b", "a", asked_whole=True, news=[at(5)])
    once = after_poll(start, hidden)
    assert (once.lies_seen, once.lie) == (1, None)
    again = parsed(48, "c", "b", asked_whole=True, news=[at(30)])
    assert lived(unchanged(34), again, life=once).lie
    # A feed that tells of news when asked with validators is believed, however late it dates them.
    told = parsed(36, "c", "b", news=[at(30)])
    assert lived(unchanged(34), told, life=once).lies_seen == 0


def test_a_feed_that_loses_its_entries_is_noted_and_what_it_had_is_kept() -> None:
    """Until it has some again."""
    lost = lived(parsed(0, "b", "a"), parsed(1), parsed(2))
    assert (lost.lost_entries_since, list(lost.last_keys), lost.seen_at) == (at(1), ["b", "a"], at(0))
    assert "it had 2" in (lost.notice or "")
    back = after_poll(lost, parsed(3, "c"))
    assert (back.lost_entries_since, back.notice) == (None, None)
    assert lived(parsed(0), parsed(1)).lost_entries_since is None


def test_only_a_body_in_hand_counts_as_a_sighting() -> None:
    """The same bytes again do; an answer that nothing has changed does not."""
    again = Poll(at(2), "ok", 200, same_body=True)
    assert lived(parsed(0, "a"), unchanged(1)).seen_at == at(0)
    assert lived(parsed(0, "a"), unchanged(1), again).seen_at == at(2)


def test_a_304_to_no_question_makes_the_next_poll_whole() -> None:
    """There is no body that it could confirm."""
    assert lived(Poll(at(0), "http_error", 304)).ask_whole
    assert not lived(Poll(at(0), "http_error", 304), parsed(1, "a")).ask_whole


@given(st.booleans(), st.none() | st.just("hash"), st.none() | st.integers(0, 100))
def test_validators_are_sent_where_a_body_is_known_and_a_day_is_not_over(
    ask_whole: bool,
    body_hash: str | None,
    hours: int | None,
) -> None:
    """Otherwise the feed is asked whole."""
    asked = None if hours is None else at(-hours)
    sent = not asks_whole(asked, ask_whole=ask_whole, body_hash=body_hash, now=START)
    fresh = hours is not None and timedelta(hours=hours) < WHOLE_EVERY
    assert sent == (not ask_whole and body_hash is not None and fresh)
