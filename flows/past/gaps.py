"""Which suspected gaps are filled, from where, and what came of it.

ops.gaps --of a feed, those that touch as one--> ToFill --each source in turn--> Tried --> ops.gaps
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl

from flows.errors import UsageError
from flows.fetch_rows import one_line
from flows.past.asked import Asked
from flows.past.sources import NAMES
from flows.settings import Settings
from transforms import schemas
from transforms.past import Window
from transforms.sightings import days_of_gap
from warehouse.lookups import entries_of_feed, gap_list

# A feed's own pages bring back what it had, and no more; an archive what it had when it was captured. A
# sitemap has all of the site: it comes last.
ORDER = ("feed", "wayback", "sitemap")


@dataclass(frozen=True, slots=True)
class ToFill:
    """Gaps of one feed whose days touch (rows of gap_list), and a backfill for each source, in order."""

    url: str
    window: Window
    gaps: pl.DataFrame
    asked: list[Asked]

    def entries(self, settings: Settings) -> int:
        """How many entries of the feed are stored of its days."""
        feed, days = str(self.gaps["feed_id"].first()), self.window
        patience = settings.lock_timeout
        return entries_of_feed(settings.warehouse, feed, days.since, days.until, timeout=patience).height


@dataclass(slots=True)
class Tried:
    """What came of it so far."""

    gap: ToFill
    sources: list[str] = field(default_factory=list)
    entries: int = 0
    articles: int = 0
    problems: list[str] = field(default_factory=list)
    limited: bool = False

    def add(self, source: str, entries: int, articles: int, problem: str | None, *, limited: bool) -> None:
        """A source was looked through, to the end where there is no problem.

        entries, of the gap's days, and articles: new ones; limited: whether --limit was the problem.
        """
        self.sources.append(source if problem is None else f"{source} (not to the end)")
        self.limited = limited
        self.entries += entries
        self.articles += articles
        if problem:
            self.problems.append(f"{source}: {problem}")

    @property
    def found(self) -> bool:
        """Whether there was anything new."""
        return self.entries + self.articles > 0

    @property
    def problem(self) -> str | None:
        """Why it is still open: --limit, or no source could be looked through; None where it is not."""
        nothing_read = not self.found and len(self.problems) == len(self.sources)
        return one_line("; ".join(self.problems)) if self.limited or nothing_read else None

    def rows(self, now: datetime) -> pl.DataFrame:
        """As ops.gaps has it."""
        gaps = self.gap.gaps
        empty = {name: pl.lit(None, kind) for name, kind in schemas.GAPS.items() if name not in gaps.columns}
        return gaps.with_columns(
            tried_at=pl.lit(now),
            tried_with=pl.lit(", ".join(self.sources)),
            entries_found=pl.col("entries_found").fill_null(0) + self.entries,
            articles_found=pl.col("articles_found").fill_null(0) + self.articles,
            problem=pl.lit(self.problem, pl.String),
            **empty,
        )

    @property
    def row(self) -> dict[str, object]:
        """For people and programs."""
        return {
            "feed": self.gap.url,
            "since": self.gap.window.since,
            "until": self.gap.window.until,
            "gaps": self.gap.gaps.height,
            "tried_with": ", ".join(self.sources),
            "entries": self.entries,
            "articles": self.articles,
            "problem": self.problem,
        }


def to_fill(settings: Settings, asked: Asked) -> list[ToFill]:
    """The gaps to fill: of the feeds and days that were asked for those that are open; with --again all."""
    gaps = chosen(settings, asked)
    if not asked.again:
        gaps = gaps.filter(state="open")
    return [
        ToFill(url, window, rows, [_by(asked, url, window, source) for source in sources_of(asked)])
        for (url,), mine in gaps.group_by("url", maintain_order=True)
        for window, rows in _together(mine)
    ]


def chosen(settings: Settings, asked: Asked) -> pl.DataFrame:
    """The gaps of the feeds and days that were asked for, whatever came of them (rows of gap_list)."""
    gaps = gap_list(settings.warehouse, timeout=settings.lock_timeout)
    if asked.feed or asked.publisher:
        gaps = gaps.join(asked.feeds(settings), on="feed_id", how="semi", maintain_order="left")
    since, until = asked.since or date.min, asked.until or date.max
    return gaps.filter(pl.col("until").dt.date() >= since, pl.col("since").dt.date() < until)


def sources_of(asked: Asked) -> list[str]:
    """The sources to try, in order. Raises UsageError for places without the source that reads them."""
    if asked.source_name:
        return [asked.source_name]
    if asked.places:
        raise UsageError("--place needs --from: which source reads it")
    return [name for name in ORDER if name in NAMES]


def _by(asked: Asked, url: str, window: Window, source: str) -> Asked:
    return replace(
        asked,
        since=window.since,
        until=window.until,
        source_name=source,
        feed=url,
        publisher=None,
        gaps=False,
    )


def _together(gaps: pl.DataFrame) -> Iterator[tuple[Window, pl.DataFrame]]:
    """A feed's gaps, by time, those with a day in common or days beside each other as one."""
    windows = [days_of_gap(since, until) for since, until in gaps.select("since", "until").iter_rows()]
    first = 0
    for number in range(1, len(windows) + 1):
        end = max(window.until for window in windows[first:number])
        if number == len(windows) or windows[number].since > end:
            yield Window(windows[first].since, end), gaps[first:number]
            first = number
