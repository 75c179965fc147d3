"""Whether words that an article is said to hold stand in a page, and quotation marks around quotations.

A page is read in the plainest way there is, not as the extraction reads it: tags dropped, entities unescaped,
white space folded. So the one checks the other.
"""

import html
import json
import re
from collections.abc import Iterator

GOES_ON = "goes on in the next paragraph"
MARKS = "\"“”„‟«»‘’'"
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_JSON = re.compile(r"<script[^>]*json[^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE)


def with_marks(text: str, start: int, end: int) -> tuple[str, str | None]:
    """A fragment with the quotation marks around it; and what is wrong, where it has none at an end."""
    opening, closing = start, end
    while opening > 0 and text[opening - 1].isspace() and text[opening - 1] != "\n":
        opening -= 1
    while closing < len(text) and text[closing].isspace() and text[closing] != "\n":
        closing += 1
    before = opening > 0 and text[opening - 1] in MARKS
    after = closing < len(text) and text[closing] in MARKS
    whole = text[opening - before : closing + after].strip()
    if not before:
        return whole, "no opening mark"
    if after:
        return whole, None
    goes_on = text[closing : closing + 1] == "\n" and text[closing:].lstrip()[:1] in MARKS
    return whole, GOES_ON if goes_on else "no closing mark"


def fragments(text: str, spans: list[dict[str, int]]) -> Iterator[tuple[str, str | None]]:
    """Every fragment of a quotation as `with_marks` sees it."""
    for span in spans:
        yield with_marks(text, span["start"], span["end"])


def folded(text: str) -> str:
    """A text with single spaces only."""
    return " ".join(text.split())


def readings(markup: str) -> list[str]:
    """What a page says: its text without tags, with and without a space for each; and its JSON's strings."""
    bare = _COMMENT.sub("", markup)
    shown = [folded(html.unescape(_TAG.sub(between, bare))) for between in ("", " ")]
    return [*shown, folded(" ".join(text for block in _JSON.findall(markup) for text in _strings(block)))]


def _strings(block: str) -> Iterator[str]:
    try:
        held = [json.loads(html.unescape(block) if "&quot;" in block[:100] else block, strict=False)]
    except ValueError:
        return
    while held:
        value = held.pop()
        if isinstance(value, str):
            yield html.unescape(_TAG.sub(" ", html.unescape(value)))
        elif isinstance(value, dict | list):
            held.extend(value.values() if isinstance(value, dict) else value)


def in_page(fragment: str, pages: list[str]) -> str | None:
    """None where a page holds the fragment; else how it is otherwise."""
    wanted = folded(fragment)
    if any(wanted in page for page in pages):
        return None
    if any(_visible(fragment) in _visible(page) for page in pages):
        return "there, with other white space or invisible characters"
    return "not in the page"


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text)
