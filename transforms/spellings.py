"""Spellings that mean the same name: transliterations, British and American spelling, company endings.

`spelling_key` gives two names of one type the same key only where a rule says that they are one name. It
is meant to err on the side of apart: "John Smyth" is not "John Smith", "Peter Andersen" not "Peter Anderson".
"""

import re
import unicodedata
from functools import cache, lru_cache

import polars as pl

from transforms.name_words import rows

_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
_SLAVIC = (
    r"(?:sk[iy]|sk[iy][iyj]|skaya|skaia|enk[oa]|[oeyi]v|[oe]va|[oe]ff|[oeyi]v[iy]ch|chuk|iuk|yuk|shvili|dze)$"
)
# Ways to write one Cyrillic letter, or one ending, with Latin ones; in this order.
_TRANSLITERATED = (
    (r"(?:yy|iy|ii|ij|yi|yj|y)\b", "i"),
    (r"off\b|ow\b", "ov"),
    (r"eff\b", "ev"),
    (r"tsch|tch", "ch"),
    (r"[yj]a", "ia"),
    (r"[yj]u", "iu"),
    (r"[yj]e", "e"),
    (r"[yj]o", "io"),
    ("ks", "x"),
    ("kh", "h"),
    ("w", "v"),
    ("y", "i"),
)
_DOUBLED = {letter * 2: letter for letter in "bcdfgklmnprstvz"}
_SLAVIC_KEY = "slavic "
_DOUBLED_LETTER = re.compile("|".join(_DOUBLED))
_LETTER_TABLE = str.maketrans(_LETTERS)
_COMPANY = r" (?:co|corp|corporation|company|inc|incorporated|ltd|limited|plc|llc|ag|gmbh|nv|spa|sa)$"


def folded(column: str) -> pl.Expr:
    """A column of names in small letters without diacritics, dots, hyphens or odd spaces."""
    plain = pl.col(column).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    plain = plain.str.replace_many(_LETTERS).str.replace_all(r"[.,'’‘]", "")
    return plain.str.replace_all(r"[\s\-‑–]+", " ").str.strip_chars()


def spelling_key(names: pl.DataFrame) -> pl.Series:
    """A key for each row of a frame with type and canonical_name; null where a name alone tells nothing.

    A single word is no person's key: last names are many people's.
    """
    person, name = pl.col("type") == "person", pl.col("folded")
    keyed = (
        names.lazy()
        .select("type", folded=folded("canonical_name"))
        .with_columns(
            pl.when(person)
            .then(_usual(name.str.replace_all(r"\b(?:al|el) ", ""), "person"))
            .otherwise(_usual(name.str.replace_all("&", "and").str.replace(r"^the ", ""), "other"))
            .alias("usual")
        )
        .with_columns(
            pl.when(person & pl.col("usual").str.contains(" ", literal=True))
            .then(_person(pl.col("usual")))
            .when(pl.col("type").is_in(["organization", "group"]))
            .then(pl.col("usual").str.replace(_COMPANY, ""))
            .when(pl.col("type") == "place")
            .then(pl.col("usual"))
            .alias("key")
        )
    )
    return keyed.collect()["key"]


def _usual(name: pl.Expr, what: str) -> pl.Expr:
    """The name with each of its words in the usual spelling."""
    return name.str.split(" ").list.eval(pl.element().replace(_variants(what))).list.join(" ")


@cache
def _variants(what: str) -> dict[str, str]:
    """Other spellings of words, by their usual one."""
    table = [row for row in rows("spellings.csv") if (row["class"] == "other") == (what == "other")]
    return {variant: row["usual"] for row in table for variant in row["variants"].split("|")}


@cache
def _slavic_first_names() -> list[str]:
    return [row["usual"] for row in rows("spellings.csv") if row["class"] == "slavic"]


def _person(name: pl.Expr) -> pl.Expr:
    first = name.str.split(" ").list.first()
    rewritten = name
    for pattern, usual in _TRANSLITERATED:
        rewritten = rewritten.str.replace_all(pattern, usual)
    slavic = name.str.contains(_SLAVIC) | first.is_in(_slavic_first_names())
    return pl.when(slavic).then(rewritten.str.replace_many(_DOUBLED)).otherwise(name)


@lru_cache(maxsize=8_192)
def person_spelling(name: str) -> str:
    """One person's name in the usual spelling: `spelling_key` for a single name, without the frame."""
    usual = _usual_words(name)
    return _transliterated(usual) if _is_slavic(usual) else usual


@lru_cache(maxsize=8_192)
def surname_key(name: str, last: str) -> str:
    """What the last name of a person's full name is spelled like; see `surname_keys`."""
    usual = _usual_words(last)
    return _SLAVIC_KEY + _transliterated(usual) if _is_slavic(_usual_words(name)) else usual


@lru_cache(maxsize=8_192)
def surname_keys(last: str) -> tuple[str, str]:
    """The `surname_key` of people who may have this last name: any people, and those with a Slavic one."""
    usual = _usual_words(last)
    return usual, _SLAVIC_KEY + _transliterated(usual)


def _is_slavic(usual: str) -> bool:
    return usual.partition(" ")[0] in _slavic_first_names() or re.search(_SLAVIC, usual) is not None


def _usual_words(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c)[0] != "M")
    plain = re.sub(r"[.,'’‘]", "", plain.lower().translate(_LETTER_TABLE))
    plain = re.sub(r"[\s\-‑–]+", " ", plain).strip()
    usual = " ".join(_variants("person").get(word, word) for word in plain.split(" "))
    return re.sub(r"\b(?:al|el) ", "", usual)


def _transliterated(name: str) -> str:
    for pattern, usual in _TRANSLITERATED:
        name = re.sub(pattern, usual, name)
    return re.sub(_DOUBLED_LETTER, lambda pair: pair[0][0], name)
