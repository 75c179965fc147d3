"""What can be checked of a claim: that the archived bytes are those that were served, that the stored text is
what it is said to be, and that the words stand in it and in the page."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from flows.archived_response import ArchivedResponse, digest_is
from transforms.charset import Decoded, decode
from transforms.identity import key
from transforms.verbatim import GOES_ON, fragments, in_page, readings
from warehouse.evidence import Record

Row = dict[str, Any]
JOINED = " … "  # between the fragments of a broken quotation


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: yes, no, or not checked; detail says against what, or why not."""

    what: str
    result: Literal["yes", "NO", "not checked"]
    detail: str

    @classmethod
    def of(cls, what: str, good: bool | None, detail: str) -> "Check":  # noqa: FBT001  # the outcome
        return cls(what, "not checked" if good is None else "yes" if good else "NO", detail)


def checks_of(record: Record, response: ArchivedResponse | None, problem: str | None) -> list[Check]:
    """Every check of a claim. problem: why there is no response, where there is none."""
    claim, version, fetch = _only(record["claim"]), version_of(record), _only(record["fetch"])
    archived = [Check("the archived response is there and whole", "NO", problem or "no request is on record")]
    if response is not None:
        archived = _archived(response, fetch or {})
    if claim is None or version is None:
        return [*archived, Check("the text is stored", "NO", "this version of the article is gone")]
    return [*archived, *_stored(record, claim, version), _in_page(claim, version, response, fetch)]


def version_of(record: Record) -> Row | None:
    """The version of the article that the claim stands in."""
    return next((row for row in record["versions"] if row["is_of_claim"]), None)


def _only(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def _archived(response: ArchivedResponse, fetch: Row) -> list[Check]:
    body = hashlib.sha256(response.body).hexdigest() if response.body is not None else None
    stored = fetch.get("body_hash")
    compared = body == stored if body and stored else None
    found = [Check("the archived response is there and whole", "yes", f"{len(response.record)} bytes")]
    for name, data in (("WARC-Block-Digest", response.block), ("WARC-Payload-Digest", response.payload)):
        stated = response.field(name)
        good = digest_is(stated, data) if stated else None
        found.append(Check.of(f"its {name} is right", good, stated or "the record has none"))
    detail = f"stored {stored}, archived {body or 'a body that does not decode'}"
    return [*found, Check.of("its body has the SHA-256 stored when it was fetched", compared, detail)]


def _stored(record: Record, claim: Row, version: Row) -> list[Check]:
    text = version["text"]
    same = key("text", version["title"], text) == version["text_hash"]
    return [
        Check.of("the stored text has the hash stored with it", same, f"text_hash {version['text_hash']}"),
        Check.of("the claim's words stand at its offsets", _content_there(claim, text), _places(claim)),
        Check.of("the cue stands at its offsets", _there(text, claim, "cue", "cue_"), _place(claim, "cue_")),
        *(
            Check.of(
                f"the words for speaker {speaker['number'] + 1} stand at their offsets",
                _there(text, speaker, "surface", ""),
                _place(speaker, ""),
            )
            for speaker in record["speakers"]
        ),
    ]


def _content_there(claim: Row, text: str) -> bool:
    parts = [text[span["start"] : span["end"]] for span in spans_of(claim)]
    whole = text[claim["content_start"] : claim["content_end"]] if claim["content_start"] is not None else ""
    return claim["content"] in (JOINED.join(parts), whole)


def spans_of(claim: Row) -> list[dict[str, int]]:
    """Where the words of a claim stand, as code points."""
    if claim["content_spans"]:
        spans: list[dict[str, int]] = claim["content_spans"]
        return spans
    whole = {"start": claim["content_start"], "end": claim["content_end"]}
    return [whole] if claim["content_start"] is not None else []


def _there(text: str, row: Row, words: str, prefix: str) -> bool | None:
    start, end = row[f"{prefix}start"], row[f"{prefix}end"]
    return None if start is None or end is None else text[start:end] == row[words]


def _place(row: Row, prefix: str) -> str:
    start, end = row[f"{prefix}start"], row[f"{prefix}end"]
    return "it has none" if start is None else f"code points {start} to {end}"


def _places(claim: Row) -> str:
    return "code points " + ", ".join(f"{span['start']} to {span['end']}" for span in spans_of(claim))


def _in_page(claim: Row, version: Row, response: ArchivedResponse | None, fetch: Row | None) -> Check:
    """The page is decoded anew from its archived bytes and read plainly: see transforms.verbatim."""
    direct = claim["quote_type"] == "direct"
    what = f"the page holds these words{' in quotation marks' if direct else ''}"
    if response is None or response.body is None:
        return Check(what, "not checked", "there is no page to look into")
    decoded = decode(response.body, (fetch or {}).get("content_type"))
    if not isinstance(decoded, Decoded):
        return Check(what, "not checked", "its bytes are no text")
    pages, text, notes = readings(decoded.text), version["text"], [f"decoded anew as {decoded.encoding}"]
    for span in spans_of(claim):
        marked, lacking = next(fragments(text, [span]))
        problem = in_page(marked if direct else text[span["start"] : span["end"]], pages)
        if direct and lacking == GOES_ON:
            notes.append(f"the quotation {GOES_ON}")
        elif direct:
            problem = problem or lacking
        if problem:
            return Check(what, "NO", problem)
    return Check(what, "yes", ", ".join(dict.fromkeys(notes)))
