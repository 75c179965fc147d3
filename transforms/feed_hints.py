"""What a feed says about how often to read it: ttl, the syndication module's period, hours and days to skip.

All of it is a stranger's text: what makes no sense is as if it were not there.
"""

import re
from dataclasses import dataclass

_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 7 * 1440, "monthly": 30 * 1440, "yearly": 365 * 1440}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FIRST_ENTRY = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_HOUR = re.compile(r"<hour>\s{0,20}(\d{1,2})\s{0,20}</hour>", re.IGNORECASE)
_DAY = re.compile(r"<day>\s{0,20}([a-z]{6,9})\s{0,20}</day>", re.IGNORECASE)
_HEAD = 65_536  # characters within which a channel's own elements are looked for
_MOST_MINUTES = 30 * 1440


@dataclass(frozen=True, slots=True)
class Hints:
    """A feed's stated wishes. Hours 0 to 23 and days 1 (Monday) to 7, both in UTC, as RSS has them in GMT."""

    ttl_minutes: int | None = None
    update_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


def feed_hints(ttl: str, period: str, frequency: str, document: str) -> Hints:
    """The hints among a channel's elements, as text; document: the feed, of which the head is looked at."""
    start = _FIRST_ENTRY.search(document, 0, _HEAD)
    head = document[: start.start() if start else _HEAD]
    hours = {int(hour) % 24 for hour in _HOUR.findall(head) if int(hour) <= 24}  # RSS 0.91 counts to 24
    days = {_DAYS.index(day.lower()) + 1 for day in _DAY.findall(head) if day.lower() in _DAYS}
    return Hints(
        ttl_minutes=_minutes(ttl),
        update_minutes=_update_minutes(period, frequency),
        skip_hours=tuple(sorted(hours)) if len(hours) < 24 else (),
        skip_days=tuple(sorted(days)) if len(days) < 7 else (),
    )


def _minutes(ttl: str) -> int | None:
    number = _number(ttl)
    return min(number, _MOST_MINUTES) if number else None


def _update_minutes(period: str, frequency: str) -> int | None:
    """Minutes between updates: sy:updatePeriod over sy:updateFrequency, which is 1 where absent."""
    minutes = _PERIODS.get(period.strip().lower())
    if minutes is None:
        return None
    return min(max(minutes // (_number(frequency) or 1), 1), _MOST_MINUTES)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
