"""Which pages lie in the window of a backfill.

A window is half open and by whole days of UTC. What tells that a page lies in it is one of:

    published   the source says when it was published: believed
    captured    the source is asked for captures of that time, whenever they were published: believed
    changed     when it was changed last: may be long after publication, and sitemaps lie about it
    listed      nothing but that the user named the page
    unknown     nothing: it was changed after the window, say

The last three are held against the date of the page itself, once it is read.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

_BELIEVED = ["published", "captured"]


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `since` to before `until` (UTC)."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError(f"{self.since} is not before {self.until}")

    @property
    def days(self) -> list[date]:
        """Its days in order."""
        return [self.since + timedelta(days=number) for number in range((self.until - self.since).days)]

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= day < self.until

    def has(self, day: pl.Expr) -> pl.Expr:
        """The same of a column of days; null where a day is."""
        return (day >= self.since) & (day < self.until)

    def meets(self, other: "Window", slack: int = 0) -> bool:
        """Whether they have a day in common; slack: days that the other one may be off on both sides."""
        near = timedelta(days=slack)
        return self.since - near < other.until and other.since < self.until + near


def outside(day_from: pl.Expr, published_date: pl.Expr, since: pl.Expr, until: pl.Expr) -> pl.Expr:
    """Whether a page that was read lies outside: by its own date, or as nothing says that it lies within."""
    dated_outside = (published_date < since) | (published_date >= until)
    undated = published_date.is_null() & (day_from == "unknown")
    return ~day_from.is_in(_BELIEVED) & (dated_outside.fill_null(value=False) | undated)
