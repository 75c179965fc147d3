"""Names in texts of other languages, as those write them."""

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import schemas
from transforms.mentions import find_mentions
from transforms.other_languages import written_names


def names(text: str, language: str | None) -> dict[str, str]:
    """Surface -> canonical name of the mentions in a text."""
    row = {"text_id": "0", "text": text, "language": language}
    mentions = find_mentions(pl.DataFrame([row], schema=schemas.TEXTS))
    assert all(
        text[start:end] == surface
        for surface, start, end in mentions.select("surface", "start", "end").iter_rows()
    )
    return dict(mentions.select("surface", "canonical_name").iter_rows())


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        (
            "ru",
            "Из Москвы в Париже сообщили о США.",
            {"Москвы": "Moscow", "Париже": "Paris", "США": "United States"},
        ),
        ("uk", "У Харкові та біля Києва.", {"Харкові": "Kharkiv", "Києва": "Kyiv"}),
        ("uk-UA", "Росія і НАТО.", {"Росія": "Russia", "НАТО": "North Atlantic Treaty Organization"}),
        ("ru", "В Саудовской Аравии жарко.", {"Саудовской Аравии": "Saudi Arabia"}),
        ("de", "Russlands Weg nach Wien.", {"Russlands": "Russia", "Wien": "Vienna"}),
        (
            "fr",
            "Il quitte Varsovie pour les États-Unis.",
            {"Varsovie": "Warsaw", "États-Unis": "United States"},
        ),
        ("es", "Viaja de Moscú a Alemania.", {"Moscú": "Moscow", "Alemania": "Germany"}),
        ("it", "Da Mosca a Parigi.", {"Mosca": "Moscow", "Parigi": "Paris"}),
        ("pt", "Foi de Moscou para a Alemanha.", {"Moscou": "Moscow", "Alemanha": "Germany"}),
        ("pl", "Niemcy i Warszawa.", {"Niemcy": "Germany", "Warszawa": "Warsaw"}),
        ("nl", "Van Moskou naar Duitsland.", {"Moskou": "Moscow", "Duitsland": "Germany"}),
        ("tr", "Rusya'nın başkenti Moskova'dır.", {"Rusya": "Russia", "Moskova": "Moscow"}),
        ("ar", "روسيا والصين في القاهرة", {"روسيا": "Russia", "الصين": "China", "القاهرة": "Cairo"}),
        ("zh", "俄罗斯和美国在北京会谈", {"俄罗斯": "Russia", "美国": "United States", "北京": "Beijing"}),
        ("ja", "ロシアと米国が東京で会談", {"ロシア": "Russia", "米国": "United States", "東京": "Tokyo"}),
    ],
)
def test_countries_and_cities(language: str, text: str, found: dict[str, str]) -> None:
    """They are known in the language's own script, and in Russian and Ukrainian in their cases."""
    assert names(text, language) == found


def test_leaders_by_their_last_name_alone() -> None:
    """Behind another first name it is somebody else."""
    assert names("Президент Путин приехал.", "ru") == {"Путин": "Vladimir Putin"}
    assert names("О Владимире Путине говорили.", "ru") == {"Владимире Путине": "Vladimir Putin"}
    assert names("Там была Мелания Трамп.", "ru") == {}


@pytest.mark.parametrize(
    ("text", "language"),
    [("Думаю, могу. Самое главное: Владимира нет.", "ru"), ("Dabei war Bella.", "de"), ("s", "de")],
)
def test_words_that_a_town_is_called_by_too(text: str, language: str) -> None:
    """Common words and first names are no cities."""
    assert names(text, language) == {}


def test_whole_words_only() -> None:
    """A name inside a longer word or compound is none."""
    assert names("Римляне и Римский клуб, Киев-Пассажирский.", "ru") == {}


def test_a_language_that_nobody_tells() -> None:
    """Letters of its own tell a short text's language."""
    assert names("Поїхали до Києва.", None) == {"Києва": "Kyiv"}
    assert names("Hallo Moskau", "zz") == {}


@given(st.text(max_size=60), st.sampled_from(["ru", "ar", "zh", "tr", "zz", ""]))
def test_any_text(text: str, language: str) -> None:
    """Spans are in order, never overlap and hold what they say."""
    found = written_names(text, language)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[name.start : name.end] == name.surface for name in found)
