"""Times as people give them: yesterday, monday, 2026-11-01, 7d, 2 weeks ago. Days are those of UTC."""

import re
from calendar import day_abbr, day_name, monthrange
from datetime import UTC, date, datetime, time, timedelta

EXAMPLES = "today, yesterday, monday, 2026-11-01, 2026-11-01T08:30, 12h, 7d, 2 weeks ago"
_UNITS = {
    "m": "minutes",
    "min": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
    "mo": "months",
    "y": "years",
}
_AGO = re.compile(r"(\d+|an?)\s*(mo|min|[mhdwy]|minute|hour|day|week|month|year)s?(?:\s+ago)?")
_WEEKDAYS = {name.lower(): number for names in (day_name, day_abbr) for number, name in enumerate(names)}
_DAY = timedelta(days=1)


def moment(text: str, now: datetime, *, end: bool = False) -> datetime:
    """The time, in UTC, that a text means at the time `now`.

    A day (yesterday, monday: the last one, today included, 2026-11-01) begins at midnight; with `end` it is
    the midnight at which it is over. Any other text means one moment; without an offset it is in UTC.
    Raises ValueError, which says how times are given.
    """
    words = " ".join(text.lower().split())
    try:
        day = _day(words, now.astimezone(UTC).date())
        if day is not None:
            return datetime.combine(day, time(), UTC) + (_DAY if end else timedelta())
        if words == "now":
            return now.astimezone(UTC)
        return _ago(words, now.astimezone(UTC)) or _stated(words)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no time known here: give it as {EXAMPLES}") from None


def _day(words: str, today: date) -> date | None:
    if words in _WEEKDAYS:
        return today - timedelta(days=(today.weekday() - _WEEKDAYS[words]) % 7)
    if re.fullmatch(r"\d{4}-\d\d?-\d\d?", words):
        return date(*map(int, words.split("-")))
    return {"today": today, "yesterday": today - _DAY}.get(words)


def _ago(words: str, now: datetime) -> datetime | None:
    found = _AGO.fullmatch(words)
    if found is None:
        return None
    number = 1 if found[1].startswith("a") else int(found[1])
    unit = _UNITS.get(found[2], f"{found[2]}s")
    if unit in ("months", "years"):
        return _months_before(now, number if unit == "months" else 12 * number)
    return now - timedelta(**{unit: number})


def _months_before(now: datetime, number: int) -> datetime:
    """The same day of the month; its last day where the month is shorter."""
    year, month = divmod(now.year * 12 + now.month - 1 - number, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def _stated(words: str) -> datetime:
    stated = datetime.fromisoformat(words.upper())
    return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
