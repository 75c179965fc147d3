"""Dates as pages print them: what day, and, only where the zone is known too, what moment."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})"
    r"(?:[T ,]+(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,](\d+))?"
    r"\s*(Z|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?)?(?!\d)",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?\s*")
_MONTHS = {
    name: at
    for at, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_WORDS = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]+)?([A-Z][a-z]{2})[a-z]{0,6}\.?[ -]+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,? +)?(\d{4})\b"
)
_IN_URL = re.compile(
    r"[/_-]((?:19|20)\d\d)(?:([/-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)

EARLIEST = date(1995, 1, 1)  # no page of the web is older


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as printed, the moment (UTC) if its time and zone are known, and where it was found."""

    day: date
    moment: datetime | None
    evidence: str


def parse_stamp(raw: str, evidence: str) -> Stamp | None:
    """ISO 8601 and its usual deviations, RFC 2822, Unix seconds or milliseconds, English month names.

    A time of exactly midnight counts as a date alone: that is how systems write a day without a time.
    """
    for read in (_iso, _epoch, _rfc2822, _words):
        try:
            found = read(raw[:100])
            if found is not None:
                return _stamp(found, evidence)  # its moment may be beyond the years that there are
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def date_in_url(url: str) -> Stamp | None:
    """The day in an address such as /2024/05/17/ or /2024-05-17-; only whole days."""
    found = _IN_URL.search(url)
    if not found:
        return None
    year, month, day = found[1], found[3] or found[5], found[4] or found[6]
    return parse_stamp(f"{year}-{month:0>2}-{day:0>2}", "url")


def plausible(stamp: Stamp | None, latest: datetime) -> bool:
    """Whether the day lies between the web's beginning and the day after `latest` (a zone may be ahead)."""
    return stamp is not None and EARLIEST <= stamp.day <= latest.date() + timedelta(days=1)


def _stamp(found: datetime, evidence: str) -> Stamp:
    timed = found.tzinfo is not None and (found.hour, found.minute, found.second) != (0, 0, 0)
    return Stamp(found.date(), found.astimezone(UTC) if timed else None, evidence)


def _iso(raw: str) -> datetime | None:
    found = _ISO.match(raw)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    return datetime(  # many pages give no zone, and then none is made up
        int(year),
        int(month),
        int(day),
        int(hour or 0),
        int(minute or 0),
        min(int(second or 0), 59),
        micro,
        _zone(zone),
    )


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    found = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", name)
    if not found:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)


def _epoch(raw: str) -> datetime | None:
    found = _EPOCH.fullmatch(raw)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _rfc2822(raw: str) -> datetime | None:
    return parsedate_to_datetime(raw) if re.search(r"\d:\d\d", raw) else None


def _words(raw: str) -> datetime | None:
    for before, name, after, year in _WORDS.findall(raw):
        month = _MONTHS.get(name)
        if month and (before or after):
            return datetime(int(year), month, int(before or after))  # noqa: DTZ001  # a day has no zone
    return None
