"""Which captures of a feed are read, and which pages of the window its entries lead to."""

from datetime import UTC, date, datetime, timedelta

import polars as pl

from transforms import schemas
from transforms.past import Window
from transforms.past_feeds import captures_to_read, entry_pages
from transforms.urls import page_key

JANUARY = Window(date(2025, 1, 1), date(2025, 2, 1))


def captures(*days: str, digests: str = "", status: int | None = 200) -> pl.DataFrame:
    """Captures at noon of some days; digests: a letter each."""
    rows: list[dict[str, object]] = [
        {
            "captured_at": datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC),
            "original": "https://news.example/feed",
            "status": status,
            "digest": digests[number] if digests else str(number),
        }
        for number, day in enumerate(days)
    ]
    return schemas.from_rows(rows, schemas.CAPTURES)


def days_read(found: pl.DataFrame) -> list[str]:
    """The days of the captures that are read."""
    return [f"{at:%m-%d}" for at in captures_to_read(found, JANUARY)["captured_at"]]


def test_the_window_and_what_is_around_it() -> None:
    """The last one before, the day after, and two more."""
    days = ["2024-12-10", "2024-12-30", "2025-01-02", "2025-02-01", "2025-02-05", "2025-02-06", "2025-02-07"]
    assert days_read(captures(*days)) == ["12-30", "01-02", "02-01", "02-05", "02-06"]
    assert days_read(captures()) == []


def test_the_same_bytes_are_read_once() -> None:
    """As what they were first; the last state before the window stays, though it was there before."""
    days = ["2024-12-10", "2024-12-20", "2024-12-30", "2025-01-02", "2025-01-03", "2025-01-04"]
    assert days_read(captures(*days, digests="ABACDC")) == ["12-30", "01-02", "01-03"]


def test_only_what_was_served_well() -> None:
    """A server without a filter gives errors as well; one that does not tell is believed."""
    assert days_read(captures("2025-01-02", status=404)) == []
    assert days_read(captures("2025-01-02", status=None)) == ["01-02"]


def entries(*rows: tuple[str, str | None, str]) -> pl.DataFrame:
    """Entries: path, day of publication, day of the first sight."""
    return pl.DataFrame(
        [
            {
                "entry_id": f"{path}{published}",
                "url": f"https://news.example{path}",
                "page_id": page_key(f"https://news.example{path}"),
                "published_at": _noon(published),
                "first_seen_at": _noon(seen),
            }
            for path, published, seen in rows
        ],
        schema_overrides={"published_at": schemas.TIME, "first_seen_at": schemas.TIME},
    )


def _noon(day: str | None) -> datetime | None:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC) if day else None


ROWS = [
    ("/a", "2025-01-31", "2025-02-05"),
    ("/a", "2025-01-30", "2025-02-05"),
    ("/new", "2025-02-01", "2025-02-05"),
    ("/old", "2024-12-31", "2025-01-05"),
    ("/undated", None, "2025-01-05"),
    ("/undated-before", None, "2024-12-30"),
]


def found(*, seen_tells: bool) -> list[tuple[str, date, str]]:
    """Path, day and what tells it."""
    pages = entry_pages(entries(*ROWS), JANUARY, seen_tells=seen_tells, language=None)
    assert pages.schema == schemas.FOUND
    rows = pages.select(pl.col("url").str.strip_prefix("https://news.example"), "day", "day_from").rows()
    return sorted(rows)


def test_pages_by_the_dates_of_their_entries() -> None:
    """A page once, of its first day; without a date it is of the day when it was seen."""
    assert found(seen_tells=True) == [
        ("/a", date(2025, 1, 30), "published"),
        ("/undated", date(2025, 1, 5), "captured"),
    ]


def test_where_sight_tells_nothing_the_page_has_to() -> None:
    """Of a feed that is read now."""
    assert found(seen_tells=False) == [
        ("/a", date(2025, 1, 30), "published"),
        ("/undated", date(2025, 1, 1), "unknown"),
        ("/undated-before", date(2025, 1, 1), "unknown"),
    ]


def test_the_margin_is_short() -> None:
    """Hourly captures after the window are not all read."""
    hourly = pl.concat([captures("2025-02-03")] * 24).with_columns(
        captured_at=pl.Series([_noon("2025-02-03") + timedelta(hours=hour) for hour in range(24)]).cast(
            schemas.TIME
        ),  # type: ignore[operator]
        digest=pl.int_range(24).cast(pl.String),
    )
    assert captures_to_read(hourly, JANUARY).height == 2
