"""A quiet day against a dead feed, on invented histories."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest

from transforms import schemas
from warehouse.alerts import conditions
from warehouse.load import load
from warehouse.lookups import status
from warehouse.query import query

START = datetime(2025, 1, 6, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAR = ("far below", "far above", "silent")

History = Callable[[Random, int], list[datetime]]


def _seeded(number: int) -> Random:
    return Random(number)  # noqa: S311  # the same history each time


def _day(random: Random, day: int, count: int) -> list[datetime]:
    return [START + DAY * day + HOUR * random.uniform(6, 22) for _ in range(count)]


def _chance(random: Random, mean: float) -> int:
    """A Poisson number, by counting arrivals."""
    count, passed = 0, random.expovariate(1)
    while passed < mean:
        count, passed = count + 1, passed + random.expovariate(1)
    return count


def weekday_paper(random: Random, days: int) -> list[datetime]:
    """Some 20 entries on working days, none on Sundays, 3 on Saturdays."""
    means = (20, 20, 20, 20, 20, 3, 0)
    return [at for day in range(days) for at in _day(random, day, _chance(random, means[day % 7]))]


def agency(random: Random, days: int) -> list[datetime]:
    """Some sixty a day, whatever the day."""
    return [at for day in range(days) for at in _day(random, day, _chance(random, 60))]


def bursty(random: Random, days: int) -> list[datetime]:
    """Nothing for days, then up to 30 at once."""
    return [
        at for day in range(days) if random.random() < 0.25 for at in _day(random, day, random.randint(1, 30))
    ]


def weekly(random: Random, days: int) -> list[datetime]:
    """One on each Friday."""
    return [at for day in range(4, days, 7) for at in _day(random, day, 1)]


def monthly(random: Random, days: int) -> list[datetime]:
    """A newsletter, one in some 30 days."""
    return [at for day in range(10, days, 30) for at in _day(random, day + random.randint(-3, 3), 1)]


HISTORIES = (weekday_paper, agency, bursty, weekly, monthly)


@pytest.fixture
def put_feeds(warehouse: Path, sample) -> Callable[..., None]:
    """Stores feeds that were subscribed to at the start, with their entries by name; twice."""

    def put(*, dated: bool = True, ok_at: datetime | None = None, **histories: list[datetime]) -> None:
        names = list(histories)
        feeds = pl.DataFrame(
            {"feed_id": names, "url": [f"https://{name}.example/" for name in names]}
        ).with_columns(added_at=pl.lit(START))
        states = feeds.select(
            "feed_id",
            last_ok_at=pl.lit(ok_at or START + 900 * DAY, schemas.TIME),
            status=pl.lit("active"),
        )
        frames = {
            "feeds": _filled(feeds, schemas.FEEDS),
            "entries": pl.concat(_entries(name, times, dated=dated) for name, times in histories.items()),
            "ops.feed_state": _filled(states, schemas.FEED_STATE),
        }
        sample.put(warehouse, frames)
        assert not any(sample.put(warehouse, frames).values())

    return put


def _entries(feed: str, times: list[datetime], *, dated: bool) -> pl.DataFrame:
    """Entries as stored; those with a date are seen half an hour after it."""
    keys = [f"{feed} {number}" for number in range(len(times))]
    at = pl.Series(times, dtype=schemas.TIME)
    frame = pl.DataFrame({"entry_id": keys, "entry_key": keys, "first_seen_at": at}).with_columns(
        feed_id=pl.lit(feed),
        published_at=pl.col("first_seen_at") if dated else pl.lit(None, schemas.TIME),
    )
    seen = pl.col("first_seen_at") + (HOUR / 2 if dated else timedelta())
    return _filled(frame.with_columns(first_seen_at=seen), schemas.ENTRIES)


def _filled(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with the columns of the schema that it lacks, empty."""
    return frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in frame.columns
    )


def level(warehouse: Path, day: float, feed: str) -> str:
    """What is said of a feed so many days after the start."""
    sql = "select level from ops.feed_volume_at(?::timestamptz) where feed_id = ?"
    return str(query(warehouse, sql, [START + DAY * day, feed])["level"].item())


def levels(warehouse: Path, days: Iterable[float]) -> dict[str, Counter[str]]:
    """How often what is said of each feed, over some days."""
    said: dict[str, Counter[str]] = {}
    for day in days:
        sql = "select feed_id, level from ops.feed_volume_at(?::timestamptz)"
        for feed, found in query(warehouse, sql, [START + DAY * day]).iter_rows():
            said.setdefault(feed.rstrip("0123456789"), Counter())[found] += 1
    return said


def test_feeds_that_go_on_as_ever_raise_few_alarms(warehouse: Path, put_feeds) -> None:
    """Four feeds of each kind, at twenty moments of all weekdays and hours: few are ever far off.

    Papers without a Sunday edition, bursts and newsletters are no exceptions.
    """
    put_feeds(
        **{
            f"{history.__name__}{number}": history(_seeded(number), 220)
            for number in range(4)
            for history in HISTORIES
        }
    )
    said = levels(warehouse, [90 + 6.15 * number for number in range(20)])
    for kind, counted in said.items():
        far = sum(counted[word] for word in FAR)
        assert far <= 0.03 * counted.total(), (kind, counted)
        assert counted["too new"] == 0


@pytest.mark.parametrize(
    ("history", "far_after", "silent_after"),
    [(weekday_paper, 3, 8), (agency, 1.5, 8), (bursty, None, 60), (weekly, None, 28), (monthly, None, 125)],
)
def test_a_dead_feed_is_told_from_a_quiet_one(
    warehouse: Path, put_feeds, history: History, far_after: float | None, silent_after: float
) -> None:
    """A daily one within days of the first it misses, a monthly one after some months; and it stays so."""
    stopped = START + 217 * DAY  # a Monday
    put_feeds(dead=[at for at in history(_seeded(1), 300) if at < stopped])
    if far_after:
        assert level(warehouse, 217 + far_after, "dead") in ("far below", "silent")
    assert level(warehouse, 217 + silent_after, "dead") == "silent"
    assert level(warehouse, 217 + 200, "dead") == "silent"


def test_a_flood_is_far_above(warehouse: Path, put_feeds) -> None:
    """Five times as much as on other Wednesdays."""
    random = _seeded(5)
    put_feeds(flood=weekday_paper(random, 220) + _day(random, 219, 80))
    assert level(warehouse, 220, "flood") == "far above"


def test_a_new_feed_is_not_judged(warehouse: Path, put_feeds) -> None:
    """Three weeks must be known; before its first body nothing is, which is no silence."""
    put_feeds(young=agency(_seeded(4), 40))
    assert [level(warehouse, day, "young") for day in (1, 15, 27.9)] == ["too new"] * 3
    assert level(warehouse, 30, "young") == "normal"


def test_undated_entries_count_when_they_are_seen(warehouse: Path, put_feeds) -> None:
    """All those of the first body at once are no day's work."""
    times = [START] * 100 + [START + DAY * day + HOUR * 9 for day in range(60) for _ in range(5)]
    put_feeds(undated=times, dated=False)
    assert level(warehouse, 60, "undated") == "normal"
    assert level(warehouse, 10, "undated") == "too new"


def test_what_was_not_polled_is_not_missed(warehouse: Path, put_feeds) -> None:
    """A feed that fails since Wednesday is judged by what it had brought until then."""
    put_feeds(failing=agency(_seeded(2), 102), ok_at=START + 102 * DAY)
    assert level(warehouse, 120, "failing") == "normal"


def test_status_shows_what_is_far_off(warehouse: Path, put_feeds) -> None:
    """The view is that of now: years later, all is silent."""
    put_feeds(old=weekday_paper(_seeded(3), 100))
    shown = status(warehouse)["volume"].row(0, named=True)
    assert (shown["url"], shown["level"]) == ("https://old.example/", "silent")
    assert shown["silent_since"] < START + 100 * DAY


def test_alerts_are_of_feeds_that_fell_silent_since_they_were_added(warehouse: Path, put_feeds) -> None:
    """What had nothing new for months when it was subscribed to is no news."""
    stopped = START + 217 * DAY
    put_feeds(
        dead=[at for at in agency(_seeded(1), 300) if at < stopped],
        old=[START - 200 * DAY + DAY * day for day in range(50)],
    )
    at = START + 230 * DAY
    assert {level(warehouse, 230, name) for name in ("dead", "old")} == {"silent"}
    found = conditions(warehouse, at, 1e6, timeout=5).filter(kind="volume_off")
    assert found["subject"].to_list() == ["https://dead.example/"]
    removed = pl.DataFrame({"feed_id": ["dead"], "status": ["removed"]})
    frames = {"feeds": _filled(removed, schemas.FEEDS)}
    load(warehouse, frames, run_id="", now=at)
    assert conditions(warehouse, at, 1e6, timeout=5).filter(kind="volume_off").is_empty()
    assert status(warehouse)["volume"]["url"].to_list() == ["https://old.example/"]
