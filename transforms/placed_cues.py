"""A cue in its sentence: its verb group, and whether the word is used as verb or as noun."""

from dataclasses import dataclass
from functools import cache

from transforms import phrases
from transforms.cues import Entry, forms_where
from transforms.sentences import Paragraph
from transforms.words import WORDS

_ADJECTIVES = WORDS["adjectives"]
_ADJECTIVE_ENDINGS = ("al", "ous", "ful", "ic", "ive", "ed", "less", "est", "ble")
_SURE_ADVERBS = ("ically", "edly", "ously", "ately", "ently", "antly", "ively", "fully", "essly")
_ARTICLES = frozenset(("the", "a", "an", "his", "their", "its", "our", "my"))
_POSSESSIVES = frozenset(("his", "her", "their", "its", "my", "our"))


@dataclass(slots=True)
class Cue:
    """A cue in place: the verb group's span, the cue word itself, and how it stands."""

    entry: Entry
    start: int  # with auxiliaries and adverbs
    word: int
    end: int
    kind: str  # fin, ing, pass, inf, noun, adjective, adverb
    negated: bool


def in_place(p: Paragraph, first: int, place: int, entry: Entry) -> Cue | None:
    if entry.part == "adverb":
        return Cue(entry, place, place, place + 1, "adverb", negated=False)
    noun = entry.part == "noun" or entry.form == "base" or p.lower[place] in noun_forms()
    noun = noun and is_noun(p, first, place)
    if (entry.part == "noun") != noun:
        return None
    if noun:
        return Cue(entry, place, place, place + 1, "noun", negated=p.lower[place - 1] == "no")
    if place > first and p.lower[place - 1] in _ARTICLES:
        return None  # "the proposed law"
    start = group_start(p, first, place)
    group = p.lower[start:place]
    before = p.lower[start - 1] if start > first else ""
    negated = before == "nor" or not phrases.NEGATIONS.isdisjoint(group)
    kind = _kind(entry, group, before)
    if entry.part == "adjective" and phrases.BE.isdisjoint(group):
        return None
    return Cue(entry, start, place, place + 1, kind, negated) if kind else None


def group_start(p: Paragraph, first: int, verb: int) -> int:
    """Where the group of a verb starts, with its auxiliaries and adverbs: "had also said"."""
    while verb > first and (is_adverb(p.words[verb - 1]) or p.lower[verb - 1] in phrases.AUXILIARIES):
        verb -= 1
    return verb


def _kind(entry: Entry, group: list[str], before: str) -> str:
    if entry.part == "adjective":
        return "adjective"
    passive = not phrases.BE.isdisjoint(group)
    if entry.form == "ing" and before == "as":
        return ""  # "quoted as saying": the other verb is the cue
    if entry.form == "ing":
        return "fin" if passive else "ing"
    if entry.form == "past":
        return "pass" if passive else "fin"
    if before == "to":
        return "inf"
    return "" if passive else "fin"


def is_adverb(word: str) -> bool:
    """Whether a word as it stands is an adverb; "Kelly" is none, "Tragically" is."""
    if word.lower() in phrases.ADVERBS:
        return True
    return word.endswith("ly") and len(word) > 4 and (word.islower() or word.endswith(_SURE_ADVERBS))


@cache
def noun_forms() -> frozenset[str]:
    """The forms that may be nouns of attribution: "claims", "report"."""
    return forms_where(lambda entry: entry.part == "noun")


def is_noun(p: Paragraph, first: int, place: int) -> bool:
    if place == first:
        return p.lower[place + 1 : place + 2] in (["of"], ["that"], ["from"], ["by"], ["about"], ["on"])
    before = p.lower[place - 1]
    if before in phrases.DETERMINERS or before.endswith(("'s", "’s", "s’", "s'")):
        return before not in ("that", "these", "those") or p.lower[place + 1 : place + 2] == ["that"]
    if before in phrases.PREPOSITIONS:
        return True
    if before in phrases.IRREGULAR_PAST or (before.endswith("ed") and p.lower[place].endswith("s")):
        return True  # "has raised fears that …"
    if p.lower[place] not in noun_forms():
        return False
    two_before = p.lower[place - 2] if place - 2 >= first else ""
    if two_before in _POSSESSIVES and not p.lower[place].endswith("ed"):
        return True
    return before in _ADJECTIVES or (
        two_before in phrases.DETERMINERS and before.endswith(_ADJECTIVE_ENDINGS)
    )
