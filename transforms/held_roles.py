"""Who is meant by a role alone: "the general" is the only general whom the text names."""

import re

from transforms.name_words import words
from transforms.speaker_roles import words_of_role
from transforms.speaker_types import Mention
from transforms.words import WORDS

_THE_ROLE = re.compile(r"[Tt]he (?P<role>(?:[\w-]+ ){0,3}(?P<noun>[\w-]+))")
_HELD = WORDS["held_roles"]
_OTHER = WORDS["other_roles"]
_TITLES = words("title")
_SHORTEST = 3  # letters: shorter ones are initials of anything
_SHORT = {
    "gen": "general", "col": "colonel", "maj": "major", "capt": "captain", "lt": "lieutenant",
    "sgt": "sergeant", "adm": "admiral", "gov": "governor", "sen": "senator", "prof": "professor",
    "insp": "inspector", "supt": "superintendent", "cllr": "councillor", "det": "detective",
}  # fmt: skip


class HeldRoles:
    """The roles of the persons of one text."""

    def __init__(self, mentions: list[Mention]) -> None:
        self._mentions = mentions
        self._holders: dict[str, list[tuple[frozenset[str], Mention]]] | None = None

    def holder(self, phrase: str, place: int) -> Mention | None:
        """The person named before a place who alone, in the whole text, has the role that a phrase names."""
        found = _THE_ROLE.fullmatch(phrase)
        if found is None or found["noun"].lower() not in _HELD:
            return None
        told = frozenset(found["role"].lower().split())
        fitting = [
            person
            for role, person in self._by_noun().get(found["noun"].lower(), [])
            if told <= role and (role & _OTHER) <= told
        ]
        if len({person.entity_id for person in fitting}) != 1 or fitting[0].start >= place:
            return None
        return fitting[0]

    def in_capitals(self, phrase: str) -> Mention | None:
        """The only person named like a speaker in a transcript: "DUNN", "SEN. DUNN" is Laura Dunn."""
        if not phrase.isupper() or len(phrase) < _SHORTEST:
            return None
        *before, last = (word.strip(".") for word in phrase.casefold().split())
        fitting = [
            person
            for person in self._mentions
            if person.type == "person" and person.entity_id and _ends_with(person.name or "", before, last)
        ]
        return fitting[0] if len({person.entity_id for person in fitting}) == 1 else None

    def _by_noun(self) -> dict[str, list[tuple[frozenset[str], Mention]]]:
        """The words of each role, and its holder, by the role's noun; found when first asked for."""
        if self._holders is None:
            self._holders = {}
            for mention in self._mentions:
                if mention.type == "person" and mention.entity_id and mention.role:
                    role = [_SHORT.get(word, word) for word in words_of_role(mention.role)]
                    if role:
                        self._holders.setdefault(role[-1], []).append((frozenset(role), mention))
        return self._holders


def _ends_with(name: str, before: list[str], last: str) -> bool:
    """Whether a full name ends with a word, and other words before it are of the name too, or titles."""
    *names, surname = name.casefold().split() or [""]
    return surname == last and bool(names) and all(word in names or word in _TITLES for word in before)
