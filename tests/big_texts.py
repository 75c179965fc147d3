"""Made-up news texts in any number: words by Zipf's law, names that stand where the mentions say, and claims.

A text is 26 sentences of 20 words: 3 KB. Some sentences are claims: a speaker, a cue, and what is claimed,
which may name another entity and a number. Everything follows from the number of the first article of a part:
the same part is always made the same.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.demo.web import SITE

SENTENCES, WORDS = 26, 20
VOCABULARY = 40_000
CUES = ("said", "told reporters", "denied", "confirmed", "claimed", "warned", "announced", "wrote")
UNITS = ("people", "soldiers", "houses", "percent")
_CLAIMS_AT = (1, 4, 7, 10, 13, 16, 19, 22)  # sentences that may be a claim; 5 of 8 are
_NAMES_AT = (0, 3, 6, 9, 12, 15, 18, 21)  # and that may name somebody beside
_SYLLABLES = [a + b for a, b in itertools.product("bdfgklmnprstvz", "aeiou")]
_ENDS = (" ", ". ", ".\n")
_OF_A_CLAIM = {"": 0, "cue_": 1, "content_": 2, "about_": 6, "value_": 9, "unit_": 10, "last_": WORDS - 1}
_EDITED = 0.04  # share of the articles that have a second version

Numbers = np.ndarray


def made_word(number: int) -> str:
    """A word for a number, another one for each: syllables as digits."""
    word = ""
    while number or not word:
        number, digit = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[digit]
    return word + "nrst"[len(word) // 2 % 4]


def real_words() -> list[str]:
    """The words of the demo's pages, the most frequent first."""
    counted: Counter[str] = Counter()
    for file in SITE.rglob("*.html"):
        for paragraph in re.findall("<p>(.*?)</p>", file.read_text("utf-8", "replace"), re.DOTALL):
            counted.update(re.findall(r"[a-z]{2,}|a", re.sub(r"<[^>]*>|&[a-z]+;", " ", paragraph.lower())))
    return [word for word, _ in counted.most_common()]


def entity_names(number: int) -> pl.DataFrame:
    """So many entities, the most frequent first: code, name, type."""
    kinds = ["person", "place", "organization", "person", "organization"]
    shapes = ["{first} {word}", "{word}", "{word} Ministry", "{first} {word}", "{word} Council"]
    rows = [
        (
            code,
            shapes[code % 5].format(first=made_word(code * 7 % 400).title(), word=made_word(code).title()),
            kinds[code % 5],
        )
        for code in range(number)
    ]
    return pl.DataFrame(rows, schema={"code": pl.Int64, "name": pl.String, "type": pl.String}, orient="row")


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles' texts. row: a text's place in docs.

    docs: row, n (number of the article), number (of the version), title, text, dice0 to dice3 (0 to 1).
    mentions: row, start, end, surface, code. claims: row, start, end, surface, code (of the speaker; null:
    officials), cue, cue_start, cue_end, content, content_start, content_end, about (code, or null),
    about_start, about_end, value, unit, value_start, value_end.
    """

    docs: pl.DataFrame
    mentions: pl.DataFrame
    claims: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Placed:
    """Texts as numbers of pieces, and where each piece starts: text, sentence, word."""

    tokens: Numbers
    starts: Numbers


class Writer:
    """Writes texts about the entities of `entity_names`."""

    def __init__(self, entities: pl.DataFrame) -> None:
        real = real_words()
        words = [*real, *(made_word(number) for number in range(VOCABULARY - len(real)))]
        self._people = entities.height
        self._capital = VOCABULARY
        self._cue = 2 * VOCABULARY
        self._unit = self._cue + len(CUES)
        self._number = self._unit + len(UNITS)
        self._officials = self._number + 1000
        self._entity = self._officials + 1
        pieces = [
            *words, *(word.title() for word in words), *CUES, *UNITS, *map(str, range(1000)), "Officials",
        ]  # fmt: skip
        self._pieces = pl.concat([pl.Series(pieces), entities["name"]])
        self._length = self._pieces.str.len_chars().to_numpy().astype(np.int64)
        # each piece with each ending, side by side
        self._ended = pl.concat([self._pieces + end for end in _ENDS])

    def write(self, first: int, count: int) -> Part:
        """So many articles from number `first` on; second texts of those that were edited come last."""
        dice = np.random.default_rng(first)
        tokens = self._words(dice, (count, SENTENCES, WORDS))
        tokens[:, :, 0] += self._capital
        named = self._name_some(dice, tokens)
        claimed = self._claim_some(dice, tokens)
        edited = np.flatnonzero(dice.random(count) < _EDITED)
        rows = np.concatenate([np.arange(count), edited])  # of each text, its article's
        tokens = tokens[rows]
        tokens[count:, 2, 1:] = self._words(dice, (len(edited), WORDS - 1))
        heads = self._words(dice, (len(rows), 9))
        heads[:, 0] += self._capital
        ending = np.zeros((SENTENCES, WORDS), np.int64)
        ending[:, -1] = 1
        ending[2::3, -1] = 2  # a paragraph has three sentences
        docs = pl.DataFrame(
            {
                "row": np.arange(len(rows)),
                "n": first + rows,
                "number": np.where(np.arange(len(rows)) < count, 1, 2),
                "title": _joined(self._pieces.gather(heads.ravel()), heads.shape[1], " "),
                "text": _joined(
                    self._ended.gather((tokens + ending * len(self._pieces)).ravel()), SENTENCES * WORDS, ""
                ).str.strip_chars_end(),
                **{f"dice{i}": drawn[rows] for i, drawn in enumerate(dice.random((4, count)))},
            }
        )
        lengths = self._length[tokens] + np.array([len(end) for end in _ENDS])[ending]
        flat = lengths.reshape(len(rows), -1)
        placed = _Placed(tokens, (np.cumsum(flat, axis=1) - flat).reshape(lengths.shape))
        return Part(
            docs,
            self._mentions(placed, named[rows], claimed[rows]),
            self._claims(docs, placed, claimed[rows]),
        )

    def _words(self, dice: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
        return _zipf(dice, VOCABULARY, shape)

    def _name_some(self, dice: np.random.Generator, tokens: Numbers) -> Numbers:
        """Puts names into some sentences; where."""
        count = len(tokens)
        where = np.zeros((count, len(_NAMES_AT)), bool)
        where[:] = dice.random(where.shape) < 0.48
        names = self._entity + _zipf(dice, self._people, where.shape)
        tokens[:, _NAMES_AT, 3] = np.where(where, names, tokens[:, _NAMES_AT, 3])
        return where

    def _claim_some(self, dice: np.random.Generator, tokens: Numbers) -> Numbers:
        """Turns some sentences into claims; which: 0 none, 1 a claim, +2 about somebody, +4 with a number."""
        shape = (len(tokens), len(_CLAIMS_AT))
        is_claim = dice.random(shape) < 0.625
        is_about, has_number = dice.random(shape) < 0.33, dice.random(shape) < 0.32
        speakers = self._entity + _zipf(dice, self._people, shape)
        speakers = np.where(dice.random(shape) < 0.1, self._officials, speakers)
        puts = [
            (0, is_claim, speakers),
            (1, is_claim, self._cue + _zipf(dice, len(CUES), shape)),
            (6, is_claim & is_about, self._entity + _zipf(dice, self._people, shape)),
            (9, is_claim & has_number, self._number + _zipf(dice, 999, shape) + 1),
            (10, is_claim & has_number, self._unit + dice.integers(0, len(UNITS), shape)),
        ]
        for place, where, codes in puts:
            tokens[:, _CLAIMS_AT, place] = np.where(where, codes, tokens[:, _CLAIMS_AT, place])
        return is_claim * (1 + 2 * is_about + 4 * has_number)

    def _at(self, placed: _Placed, where: tuple[Numbers, Numbers, int], name: str = "") -> pl.DataFrame:
        """Start, end and code of the pieces at some places."""
        codes, at = placed.tokens[where], placed.starts[where]
        return pl.DataFrame(
            {f"{name}code": codes, f"{name}start": at, f"{name}end": at + self._length[codes]}
        )

    def _mentions(self, placed: _Placed, named: Numbers, claimed: Numbers) -> pl.DataFrame:
        found = []
        for where, sentences, place in [
            (named, _NAMES_AT, 3),
            (claimed > 0, _CLAIMS_AT, 0),
            ((claimed & 2) > 0, _CLAIMS_AT, 6),
        ]:
            rows, slots = np.nonzero(where)
            spans = self._at(placed, (rows, np.array(sentences)[slots], place))
            found.append(spans.with_columns(row=rows))
        return (
            pl.concat(found)
            .filter(pl.col("code") >= self._entity)
            .with_columns(surface=self._text("code"), code=pl.col("code") - self._entity)
            .sort("row", "start")
        )

    def _claims(self, docs: pl.DataFrame, placed: _Placed, claimed: Numbers) -> pl.DataFrame:
        rows, slots = np.nonzero(claimed)
        sentences, kinds = np.array(_CLAIMS_AT)[slots], claimed[rows, slots]
        parts = [self._at(placed, (rows, sentences, place), name) for name, place in _OF_A_CLAIM.items()]
        is_about, has_number = pl.col("kind") & 2 > 0, pl.col("kind") & 4 > 0
        return (
            pl.concat([pl.DataFrame({"row": rows, "kind": kinds}), *parts], how="horizontal")
            .join(docs.select("row", "text"), on="row", maintain_order="left")
            .select(
                "row", "start", "end", "cue_start", "cue_end", "content_start",
                surface=self._text("code"),
                code=pl.when(pl.col("code") >= self._entity).then(pl.col("code") - self._entity),
                cue=self._text("cue_code"),
                content_end="last_end",
                content=pl.col("text").str.slice(
                    "content_start", pl.col("last_end") - pl.col("content_start")
                ),
                about=pl.when(is_about).then(pl.col("about_code") - self._entity),
                about_start="about_start",
                about_end="about_end",
                value=pl.when(has_number).then(pl.col("value_code") - self._number).cast(pl.Float64),
                unit=pl.when(has_number).then(self._text("unit_code")),
                value_start="value_start",
                value_end="unit_end",
            )
        )  # fmt: skip

    def _text(self, column: str) -> pl.Expr:
        return pl.col(column).map_batches(self._pieces.gather, return_dtype=pl.String)


def _joined(pieces: pl.Series, width: int, between: str) -> pl.Series:
    return pieces.reshape((-1, width)).arr.join(between)


def _zipf(dice: np.random.Generator, number: int, shape: tuple[int, ...]) -> Numbers:
    """Ranks from 0, the r-th about as frequent as 1/r: the logarithm of such a rank is even."""
    return (np.exp(dice.random(shape) * np.log(number + 1)) - 1).astype(np.int64).clip(0, number - 1)
