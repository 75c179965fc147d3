"""How long a response stays fresh, by its headers (RFC 9111)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s{0,5}=\s{0,5}\"?(\d{1,10})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)
_LONGEST = timedelta(days=30)
_MOST_CHARACTERS = 1000


def fresh_until(header: Callable[[str], str | None], now: datetime) -> datetime | None:
    """Until when a copy taken now is fresh: max-age less Age, else Expires less Date; None if not stated.

    header: gives a header of the response by its name in lower case. Later than now, at most 30 days ahead.
    Expires counts from the server's own Date, whose clock may be off.
    """
    control = (header("cache-control") or "")[:_MOST_CHARACTERS]
    if _NOT_KEPT.search(control):
        return None
    stated = _MAX_AGE.search(control)
    if stated:
        left = timedelta(seconds=int(stated[1]) - _seconds(header("age")))
    else:
        end = _moment(header("expires"))
        left = end - (_moment(header("date")) or now) if end else timedelta(0)
    return now + min(left, _LONGEST) if left > timedelta(0) else None


def _seconds(age: str | None) -> int:
    return int(age) if age and age.isascii() and age.isdecimal() and len(age) < 10 else 0


def _moment(value: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime((value or "").strip()[:64])
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
