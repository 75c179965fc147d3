"""The cases of names, by their endings: Москва, Москвы, Москве; Berlin, Berlins.

Forms that do not exist may be among them; none of them is another word's with a capital by more than chance.
"""

from collections.abc import Iterable
from itertools import zip_longest

# By language, endings with those of genitive, dative, accusative, instrumental, locative; the first that
# fits decides. A slash parts variants.
_NOUNS = {
    "ru": (
        ("ия", "ии ии ию ией ии"),
        ("ья", "ьи ье ью ьей ье"),
        ("ая", "ой ой ую ой ой"),
        ("я", "и е ю ей е"),
        *(
            (f"{letter}а", f"{letter}и {letter}е {letter}у {letter}ой/{letter}ей {letter}е")
            for letter in "гкхжчшщ"
        ),
        ("ца", "цы це цу цей це"),
        ("а", "ы е у ой е"),
        ("ский", "ского скому ского/ский ским ском"),
        ("ий", "ия ию ий/ия ием ии"),
        ("й", "я ю й/я ем е"),
        ("ь", "и/я и/ю ь/я ью/ем/ём и/е"),
        ("ты", "тов там ты тами тах"),
        ("ов", "ова ову ова/ов овым/овом ове"),
        ("ев", "ева еву ева/ев евым/евом еве"),
        ("ин", "ина ину ина/ин ином/иным ине"),
        ("", "а у /а ом/ем е"),
    ),
    "uk": (
        ("ія", "ії ії ію ією ії"),
        ("а", "и і у ою і"),
        ("я", "і і ю ею і"),
        ("ський", "ського ському ського/ський ським ському"),
        ("ий", "ого ому ого/ий им ому"),
        ("й", "ю/я ю/єві й/я єм ї/ю"),
        ("їв", "єва єву/єві їв/єва євом єві"),
        ("ів", "ова ову/ові ів/ова овом ові"),
        ("ь", "і/ю/я і/ю/еві ь/я ю/ем і/еві"),
        ("ти", "тів там ти тами тах"),
        ("ін", "іна іну/інові ін/іна іном/іним іні/іну"),
        ("", "а/у у/ові /а ом/ем і/ові/у"),
    ),
}
# Adjectives before the last word of a name: Северная Корея, Соединённые Штаты.
_ADJECTIVES = {
    "ru": (
        ("ая", "ой ой ую ой ой"),
        ("ий", "ого ому ий им ом"),
        ("ый", "ого ому ый ым ом"),
        ("ые", "ых ым ые ыми ых"),
        ("ие", "их им ие ими их"),
    ),
    "uk": (
        ("на", "ної ній ну ною ній"),
        ("ська", "ської ській ську ською ській"),
        ("ка", "кої кій ку кою кій"),
        ("ий", "ого ому ий им ому"),
        ("ні", "них ним ні ними них"),
    ),
}
_SOFTENED = {"кі": "ці", "гі": "зі", "хі": "сі"}  # Прага, у Празі
_UNCHANGED = ("оа", "о", "е", "и", "у", "ю", "э", "і", "ї", "є")
_PLURAL = ("ти", "ие", "ые", "ні")
_SHORTEST = 3  # letters


def cases(name: str, language: str, *, person: bool = False) -> set[str]:
    """The forms of a name in Russian, Ukrainian or German; only the name itself in any other language.

    person: its words are first and last names, of which the first are no adjectives.
    """
    if language == "de":
        return {name} if name.endswith(("s", "x", "z", "ß")) else {name, f"{name}s"}
    if language not in _NOUNS:
        return {name}
    *before, last = name.split(" ")
    table = _NOUNS if person else _ADJECTIVES
    forms = [*(_forms(word, table[language]) for word in before), _forms(last, _NOUNS[language])]
    return {name, *_together(forms)}


def _forms(word: str, table: Iterable[tuple[str, str]]) -> list[list[str]]:
    """A word's forms, by case."""
    unchanged = word.endswith(_UNCHANGED) and not word.endswith(_PLURAL)
    if len(word) < _SHORTEST or word.isupper() or unchanged:
        return [[word]] * 5
    for ending, endings in table:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return [[_softened(stem + form) for form in case.split("/")] for case in endings.split(" ")]
    return [[word]] * 5


def _softened(form: str) -> str:
    return form[:-2] + _SOFTENED.get(form[-2:], form[-2:])


def _together(words: list[list[list[str]]]) -> Iterable[str]:
    """The words in the same case, each variant of one with the same of the others."""
    for case in zip(*words, strict=True):
        for variant in zip_longest(*case):
            yield " ".join(form or variants[-1] for form, variants in zip(variant, case, strict=True))
