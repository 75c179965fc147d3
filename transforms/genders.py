"""Whether somebody in a text is "she" or "he": told by a title, a first name or a role, else not told."""

from functools import cache

from transforms.speaker_roles import words_of_role
from transforms.speaker_types import Mention, Speaker
from transforms.words import WORDS, read_lists

SHE, HE = "she", "he"
_HONORIFICS = {"ms": SHE, "mrs": SHE, "miss": SHE, "lady": SHE, "dame": SHE, "mr": HE, "sir": HE, "lord": HE}


class Genders:
    """What is told of the persons of one text, and learned from the pronouns used for them."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self._text = text
        self._mentions = mentions
        self._known: dict[str, str | None] = {}
        self._by_person: dict[str, list[Mention]] = {}

    def fits(self, mention: Mention, pronoun: str) -> bool:
        """Whether "she" or "he" may be said of somebody named: not where the other one is told."""
        return self._of(person_of(mention)) in (None, pronoun)

    def is_told(self, mention: Mention, pronoun: str) -> bool:
        """Whether the text or a first name tells that "she" or "he" is right for somebody named."""
        return self._of(person_of(mention)) == pronoun

    def fits_speaker(self, speaker: Speaker, pronoun: str) -> bool:
        """The same of somebody who spoke."""
        told = self._of(speaker.entity_id) if speaker.entity_id else None
        return (told or by_role(speaker.role)) in (None, pronoun)

    def learn(self, mention: Mention, pronoun: str) -> None:
        """Take note that a pronoun was used for somebody of whom nothing is told."""
        key = person_of(mention)
        if self._of(key) is None:
            self._known[key] = pronoun

    def _of(self, person: str) -> str | None:
        if person not in self._known:
            self._known[person] = self._told(self._named().get(person, []))
        return self._known[person]

    def _named(self) -> dict[str, list[Mention]]:
        """The mentions of each person; a pronoun asks for them, and many texts have none."""
        if not self._by_person:
            for mention in self._mentions:
                if mention.type == "person":
                    self._by_person.setdefault(person_of(mention), []).append(mention)
        return self._by_person

    def _told(self, named: list[Mention]) -> str | None:
        """What titles say or else, in turn, first names and roles, where they agree."""
        titles = {_HONORIFICS.get(self._word_before(mention)) for mention in named}
        names = {by_first_name(mention.name or "") for mention in named}
        roles = {by_role(mention.role) for mention in named}
        told = (found - {None} for found in (titles, names, roles))
        first = next((found for found in told if found), set())
        return next(iter(first)) if len(first) == 1 else None

    def _word_before(self, mention: Mention) -> str:
        """The last word before a name, or its first one: a title stands in either place."""
        before = self._text[max(0, mention.start - 8) : mention.start].rpartition(" ")[0].rpartition(" ")[2]
        first = self._text[mention.start : mention.end].partition(" ")[0]
        words = (word.strip(".").lower() for word in (before, first))
        return next((word for word in words if word in _HONORIFICS), "")


def person_of(mention: Mention) -> str:
    """What tells one person from another: the entity or, where there is none, the name."""
    return mention.entity_id or mention.name or ""


def by_first_name(name: str) -> str | None:
    """What the first word of a full name tells: "Ada Orr", not "Orr"."""
    first, _, rest = name.partition(" ")
    if not rest:
        return None
    names = _names()
    if first in names["women"]:
        return SHE
    return HE if first in names["men"] else None


def by_role(role: str | None) -> str | None:
    """What the noun of a role tells: "spokeswoman for the mill", "her husband"."""
    words = words_of_role(role or "")
    noun = words[-1] if words else ""
    if noun in WORDS["women"]:
        return SHE
    return HE if noun in WORDS["men"] else None


@cache
def _names() -> dict[str, frozenset[str]]:
    return read_lists("name_genders.toml")
