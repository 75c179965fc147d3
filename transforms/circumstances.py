"""What stands around a claim: through which channel and when it was said, and how sure the wording is."""

import re
from datetime import date, timedelta

_CHANNEL_NOUN = (
    "statement|interview|speech|tweet|tweets|post|address|briefing|news conference|press conference"
    "|press release|conference call|email|e-mail|letter|memo|report|video|message|television|radio"
    "|news release|phone call|op-ed|column|podcast|hearing|debate|rally|remarks|testimony|forum|town hall"
)
_PLATFORM = (
    "Telegram|Twitter|Facebook|Instagram|TikTok|YouTube|Truth Social|Weibo|WhatsApp|LinkedIn|Reddit|X|Bluesky"
    "|VK|Snapchat|Threads|television|radio|TV"
)
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
# "interview with" whom, "statement to" whom: a name, neither a day nor with the full stop after it
_NO_DAY = rf"(?!(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{_MONTH})\b)"
_NAME = rf"{_NO_DAY}(?:(?:[A-Z]\.)+|[A-Z](?:[\w’'&-]|\.(?=\w))*)"
_WHOM = rf"(?:\s(?:with|to|on|for)\s(?:the\s)?{_NAME}(?:\s{_NAME}){{0,4}})?"
_CHANNEL = re.compile(
    rf"\b(?:on|via)\s+(?:the\s+)?(?P<platform>{_PLATFORM})\b"
    r"|\b(?:in|on|during|via|through|at|to)\s+(?:an?|the|his|her|their|its|another)\s+"
    rf"(?P<noun>(?:[\w’'-]+\s){{0,3}}?(?:{_CHANNEL_NOUN})\b{_WHOM})"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:,\s(?P<year>\d{{4}}))?\b"
    rf"|(?P<day2>\d{{1,2}})\s(?P<month2>{_MONTH})\b"
    r"|(?:(?:early|late|last)\s)?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"(?:\s(?:morning|afternoon|evening|night))?"
    r"|(?P<relative>yesterday|today|tonight|(?:last|earlier\sthis)\s(?:week|month|year)))",
    re.IGNORECASE,
)
_IN_DAYS = ("day", "ght", "week", "month", "year")
_DIGIT = re.compile(r"\d")
# "about 40", "up to a dozen": before anything but a quantity these words make nothing uncertain
_AMOUNT = (
    r"(?:[$£€]?\d|an?\s(?:dozen|hundred|thousand|million|billion|trillion|quarter|third|half|fifth|tenth)\b"
    r"|(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|noon|midnight)\b)"
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|perhaps|possibly|probably|likely|unlikely|reportedly|allegedly|apparently"
    r"|seems?(?: to be)?|appears?(?: to be)?|suggests?|believed to"
    rf"|(?:about|around|approximately|roughly)(?=\s{_AMOUNT})|up to(?=\san?\s|\s{_AMOUNT}))\b"
)


def channel(text: str) -> str | None:
    """The channel named in the words around a cue: "Telegram", "nightly address", "interview with CNN"."""
    match = _CHANNEL.search(text)
    return (match["platform"] or match["noun"]) if match else None


def said_on(text: str, published: date | None) -> tuple[date | None, str | None]:
    """The day named in the words around a cue, resolved against the day of publication, and its words.

    A weekday is the last one on or before publication. The date is null where it cannot be told.
    """
    match = _DAY.search(text) if _may_name_day(text) else None
    if match is None:
        return None, None
    return (_resolved(match, published) if published else None), match[0]


def _may_name_day(text: str) -> bool:
    """Whether it is worth searching: every day named has a digit or one of these parts of words in it."""
    small = text.lower()
    return any(part in small for part in _IN_DAYS) or _DIGIT.search(text) is not None


def _resolved(match: re.Match[str], published: date) -> date | None:
    if match["weekday"]:
        back = (published.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
        return published - timedelta(days=back or (7 if match[0].lower().startswith("last") else 0))
    if match["relative"]:
        days = {"yesterday": 1, "today": 0, "tonight": 0}.get(match["relative"].lower())
        return published - timedelta(days=days) if days is not None else None
    month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
    try:
        named = date(int(match["year"] or published.year), month, int(match["day"] or match["day2"]))
        # Without a year it is the last such day: a December named in January is last year's.
        return named if match["year"] or named <= published else named.replace(year=named.year - 1)
    except ValueError:
        return None


def hedge(content: str) -> str | None:
    """The first word of a content that makes it less than certain, in lower case."""
    match = _HEDGE.search(content)
    return match[0].lower() if match else None
