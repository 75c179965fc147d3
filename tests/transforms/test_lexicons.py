"""The lexicons as a whole."""

import re
from importlib import resources

LEXICON = resources.files("transforms") / "lexicon"


def test_every_file_says_where_it_comes_from() -> None:
    """SOURCES.md has one row a file, and no row without one."""
    listed = re.findall(r"^\| `([^`]+)` \|", (LEXICON / "SOURCES.md").read_text("utf-8"), re.MULTILINE)
    there = [file.name for file in LEXICON.iterdir() if file.is_file() and file.name != "SOURCES.md"]
    assert sorted(listed) == sorted(there)
