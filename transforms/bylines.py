"""Authors' names out of what pages put in their author fields."""

import html
import re
from collections.abc import Iterable

_BY = r"(?:by|von|vom|par|por|di|door|av|af|przez|from)"
_LEAD = re.compile(
    rf"^\s*(?:(?:written|posted|published|reported|words|story|text|article|report|artikel|beitrag)"
    rf"\s+{_BY}|{_BY}|(?:auteure?s?|autor(?:in|en|es|a|zy)?|authors?|redakteur(?:in)?|text|foto)\s*:?)(?:\s+|:\s*|$)",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@\S+\.|[{}<>=]|\d{3,}", re.IGNORECASE)
_EMAIL = re.compile(r"[(<\[]?\s*\S+@\S+\.\w+\s*[)>\]]?")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_SPLIT = re.compile(r"\s*(?:;|\||•|·|\s&\s|\s(?:and|und|et|y|och|og|en)\s)\s*")
_SUFFIX = re.compile(r"\s+[-–—@]\s+.*$")  # "Jane Doe - The Outlet": the name comes first
_CREDENTIAL = re.compile(
    r"(?:ph\.?d|m\.?d|jr|sr|mba|esq|rn|r\.?d|ii|iii|dr|mph|dvm|cfp|cpa|lcsw|msc|ms|ma|bsc|facc)\.?",
    re.IGNORECASE,
)
_NOBODY = {
    "admin",
    "administrator",
    "webmaster",
    "null",
    "none",
    "unknown",
    "anonymous",
    "user",
    "root",
    "undefined",
}
_MAX_FIELD = 1_000  # characters; the patterns here are not linear
_MAX_AUTHORS = 30
_MAX_LENGTH = 80  # characters of one name
_MAX_WORDS = 8


def clean_authors(raw: Iterable[str]) -> list[str]:
    """Names in order without repeats, leading "By", addresses; lists split, Jane Doe not shouted."""
    names: dict[str, str] = {}
    for value in raw:
        for name in _split(html.unescape(value[:_MAX_FIELD])):
            names.setdefault(name.casefold(), name)
    return list(names.values())[:_MAX_AUTHORS]


def without_organizations(names: list[str], organizations: Iterable[str]) -> list[str]:
    """The names that are none of the site's or its publisher's."""
    sites = {_plain(name) for name in organizations if name}
    return [name for name in names if _plain(name) not in sites]


def looks_like_login(name: str) -> bool:
    """Whether a name was written for a machine: "jane.doe", "chuck-ross", "jdoe"."""
    return name.isascii() and " " not in name and name.islower()


def _split(value: str) -> list[str]:
    value = " ".join(_EMAIL.sub(" ", value.replace("\n", ";")).split())
    parts = [part for piece in _SPLIT.split(_LEAD.sub("", value)) for part in _by_comma(piece)]
    return [name for part in parts if (name := _clean(part))]


def _by_comma(piece: str) -> list[str]:
    """Splits at commas, if every part looks like a whole name; "Doe, Jane" and "Jane Doe, MD" stay one."""
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    while len(parts) > 1 and _CREDENTIAL.fullmatch(parts[-1]):
        parts.pop()
    if len(parts) > 1 and all(1 < len(part.split()) <= 4 for part in parts):
        return parts
    return [", ".join(parts)]


def _clean(name: str) -> str | None:
    name = _LEAD.sub("", _SUFFIX.sub("", _BRACKETED.sub("", name))).strip(" \t,;:|/-–—•·\"'“”")
    if not 2 <= len(name) <= _MAX_LENGTH or _NOT_A_NAME.search(name) or name.casefold() in _NOBODY:
        return None
    if len(name.split()) > _MAX_WORDS:
        return None
    return name.title() if name.isupper() and " " in name and name.isascii() else name


def _plain(name: str) -> str:
    return re.sub(r"\.(?:com|org|net|de|at|ch|co\.uk)$|^the\s|\W", "", name.strip().casefold())
