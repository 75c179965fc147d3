"""What the gazetteer knows."""

import pytest

from transforms.gazetteer import country_name, look_up, names


@pytest.mark.parametrize(
    ("surface", "type_", "name", "country"),
    [
        ("Norway", "place", "Norway", "NO"),
        ("U.K.", "place", "United Kingdom", "GB"),
        ("Norwegian", "nationality", "Norway", "NO"),
        ("Lisbon", "place", "Lisbon", "PT"),
        ("Texas", "place", "Texas", "US"),
        ("NATO", "organization", "North Atlantic Treaty Organization", None),
        ("Kremlin", "organization", "Government of Russia", "RU"),
    ],
)
def test_known_names(surface: str, type_: str, name: str, country: str | None) -> None:
    """Countries, aliases, demonyms, cities, states, organizations and metonyms."""
    known = look_up(surface)
    assert known is not None
    assert (known.type, known.name, known.country) == (type_, name, country)


def test_small_places_need_a_context() -> None:
    """A town that shares its name with a word is not sure."""
    known = look_up("Bath")
    assert known is not None
    assert not known.sure


def test_either_apostrophe() -> None:
    """Curly and straight apostrophes find the same."""
    assert look_up("Côte d’Ivoire") == look_up("Côte d'Ivoire") is not None


def test_every_country_of_the_lexicon_is_one() -> None:
    """The lexicon's codes are ISO 3166 codes that the gazetteer has a name for."""
    codes = {known.country for known in names().values() if known.country}
    assert {code for code in codes if country_name(code) == code} == set()
