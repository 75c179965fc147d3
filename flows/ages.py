"""Ages as users write them: 90d, 26w, 2y."""

import re
from datetime import timedelta

from flows.errors import UsageError

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_AGE = re.compile(r"([1-9]\d{0,4})([dwmy])")
SHORTEST = timedelta(days=2)  # a run may still write into the archive of yesterday


def age(text: str) -> timedelta:
    """An age in days (d), weeks (w), months of 30 days (m) or years of 365 (y); UsageError for any other."""
    found = _AGE.fullmatch(text.strip().lower())
    if not found:
        raise UsageError(f"{text!r} is no age: write 90d, 26w, 6m or 2y")
    span = timedelta(days=int(found[1]) * _DAYS[found[2]])
    if span < SHORTEST:
        raise UsageError(f"{text!r} is too young: runs may still be at it, so give 2d or more")
    return span
