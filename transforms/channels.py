"""Through which channel something was said: a platform, an outlet, or an occasion such as a speech."""

import re

from transforms.name_words import rows
from transforms.saying_days import MONTH, WEEKDAY


def _media(kind: str) -> str:
    names = (row["name"] for row in rows("en/media.csv") if row["kind"] == kind)
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_NOUNS = "|".join(row["name"] for row in rows("en/media.csv") if row["kind"] == "occasion")
_BARE = (
    "(?:prepared |written |televised |emailed |public |sworn |separate )?(?:remarks|comments|testimony|emails"
    "|e-mails|text messages|tweets|posts|statements|letters|interviews"
    "|court (?:documents|papers|filings|records)|legal filings|police reports?)"
)
_PAPERS = (
    "Times|Post|News|Journal|Herald|Tribune|Gazette|Courier|Chronicle|Telegraph|Mail|Guardian|Observer|Globe"
    "|Radio|TV|Television|Magazine|Press|News Agency|Newspaper|Daily|Weekly"
)
# "interview with" whom, "statement to" whom: a name, neither a day nor with the full stop after it
_NO_DAY = rf"(?!(?:{WEEKDAY}|{MONTH})\b)"
_NAME = rf"{_NO_DAY}(?:(?:[A-Z]\.)+|[A-Z](?:[\w’'&-]|\.(?=\w))*)"
_WHOM = rf"\s(?:with|to|on|for)\s(?:the\s)?{_NAME}(?:\s{_NAME}){{0,4}}"
# "an interview |last week| with the Vale Courier"
_WHEN = (
    rf"(?:\s(?:(?:earlier\s)?(?:last|this)\s(?:week|month|year|night|morning|{WEEKDAY})|(?:on\s)?{WEEKDAY}))"
)
# "told Vice President Orr": more of a name follows, and the outlet is none
_ENDS = rf"(?![\w-])(?!\s(?!(?:{WEEKDAY}|{MONTH}|TV|News|Radio|in|on)\b)[A-Z])"
_OUTLET = rf"(?:{_media('outlet')})(?=[’']s\s|{_ENDS})|(?:{_NAME}\s){{1,4}}(?:{_PAPERS}){_ENDS}"
_PLATFORM = re.compile(
    r"\b(?:on|via|through|over|to)\s+(?:(?:his|her|its|their|the|an?)\s)?(?:(?:official|own|personal|verified|social)\s)?"
    r"(?:media\s)?(?:(?:platform|network|site|app|messaging app|channel)\s)?"
    rf"(?P<platform>{_media('platform')})(?![\w-])(?!\s[A-Z])"
    rf"|\b(?P<posted>{_media('platform')})\s(?:post|page|message|account|video|channel|thread|live)\b"
)
_BROADCAST = re.compile(
    rf"\b(?:on|to)\s+(?:the\s)?(?P<outlet>{_OUTLET})|\bon\s+(?:(?:state|national|local|public)\s)?(?P<tv>television|radio|TV)\b"
)
# "told reporters outside the court": not told to it
_ELSEWHERE = "outside|near|after|before|behind|beside|around|by|leaving|opposite|about|during|while|that"
_TOLD = re.compile(
    rf"\b(?:told|tells|telling|informed|tell)\s+(?:(?:the|an?)\s)?(?:(?!(?:{_ELSEWHERE})\b)[\w-]+\s){{0,4}}?"
    rf"(?:(?P<outlet>{_OUTLET})|(?P<occasion>news conference|press conference|news briefing|press briefing"
    r"|briefing|hearing|inquiry|rally|court|tribunal|inquest|forum|conference)\b)"
)
_OCCASION = re.compile(
    r"\b(?:[Ii]n|[Oo]n|[Dd]uring|[Vv]ia|[Tt]hrough|[Aa]t|to|by|[Uu]nder)\s+(?:"
    r"(?:(?:an?|the|his|her|their|its|another|this|that|one|separate|two)\s+(?P<noun>(?:[\w’'-]+\s){0,3}?"
    rf"(?:(?:{_NOUNS})(?:\s(?:{_NOUNS}))?|call(?=\swith\s(?:reporters|journalists|analysts|investors)))\b)"
    rf"|(?P<bare>{_BARE})\b)(?:{_WHEN}?(?P<whom>{_WHOM})(?!\w))?|(?P<oath>oath)\b)"
)
_POSTED = re.compile(r"\b(?:post|posts|tweet|message|messages|thread|video|statement|update)\b")
# What has to be there before the searches are worth their time.
_LIKELY = re.compile(
    r"\b(?:[Oo]n|[Vv]ia|[Ii]n|[Dd]uring|[Tt]hrough|[Aa]t|to|by|[Uu]nder|over|told|tells|telling|tell|informed)\s"
)


_IS_OUTLET = re.compile(rf"(?:[Tt]he )?(?:{_OUTLET})")


def is_outlet(name: str) -> bool:
    """Whether a name is that of a newsroom: known, or made like "Vale Courier"."""
    return _IS_OUTLET.fullmatch(name) is not None


def channel(words: str) -> str | None:
    """The channel named in the words around a cue: "Telegram", "nightly address", "interview with CNN".

    A platform goes before the post on it, an occasion before the outlet it was for.
    """
    if _LIKELY.search(words) is None:
        return None
    platform, occasion = _PLATFORM.search(words), _OCCASION.search(words)
    if platform and (occasion is None or _POSTED.search(occasion[0])):
        return platform["platform"] or platform["posted"]
    if occasion:
        return _at(occasion, words)
    outlet = _TOLD.search(words) or _BROADCAST.search(words)
    return next((group for group in outlet.groups() if group), None) if outlet else None


def _at(occasion: re.Match[str], words: str) -> str:
    """An occasion and for whom it was; an interview was with the outlet that was told."""
    noun = occasion["noun"] or occasion["bare"] or occasion["oath"]
    if occasion["whom"]:
        return f"{noun}{occasion['whom']}"
    told = _TOLD.search(words) if noun.endswith("interview") else None
    return f"{noun} with {told['outlet']}" if told and told["outlet"] else noun
