"""What a text says of the verification of its claims: that they could not be verified, or are but claims.

`verification` holds the status, `verified_by` who tried, and note_start and note_end where the text says so.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

_VERIFY = "(?:verif(?:y|ied)|confirm(?:ed)?|corroborated?|authenticated?)"
_STEMS = ("verif", "confirm", "corroborate", "authenticate")  # in every note, and seldom in a text
_BETWEEN = r"(?:immediately\s+|yet\s+|been\s+|be\s+|able to\s+|independently\s+){0,4}"
_AUXILIARY = "(?:could|can|has|have|had|was|were|is|are|did)"
_UNVERIFIED = re.compile(
    rf"(?:\b{_AUXILIARY}(?:\s?not|n['’]t)\s+{_BETWEEN}{_VERIFY}"
    # "Neither side's claims could be verified"
    rf"|\b(?:[Nn]either|[Nn]one of|[Nn]o)\s[^.!?\n]{{0,80}}?\b{_AUXILIARY}\s+{_BETWEEN}{_VERIFY}"
    rf"|\bunable to (?:immediately |independently ){{0,2}}{_VERIFY}"
    r"|\bno independent (?:confirmation|verification))\b"
)
_NOUNS = (
    "claims?|reports?|accounts?|statements?|figures?|tolls?|allegations?|assertions?|authenticity|footage"
    "|numbers?|details|information|videos?"
)
# "could not confirm his seat" is no word on a claim: the object must be one, or "independently" be there
_OBJECT = re.compile(rf"\b(?:{_NOUNS}|independently|independent|this|that|it|them)\b")
# In the passive the object stands before: "The claims of both sides could not be verified".
_PASSIVE = re.compile(r"\b(?:be|been)\s")
_SUBJECT = re.compile(
    rf"\b(?:(?:{_NOUNS})\b[^.!?;\n]{{0,60}}|(?:this|that|it|they|these|those|which)\s+)$", re.IGNORECASE
)
# Who could not: the words from the sentence's start, if they look like a name; in the passive, "by" whom.
_VERIFIER = re.compile(
    r"(?:^|[.!?;:]\s+|\n)(?:The )?(?P<name>(?!(?:We|I|It|They|He|She|You|This|That|These|Those)\b)"
    r"[A-Z][\w’'.&-]*(?:\s[A-Z][\w’'.&-]*){0,5})(?:,)?\s+$"
)
_BY = re.compile(r"\s+by\s+(?:the\s+)?(?P<name>[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*){0,5})")
_REACH = 120


# ", the latest claim from Kyiv": what stands before it is called a claim, too
_APPENDED = re.compile(r"[”\"’]?,?[”\"’]?\s(?:the|an?|another|its|his|her|their)\s(?:[\w-]+\s){0,2}")
_CLAIM_NOUN = re.compile(r"\b(?:claims?|allegations?|assertions?)\b", re.IGNORECASE)
NOTE = "statement of non-verification"
CALLED = "not verified: called a claim"


def mark(text: str, claims: list[dict[str, Any]]) -> None:
    """Set verification, verified_by, note_start and note_end on the claims of one text (rows).

    A note speaks of the claims before it in its paragraph or, where there are none, of those in the
    nearest paragraph before that has any; not of those that an earlier note spoke of, nor of notes.
    What the text introduces as a claim ("the latest claim from Kyiv that …") is not verified either.
    """
    for row in claims:
        if row["construction"] == "unverified":
            row["verification"] = NOTE
    _mark_called(text, claims)
    if any(stem in text for stem in _STEMS):
        _mark_noted(text, claims)


def _mark_called(text: str, claims: list[dict[str, Any]]) -> None:
    called = [claim for claim in claims if claim["construction"].startswith("noun")]
    called = [claim for claim in called if _CLAIM_NOUN.search(claim["cue"])]
    if not called:
        return
    in_order = sorted(claims, key=_end)
    ends = [_end(claim) for claim in in_order]
    for claim in called:
        note = _note(CALLED, None, claim["cue_start"], claim["cue_end"])
        claim.update(note)
        at = bisect_right(ends, claim["cue_start"]) - 1
        if at >= 0 and _APPENDED.fullmatch(text, ends[at], claim["cue_start"]):
            in_order[at].update(note)


def _note(status: str, verifier: str | None, start: int, end: int) -> dict[str, Any]:
    return {"verification": status, "verified_by": verifier, "note_start": start, "note_end": end}


def _mark_noted(text: str, claims: list[dict[str, Any]]) -> None:
    in_order = sorted(claims, key=_end)
    ends = [_end(claim) for claim in in_order]
    done = 0
    for note in _UNVERIFIED.finditer(text):
        if not _is_about_a_claim(text, note):
            continue
        last = bisect_right(ends, note.start())
        how = "not independently verified" if "independent" in note[0] else "not verified"
        spoken = _note(how, _verifier(text, note), note.start(), note.end())
        for claim in _spoken_of(text, in_order, done, last):
            claim.update(spoken)
        done = max(done, last)


def _end(claim: dict[str, Any]) -> int:
    return max(int(claim["content_end"]), int(claim["cue_end"]))


def _is_about_a_claim(text: str, note: re.Match[str]) -> bool:
    line_end = text.find("\n", note.end(), note.end() + _REACH)
    if _OBJECT.search(text, note.start(), line_end if line_end >= 0 else note.end() + _REACH):
        return True
    before = text[max(0, note.start() - _REACH) : note.start()]
    return bool(_PASSIVE.search(note[0]) and _SUBJECT.search(before))


def _spoken_of(text: str, claims: list[dict[str, Any]], done: int, last: int) -> Iterator[dict[str, Any]]:
    """Of the claims from `done` to `last`, those in the paragraph of the last one."""
    if last <= done:
        return
    # A line break before the last claim spoken of makes no difference: looking no further keeps this linear.
    after = _end(claims[done - 1]) if done else 0
    begin = text.rfind("\n", after, claims[last - 1]["content_end"]) + 1
    for place in range(last - 1, done - 1, -1):
        if _end(claims[place]) <= begin:
            return
        if claims[place]["content_end"] > begin and claims[place]["construction"] != "unverified":
            yield claims[place]


def _verifier(text: str, note: re.Match[str]) -> str | None:
    if _PASSIVE.search(note[0]):
        verifier = _BY.match(text, note.end())
    else:
        verifier = _VERIFIER.search(text[max(0, note.start() - 80) : note.start()])
    return verifier["name"] if verifier else None
