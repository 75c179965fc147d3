"""What is remembered of a feed's entries from poll to poll: which stood in it, when the newest appeared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

REMEMBERED_KEYS = 200  # entries of a body that are told from new ones at the next poll
REMEMBERED_TIMES = 12  # as many entries as tell a rhythm

Entry = tuple[str, datetime | None]  # its key (entries.entry_key), when it was published


@dataclass(frozen=True, slots=True)
class Recent:
    """keys: of the last body's entries, newest first; times: of the newest entries so far, newest first."""

    keys: Sequence[str] = ()
    times: Sequence[datetime] = ()
    window: int | None = None  # entries in the last body; None before the first


def with_body(recent: Recent, entries: Sequence[Entry], seen_at: datetime) -> Recent:
    """What is remembered after a body with these entries, in the order of the feed, was seen.

    An entry is dated by its publication, else by when it was first seen. Of the undated entries of a first
    body only one counts, for nobody knows how long the others have been there.
    """
    ordered = _newest_first(entries)[:REMEMBERED_KEYS]
    known = set(recent.keys)
    new = [(key, published) for key, published in ordered if key not in known]
    times = [min(published, seen_at) for _, published in new if published]
    undated = len(new) - len(times)
    times += [seen_at] * (undated if recent.window is not None else min(undated, 1))
    newest = sorted([*times, *recent.times], reverse=True)[:REMEMBERED_TIMES]
    return Recent([key for key, _ in ordered], newest, len(entries))


def _newest_first(entries: Sequence[Entry]) -> list[Entry]:
    """By date where every entry has one, else as the feed has them: most put the newest first."""
    if any(published is None for _, published in entries):
        return list(entries)
    return sorted(entries, key=itemgetter(1), reverse=True)
