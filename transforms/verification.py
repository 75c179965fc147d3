"""What a text says of the verification of its claims: that they could not be verified, or are but claims.

`verification` holds the status, `verified_by` who tried, and note_start and note_end where the text says so.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from transforms.quantities import quantities

Row = dict[str, Any]

_VERIFY = "(?:verif(?:y|ied)|confirm(?:ed)?|corroborated?|authenticated?)"
_STEMS = ("verif", "confirm", "corroborate", "authenticate")  # in every note, and seldom in a text
_BETWEEN = r"(?:immediately\s+|yet\s+|been\s+|be\s+|able to\s+|independently\s+){0,4}"
_AUXILIARY = "(?:could|can|has|have|had|was|were|is|are|did)"
_NAME = r"[A-Z][\w’'.&-]*(?:\s[A-Z][\w’'.&-]*){0,5}"
_IS = r"(?:is|was|are|were|has been|have been|had been|remain(?:s|ed)?|proved)"
_UNVERIFIED = re.compile(
    rf"(?:\b{_AUXILIARY}(?:\s?not|n['’]t)\s+{_BETWEEN}{_VERIFY}"
    # "Neither side's claims could be verified"
    rf"|\b(?:[Nn]either|[Nn]one of|[Nn]o)\s[^.!?\n]{{0,80}}?\b{_AUXILIARY}\s+{_BETWEEN}{_VERIFY}"
    rf"|\b(?:{_IS}\s)?unable to (?:immediately |independently ){{0,2}}{_VERIFY}"
    rf"|\b(?:{_IS}\s)?(?:(?:not\s(?:been\s)?|im)possible|hard|difficult)"
    rf"\s(?:for\s(?:the\s)?(?P<whom>{_NAME})\s)?to\s{_BETWEEN}{_VERIFY}"
    rf"|\b(?:has|have|had|is|are|remains?) yet to be (?:independently )?{_VERIFY}"
    rf"|\b{_IS} (?:still |as yet |so far |independently |largely ){{0,2}}un(?:verified|confirmed)"
    r"|\bno independent (?:confirmation|verification))\b"
)
_NOUNS = (
    "claims?|reports?|accounts?|statements?|figures?|tolls?|allegations?|assertions?|accusations?|versions?"
    "|authenticity|footage|numbers?|details|information|videos?"
)
# "could not confirm his seat" is no word on a claim: the object must be one, or "independently" be there
_OBJECT = re.compile(rf"\b(?:{_NOUNS}|independently|independent|this|that|it|them)\b")
# In the passive the object stands before: "The claims of both sides could not be verified".
_PASSIVE = re.compile(rf"\b(?:be|been|being)\s+(?:\w+ly\s+)*{_VERIFY}|\bun(?:verified|confirmed)$")
# ... and where nothing follows: "The claim is impossible to verify."
_ENDS = re.compile(
    r"(?:\s(?:independently|immediately|yet))?\s*(?:[.,;:!?”\"\n–—)]|$|(?:because|as|but|and|given)\b)"
)
_SUBJECT = re.compile(
    rf"\b(?:(?:{_NOUNS})\b[^.!?;\n]{{0,60}}|(?:this|that|it|they|these|those|which)\s+|\bwhich\s[^.!?;,\n]{{0,40}})$",
    re.IGNORECASE,
)
# Of which claims a note speaks: of both sides', of those with figures, of the nearest, or of all just before.
_SIDES = re.compile(
    r"\b(?:either|both|neither|each)(?:\sof\sthe)?\s(?:side|sides|part(?:y|ies)|claims?|accounts?|versions?|reports?)\b"
    r"|\b(?:two|opposing|warring|rival)\s(?:sides|parties)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\b(?:figures?|numbers?|tolls?|totals?)\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:claim|report|account|statement|allegation|assertion)\b|^\s*(?:this|that|it)\b", re.IGNORECASE
)
_MANY = re.compile(r"\b(?:claims|reports|accounts|statements|allegations|assertions)\b", re.IGNORECASE)
# "Kyiv's claim that it had won| could not be verified", "Kyiv said it had won|, which has not been verified"
_IN_BETWEEN = re.compile(r"[,”\"]*\s*(?:which|something (?:that|which)|an? [a-z]+ (?:that|which))?\s*")
_MOST_BACK = 4  # paragraphs: how far before a note a claim stands of which it speaks
# Who could not: the words from the sentence's start, if they look like a name; in the passive, "by" whom.
_VERIFIER = re.compile(
    r"(?:^|[.!?;:]\s+|\n|, (?:which|but|though|although|while|and) (?:the )?)(?:The )?"
    r"(?P<name>(?!(?:We|I|It|They|He|She|You|This|That|These|Those)\b)"
    r"[A-Z][\w’'.&-]*(?:\s[A-Z][\w’'.&-]*){0,5})(?:,)?\s+$"
)
_BY = re.compile(r"\s+by\s+(?:the\s+)?(?P<name>[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*){0,5})")
_SENTENCE_END = re.compile(r"[.!?;\n]\s|\n")
_REACH = 120


# ", the latest claim from Kyiv": what stands before it is called a claim, too
_APPENDED = re.compile(r"[”\"’]?,?[”\"’]?\s(?:the|an?|another|its|his|her|their)\s(?:[\w-]+\s){0,2}")
_CLAIM_NOUN = re.compile(r"\b(?:claims?|allegations?|assertions?)\b", re.IGNORECASE)
NOTE = "statement of non-verification"
CALLED = "not verified: called a claim"


def mark(text: str, claims: list[Row]) -> None:
    """Set verification, verified_by, note_start and note_end on the claims of one text (rows).

    A note speaks of the claims before it in its paragraph or, where there are none, of those in the
    nearest paragraph before that has any; not of those that an earlier note spoke of, nor of notes. "The
    claim" is the nearest one, "the figures" are in claims with quantities, and "either side" goes back to a
    second speaker: rows have in `said_by` who that is.
    What the text introduces as a claim ("the latest claim from Kyiv that …") is not verified either.
    """
    for row in claims:
        if row["construction"] == "unverified":
            row["verification"] = NOTE
    _mark_called(text, claims)
    if any(stem in text for stem in _STEMS):
        _mark_noted(text, claims)


def _mark_called(text: str, claims: list[Row]) -> None:
    called = [(claim, noun) for claim in claims if (noun := _claim_noun(text, claim))]
    if not called:
        return
    in_order = sorted(claims, key=_end)
    ends = [_end(claim) for claim in in_order]
    for claim, (start, end) in called:
        note = _note(CALLED, None, start, end)
        if claim["construction"] != "denial":  # who denies a claim calls it one, and makes none
            claim.update(note)
        at = bisect_right(ends, start) - 1
        if at >= 0 and _APPENDED.fullmatch(text, ends[at], start):
            in_order[at].update(note)


def _claim_noun(text: str, claim: Row) -> tuple[int, int] | None:
    """Where something is called a claim: by a cue that is a noun, or as what somebody denies."""
    if claim["construction"].startswith("noun"):
        return (claim["cue_start"], claim["cue_end"]) if _CLAIM_NOUN.search(claim["cue"]) else None
    if claim["construction"] == "denial":
        noun = _CLAIM_NOUN.search(text, claim["content_start"], claim["content_end"])
        return noun.span() if noun else None
    return None


def _note(status: str, verifier: str | None, start: int, end: int) -> Row:
    return {"verification": status, "verified_by": verifier, "note_start": start, "note_end": end}


def _mark_noted(text: str, claims: list[Row]) -> None:
    in_order = sorted(claims, key=_end)
    ends = [_end(claim) for claim in in_order]
    done = 0
    for note in _UNVERIFIED.finditer(text):
        if not _is_about_a_claim(text, note):
            continue
        last = bisect_right(ends, note.start())
        alone = "independent" in note[0] or text.startswith(" independently", note.end())
        how = "not independently verified" if alone else "not verified"
        spoken = _note(how, _verifier(text, note), note.start(), note.end())
        for claim in _spoken_of(text, note, in_order[done:last], _end(in_order[done - 1]) if done else 0):
            claim.update(spoken)
        done = max(done, last)


def _end(claim: Row) -> int:
    return max(int(claim["content_end"]), int(claim["cue_end"]))


def _is_about_a_claim(text: str, note: re.Match[str]) -> bool:
    line_end = text.find("\n", note.end(), note.end() + _REACH)
    if _OBJECT.search(text, note.start(), line_end if line_end >= 0 else note.end() + _REACH):
        return True
    return _speaks_back(text, note) and bool(
        _SUBJECT.search(text[max(0, note.start() - _REACH) : note.start()])
    )


def _speaks_back(text: str, note: re.Match[str]) -> bool:
    """Whether what a note speaks of stands before it: "It |was not verified", "It |is hard to verify."."""
    return bool(_PASSIVE.search(note[0]) or _ENDS.match(text, note.end()))


def _spoken_of(text: str, note: re.Match[str], claims: list[Row], after: int) -> list[Row]:
    """Of the claims since the last note, which ended at `after`, those that a note speaks of."""
    before = list(_back(text, claims, after))
    if not before:
        return []
    words = _words_of(text, note)
    if _speaks_back(text, note) and _IN_BETWEEN.fullmatch(text, before[0][1]["content_end"], note.start()):
        return _like(before, before[0][1])  # "Kyiv's claim that it had won could not be verified"
    if _SIDES.search(words):
        return _of_two_speakers(before)
    if _FIGURES.search(words):
        numbered = [
            (back, row) for back, row in before if quantities(text, row["content_start"], row["content_end"])
        ]
        return _nearest_paragraph(numbered or before)
    if _MANY.search(words):
        return _nearest_paragraph(before, least=2)
    if _ONE.search(words):
        said = [row for _, row in before if row.get("cue_class") != "deny"]  # "The mayor rejected that"
        return _like(before, said[0] if said else before[0][1])
    return _nearest_paragraph(before)


def _back(text: str, claims: list[Row], after: int) -> Iterator[tuple[int, Row]]:
    """The claims, the last one first, each with how many paragraphs that have any lie between; no notes."""
    begin, back = len(text), -1
    for claim in reversed(claims):
        if _end(claim) <= begin:
            # A line break before the last claim spoken of makes no difference: no further keeps this linear.
            begin, back = text.rfind("\n", after, claim["content_end"]) + 1, back + 1
        if back >= _MOST_BACK:
            return
        if claim["construction"] != "unverified":
            yield back, claim


def _words_of(text: str, note: re.Match[str]) -> str:
    """The words of a note and its object: those after it in its sentence or, in the passive, before it."""
    if _speaks_back(text, note):
        before = text[max(0, note.start() - _REACH) : note.start()]
        return _SENTENCE_END.split(before)[-1] + note[0]
    return _SENTENCE_END.split(text[note.end() : note.end() + _REACH])[0]


def _like(before: list[tuple[int, Row]], one: Row) -> list[Row]:
    """One claim, and the same content where another said it, too."""
    return [row for _, row in before if row["content_end"] == one["content_end"]]


def _nearest_paragraph(before: list[tuple[int, Row]], least: int = 1) -> list[Row]:
    """The claims of the nearest paragraph that has any, and of those before it until there are enough."""
    last = before[0][0]
    for number, (back, _) in enumerate(before):
        if back != last and number >= least:
            return [row for _, row in before[:number]]
        last = back
    return [row for _, row in before]


def _of_two_speakers(before: list[tuple[int, Row]]) -> list[Row]:
    """The claims back to the paragraph in which a second speaker is found."""
    said_by: set[Any] = set()
    last = before[0][0]
    for number, (back, row) in enumerate(before):
        if back != last and len(said_by) > 1:
            return [row for _, row in before[:number]]
        said_by.add(row.get("said_by"))
        last = back
    return [row for _, row in before]


def _verifier(text: str, note: re.Match[str]) -> str | None:
    if note["whom"]:
        return note["whom"]
    if _PASSIVE.search(note[0]):
        verifier = _BY.match(text, note.end())
    else:
        verifier = _VERIFIER.search(text[max(0, note.start() - 80) : note.start()])
    return verifier["name"] if verifier else None
