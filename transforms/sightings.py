"""Which entries of a feed were seen when: whether some may have come and gone between two polls.

last body's entries --newest_first--> keys \
                                            gap_suspected --yes--> gap_row (schemas.GAPS)
new body's entries  --newest_first--> keys /
"""

import shlex
from datetime import datetime, timedelta

import polars as pl

from transforms.identity import key
from transforms.past import Window

KEPT_KEYS = 100  # of the last body, the newest: enough to tell, and a bounded row


def newest_first(entries: pl.DataFrame) -> list[str]:
    """The keys of a body's entries (schemas.ENTRIES), newest first; undated ones last, in order."""
    dated = entries.sort("published_at", descending=True, nulls_last=True, maintain_order=True)
    return dated["entry_key"].to_list()


def news(last_keys: list[str], entries: pl.DataFrame) -> list[datetime | None]:
    """When the entries (schemas.ENTRIES) that the last body lacked were published; null: not said.

    Of a body of which not all keys were kept, only those before the first known one: of its older entries
    nothing is known.
    """
    ordered = entries.sort("published_at", descending=True, nulls_last=True, maintain_order=True)
    unknown = ~ordered["entry_key"].is_in(last_keys)
    if len(last_keys) >= KEPT_KEYS:
        unknown = unknown.cum_min().cast(pl.Boolean)
    return ordered.filter(unknown)["published_at"].to_list()


def gap_suspected(last_keys: list[str], new_keys: list[str]) -> bool:
    """Whether entries may have come and gone unseen: the newer half of the last body is all gone.

    Keys of the entries of two bodies, newest first. The older half does not count: what is pinned to the top
    of a feed for weeks would hide every gap. False where either body has no entries: a feed that lost all of
    them is another matter.
    """
    newer_half = last_keys[: (len(last_keys) + 1) // 2]
    return bool(newer_half) and bool(new_keys) and set(newer_half).isdisjoint(new_keys)


def gap_row(
    feed_id: str, url: str, since: datetime, until: datetime, last: list[str], new: list[str], fetch_id: str
) -> dict[str, object]:
    """A suspected gap (schemas.GAPS) between two bodies of a feed; last and new: their entries' keys."""
    return {
        "gap_id": key("gap", feed_id, since.isoformat(), until.isoformat()),
        "feed_id": feed_id,
        "since": since,
        "until": until,
        "entries_before": len(last),
        "entries_after": len(new),
        "reason": f"none of the newer half of {len(last)} entries is among the {len(new)} of the next body",
        "backfill": fill_command(url, since, until),
        "fetch_id": fetch_id,
    }


def days_of_gap(since: datetime, until: datetime) -> Window:
    """The days that a gap lies in, as a backfill takes them: that of `until` is one of them."""
    return Window(since.date(), until.date() + timedelta(days=1))


def fill_command(url: str, since: datetime, until: datetime) -> str:
    """The command that fills a gap of the feed at an address, by whole days of UTC. As in the view `gaps`."""
    days = days_of_gap(since, until)
    words = ["hearsay", "backfill", "--gaps", "--feed", url]
    return shlex.join([*words, "--since", days.since.isoformat(), "--until", days.until.isoformat()])
