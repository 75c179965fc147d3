"""Authors' names out of what pages put in their author fields."""

import html
import re
from collections.abc import Iterable

_LEAD = re.compile(
    r"^\s*(?:(?:written|posted|published|reported|words|story|text|article|report)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|przez|autor(?:in|en|a|zy)?|author|redakteur(?:in)?|text)\b\s*[:\-–]?\s+|^\s*(?:autor|author|by|von|text)\s*:\s*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@\S+\.|[{}<>=]|\d{3,}|\.(?:com|org|net|de|co)\b", re.IGNORECASE)
_EMAIL = re.compile(r"[(<\[]?\s*\S+@\S+\.\w+\s*[)>\]]?")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_SPLIT = re.compile(r"\s*(?:;|\||•|·|\n|\s&\s|\s(?:and|und|et|y|och|og|en)\s)\s*")
_ADMIN = {
    "admin",
    "administrator",
    "editor",
    "editors",
    "staff",
    "webmaster",
    "redaktion",
    "redaction",
    "author",
    "null",
    "none",
    "unknown",
    "anonymous",
    "user",
    "root",
    "nobody",
    "undefined",
    "default",
}
_CREDENTIAL = re.compile(
    r"(?:ph\.?d|m\.?d|md|jr|sr|mba|esq|rn|r\.?d|ii|iii|dr|mph|dvm|cfp|cpa|lcsw|msc|ms|ma|bsc|facc)\.?", re.IGNORECASE
)
_MAX_AUTHORS = 30
_MAX_LENGTH = 80  # characters of one name


def clean_authors(raw: Iterable[str], organizations: Iterable[str] = ()) -> list[str]:
    """Names in order without repeats, leading "By", addresses; lists split.

    `organizations` are names of the site and its publisher: dropped where a person is named too.
    """
    names: dict[str, str] = {}
    for value in raw:
        for name in _split(html.unescape(value)):
            names.setdefault(name.casefold(), name)
    sites = {_plain(name) for name in organizations if name}
    people = {key: name for key, name in names.items() if _plain(name) not in sites}
    return list((people or names).values())[:_MAX_AUTHORS]


def _split(value: str) -> list[str]:
    value = _LEAD.sub("", " ".join(_EMAIL.sub(" ", value.replace("\n", ";")).split()))
    parts = [part for piece in _SPLIT.split(value) for part in _by_comma(piece)]
    cleaned = [_clean(part) for part in parts]
    return [name for name in cleaned if name]


def _by_comma(piece: str) -> list[str]:
    """Splits at commas, if every part looks like a whole name; "Doe, Jane" and "Jane Doe, MD" stay one."""
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    while len(parts) > 1 and _CREDENTIAL.fullmatch(parts[-1]):
        parts.pop()
    if len(parts) > 1 and all(1 < len(part.split()) <= 4 for part in parts):
        return parts
    return [", ".join(parts)]


def _clean(name: str) -> str | None:
    name = _LEAD.sub("", _BRACKETED.sub("", name)).strip(" \t,;:|/-–—•·\"'“”")
    if not 2 <= len(name) <= _MAX_LENGTH or _NOT_A_NAME.search(name) or name.casefold() in _ADMIN:
        return None
    if len(name.split()) > 8:
        return None
    return name.title() if name.isupper() and " " in name and name.isascii() else name


def _plain(name: str) -> str:
    return re.sub(r"\W|^the\s|\.(?:com|org|net|de|co\.uk)$", "", name.strip().casefold())
