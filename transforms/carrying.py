"""What a text states once and means again: the day that somebody spoke, told some claims before."""

import re
from datetime import date
from typing import Any

from transforms.speakers import Speaker
from transforms.words import WORDS

Row = dict[str, Any]
# Paragraphs: how far on a day is carried without being told again.
_REACH = 2
_PRONOUNS = WORDS["speaker_pronouns"]
_LEAD = re.compile(r"^(?:(?:the|an?) )?(?:.*[’']s? )?", re.IGNORECASE)


def carry_days(
    claims: list[Row], said_by: list[list[Speaker]], same_day: set[int], published: date | None
) -> None:
    """Set said_on on the claims of one text, in order, that tell no day of their own.

    "Hours later" (the places in same_day) is the day of the claims just before. A speaker's next claims, in
    this paragraph and the next ones, are of the day of the last. A newsroom's note that it could not verify
    is of the day of publication. said_on_text stays null: the day is inferred. Rows have their `paragraph`.
    """
    last: date | None = None
    spoke: dict[str, tuple[date, int]] = {}
    for place, (claim, speakers) in enumerate(zip(claims, said_by, strict=True)):
        who = _who(speakers)
        if claim["construction"] == "unverified":
            claim["said_on"] = claim["said_on"] or published
            continue
        if claim["said_on_text"] is None:
            claim["said_on"] = last if place in same_day else _carried(spoke.get(who or ""), claim)
        if claim["said_on"] is not None:
            last = claim["said_on"]
            if who:
                spoke[who] = (claim["said_on"], claim["paragraph"])
        elif who and claim["said_on_text"]:
            spoke.pop(who, None)  # "last week": another time, which is not known


def _carried(told: tuple[date, int] | None, claim: Row) -> date | None:
    return told[0] if told and claim["paragraph"] - told[1] <= _REACH else None


def _who(speakers: list[Speaker]) -> str | None:
    """The first speaker as a key. "The country's navy" and "the navy" are the same, this near."""
    if not speakers or speakers[0].name.lower() in _PRONOUNS:
        return None
    return speakers[0].entity_id or _LEAD.sub("", speakers[0].name).lower()
