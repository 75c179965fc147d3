"""The closed classes of words that the grammar of claims looks up, from `lexicon/en/claim_words.toml`."""

import tomllib
from importlib.resources import files


def read_lists(name: str) -> dict[str, frozenset[str]]:
    """The lists of words of a lexicon file, by name."""
    lists = tomllib.loads((files("transforms") / "lexicon" / name).read_text("utf-8"))
    return {key: frozenset(words.split()) for key, words in lists.items()}


# Read once at import: the grammar holds its classes as constants, and looks one up for every word.
WORDS = read_lists("en/claim_words.toml")
