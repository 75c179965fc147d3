"""The forms of a person's name: folded for comparing, without initials, and for short."""

import re
import unicodedata
from functools import lru_cache

from transforms.name_words import words


@lru_cache(maxsize=8_192)
def fold(name: str) -> str:
    """A name without case, diacritics, possessive ending or odd spaces, for comparing."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(plain.removesuffix("'s").removesuffix("'").split())


@lru_cache(maxsize=8_192)
def person_name(name: str) -> str:
    """A person's name without middle initials. Jr. stays: the father is somebody else."""
    plain = re.sub(r" [“\"][^“”\"]*[”\"](?= )", "", name)  # a nickname
    parts = plain.replace("\u00a0", " ").split()
    kept = [part for part in parts[1:] if len(part.rstrip(".")) > 1]
    if kept and _is_generation(kept[-1]) and kept[-1].lower() in ("jr", "sr"):
        kept[-1] += "."
    return " ".join(parts[:1] + kept)


@lru_cache(maxsize=8_192)
def last_name(name: str) -> str:
    """The last name, folded, without an Arabic article."""
    parts = fold(name).split(" ")
    last = parts[-2] if len(parts) > 2 and _is_generation(parts[-1]) else parts[-1]
    return last.removeprefix("al-").removeprefix("el-")


@lru_cache(maxsize=8_192)
def short_forms(name: str) -> frozenset[str]:
    """What a person is called for short: by the last name, which in some countries stands first."""
    first = fold(name).partition(" ")[0]
    return frozenset({last_name(name), first} if first in words("family_name_first") else {last_name(name)})


def _is_generation(part: str) -> bool:
    return part.lower().rstrip(".") in words("generation")
