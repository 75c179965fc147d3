"""Sentences in which a newsroom says that it could not verify what it reports."""

import re
from typing import Any

_VERIFY = "(?:verif(?:y|ied)|confirm(?:ed)?|corroborated?|authenticated?)"
_STEMS = ("verif", "confirm", "corroborate", "authenticate")  # in every note, and seldom in a text
_UNVERIFIED = re.compile(
    r"(?:\b(?:could|can|has|have|had|was|were|is|are|did)(?:\s?not|n['’]t)\s+"
    rf"(?:immediately\s+|yet\s+|been\s+|be\s+|able to\s+|independently\s+){{0,4}}{_VERIFY}"
    rf"|\bunable to (?:immediately |independently ){{0,2}}{_VERIFY}"
    r"|\bno independent (?:confirmation|verification))\b"
)
# "could not confirm his seat" is no word on a claim: the object must be one, or "independently" be there
_OBJECT = re.compile(
    r"\b(?:claims?|reports?|accounts?|statements?|figures?|tolls?|allegations?|assertions?|authenticity|footage"
    r"|numbers?|details|information|independently|independent|videos?|this|that|it|them)\b"
)


# Who could not: the words from the sentence's start, if they look like a name.
_VERIFIER = re.compile(
    r"(?:^|[.!?;:]\s+|\n)(?:The )?(?P<name>[A-Z][\w’'.&-]*(?:\s[A-Z][\w’'.&-]*){0,5})(?:,)?\s+$"
)


def mark(text: str, claims: list[dict[str, Any]]) -> None:
    """Set `verification` on the claims of one text (rows, in order) that its notes speak of.

    A note speaks of the claims before it in its paragraph or, where there are none, of those in the
    nearest paragraph before that has any. Notes themselves are not marked.
    """
    if not any(stem in text for stem in _STEMS):
        return
    for match in _UNVERIFIED.finditer(text):
        line_end = text.find("\n", match.end())
        if not _OBJECT.search(
            text, match.start(), min(match.end() + 120, line_end if line_end >= 0 else len(text))
        ):
            continue
        for claim in _spoken_of(text, match.start(), claims):
            claim["verification"] = _words(text, match)


def _spoken_of(text: str, place: int, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    before = [c for c in claims if c["content_end"] <= place and c["cue_end"] <= place]
    if not before:
        return []
    begin = text.rfind("\n", 0, before[-1]["content_end"]) + 1
    return [claim for claim in before if claim["content_end"] > begin]


def _words(text: str, match: re.Match[str]) -> str:
    how = "not independently verified" if "independent" in match[0] else "not verified"
    verifier = _VERIFIER.search(text[max(0, match.start() - 80) : match.start()])
    return f"{how} by {verifier['name']}" if verifier else how
