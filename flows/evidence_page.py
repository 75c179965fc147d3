"""A text as a web page with one claim marked in it: who says it, how, and what.

The page opens without a network and runs nothing. All that a publisher wrote is text in it: markup is
escaped, and characters that are not seen (controls, direction overrides) are shown by their number.
"""

import html
import unicodedata
from itertools import pairwise
from typing import Any, NamedTuple

from flows.evidence_checks import Row, spans_of, version_of
from warehouse.evidence import Record

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body { font: 1.05rem/1.55 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111;
  background: #fff }
dl { display: grid; grid-template-columns: max-content auto; gap: .15rem 1rem; font: .85rem/1.4 sans-serif;
  border: 1px solid #bbb; padding: .8rem 1rem }
dt { color: #555 } dd { margin: 0; overflow-wrap: anywhere }
.content { background: #ffe27a } .cue { border-bottom: 3px double #a0206f }
.speaker { outline: 2px solid #0a6a9a; outline-offset: 1px } .note { border-bottom: 2px dotted #333 }
.unseen { font: .7em monospace; border: 1px solid #999; color: #555 }
"""
_LEGEND = (("speaker", "who says it"), ("cue", "how"), ("content", "what"), ("note", "on its verification"))


class Mark(NamedTuple):
    """A marked span of a text, in code points."""

    start: int
    end: int
    kind: str  # speaker, cue, content, note


def page_of(record: Record) -> str:
    """The page for one claim; its text must be stored."""
    version = version_of(record) or {}
    title = _text(version.get("title") or "(no title)")
    marks = marks_of(record)
    kinds = {mark.kind for mark in marks}
    legend = " ".join(f'<span class="{kind}">{word}</span>' for kind, word in _LEGEND if kind in kinds)
    paragraphs = "\n".join(_paragraphs(version.get("text") or "", marks))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title}</h1>
{_facts(record, version)}
<p>Marked: {legend}. The text is the one in article.txt.</p>
<article>
{paragraphs}
</article>
</body>
</html>
"""


def marks_of(record: Record) -> list[Mark]:
    """The marks of the claim in its text."""
    claim = record["claim"][0]
    found = [Mark(span["start"], span["end"], "content") for span in spans_of(claim)]
    found += [
        Mark(row["start"], row["end"], "speaker") for row in record["speakers"] if row["start"] is not None
    ]
    for kind in ("cue", "note"):
        if claim[f"{kind}_start"] is not None:
            found.append(Mark(claim[f"{kind}_start"], claim[f"{kind}_end"], kind))
    return sorted(found)


def _facts(record: Record, version: Row) -> str:
    article, publisher = (next(iter(record[name]), {}) for name in ("article", "publisher"))
    facts: dict[str, Any] = {
        "outlet": publisher.get("name") or publisher.get("domain"),
        "address": article.get("canonical_url"),
        "authors": ", ".join(version.get("authors") or []),
        "published": article.get("published_at") or article.get("published_date"),
        "fetched": version.get("captured_at"),
        "version": f"{version.get('number')} of {len(record['versions'])}",
        "claim": record["claim"][0]["claim_id"],
    }
    rows = "".join(f"<dt>{name}</dt><dd>{_text(str(value))}</dd>" for name, value in facts.items() if value)
    return f"<dl>{rows}</dl>"


def _paragraphs(text: str, marks: list[Mark]) -> list[str]:
    """The lines of a text as paragraphs, with their marks."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(f"<p>{_marked(line, start, marks)}</p>")
        start += len(line) + 1
    return found


def _marked(line: str, offset: int, marks: list[Mark]) -> str:
    """A line in pieces, each with the kinds of all marks that lie over it: so marks may cross each other."""
    ends = {min(max(place - offset, 0), len(line)) for mark in marks for place in (mark.start, mark.end)}
    places = sorted({0, len(line), *ends})
    pieces = []
    for start, end in pairwise(places):
        kinds = sorted({mark.kind for mark in marks if mark.start - offset <= start < mark.end - offset})
        piece = _text(line[start:end])
        pieces.append(f'<span class="{" ".join(kinds)}">{piece}</span>' if kinds else piece)
    return "".join(pieces)


def _text(value: str) -> str:
    """Characters as HTML; those that are not seen by their number."""
    return "".join(_character(character) for character in value)


def _character(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"):
        return f'<span class="unseen">U+{ord(character):04X}</span>'
    return html.escape(character)
