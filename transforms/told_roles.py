"""What speakers are, and whose: told beside the name, or earlier in the text."""

import re
from collections.abc import Callable, Iterator

from transforms.phrases import PREPOSITIONS
from transforms.speaker_roles import usable_role
from transforms.speaker_types import Mention, Role, Speaker

Words = tuple[int, int, int]
"""Start and end of the words that tell a role; how far before them the name of its owner may begin."""

# What stands after them belongs to a role: "head of", "officials in", "adviser to"; not "interview with"
_OF_PLACES = frozenset(("of", "for", "at", "from", "in", "to", "within", "inside"))
_OWNING = {
    "person": frozenset(("of", "for", "to")),
    "organization": _OF_PLACES | {"with", "on"},  # "lawmakers on the committee", but "expert on Chile"
}
_CLAUSE = re.compile(
    r",? (?:who|which|whose|that|when|where|while|speaking|talking|writing|citing|quoting)\b"
    r"|,? in (?:an?|his|her|its|their) (?:[\w-]+ )?"
    r"(?:interview|statement|talk|call|letter|post|message|e-?mail)\b"
)
_POSSESSIVES = ("'s ", "’s ", "' ", "’ ", " ")
_WIDEST_OWNER = 60  # characters: how far before a role the name of its owner begins


class Roles:
    """The roles told in one text. Speakers are completed in the order of the text."""

    def __init__(
        self, text: str, mentions: list[Mention], within: Callable[[int, int], list[Mention]]
    ) -> None:
        self._text = text
        self._within = within
        self._told: dict[str, Role] = {}  # by entity, what a speaker's own words said
        self._by_entity: dict[str, list[Mention]] = {}
        for mention in mentions:
            if mention.role and mention.entity_id:
                self._by_entity.setdefault(mention.entity_id, []).append(mention)

    def complete(self, speaker: Speaker, named: Mention | None) -> Speaker:
        """The speaker with the organization of the role; with the role that the text stated before."""
        key = speaker.entity_id
        if speaker.role is None and named is not None and named.type == "person" and key:
            told = self._told.get(key) or self._stated(named)
            return _with(speaker, told) if told else speaker
        if speaker.role is None:
            return speaker
        owner = self._owner([*self._words_of(speaker), *_role_of(named)], speaker.entity_id)
        if owner is not None:
            name = owner.name or self._text[owner.start : owner.end]
            speaker = speaker._replace(organization=name, organization_id=owner.entity_id)
        if key and named is not None and named.type == "person":
            self._told.setdefault(key, Role(speaker.role, speaker.organization, speaker.organization_id))
        return speaker

    def _stated(self, named: Mention) -> Role | None:
        """The role stated where the same person was named before."""
        first = next(
            (m for m in self._by_entity.get(named.entity_id or "", ()) if m.start < named.start), None
        )
        if first is None:
            return None
        owner = self._owner(_role_of(first), named.entity_id)
        name = (owner.name or self._text[owner.start : owner.end]) if owner else None
        return Role(first.role and usable_role(first.role), name, owner.entity_id if owner else None)

    def _words_of(self, speaker: Speaker) -> Iterator[Words]:
        """The words of a speaker that may tell a role: those before the first comma, and an apposition."""
        start, end = speaker.start, speaker.end
        comma = self._text.find(",", start, end)
        yield start, end if comma < 0 else comma, 0
        if comma >= 0 and speaker.role and speaker.role in self._text[comma + 1 : end]:
            yield comma + 1, end, 0

    def _owner(self, spans: list[Words], speaker: str | None) -> Mention | None:
        """Whose a role is, of those named where it is told: an organization, a person, else a country."""
        named = [m for words in spans for m in self._owners(*words)]
        others = [m for m in named if m.entity_id != speaker or speaker is None]
        for types in (("organization",), ("person",), ("place", "nationality")):
            found = [m for m in others if m.type in types and not self._is_adjective(m)]
            if found:
                # "Lurania's Rivers Office": what a possessive owns goes before its owner
                return next((m for m in found if self._text[m.end : m.end + 2] not in ("'s", "’s")), found[0])
        return None

    def _owners(self, start: int, end: int, reach: int) -> Iterator[Mention]:
        """Those named in a role's words, or owning it, in front of it or after "of"; in no clause."""
        clause = _CLAUSE.search(self._text, start, end)
        end = clause.start() if clause else end
        for mention in self._within(max(0, start - reach), end):
            if mention.start >= start:
                before = self._text[start : mention.start].split()
                preposition = next((word for word in reversed(before) if word in PREPOSITIONS), None)
                if preposition is None or preposition in _OWNING.get(mention.type or "", _OF_PLACES):
                    yield mention
            elif self._text[mention.end : start] in _POSSESSIVES:
                yield mention

    def _is_adjective(self, mention: Mention) -> bool:
        """Whether a mention is of no country: "Republican" says what somebody is, not whose the office is."""
        return (mention.kind == "demonym" or mention.type == "nationality") and mention.name == self._text[
            mention.start : mention.end
        ]


def _with(speaker: Speaker, role: Role) -> Speaker:
    return speaker._replace(**role._asdict())


def _role_of(named: Mention | None) -> list[Words]:
    """Where the role of a mention stands, if it has one."""
    if named is None or named.role_start is None or named.role_end is None:
        return []
    return [(named.role_start, named.role_end, _WIDEST_OWNER)]
