"""Whom a pronoun means that says something: "he said". Where it may be one of several, nobody."""

import re
from collections.abc import Callable

from transforms.genders import Genders, by_role, person_of
from transforms.phrases import RELATIVES
from transforms.speaker_roles import is_person_plural
from transforms.speaker_types import Mention, Speaker
from transforms.words import WORDS

_PERSONAL = ("he", "she")
_CARRIED = ("he", "she", "they", "it")
# A pronoun is resolved only to somebody named this near before it.
_REACH = 600
# "her husband, Luis": somebody new, who may be meant and is often not among the names
_RELATIVE = re.compile(
    r"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir)|\w[’']s) (?:[\w-]+ )?"
    rf"(?P<noun>{'|'.join(sorted(WORDS['relatives']))})\b"
)


class Pronouns:
    """The pronouns of one text, read in its order."""

    def __init__(
        self, text: str, mentions: list[Mention], within: Callable[[int, int], list[Mention]]
    ) -> None:
        self._text = text
        self._within = within
        self._genders = Genders(text, mentions)
        self._mentions = mentions
        self._types: dict[str, str | None] = {}

    def named(self, place: int, pronoun: str) -> Mention | None:
        """The person meant by "he" or "she": the only one of those named in this paragraph who may be.

        Where nobody is named in it, the paragraph before counts.
        """
        if pronoun not in _PERSONAL:
            return None
        begin = self._text.rfind("\n", 0, place) + 1
        for _ in range(2):
            people = self._people(max(begin, place - _REACH), place)
            if people:
                one = len(set(map(person_of, people))) == 1
                fits = self._genders.fits if one else self._genders.is_told
                return self._only([m for m in people if self._genders.fits(m, pronoun)], place, pronoun, fits)
            begin = self._text.rfind("\n", 0, max(0, begin - 1)) + 1
        return None

    def carried(self, place: int, pronoun: str, previous: Speaker | None) -> bool:
        """Whether a pronoun means who spoke before: near, of its kind, with nobody else named since."""
        if previous is None or pronoun not in _CARRIED or place - previous.end >= _REACH:
            return False
        if previous.name.lower() in RELATIVES:  # "which has said": nobody was told
            return False
        since = self._people(previous.end, place)
        if pronoun not in _PERSONAL:
            return not since and self._is_kind(previous, pronoun)
        others = [mention for mention in since if self._genders.fits(mention, pronoun)]
        if any(mention.entity_id is None or mention.entity_id != previous.entity_id for mention in others):
            return False
        fits = self._is_kind(previous, pronoun) and self._genders.fits_speaker(previous, pronoun)
        return fits and not self._is_relative_named(previous.end, place, pronoun)

    def _only(
        self, meant: list[Mention], place: int, pronoun: str, fits: Callable[[Mention, str], bool]
    ) -> Mention | None:
        """The only one of those who may be meant; beside others it must be told, too, that he or she may."""
        if len(set(map(person_of, meant))) != 1 or not fits(meant[-1], pronoun):
            return None
        if self._is_relative_named(meant[-1].end, place, pronoun):
            return None
        self._genders.learn(meant[-1], pronoun)
        return meant[-1]

    def _people(self, start: int, end: int) -> list[Mention]:
        return [m for m in self._within(start, end) if m.type == "person" and m.kind != "pronoun"]

    def _is_relative_named(self, start: int, end: int, pronoun: str) -> bool:
        """Whether a relative of the pronoun's gender has come in since, whom it may mean."""
        found = _RELATIVE.finditer(self._text, start, end)
        return any(by_role(relative["noun"]) == pronoun for relative in found)

    def _is_kind(self, speaker: Speaker, pronoun: str) -> bool:
        """Whether "he" is said of one person, "it" of none, and "they" not of one that is named."""
        kind = self._type(speaker.entity_id)
        if pronoun == "they":
            return kind != "person"
        noun = (speaker.role or "").partition(" ")[0].lower()
        if pronoun == "it":
            return kind != "person" and (speaker.role is None or kind is not None)
        if kind is not None:
            return kind == "person"
        described = speaker.surface[:4].lower() == "the " and speaker.role is None
        return not described and not is_person_plural(noun) and not is_person_plural(_last(speaker.role))

    def _type(self, entity: str | None) -> str | None:
        if entity and not self._types:
            self._types = {m.entity_id: m.type for m in self._mentions if m.entity_id}
        return self._types.get(entity or "")


def _last(role: str | None) -> str:
    return (role or "").rpartition(" ")[2].lower()
