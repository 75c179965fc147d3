"""What kind of line a paragraph is: the story itself, or what stands around it on a page.

Claims are looked for in the story, and in a heading only where it says who says so. All tests are cheap and
look at short lines only: a long paragraph is story.
"""

import re
from functools import cache, lru_cache

from transforms.name_words import rows
from transforms.saying_days import MONTH

STORY, HEADING, BYLINE, CAPTION = "story", "heading", "byline", "caption"
BOILERPLATE, TIME, TABLE = "boilerplate", "time", "table"
LONGEST = 400  # characters: nothing longer is anything but story, or a caption that ends with its credit
_HEADING = 120
_END = tuple(".!?…;,”\"’'»):")
_CLOCK = r"\d{1,2}[:.]\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s[A-Z]{2,4})?"
_TIME = re.compile(
    rf"(?:{_CLOCK}|(?:(?:Published|Updated|Posted|Last updated)(?: on| at)?:?\s)?(?:{_CLOCK},?\s)?"
    rf"(?:\w+day,?\s)?(?:(?:{MONTH})\.?\s\d{{1,2}}(?:,?\s\d{{4}})?"
    rf"|\d{{1,2}}\.?\s(?:{MONTH})\.?(?:\s\d{{4}})?)(?:,?\s(?:at\s)?{_CLOCK})?"
    r"|(?:Updated\s|Published\s)?\d{1,2}\s?(?:m|h|d|mins?|minutes?|hours?|hrs?|days?)\sago)"
)
# Everything in a line after "By" is a name, or one of the words between names.
_BY = re.compile(
    r"(?:[Bb]y|BY)\s+(?:(?:[A-Z][\w.’'-]*|and|AND|for|of|in|at|the|with|staff|senior|reporter|correspondent|writer|editor|@\w+"
    r"|\d{1,2}(?::\d{2})?|\d{4})(?:[,|/&–—•·-]|\s|\.$)*){1,25}"
)
_CONTRIBUTED = re.compile(
    r"\b(?:contributed (?:reporting\b|(?:to )?(?:this|the) (?:report|story|article|guide|piece|post))"
    r"|also contributed\.?$|reported from [A-Z].{0,40}[.)]*$).{0,60}$"
    r"|^\(?(?:Reporting|Writing|Editing|Additional reporting|Compiled)\b.{0,40}\b(?:by|from) [A-Z].{0,200}$"
)
_AT_WORK = ("contributed", "reported from", "eporting", "diting", "riting", "ompiled")
_CREDIT = re.compile(
    r"(?:\((?:[^()]{0,60}[/ ])?(?:(?:AP|AFP|Reuters|REUTERS|EPA|PA|Getty)(?: Images| Photo)?(?:/[^()]{1,40})?"
    r"|(?:Photo|Image|Credit|File)(?: by| via|:)[^()]{1,60}|[^()]{1,40} via [^()]{1,40})\)"
    r"|(?:Getty Images|AP Photo|\bvia (?:AP|AFP|Reuters|Getty Images|Shutterstock)|[Ff]ile photo"
    r"|Wikimedia Commons|[A-Z][\w.’'-]+ [A-Z][\w.’'-]+(?:/|, ?)(?:AP|AFP|EPA|Reuters|REUTERS|Getty|PA))"
    r"(?:[/ ][\w /,-]{0,30})?)[.\s]*$"
    r"|^(?:AP|AFP|Reuters|REUTERS|EPA|Getty Images|Shutterstock)$"
)
_CREDITED = (
    *(
        "AP",
        "AFP",
        "Reuters",
        "REUTERS",
        "EPA",
        "PA",
        "Getty",
        "via ",
        "photo",
        "Photo",
        "Image",
        "Shutter",
    ),
    *("Credit", "File", "Wikimedia"),
)
_LIST = re.compile(r"(?:[-•*+–—▪●]|\d{1,3}[.)])\s")
_TAIL = 90  # characters: how far from its end a caption's credit begins


def holds_claims(line: str, *, says_who: bool) -> bool:
    """Whether what looks like a claim in a line is one; in a heading it is only where it says who says so."""
    kind = kind_of(line)
    return kind == STORY or (kind == HEADING and says_who)


# The claims of a paragraph come one after another.
@lru_cache(maxsize=1)
def kind_of(line: str) -> str:
    """The kind of one paragraph: story, heading, byline, caption, boilerplate, time or table.

    A dateline belongs to the story. time: when an item of a live blog, or the article, was written.
    """
    line = line.strip()
    if len(line) > LONGEST:
        return STORY
    if line.startswith("|") or line.count(" | ") > 2:
        return TABLE
    if len(line) < 60 and _TIME.fullmatch(line):
        return TIME
    found = _by_start(line) or (BYLINE if _is_byline(line) else "") or (CAPTION if _is_credited(line) else "")
    return found or (HEADING if _is_heading(line) else STORY)


def _by_start(line: str) -> str:
    line = line.lstrip("([*-–—•▶► ")
    small = line.lower()
    for start, kind in (*_starts().get(small[:3], ()), *_starts().get(small[:1], ())):
        if small.startswith(start) and _is_start(line[len(line) - len(small) + len(start) :], start, kind):
            return kind
    return ""


def _is_start(rest: str, start: str, kind: str) -> bool:
    """Whether the whole words of a start are there; in a byline a name follows."""
    if start[-1].isalpha() and rest[:1].isalpha():
        return False
    return kind != BYLINE or not rest.strip() or rest.strip(" :")[:1].isupper()


@cache
def _starts() -> dict[str, tuple[tuple[str, str], ...]]:
    """The starts of lines by their first three characters, if they have so many."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for row in rows("en/line_starts.csv"):
        grouped.setdefault(row["start"][:3], []).append((row["start"], row["kind"]))
    return {first: tuple(found) for first, found in grouped.items()}


def _is_byline(line: str) -> bool:
    if line[:2] in ("By", "by", "BY"):
        return len(line) < 200 and _BY.fullmatch(line) is not None
    return any(map(line.__contains__, _AT_WORK)) and _CONTRIBUTED.search(line) is not None


def _is_credited(line: str) -> bool:
    tail = line[-_TAIL:]
    return any(map(tail.__contains__, _CREDITED)) and _CREDIT.search(tail) is not None


def _is_heading(line: str) -> bool:
    if len(line) > _HEADING or line.endswith(_END) or line[:1] in '"“‘«':
        return False
    return not _LIST.match(line) or len(line) < _HEADING
