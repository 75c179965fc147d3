"""A simulated week of polling: ours against others, small; and the simulation against the real line."""

from statistics import median

import pytest

from tests.simulate import Reader, simulate
from tests.simulated_feeds import DAY, Outage, SimulatedFeed, simulated_feed
from tests.simulated_policies import POLICIES, Fixed
from tests.simulated_tally import Tally
from tests.simulated_web import polled_over_http, with_its_host

FEEDS, DAYS = 200, 7


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """Each rule over the first feeds and days of the world that `python -m tests.simulate` polls."""
    return simulate((simulated_feed(number, DAYS) for number in range(FEEDS)), DAYS, POLICIES)


def delays(tally: Tally) -> list[float]:
    """Minutes from publication to sight, the shortest first."""
    return sorted(float(minutes) for some in tally.delays for minutes in some)


@pytest.mark.slow
def test_ours_asks_less_and_sees_sooner_than_every_hour(tallies: dict[str, Tally]) -> None:
    """Fewer requests, a lower median delay, no more misses; and no feed is given up."""
    ours, fixed = tallies["ours"], tallies["fixed, 60 min"]
    assert ours.requests < fixed.requests
    assert median(delays(ours)) < median(delays(fixed))
    assert ours.missed <= fixed.missed
    assert ours.stopped == 0


@pytest.mark.slow
def test_no_entry_is_missed_in_silence(tallies: dict[str, Tally]) -> None:
    """Each has the row of a suspected gap; there are some, so that this says something."""
    ours = tallies["ours"]
    assert ours.missed_with_gap == ours.missed > 0


def feed(times: list[float], **facts: object) -> SimulatedFeed:
    """A feed of ten entries that is as simple as can be."""
    plain = {
        "dated": True,
        "pinned": False,
        "lies": False,
        "moved_at": None,
        "outages": [],
    }
    return SimulatedFeed(number=0, window=10, times=times, **{**plain, **facts})  # type: ignore[arg-type]


def hourly(simulated: SimulatedFeed, days: float = 1) -> Tally:
    tally = Tally()
    Reader(simulated, Fixed(simulated), tally).run(days)
    return tally


BEFORE = [float(number - 20) for number in range(20)]


def test_what_is_counted_can_be_told_by_hand() -> None:
    """An entry at 00:10 is seen at 01:00; of twelve within an hour ten are left, and the gap is seen."""
    one = hourly(feed([*BEFORE, 10.0]))
    assert (one.requests, one.nothing_new, one.published, one.missed, one.gaps) == (24, 22, 1, 0, 0)
    assert delays(one) == [50.0]
    many = hourly(feed([*BEFORE, *(61.0 + number for number in range(12))]))
    assert (many.published, many.missed, many.missed_with_gap, many.gaps) == (12, 2, 2, 1)


def test_pinned_entries_do_not_hide_a_gap() -> None:
    """The one that stays is not among the newest."""
    times = [*BEFORE, *(61.0 + number for number in range(12))]
    assert hourly(feed(times, pinned=True)).gaps == 1


def test_outages_lies_and_moves_cost_what_they_should() -> None:
    """Nothing is seen in an outage; a feed that lies is seen once a day, then it is no longer believed."""
    down = hourly(feed([*BEFORE, 10.0], outages=[Outage(30, 150, "timeout")]))
    assert delays(down) == [170.0]
    lying = hourly(feed([*BEFORE, 10.0, DAY + 70.0], lies=True), days=2)
    assert delays(lying) == [50.0, DAY - 10.0]
    assert hourly(feed(BEFORE, moved_at=5.0)).requests == 26


def test_a_shorter_simulation_is_the_beginning_of_a_longer_one() -> None:
    """So that any choice of feeds and days is a part of the same world."""
    short, long = simulated_feed(7, 2), simulated_feed(7, 9)
    assert short.times == [time for time in long.times if time < 2 * DAY]
    assert short.outages == long.outages


@pytest.mark.slow
def test_the_real_line_does_what_the_simulation_says() -> None:
    """The same polls and sightings through HTTP and DuckDB, of feeds that neither lie nor move."""
    days = 0.15
    every = (with_its_host(simulated_feed(number, days)) for number in range(40))
    plain = [feed for feed in every if not feed.lies and feed.moved_at is None]
    stubbed, real = simulate(plain, days, ["ours"])["ours"], polled_over_http(plain, days)
    assert (real.requests, real.nothing_new) == (stubbed.requests, stubbed.nothing_new)
    assert (real.published, real.missed) == (stubbed.published, stubbed.missed)
    assert delays(real) == pytest.approx(delays(stubbed))
