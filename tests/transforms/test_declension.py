"""Cases of names."""

import pytest

from transforms.declension import cases


@pytest.mark.parametrize(
    ("name", "language", "forms"),
    [
        ("Москва", "ru", {"Москвы", "Москве", "Москву", "Москвой"}),
        ("Прага", "ru", {"Праги", "Праге", "Прагу", "Прагой"}),
        ("Россия", "ru", {"России", "Россию", "Россией"}),
        ("Китай", "ru", {"Китая", "Китаю", "Китаем", "Китае"}),
        ("Казань", "ru", {"Казани", "Казанью"}),
        ("Северная Корея", "ru", {"Северной Кореи", "Северную Корею"}),
        ("Соединённые Штаты", "ru", {"Соединённых Штатов", "Соединёнными Штатами"}),
        ("Київ", "uk", {"Києва", "Києві", "Києвом"}),
        ("Львів", "uk", {"Львова", "Львові"}),
        ("Прага", "uk", {"Праги", "Празі", "Прагу"}),
        ("Росія", "uk", {"Росії", "Росію", "Росією"}),
        ("Polen", "de", {"Polens"}),
    ],
)
def test_forms(name: str, language: str, forms: set[str]) -> None:
    """The forms that texts have are among them, and so is the name."""
    assert forms | {name} <= cases(name, language)


@pytest.mark.parametrize(
    ("name", "language"), [("США", "ru"), ("Тбилиси", "ru"), ("Paris", "de"), ("Warszawa", "pl")]
)
def test_unchanged(name: str, language: str) -> None:
    """Acronyms, names in -и and names of other languages have one form."""
    assert cases(name, language) == {name}


def test_people() -> None:
    """First names decline as nouns, last names in -ский as adjectives."""
    assert {"Дмитрия Песковым", "Дмитрия Пескова"} & cases("Дмитрий Песков", "ru", person=True) == {
        "Дмитрия Пескова"
    }
    assert "Зеленского" in cases("Зеленский", "ru", person=True)
