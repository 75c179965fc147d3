"""Mentions as the finding of speakers needs them, and speakers as it gives them."""

import re
from itertools import pairwise
from typing import NamedTuple

_THEN = re.compile(r"\b(?:then|later|afterwards?|subsequently)\b")


class Mention(NamedTuple):
    """What is needed of a row of schemas.MENTIONS."""

    start: int
    end: int
    type: str | None
    kind: str | None
    entity_id: str | None
    name: str | None
    role: str | None
    mention_id: str | None
    role_start: int | None = None
    role_end: int | None = None


class Speaker(NamedTuple):
    """A speaker: `text[start:end]` is `surface`; `name` is the resolved name, or the surface.

    organization: whose the role is, which may be a country or a person.
    """

    start: int
    end: int
    surface: str
    name: str
    role: str | None
    entity_id: str | None
    organization: str | None = None
    organization_id: str | None = None


class Role(NamedTuple):
    """What somebody is, and of which organization, country or person."""

    role: str | None
    organization: str | None
    organization_id: str | None


def in_turn(text: str, said_by: list[Speaker]) -> list[list[Speaker]]:
    """The speakers of each statement: "A and then B confirmed it" are two statements, "A and B" are one."""
    turns = [said_by[:1]]
    for before, speaker in pairwise(said_by):
        if _THEN.search(text, before.end, speaker.start):
            turns.append([speaker])
        else:
            turns[-1].append(speaker)
    return turns
