"""The lexicons as a whole."""

import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from transforms.readings import _files, extractor

LEXICON = resources.files("transforms") / "lexicon"


def _paths(folder: Traversable, path: str = "") -> Iterator[str]:
    for item in folder.iterdir():
        yield from [path + item.name] if item.is_file() else _paths(item, f"{path}{item.name}/")


def test_every_file_says_where_it_comes_from() -> None:
    """SOURCES.md has one row a file, those of a language's folder too, and no row without one."""
    listed = re.findall(r"^\| `([^`]+)` \|", (LEXICON / "SOURCES.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path for path in _paths(LEXICON) if path != "SOURCES.md")


def test_what_english_claims_need_is_together() -> None:
    """A second language is a folder beside it."""
    assert {"claim_words.toml", "cue_weights.csv", "cues.csv", "name_words.csv"} <= set(
        _paths(LEXICON / "en")
    )


def test_every_file_is_part_of_the_extractors_identity() -> None:
    """An edited word list is another extractor, in whatever folder it is."""
    assert sorted(name for name, _ in _files(LEXICON, "")) == sorted(_paths(LEXICON))
    assert len(extractor()["lexicon_hash"].item()) == 20
