"""Pages that stand in front of an article or in its place: consent, bot checks, errors.

Decided by the page's titles and the extracted text together, with the phrases of lexicon/wall_phrases.csv.
A page that calls itself an article and has a text of some length is believed.
"""

import csv
import re
from functools import cache
from importlib import resources

_WORD = re.compile(r"\w+")

_WALL_LENGTH = 1_500  # characters; bot checks and error pages say little
_BARE_LENGTH = 600  # characters; below, a telling title suffices
_NOTICE_LENGTH = 8_000  # consent notices may list purposes at length
_DISTINCT_TERMS = 4  # an article may repeat one such word, a notice uses many
# The share of a text's words that are consent words above which it is a notice.
_DENSE_UNDER_TITLE = 0.03  # under a title such as "Before you continue"
_DENSE = 0.06
_DENSE_IN_ARTICLE = 0.08


def find_wall(titles: list[str], text: str, *, is_article: bool) -> tuple[str, str] | None:
    """(reason, what told it) if the page is no article but stands in for one; else None.

    Reasons: consent_page, bot_wall, error_page. `titles`: headline and title element.
    `is_article`: the page's metadata call it an article.
    """
    consent = _consent(titles, text, is_article=is_article)
    if consent or len(text) > _WALL_LENGTH:
        return consent
    return _short_wall("bot_wall", titles, text, is_article=is_article) or _short_wall(
        "error_page", titles, text, is_article=is_article
    )


def _short_wall(reason: str, titles: list[str], text: str, *, is_article: bool) -> tuple[str, str] | None:
    in_title, in_text = _phrases(reason, "title"), _phrases(reason, "text")
    told = next((title for title in titles if in_title.match(title)), None)
    said = in_text.search(text)
    # a phrase alone may be a noscript line above an article: then there is more text than such lines have
    if said and (told or len(text) < 100 + len(said[0]) * (2 if is_article else 6)):
        return reason, f"“{said[0]}” in {len(text)} characters of text"
    if told and not is_article and len(text) < _BARE_LENGTH:
        return reason, f"titled “{told[:100]}”, {len(text)} characters of text"
    return None


def _consent(titles: list[str], text: str, *, is_article: bool) -> tuple[str, str] | None:
    if len(text) > _NOTICE_LENGTH:
        return None
    terms = [term.lower() for term in _phrases("consent_page", "term").findall(text)]
    if len(set(terms)) < _DISTINCT_TERMS:
        return None
    if is_article and any(_phrases("consent_page", "term").search(title) for title in titles):
        return None  # an article about cookies, not a notice
    told = not is_article and any(_phrases("consent_page", "title").match(title) for title in titles)
    share = len(terms) / max(1, len(_WORD.findall(text)))
    if share < (_DENSE_UNDER_TITLE if told else _DENSE_IN_ARTICLE if is_article else _DENSE):
        return None
    return "consent_page", f"{share:.0%} of the words in {len(text)} characters are those of consent notices"


@cache
def _phrases(reason: str, place: str) -> re.Pattern[str]:
    """All phrases of a kind as one pattern on whole words."""
    source = resources.files("transforms").joinpath("lexicon/wall_phrases.csv").read_text("utf-8")
    rows = csv.DictReader(source.splitlines())
    patterns = [row["pattern"] for row in rows if (row["reason"], row["place"]) == (reason, place)]
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
