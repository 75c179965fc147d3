"""Who a claim is attributed to: one or several speakers, each with role and entity where they can be told."""

import re
from bisect import bisect_left

from transforms.held_roles import HeldRoles
from transforms.phrases import PREPOSITIONS
from transforms.pronouns import Pronouns
from transforms.speaker_parts import Parts
from transforms.speaker_roles import (
    POSSESSIVE,
    apposition_of,
    bare_role,
    described_role,
    is_office,
    is_person_noun,
    kind_after,
    role_after,
    role_in,
    title_and_name,
    title_before,
    usable_role,
    without_bracket,
)
from transforms.speaker_types import Mention, Speaker, in_turn
from transforms.told_roles import Roles
from transforms.words import WORDS

__all__ = ["Mention", "Speaker", "Speakers", "in_turn"]

_PRONOUNS = WORDS["speaker_pronouns"]
_PREPOSITION = re.compile(r" (?:of|in|for|at|from|with|on|to|by|who|which|that|whose) ")
_LONGEST_NAME = 60  # characters
_PAST_NAME = (",", ".", ";", "\n", "")
_NOBODY = frozenset(
    ("there", "here", "not", "also", "then", "but", "only", "please", "current", "otherwise", "furthermore")
)
# "Tragically", "responded": no nouns
_NO_NOUN = re.compile(
    r"[A-Za-z]{3,}(?:ally|edly|ingly|ously|ately|ently|antly|ively|fully|essly)|[a-z]{4,}ed"
)


class Speakers:
    """Speakers in one text, told by its mentions."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self._text = text
        self._mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self._starts = [mention.start for mention in self._mentions]
        self._roles = Roles(text, self._mentions, self.within)
        self._pronouns = Pronouns(text, self._mentions, self.within)
        self._held = HeldRoles(self._mentions)
        self._parts = Parts(text, self.within, self._before)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions inside a span."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self._mentions[first:last] if mention.end <= end]

    def read(self, start: int, end: int, previous: Speaker | None) -> list[Speaker]:
        """The speakers in a span; `previous` is who spoke before, whom a pronoun may mean.

        An adjective alone ("Luranian") is nobody.
        """
        said_by = [self._one(*part, previous) for part in self._parts.of(start, end)]
        return [speaker for speaker in said_by if not self._is_nobody(speaker)]

    def is_person(self, speaker: Speaker) -> bool:
        """Whether a speaker is one or more people, by name, pronoun or noun, and no newsroom."""
        inside = self.within(speaker.start, speaker.end)
        if speaker.surface.lower() in _PRONOUNS or any(mention.type == "person" for mention in inside):
            return True
        head = _PREPOSITION.split(f"{speaker.surface} ")[0].split()
        return bool(head) and any(is_person_noun(word.lower()) for word in head)

    def _before(self, place: int) -> Mention | None:
        """The last mention that begins before a place."""
        at = bisect_left(self._starts, place) - 1
        return self._mentions[at] if at >= 0 else None

    def _is_nobody(self, speaker: Speaker) -> bool:
        """Whether a phrase names nobody: an adverb, a verb or an adjective alone, "there", "ran past"."""
        words = speaker.surface.lower()
        wrong = words in _NOBODY or words.rpartition(" ")[2] in PREPOSITIONS
        if speaker.entity_id is None and (wrong or _NO_NOUN.fullmatch(speaker.surface)):
            return True
        if speaker.entity_id or speaker.surface.endswith("s") or " " in speaker.surface:
            return False
        return any(m.kind == "demonym" for m in self.within(speaker.start, speaker.end))

    def _one(self, start: int, end: int, previous: Speaker | None) -> Speaker:
        text = self._text
        while end > start and text[end - 1] in ", \t-–—":
            end -= 1
        surface = text[start:end]
        if surface.lower() in _PRONOUNS:
            return self._pronoun(start, end, surface, previous)
        if surface.endswith(("'s", "’s")) and len(surface) > 2:
            end, surface = end - 2, surface[:-2]
        apposition = apposition_of(surface)
        head = without_bracket(surface[: apposition.start()] if apposition else surface)
        role = self._explained(start, apposition) if apposition else None
        if role is None and self._is_of_places(start, surface, apposition):
            return self._described(start, end, surface, None)
        named, kind = self._named_or_kind(start, head)
        if named is None or (named.kind in ("description", "acronym") and named.type != "place"):
            meant = self._meant(start, end, head, apposition)
            if meant is not None:  # a name in apposition belongs to the speaker
                return self._holder(start, meant.end if meant.start == end + 2 else end, head, meant)
        if named is None:
            return self._described(start, end, head, role)
        role = self._role(start, named, role) or kind
        if role is None and named.kind == "description" and named.type != "organization":
            role = described_role(head)
        if role is None and named.type == "person" and apposition is None:
            role = role_after(text, end)
        return self._roles.complete(
            Speaker(start, end, surface, named.name or head, role, named.entity_id), named
        )

    def _described(self, start: int, end: int, head: str, role: str | None) -> Speaker:
        """A speaker whom no mention names: "the minister", "a guard at the gate"."""
        title, name = title_and_name(head)
        role = role or title
        if role is None and (" " in head or not self.within(start, start + len(head))):
            role = described_role(head)  # "Republicans" are named, not described
        surface = self._text[start:end]
        return self._roles.complete(Speaker(start, end, surface, name, role, None), None)

    def _meant(self, start: int, end: int, head: str, apposition: re.Match[str] | None) -> Mention | None:
        """The person meant by a role: named in apposition, or its only holder; or by a name in capitals."""
        if apposition:
            return self._in_apposition(start, apposition)
        return self._named_after(end, head) or self._held.holder(head, start) or self._held.in_capitals(head)

    def _holder(self, start: int, end: int, head: str, meant: Mention) -> Speaker:
        """A speaker called by a role, which may have an owner: "Ada Orr's deputy, Bo Lind"."""
        name = meant.name or self._text[meant.start : meant.end]
        owner = next((m for m in self.within(start, start + len(head)) if m.start == start), None)
        owned = POSSESSIVE.match(self._text, owner.end) if owner else None
        own = head[owned.end() - start :] if owned else bare_role(head)
        role = meant.role if head.isupper() else own
        found = Speaker(start, end, self._text[start:end], name, role, meant.entity_id)
        return self._roles.complete(found, meant)

    def _named_after(self, end: int, head: str) -> Mention | None:
        """The person whose name follows a role that is a speaker: "said the mayor|, Ada Orr."."""
        if not self._text.startswith(", ", end) or described_role(head) is None:
            return None
        after = self.within(end, end + _LONGEST_NAME)
        return next(
            (
                m
                for m in after
                if m.start == end + 2 and m.type == "person" and self._text[m.end : m.end + 1] in _PAST_NAME
            ),
            None,
        )

    def _ends_in_name(self, first: int, start: int, end: int) -> bool:
        """Whether an apposition is, or ends, a name and no role: "Lyon, |Gaul", "in Lyon, |Metz and Dax"."""
        inside = self.within(first, end)
        if self._is_row(first, start):
            return True
        return any(mention.start <= start and mention.end == end for mention in inside)

    def _explained(self, start: int, apposition: re.Match[str]) -> str | None:
        """The role that an apposition tells: none in "a student in Lyon, France,"."""
        is_name = self._ends_in_name(start, *(start + at for at in apposition.span("role")))
        return None if is_name else role_in(apposition["role"])

    def _is_of_places(self, start: int, surface: str, apposition: re.Match[str] | None) -> bool:
        """Whether somebody is described by places in a row: "officials in Lyon, Metz and Dax"."""
        if apposition is None or described_role(surface) is None:
            return False
        return self._is_row(start, start + apposition.start("role"))

    def _is_row(self, first: int, start: int) -> bool:
        """Whether places in a row go on at `start`: "officials in Lyon, |Metz and Dax"."""
        before = any(
            m.end <= start and self._text[m.end : start].strip(" ,") == "" and m.type == "place"
            for m in self.within(first, start)
        )
        named = (m for m in self._starting(start) if m.type != "person" and m.kind != "demonym")
        return before and any(self._text.startswith((" and ", " or ", ", "), m.end) for m in named)

    def _starting(self, start: int) -> list[Mention]:
        at = bisect_left(self._starts, start)
        return [m for m in self._mentions[at : at + 2] if m.start == start]

    def _named_or_kind(self, start: int, head: str) -> tuple[Mention | None, str | None]:
        """The mention that names a phrase, and what stands behind the name: "RIA| state news agency"."""
        named = self._named(start, start + len(head))
        described = named is None or named.kind == "description"
        kind = kind_after(head) if described else None
        if kind is None:
            return named, None
        end = start + kind.start()
        inside = (m for m in self.within(start, end) if m.end == end and m.type == "organization")
        name = next((m for m in inside if m.kind != "metonym"), None)
        return (name, kind[0].strip()) if name else (named, None)

    def _role(self, start: int, named: Mention, in_apposition: str | None) -> str | None:
        """What an apposition says or else the mention; the words before it where they say it more fully."""
        if named.type == "organization":
            return named.role or in_apposition
        first = in_apposition if in_apposition and is_office(in_apposition) else None
        told = [first, named.role, in_apposition, title_before(self._text[start : named.start])]
        stated = [usable for role in told if role and (usable := usable_role(role))]
        return max((role for role in stated if role.endswith(stated[0])), key=len) if stated else None

    def _in_apposition(self, start: int, apposition: re.Match[str]) -> Mention | None:
        """The person named in the apposition to a role: "The mayor, Ada Orr"."""
        begin = start + apposition.start("role")
        end = begin + len(without_bracket(apposition["role"].partition(",")[0]))
        meant = next((m for m in self.within(begin, end) if m.type == "person"), None)
        title = meant is not None and meant.role_start == begin  # "Lt. Col. Bo Lind"
        whole = meant is not None and (meant.start <= begin or title) and self._past_dot(meant) >= end
        return meant if whole else None

    def _named(self, start: int, end: int) -> Mention | None:
        """The mention that the phrase is a name for: it ends with the phrase's head."""
        preposition = _PREPOSITION.search(self._text, start, end)
        head_end = preposition.start() if preposition else end
        inside = [
            m
            for m in self.within(start, end)
            if (m.start < head_end <= self._past_dot(m)) or (m.type == "person" and self._past_dot(m) >= end)
        ]
        inside = [m for m in inside if m.kind != "demonym"]
        return inside[0] if inside else None

    def _past_dot(self, mention: Mention) -> int:
        """Where a name ends with the dot that belongs to it: "Ada Orr Jr."."""
        return mention.end + self._text.startswith(".", mention.end)

    def _pronoun(self, start: int, end: int, surface: str, previous: Speaker | None) -> Speaker:
        word = surface.lower()
        meant = self._pronouns.named(start, word)
        if meant is not None:
            found = Speaker(start, end, surface, meant.name or surface, meant.role, meant.entity_id)
            return self._roles.complete(found, meant)
        if previous is not None and self._pronouns.carried(start, word, previous):
            return previous._replace(start=start, end=end, surface=surface)
        return Speaker(start, end, surface, surface, None, None)
