"""The languages whose texts are read for claims, each with its grammar.

A second language is a row here, a module with its grammar, and its word lists. README ("Adding a language")
shows what such a module looks like.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pycountry

from transforms.attribution import Attribution, attributions


@dataclass(frozen=True, slots=True)
class Grammar:
    """How claims are found in one language.

    attributions: from a text to who says what in it, in the order of its paragraphs; paragraphs, words and
    quotations come from `transforms.sentences`, for every language.
    circumstances: whether channel, time, hedges and verification can be read around a claim: the word lists
    for them are English so far.
    """

    attributions: Callable[[str], list[Attribution]]
    circumstances: bool = False


GRAMMARS: dict[str, Grammar] = {"en": Grammar(attributions, circumstances=True)}
"""By ISO 639-1 code."""
_UNKNOWN = "en"  # a text whose language is unknown is read as English


def grammar_of(language: str | None) -> Grammar | None:
    """The grammar for a language tag ("en", "en-GB", "de_DE"; None: unknown), or None where there is none."""
    return GRAMMARS.get(_code(language))


def no_claims_reason(language: str | None) -> str | None:
    """Why no claims are looked for in texts of a language, or None where they are."""
    if grammar_of(language) is not None:
        return None
    read = " and ".join(_name(code) for code in GRAMMARS)
    return f"language {language}: claims are found in {read} only so far"


def _code(language: str | None) -> str:
    return _UNKNOWN if language is None else language.lower().replace("_", "-").split("-")[0]


def _name(code: str) -> str:
    return str(getattr(pycountry.languages.get(alpha_2=code), "name", code))
