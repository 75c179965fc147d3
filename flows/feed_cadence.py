"""The part of a feed's state that decides when it is polled next."""

from datetime import datetime
from typing import Any

from transforms.cadence import Bounds, Polled, next_check
from transforms.feed_hints import Hints
from transforms.feeds import ParsedFeed
from transforms.recent_entries import Recent, with_body

Row = dict[str, Any]


def cadence(poll: Row, outcome: str, parsed: ParsedFeed | None, now: datetime) -> Row:
    """Columns of schemas.FEED_STATE, and `status`: what is remembered of the feed, and its next check.

    poll: a row of flows.line's supply; parsed: the new body, where there was one that could be read.
    """
    recent = Recent(poll["entry_keys"] or (), poll["entry_times"] or (), poll["window_size"])
    hints = _stored_hints(poll)
    if parsed:
        entries = zip(parsed.entries["entry_key"], parsed.entries["published_at"], strict=True)
        recent = with_body(recent, list(entries), poll["fetched_at"])
        hints = parsed.hints
    polled = Polled(
        feed_id=poll["feed_id"],
        outcome=outcome,
        failures=poll["failures"] or 0.0,
        entry_times=recent.times,
        window=recent.window,
        hints=hints,
        fresh_until=poll["fresh_until"],
        retry_after=poll["retry_after"],
        first=poll["last_checked_at"] is None,
    )
    failures, what_next = next_check(polled, now, _bounds(poll))
    return {
        "failures": failures,
        "next_check_at": what_next.at,
        "next_check_reason": what_next.reason,
        "status": what_next.state,
        "entry_keys": list(recent.keys),
        "entry_times": list(recent.times),
        "window_size": recent.window,
        "ttl_minutes": hints.ttl_minutes,
        "update_minutes": hints.update_minutes,
        "skip_hours": list(hints.skip_hours),
        "skip_days": list(hints.skip_days),
    }


def _stored_hints(poll: Row) -> Hints:
    return Hints(
        ttl_minutes=poll["ttl_minutes"],
        update_minutes=poll["update_minutes"],
        skip_hours=tuple(poll["skip_hours"] or ()),
        skip_days=tuple(poll["skip_days"] or ()),
    )


def _bounds(poll: Row) -> Bounds:
    """A user's own bounds for the feed, in minutes, where the supply has them."""
    usual = Bounds()
    shortest = poll.get("min_minutes") or min(usual.shortest, poll.get("max_minutes") or usual.shortest)
    return Bounds(shortest, max(poll.get("max_minutes") or usual.longest, shortest))
