"""Names of people, organizations and places in texts, with their places in the text.

The line: texts -> pieces (Polars) -> groups of capitalised words -> names with types -> roles
-> names resolved within the text -> mentions.
"""

import polars as pl

from transforms.capital_words import lower_words, pieces
from transforms.capitals import groups
from transforms.descriptions import descriptions
from transforms.doubt import without_doubtful
from transforms.entities import resolve
from transforms.gazetteer import look_up
from transforms.head_nouns import head_places
from transforms.language import language_of, normal_code
from transforms.mention_rows import mentions_frame
from transforms.name_types import Name, named
from transforms.name_words import first_names
from transforms.office_holders import office_holders
from transforms.other_languages import written_names
from transforms.roles import add_roles
from transforms.type_evidence import settle_types

_FUNCTION_WORDS = r"\b(?:the|of|and|to|in|is|was)\b"
_CHARACTERS_PER_FUNCTION_WORD = 80  # English prose has one of these words in some 25 characters


def find_mentions(texts: pl.DataFrame) -> pl.DataFrame:
    """The mentions (schemas.MENTIONS) in texts (schemas.TEXTS), by text and start.

    Names never overlap, nor does any span cross a line break; a description may hold names ("Kyiv's forces").
    `text[start:end] == surface` in code points. A text
    without a language is read as English where English function words are frequent in it. In other
    languages only names that the gazetteers have, and people with a known first name, are found.
    """
    readable = texts.with_columns(
        pl.col("text").fill_null(""), pieces=pieces(texts), heads=head_places(texts), english=_is_english()
    )
    columns = readable.select("text_id", "text", "pieces", "heads", "english", "language").iter_rows()
    return mentions_frame(
        (text_id, _english(text, parts, heads) if english else _other(text, parts, language))
        for text_id, text, parts, heads, english, language in columns
    )


def _is_english() -> pl.Expr:
    text = pl.col("text").fill_null("")
    guess = text.str.count_matches(_FUNCTION_WORDS) * _CHARACTERS_PER_FUNCTION_WORD > text.str.len_chars()
    language = pl.col("language")
    return pl.when(language.is_null()).then(guess).otherwise(language.str.starts_with("en"))


def _english(text: str, parts: list[str], heads: list[int]) -> list[Name]:
    lower = lower_words(text)
    together = groups(text, parts, lower)
    found = [name for group in together for name in named(text, group)]
    settle_types(text, found)
    add_roles(text, found)
    names = resolve(without_doubtful(text, found, lower))
    described = descriptions(text, heads, names) + office_holders(together, names)
    for name in described:
        name.surface = text[name.start : name.end]
    return sorted(names + described, key=lambda name: (name.start, name.end))


def _other(text: str, parts: list[str], language: str | None) -> list[Name]:
    written = written_names(text, normal_code(language) if language else language_of(text, []))
    found = [name for group in groups(text, parts, lower_words(text)) for name in named(text, group)]
    sure = resolve([name for name in found if _is_sure(name, language)])
    apart: list[Name] = []
    for name in sorted([*written, *sure], key=lambda name: (name.start, -name.end)):
        if not apart or name.start >= apart[-1].end:
            apart.append(name)
    return apart


def _is_sure(name: Name, language: str | None) -> bool:
    """Whether a name can be trusted in a language whose grammar is not known here."""
    known = look_up(name.surface)
    if known is not None:
        return known.sure and known.type != "nationality" and len(name.surface) > 3
    first, _, rest = name.surface.partition(" ")
    nouns_capitalised = language is None or language.startswith(("de", "lb"))
    return name.type == "person" and bool(rest) and first in first_names() and not nouns_capitalised
