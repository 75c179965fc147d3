"""What speakers are, and whose: told beside the name, or earlier in the text."""

from collections.abc import Callable

from transforms.speaker_roles import bare_role
from transforms.speaker_types import Mention, Role, Speaker


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
        start, end = speaker.start, speaker.end
        if named is not None and named.role_start is not None and named.role_end is not None:
            start, end = min(start, named.role_start), max(end, named.role_end)
        owner = self._owner(start, end, speaker.entity_id)
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
        start, end = first.start, first.end
        if first.role_start is not None and first.role_end is not None:
            start, end = min(start, first.role_start), max(end, first.role_end)
        owner = self._owner(start, end, named.entity_id)
        name = (owner.name or self._text[owner.start : owner.end]) if owner else None
        return Role(first.role and bare_role(first.role), name, owner.entity_id if owner else None)

    def _owner(self, start: int, end: int, speaker: str | None) -> Mention | None:
        """Whose a role is, of those named in a span: an organization before a person before a country."""
        others = [m for m in self._within(start, end) if m.entity_id != speaker or speaker is None]
        for types in (("organization",), ("person",), ("place", "nationality")):
            found = [m for m in others if m.type in types and not self._is_adjective(m)]
            if found:
                # "Lurania's Rivers Office": what a possessive owns goes before its owner
                return next((m for m in found if self._text[m.end : m.end + 2] not in ("'s", "’s")), found[0])
        return None

    def _is_adjective(self, mention: Mention) -> bool:
        """Whether a mention is of no country: "Republican" says what somebody is, not whose the office is."""
        return mention.kind == "demonym" and mention.name == self._text[mention.start : mention.end]


def _with(speaker: Speaker, role: Role) -> Speaker:
    return speaker._replace(**role._asdict())
