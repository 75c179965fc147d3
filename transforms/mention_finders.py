"""Other extractors: a pipeline of the user's own finds the names, this project resolves them.

    texts --a MentionFinder--> spans --here--> names with roles, resolved in the text --> mentions

A finder says where a name stands and of what type it is. Which entity it is, its canonical name, its kind
and role are told here, so that claims link to it as they do to this project's own mentions.
"""

from collections.abc import Iterator
from typing import Protocol

import polars as pl

from transforms import schemas
from transforms.entities import resolve
from transforms.gazetteer import Known, look_up
from transforms.mention_rows import mentions_frame
from transforms.name_types import Name
from transforms.name_words import first_names, words
from transforms.roles import add_roles

TYPES = frozenset({"person", "organization", "place", "nationality"})
_AROUND = 200  # characters: what is read beside a name
_ARTICLES = ("the ", "The ")
_POSSESSIVES = ("'s", "’s", "'", "’")
_MOST_TITLES = 4  # words of a title before a name


class MentionFinder(Protocol):
    """What the user's pipeline must be. It is loaded once a process, and called with some texts at a time."""

    @property
    def name(self) -> str:
        """What tells it from other finders, such as "spacy:en_core_web_sm"; stored with what it finds."""

    @property
    def version(self) -> str:
        """Another one for every change that changes what it finds; stored beside the name."""

    def find(self, texts: pl.DataFrame) -> pl.DataFrame:
        """The spans of names (schemas.SPANS) in texts (schemas.TEXTS).

        Offsets are code points, end exclusive. type: one of TYPES; spans of other types are left out.
        """


def mentions_by(finder: MentionFinder, texts: pl.DataFrame) -> pl.DataFrame:
    """The mentions (schemas.MENTIONS) that a finder sees in texts (schemas.TEXTS), by text and start.

    Of spans that overlap, the first and, of two with one start, the longest stays; one over several lines
    ends with the first. Raises ValueError where a span is not inside a text of the frame.
    """
    spans = _inside(finder.name, schemas.conform(finder.find(texts), schemas.SPANS), texts)
    by_text: dict[str, list[tuple[int, int, str]]] = {}
    for text_id, *span in spans.filter(pl.col("type").is_in(TYPES)).iter_rows():
        by_text.setdefault(text_id, []).append((span[0], span[1], span[2]))
    return mentions_frame(
        (text_id, _resolved(text, by_text.get(text_id, [])))
        for text_id, text in texts.select("text_id", pl.col("text").fill_null("")).iter_rows()
    )


def _inside(finder: str, spans: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    lengths = texts.select("text_id", length=pl.col("text").fill_null("").str.len_chars())
    placed = spans.join(lengths, on="text_id", how="left")
    good = (pl.col("start") >= 0) & (pl.col("start") < pl.col("end")) & (pl.col("end") <= pl.col("length"))
    wrong = placed.filter(~good.fill_null(value=False))
    if wrong.height:
        row = wrong.row(0, named=True)
        raise ValueError(
            f"{finder} gave a span from {row['start']} to {row['end']} in the text {row['text_id']}, "
            f"which has {row['length']} characters: offsets are code points, end exclusive"
        )
    return spans.sort("text_id", "start", pl.col("end") * -1)


def _resolved(text: str, spans: list[tuple[int, int, str]]) -> list[Name]:
    trimmed = [(*_trimmed(text, start, end), type_) for start, end, type_ in spans]
    apart: list[tuple[int, int, str]] = []
    for start, end, type_ in trimmed:
        if end > start and (not apart or start >= apart[-1][1]):
            apart.append((start, end, type_))
    names = list(_names(text, apart))
    add_roles(text, names)
    return resolve(names)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without article, possessive ending, spaces, and lines after its first."""
    surface = text[start:end]
    begin = start + len(surface) - len(surface.lstrip())
    surface = text[begin:end].partition("\n")[0].rstrip()
    for ending in _POSSESSIVES:
        if surface.endswith(ending):
            surface = surface.removesuffix(ending)
            break
    for article in _ARTICLES:
        if surface.startswith(article) and look_up(surface) is None:
            begin += len(article)
            surface = surface.removeprefix(article)
    return begin, begin + len(surface)


def _names(text: str, spans: list[tuple[int, int, str]]) -> Iterator[Name]:
    previous = 0
    for at, (start, end, type_) in enumerate(spans):
        following = spans[at + 1][0] if at + 1 < len(spans) else len(text)
        before = text[max(previous, start - _AROUND) : start]
        after = text[end : min(following, end + _AROUND)]
        yield _name(text[start:end], start, type_, before, after)
        previous = end


def _name(surface: str, start: int, type_: str, before: str, after: str) -> Name:
    begin, own = _title(before, surface, start) if type_ == "person" else (start, start)
    name_only = surface[own - start :]
    name = Name(own, start + len(surface), name_only, type_, _kind(name_only), name_only, before, after)
    if begin < own:
        name.level = "titled"
        title = (before + surface)[begin - start + len(before) : own - start + len(before) - 1]
        if not all(word.lower().rstrip(".") in words("honorific") for word in title.split(" ")):
            name.role, name.role_start, name.role_end = title, begin, own - 1
    elif (known := look_up(name_only)) is not None:
        _take_over(name, known)
    return name


def _take_over(name: Name, known: Known) -> None:
    """Takes over what the gazetteer knows of a name, where it speaks of the same thing as the finder."""
    if known.type == name.type or (known.type, name.type) == ("nationality", "place"):
        name.type, name.kind = known.type, known.kind
    elif known.level != "country" or name.type != "organization":  # a country that acts is still the country
        return
    name.canonical, name.country, name.level = known.name, known.country, known.level


def _kind(surface: str) -> str:
    return "acronym" if len(surface) > 1 and surface.isalpha() and surface.isupper() else "name"


def _title(before: str, surface: str, start: int) -> tuple[int, int]:
    """Where a person's capitalised title begins, and where the name itself; one place if there is no title.

    The title may stand before the span ("Foreign Minister ") or at its beginning.
    """
    begin, own = start, start
    earlier = before.split(" ")
    if earlier.pop() == "":
        for word in reversed(earlier[-_MOST_TITLES:]):
            if not _is_title(word):
                break
            begin -= len(word) + 1
    for word in surface.split(" ")[:-1]:
        if not _is_title(word):
            break
        own += len(word) + 1
    title = (before + surface)[begin - start + len(before) : own - start + len(before)].split(" ")
    held = any(word.lower().rstrip(".") in words("title") for word in title)
    return (begin, own) if held else (start, start)


def _is_title(word: str) -> bool:
    plain = word.lower().rstrip(".")
    return word[:1].isupper() and word not in first_names() and plain in words("title", "title_modifier")
