"""Classes of words that tell what a capitalised name may be: titles, heads of names, function words."""

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(file: str) -> tuple[dict[str, str], ...]:
    """The rows of a lexicon file with a header."""
    text = (files("transforms") / "lexicon" / file).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def words(*classes: str) -> frozenset[str]:
    """The lower-case words of some classes of en/name_words.csv. Raises KeyError for one without words."""
    table = rows("en/name_words.csv")
    found = {name: {row["word"] for row in table if row["class"] == name} for name in classes}
    if empty := [name for name, members in found.items() if not members]:
        raise KeyError(*empty)
    return frozenset().union(*found.values())


@cache
def first_names() -> frozenset[str]:
    """Common first names, capitalised."""
    text = (files("transforms") / "lexicon" / "first_names.txt").read_text("utf-8")
    return frozenset(text.split())


def is_particle(gap: str) -> bool:
    """Whether lower-case words stand inside a person's name: " van der ", " al-"."""
    if len(gap) <= 2 or "\n" in gap:
        return False
    return all(part in words("particle") for part in gap.split())
