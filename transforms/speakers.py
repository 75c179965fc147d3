"""Who a claim is attributed to: one or several speakers, each with role and entity where they can be told."""

import re
from bisect import bisect_left

from transforms.phrases import PREPOSITIONS
from transforms.speaker_parts import Parts
from transforms.speaker_roles import (
    apposition_of,
    bare_role,
    described_role,
    is_office,
    kind_after,
    role_in,
    title_and_name,
    title_before,
    without_bracket,
)
from transforms.speaker_types import Mention, Speaker, in_turn
from transforms.told_roles import Roles
from transforms.words import WORDS

__all__ = ["Mention", "Speaker", "Speakers", "in_turn"]

_PRONOUNS = WORDS["speaker_pronouns"]
_PREPOSITION = re.compile(r" (?:of|in|for|at|from|with|on|to|by|who|which|that|whose) ")
_NOBODY = frozenset(("there", "here", "not", "also", "then", "but", "only"))
# "Tragically", "responded": no nouns
_NO_NOUN = re.compile(
    r"[A-Za-z]{3,}(?:ally|edly|ingly|ously|ately|ently|antly|ively|fully|essly)|[a-z]{4,}ed"
)
# A pronoun is resolved only to somebody named this near before it.
_REACH = 600


class Speakers:
    """Speakers in one text, told by its mentions."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self._text = text
        self._mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self._starts = [mention.start for mention in self._mentions]
        self._roles = Roles(text, self._mentions, self.within)
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
        role = role_in(apposition["role"]) if apposition else None
        if apposition and self._ends_in_name(start, *(start + at for at in apposition.span("role"))):
            role = None  # "a student in Lyon, France,"
        named, kind = self._named_or_kind(start, head)
        if named is None:
            meant = self._in_apposition(start, apposition) if apposition else None
            if meant is not None:
                name = meant.name or text[meant.start : meant.end]
                return self._roles.complete(
                    Speaker(start, end, surface, name, bare_role(head), meant.entity_id), meant
                )
            title, name = title_and_name(head)
            role = role or title
            if role is None and (" " in head or not self.within(start, start + len(head))):
                role = described_role(head)  # "Republicans" are named, not described
            return self._roles.complete(Speaker(start, end, surface, name, role, None), None)
        role = self._role(start, named, role) or kind
        if role is None and named.kind == "description" and named.type != "organization":
            role = described_role(head)
        return self._roles.complete(
            Speaker(start, end, surface, named.name or head, role, named.entity_id), named
        )

    def _ends_in_name(self, first: int, start: int, end: int) -> bool:
        """Whether an apposition is, or ends, a name and no role: "Lyon, |France", "in Lyon, |Lille and Metz"."""
        inside = self.within(first, end)
        listed = (m for m in inside if m.start == start and m.type == "place" and m.kind != "demonym")
        if any(self._text.startswith((" and ", " or ", ", "), m.end) for m in listed):
            return True
        return any(mention.start <= start and mention.end == end for mention in inside)

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
        stated = [bare_role(role) for role in told if role]
        return max((role for role in stated if role.endswith(stated[0])), key=len) if stated else None

    def _in_apposition(self, start: int, apposition: re.Match[str]) -> Mention | None:
        """The person named in the apposition to a role: "The mayor, Ada Orr"."""
        begin = start + apposition.start("role")
        end = begin + len(without_bracket(apposition["role"].partition(",")[0]))
        meant = next((m for m in self.within(begin, end) if m.type == "person"), None)
        whole = meant is not None and meant.start <= begin and self._past_dot(meant) >= end
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
        meant = self._antecedent(start) if surface.lower() in ("he", "she") else None
        if meant is not None:
            found = Speaker(start, end, surface, meant.name or surface, meant.role, meant.entity_id)
            return self._roles.complete(found, meant)
        near = (
            previous is not None and start - previous.end < _REACH and not self._people(previous.end, start)
        )
        if near and previous is not None and surface.lower() in ("he", "she", "they", "it"):
            return previous._replace(start=start, end=end, surface=surface)
        return Speaker(start, end, surface, surface, None, None)

    def _people(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.within(start, end) if m.type == "person" and m.kind != "pronoun"]

    def _antecedent(self, place: int) -> Mention | None:
        """The person a pronoun means: the only one named in this paragraph or, if none is, the one before."""
        text = self._text
        begin = text.rfind("\n", 0, place) + 1
        for _ in range(2):
            people = self._people(max(begin, place - _REACH), place)
            if people:
                return people[-1] if len({m.entity_id or m.name for m in people}) == 1 else None
            begin = text.rfind("\n", 0, max(0, begin - 1)) + 1
        return None

