"""Dates as feeds write them, to moments in UTC: ISO 8601, RFC 822, Unix time, and words of some languages.

Never the clock: what a date does not say is not made up. A date that is ambiguous (04/05/2024) or impossible
is no date; callers keep the raw string beside the result.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

FIRST_YEAR, LAST_YEAR = 1990, 2100

_TIME = re.compile(
    r"(?P<half>오전|오후|上午|下午)?\s*(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?(?:\s*([ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_ISO_TIME = re.compile(r"(?<=\d)T(?=\d{2}:?\d{2})", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_EPOCH = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")

# Hours east of Greenwich. Names that mean several zones (IST, and one letter alone) count as UTC, as RFC 2822
# (4.3) wants for what is unknown.
_ZONES = {
    "hst": -10, "akst": -9, "akdt": -8, "pst": -8, "pdt": -7, "pt": -8, "mst": -7, "mdt": -6, "mt": -7,
    "cst": -6, "cdt": -5, "ct": -6, "est": -5, "edt": -4, "et": -5, "ast": -4, "adt": -3, "nst": -3.5,
    "ndt": -2.5, "brt": -3, "art": -3, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1,
    "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "sast": 2, "msk": 3, "trt": 3, "gst": 4,
    "pkt": 5, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip

_MONTH_NAMES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz april mai juni juli august sept okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "január február március április május június július augusztus szeptember október november december",
    "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρ οκτωβρ νοεμβρ δεκεμβρ",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
)


def _months() -> dict[str, int]:
    """Each name and its beginnings of three letters or more; one that two months share stands for neither."""
    whole: dict[str, int] = {}
    for line in _MONTH_NAMES:
        for number, name in enumerate(line.split(), 1):
            whole.setdefault(name, number)
    begins: dict[str, int] = {}
    for line in _MONTH_NAMES:
        own: dict[str, set[int]] = {}
        for number, name in enumerate(line.split(), 1):
            for end in range(3, len(name)):
                own.setdefault(name[:end], set()).add(number)
        for begin, numbers in own.items():
            if len(numbers) == 1:
                begins.setdefault(begin, *numbers)
    return begins | whole


_MONTHS = _months()


def feed_date(raw: str) -> datetime | None:
    """The moment (UTC) that a feed's date names; None where it names none between 1990 and 2100.

    Without a zone it counts as UTC, without a time as midnight: a feed's entry has one column for both, and
    the raw string tells.
    """
    text = _ISO_TIME.sub(" ", raw[:100].strip())
    try:
        found = _compact(text) or _epoch(text) or _spelled(text)
        moment = found.astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        return None
    return moment if moment and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _compact(text: str) -> datetime | None:
    """20240517, 20240517103000Z"""
    found = _COMPACT.match(text.replace(" ", "", 1))
    rest = text.replace(" ", "", 1)[found.end() :] if found else ""
    if not found or (rest and not re.fullmatch(r"Z|[+-]\d\d:?\d\d", rest, re.IGNORECASE)):
        return None
    numbers = [int(number or 0) for number in found.groups()]
    return datetime(*numbers, tzinfo=_zone(rest))  # type: ignore[arg-type, misc]  # six numbers


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _spelled(text: str) -> datetime | None:
    """A day in figures or words, perhaps with a time and a zone after it."""
    clock = _TIME.search(text)
    before, after = (text[: clock.start()], text[clock.end() :]) if clock else (text, "")
    day = _day(before) or _day(before + " " + after)
    if day is None:
        return None
    hour, minute, second = _clock(clock) if clock else (0, 0, 0)
    start = datetime(*day, tzinfo=_zone(after))
    return start + timedelta(hours=hour, minutes=minute, seconds=second)


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    """Hours, minutes, seconds; 24:00 and the 60 of a leap second are allowed. Raises ValueError."""
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    half = (found["half"] or "") + (found[5] or "").lower()
    if half in ("p", "오후", "下午") and hour < 12:
        hour += 12
    if half in ("a", "오전", "上午") and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        raise ValueError(found[0])
    return hour, minute, second


def _day(text: str) -> tuple[int, int, int] | None:
    found = _YEAR_FIRST.search(text)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    found = _DAY_FIRST.search(text)
    if found:
        return _told_apart(int(found[1]), int(found[3]), int(found[4]), dots=found[2] == ".")
    return _in_words(text)


def _told_apart(first: int, second: int, year: int, *, dots: bool) -> tuple[int, int, int] | None:
    """Day and month, where the order is certain: by dots, by a number above 12, or because they are equal."""
    if dots or first > 12 or first == second:
        return year, second, first
    return (year, first, second) if second > 12 else None


def _in_words(text: str) -> tuple[int, int, int] | None:
    months = [_MONTHS[word.lower()] for word in _WORD.findall(text) if word.lower() in _MONTHS]
    numbers = _NUMBER.findall(text)
    if not months or len(numbers) < 2:
        return None
    day, year = numbers[:2] if len(numbers[0]) < 3 else (numbers[1], numbers[0])
    return _full_year(year), months[-1], int(day)  # the first may be a weekday: "mar. 7 mai"


def _full_year(year: str) -> int:
    """RFC 2822, 4.3: two digits below 50 are of this century; three count from 1900."""
    number = int(year)
    if len(year) <= 2:
        return number + (2000 if number < 50 else 1900)
    return number + 1900 if len(year) == 3 else number


def _zone(text: str) -> timezone:
    """The zone named after a time. Raises ValueError for an offset of a day or more."""
    found = _OFFSET.search(text)
    if found:
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(-offset if found[1] == "-" else offset)
    names = [word.lower() for word in _WORD.findall(text)]
    return timezone(timedelta(hours=next((_ZONES[name] for name in names if name in _ZONES), 0)))
