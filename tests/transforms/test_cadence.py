"""When a feed is polled next: what holds for every feed, and the reasons in plain cases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transforms.cadence import FAILING_FROM, Bounds, Polled, entries_a_minute, next_check
from transforms.feed_hints import Hints

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GOOD = ["ok", "not_modified"]
BAD = ["timeout", "http_error", "dns_error", "tls_error", "gone", "parse_error", "an outcome to come"]

moments = st.timedeltas(-DAY, 4000 * DAY).map(lambda ago: NOW - ago)  # some in the future: clocks are wrong
hints = st.builds(
    Hints,
    st.none() | st.integers(1, 50_000),
    st.none() | st.integers(1, 50_000),
    st.frozensets(st.integers(0, 23), max_size=23).map(tuple),
    st.frozensets(st.integers(1, 7), max_size=6).map(tuple),
)
feeds = st.builds(
    Polled,
    feed_id=st.text(max_size=5),
    outcome=st.sampled_from(GOOD + BAD),
    failures=st.floats(0, 1000),
    entry_times=st.lists(moments, max_size=12).map(lambda times: sorted(times, reverse=True)),
    window=st.none() | st.integers(0, 5000),
    hints=hints,
    fresh_until=st.none() | st.timedeltas(-DAY, 30 * DAY).map(lambda ahead: NOW + ahead),
    retry_after=st.none() | st.timedeltas(timedelta(0), 30 * DAY).map(lambda ahead: NOW + ahead),
    first=st.booleans(),
)
bounds = st.tuples(st.floats(1, 2000), st.floats(1, 50_000)).map(lambda pair: Bounds(min(pair), max(pair)))


def pause(feed: Polled, limits: Bounds | None = None) -> float:
    """Minutes to the next poll."""
    at = next_check(feed, NOW, limits)[1].at
    assert at is not None
    return (at - NOW) / MINUTE


def entries(minutes: float, count: int = 10) -> list[datetime]:
    """So many entries at a steady pace, the newest just now."""
    return [NOW - number * minutes * MINUTE for number in range(count)]


@given(feeds, bounds)
def test_every_feed_is_polled_again(feed: Polled, limits: Bounds) -> None:
    """Whatever happened, at a time ahead and for a stated reason; the same for the same history and time."""
    failures, what_next = next_check(feed, NOW, limits)
    assert what_next.at is not None
    assert what_next.at > NOW
    assert what_next.reason
    assert (failures == 0) == (feed.outcome in GOOD)
    assert what_next.state == ("failing" if failures >= FAILING_FROM else "active")
    assert next_check(feed, NOW, limits) == (failures, what_next)


@given(feeds, bounds)
def test_never_before_retry_after(feed: Polled, limits: Bounds) -> None:
    """A server that asks for more time gets it."""
    at = next_check(feed, NOW, limits)[1].at
    assert at is not None
    assert feed.retry_after is None or at >= feed.retry_after


@given(feeds, bounds)
def test_polls_stay_within_the_bounds(feed: Polled, limits: Bounds) -> None:
    """But for Retry-After and hours to skip; failures may lead beyond the longest, up to 30 days."""
    free = replace(feed, retry_after=None, hints=replace(feed.hints, skip_hours=(), skip_days=()))
    minutes = pause(free, limits)
    most = limits.longest if feed.outcome in GOOD else max(limits.longest, 30 * 1440)
    assert limits.shortest <= minutes + 1e-6
    assert minutes <= most + 1e-6


@given(feeds)
def test_skipped_hours_and_days_are_respected(feed: Polled) -> None:
    """No poll in them; at most eight days later than without."""
    at = next_check(feed, NOW)[1].at
    assert at is not None
    assert at.hour not in feed.hints.skip_hours
    assert at.isoweekday() not in feed.hints.skip_days


@given(feeds, st.sampled_from(BAD), st.floats(0, 40))
def test_more_failures_never_mean_an_earlier_poll(feed: Polled, outcome: str, more: float) -> None:
    """The back-off grows with the weight of the failures."""
    free = replace(feed, outcome=outcome, hints=Hints(), retry_after=None)
    assert pause(free) <= pause(replace(free, failures=feed.failures + more)) + 1e-6


@given(feeds.filter(lambda feed: feed.outcome in GOOD))
def test_wishes_are_never_undercut(feed: Polled) -> None:
    """Neither ttl nor the freshness of the answer, up to the longest pause."""
    wishes = [feed.hints.ttl_minutes or 0]
    wishes += [(feed.fresh_until - NOW) / MINUTE] if feed.fresh_until else []
    assert pause(feed) + 1e-6 >= min(max(wishes), Bounds().longest)


@given(st.lists(moments, min_size=1, max_size=12), st.timedeltas(timedelta(0), 900 * DAY))
def test_silence_never_raises_the_rate(times: list[datetime], silence: timedelta) -> None:
    """A feed that says nothing is expected to say less, never nothing."""
    newest_first = sorted(times, reverse=True)
    later = max(NOW, newest_first[0])
    before, after = entries_a_minute(newest_first, later), entries_a_minute(newest_first, later + silence)
    assert 0 < after <= before + 1e-12


def test_a_busy_feed_is_polled_more_often_than_a_rare_one() -> None:
    """By its own rhythm, and it says so."""
    rare, busy = (Polled("f", "ok", entry_times=entries(gap), window=50) for gap in (2000, 20))
    assert pause(busy) * 5 < pause(rare)
    assert next_check(busy, NOW)[1].reason.startswith("rhythm ")


def test_a_small_feed_is_polled_before_its_entries_fall_out() -> None:
    """Where half of what it holds would be new before its rhythm's poll, that decides."""
    large, small = (Polled("f", "ok", entry_times=entries(60, 12), window=window) for window in (50, 1))
    assert pause(small) < pause(large)
    assert next_check(small, NOW)[1].reason.startswith("holds 1 entries: ")


def test_a_feed_gone_quiet_is_polled_rarely() -> None:
    """After days without an entry of a feed that had one every ten minutes."""
    quiet = [time - 3 * DAY for time in entries(10)]
    assert pause(Polled("f", "ok", entry_times=quiet)) > 4 * pause(Polled("f", "ok", entry_times=entries(10)))


def test_the_reason_names_what_decided() -> None:
    """In words for a person."""
    busy = Polled("f", "ok", entry_times=entries(5), window=50)
    cases = {
        "ttl 60 min": replace(busy, hints=Hints(ttl_minutes=60)),
        "Cache-Control 5 h": replace(busy, fresh_until=NOW + 5 * HOUR),
        "no rhythm known yet: 60 min": Polled("f", "ok"),
        "sy:updatePeriod 24 h": Polled("f", "ok", entry_times=entries(3000), hints=Hints(None, 1440)),
        "backing off after failures worth 3 soft ones: timeout": replace(
            busy, outcome="timeout", failures=1.0
        ),
        "Retry-After: http_error": replace(busy, outcome="http_error", retry_after=NOW + 7 * HOUR),
    }
    assert {reason: next_check(feed, NOW)[1].reason for reason, feed in cases.items()} == {
        reason: reason for reason in cases
    }


def test_an_update_period_that_the_entries_contradict_is_not_believed() -> None:
    """Blog programs say "hourly" for every site."""
    busy = Polled("f", "ok", entry_times=entries(5), window=50)
    assert next_check(replace(busy, hints=Hints(update_minutes=60)), NOW) == next_check(busy, NOW)


def test_skip_hours_move_a_poll_to_the_first_hour_that_is_open() -> None:
    """Over midnight and over days, with the reason."""
    busy = Polled("f", "ok", entry_times=entries(5), window=50)
    night = next_check(replace(busy, hints=Hints(skip_hours=(9, 10, 11))), NOW)[1]
    assert night.at is not None
    assert NOW.replace(hour=12, minute=0) <= night.at <= NOW.replace(hour=12, minute=10)
    assert night.reason.endswith("; skipHours or skipDays")
    monday = next_check(replace(busy, hints=Hints(skip_days=(1, 2))), NOW)[1]
    assert monday.at is not None
    assert monday.at.date() == (NOW + 2 * DAY).date()


def test_repeated_failures_back_off_to_a_day_then_to_a_month() -> None:
    """A feed that is never there is asked daily for two weeks, then less and less; it is never given up."""
    failures, pauses, states = 0.0, [], []
    for _ in range(60):
        feed = Polled("f", "timeout", failures=failures)
        pauses.append(pause(feed))
        failures, what_next = next_check(feed, NOW)
        states.append(what_next.state)
    assert pauses == sorted(pauses)
    assert (states[0], states[-1]) == ("active", "failing")
    assert pauses[0] < 180
    assert sum(1440 <= minutes <= 1.5 * 1440 for minutes in pauses) >= 10
    assert pauses[-1] == 30 * 1440


def test_feeds_added_together_part() -> None:
    """After their first poll they are spread over the whole pause, later by a tenth of it."""
    first = [pause(Polled(f"feed {number}", "ok", first=True)) for number in range(400)]
    later = [pause(Polled(f"feed {number}", "ok")) for number in range(400)]
    assert sum(minutes < 30 for minutes in first) > 150
    assert min(later) >= 60
    assert 65 < max(later) <= 66


def test_a_users_bounds_decide() -> None:
    """Also against the feed's wishes."""
    busy = Polled("f", "ok", entry_times=entries(5), window=50, hints=Hints(ttl_minutes=900))
    assert 110 <= pause(busy, Bounds(60, 120)) <= 120
    assert pause(replace(busy, hints=Hints()), Bounds(5, 5)) == 5
