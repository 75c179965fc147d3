"""When something was said: the day named beside a cue, resolved against the day of publication.

A weekday, or a day without its year, is the last one on or before publication: speech is reported after it.
Longer or open times ("last week", "earlier this month", "in January") are kept in words, without a date.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PART = "(?:morning|afternoon|evening|night)"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = ("a", "one", "two", "three", "four", "five", "six")
_DAY = re.compile(
    r"\b(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|(?:{WEEKDAY},?\s)?(?:(?P<month>{MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s(?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{MONTH})\b\.?(?:,?\s(?P<year2>(?:19|20)\d\d))?)"
    rf"|(?:(?P<lead>early|late|last|this|later|previous)\s(?:on\s)?)?(?P<weekday>{WEEKDAY})(?:\s(?:early|late|{_PART}))?"
    rf"|(?P<day_before>last\snight|[Yy]esterday(?:\s{_PART})?)|(?P<same_day>(?<!USA\s)[Tt]oday(?!\s(?:programme|program|show)\b)|[Tt]onight"
    rf"|(?:earlier\s)?(?:this|the\ssame)\s(?:morning|afternoon|evening))"
    rf"|(?P<ago>{'|'.join(_COUNTS)})\sdays?\sago"
    rf"|(?P<open>[Ll]ast\s(?:week|month|year|{MONTH})|[Ee]arlier\s(?:this|in\sthe)\s(?:week|month|year)"
    rf"|(?:this|late\slast|early\slast)\s(?:week|month|year)|(?:[Ee]arlier\s)?[Ii]n\s(?:{MONTH})(?:\s(?:19|20)\d\d)?"
    r"|[Ii]n\s(?:19|20)\d\d|(?:weeks|months|years|days)\s(?:ago|earlier)))\b"
)
_LIKELY = ("day", "ght", "week", "month", "year", "this", "days", "In ", "in ")
_DIGIT = re.compile(r"\d")
# What follows was not said then: "said, a day after the fire on Monday"
_OTHER = re.compile(
    r"(?:,|\b(?:days?|hours?|weeks?|months?|years?|minutes|shortly|soon|ahead|just))"
    r" (?:after|before|since|of)\b|\b(?:since|following|until|who|which|where|by|next)\b"
    # nor was what happens in a clause of its own: "denied | reports that talks had begun in May"
    r"|\b(?:that|had|has|have|was|were|is|are|will|would|because|if|when)\b"
    r"|, (?!speaking|talking|writing)\w+ing\b"
)
_OPENS = re.compile(r"^(?:(?:And|But|So|Yet|Then|Also),?\s)?(?:[Oo]n\s|[Aa]s\s(?:early|late)\sas\s)?$")
_CLOSES = re.compile(r"^(?:,|\s)*(?:(?:before|after|when|as|and|while|but|that)\b.{0,40})?\s*$")
_AUXILIARIES = re.compile(r"(?:(?:had|has|have|was|were|is|are|been|being|be|will|would|not|also|\w+ly) )*")
# A clause in front tells when something happened: "Talks had begun in May, the ministry denied"
_HAPPENS = re.compile(r"\b(?:that|who|which|had|has|have|was|were|is|are|will|would)\b[^,;|]*$")
_OF_AN_EVENT = re.compile(r"^(?:After|Since|Before|Following|Despite|Until|By|Ahead)\b")
_LATER = re.compile(
    r"^(?:(?:And|But) )?(?:(?:Hours|Minutes|Moments|Shortly|Soon|(?:[Aa] few|[Ss]everal|[Ss]ome|An?|One|Two"
    r"|Three) (?:hours?|minutes)) (?:later|after(?:ward)?s?)|Later(?: in the day| that day| on)"
    r"|Earlier in the day|(?:That|The same) (?:day|morning|afternoon|evening|night)|On the same day)\b"
)


class Day(NamedTuple):
    """A day and the words for it. day: null where it cannot be told, or the words name a longer time."""

    day: date | None
    words: str | None


NO_DAY = Day(None, None)


def said_on(after: str, before: str, published: date | None) -> Day:
    """The day named in the words after a cue or, if none is, before its speaker."""
    match = _after(after) or _before(before)
    if match is None:
        return NO_DAY
    return Day(_resolved(match, published) if published else None, match[0])


def is_same_day(before: str) -> bool:
    """Whether the words before a speaker name the day of what was told just before: "Hours later"."""
    return _LATER.match(before) is not None


def _after(words: str) -> re.Match[str] | None:
    if not _may_name_day(words):
        return None
    end = _OTHER.search(words, _own_verbs(words))
    return _DAY.search(words, 0, end.start() if end else len(words))


def _own_verbs(words: str) -> int:
    """Where the auxiliaries of the cue itself end: "had also |said on Monday"."""
    own = _AUXILIARIES.match(words)
    return own.end() if own else 0


def _before(words: str) -> re.Match[str] | None:
    """A day that opens the sentence or stands right before the speaker; others are days of something else."""
    if not _may_name_day(words) or _OF_AN_EVENT.match(words):
        return None
    for match in _DAY.finditer(words):
        before = words[: match.start()]
        closes = _CLOSES.match(words[match.end() :]) and not _HAPPENS.search(before)
        if _OPENS.match(before) or closes:
            return match
    return None


def _may_name_day(text: str) -> bool:
    """Whether it is worth searching: every day named has a digit or one of these parts of words in it."""
    return any(map(text.__contains__, _LIKELY)) or _DIGIT.search(text) is not None


def _resolved(match: re.Match[str], published: date) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["month"] or match["month2"]:
            return _named(match, published)
        back = _days_back(match, published)
        return None if back is None else published - timedelta(days=back)
    except (ValueError, OverflowError):  # February 30; a day before the calendar's first
        return None


def _days_back(match: re.Match[str], published: date) -> int | None:
    if match["weekday"]:
        back = (published.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
        return back or (7 if match["lead"] == "last" else 0)
    if match["ago"]:
        return max(1, _COUNTS.index(match["ago"]))
    if match["day_before"]:
        return 1
    return 0 if match["same_day"] else None


def _named(match: re.Match[str], published: date) -> date:
    """A day of a month. Without a year it is the last such day: a December told of in January is past."""
    month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
    day, year = int(match["day"] or match["day2"]), match["year"] or match["year2"]
    if year:
        return date(int(year), month, day)
    named = date(published.year, month, day)
    return named if named <= published else named.replace(year=named.year - 1)
