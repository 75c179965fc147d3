"""A text in the terminal: speakers, cues and what they said marked in it, then the claims as a table.

With colour by colour; without it [speakers], {cues} and »contents« stand between marks. A claim's number is
behind its content and in the table. Nothing of the text reaches the terminal as more than characters.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.show import printable, table

WIDEST = 100  # columns of prose: longer lines are hard to read
_MOST_NAMES = 4  # other names of an entity
_STYLES = {"speaker": "bold cyan", "cue": "magenta", "content": "green", "number": "dim"}

Claim = dict[str, Any]


class Mark(NamedTuple):
    """A marked span of a text, in code points; label: what stands behind it."""

    start: int
    end: int
    kind: str  # speaker, cue, content
    label: str = ""


class Look(NamedTuple):
    """How marks are shown: what stands before and after each kind."""

    around: dict[str, tuple[str, str]]
    legend: str


_COLOURED = Look({}, "who says, how, what (number of the claim)")
_PLAIN = Look(
    {"speaker": ("[", "]"), "cue": ("{", "}"), "content": ("»", "«")},
    "[who says], {how}, »what« (number of the claim)",
)
_ASCII = Look(
    {"speaker": ("[", "]"), "cue": ("{", "}"), "content": (">>", "<<")},
    "[who says], {how}, >>what<< (number of the claim)",
)


def print_article(
    out: Console, text: dict[str, Any], claims: pl.DataFrame, mentions: pl.DataFrame, reason: str | None
) -> None:
    """One text (a row of schemas.TEXTS) with what was found in it.

    claims: as transforms.extract_table.as_extract_table gives them; mentions: schemas.MENTIONS;
    reason: why there are no claims.
    """
    look = _look(out)
    rows = claims.to_dicts()
    if text["title"]:
        out.print(Text(printable(text["title"]), "bold"), width=_width(out))
    out.print(Text(_facts(text, len(rows), reason)), width=_width(out))
    if rows:
        out.print(_legend(look), width=_width(out))
    for paragraph in _paragraphs(text["text"], marks_of(rows), look):
        out.print()
        out.print(paragraph, width=_width(out), overflow="fold")
    _print_tables(out, claims, mentions)


def _look(out: Console) -> Look:
    if out.color_system is not None:
        return _COLOURED
    return _PLAIN if out.encoding.lower().startswith("utf") else _ASCII


def _width(out: Console) -> int:
    return min(out.width, WIDEST)


def _facts(text: dict[str, Any], claims: int, reason: str | None) -> str:
    published = f"published {text['published_at']:%Y-%m-%d}" if text["published_at"] else "no date"
    found = f"language {text['language'] or 'unknown'}; {claims} claim{'' if claims == 1 else 's'}"
    return printable(f"{published}; {reason or found}")


def _legend(look: Look) -> Text:
    if look is not _COLOURED:
        return Text(look.legend)
    parts = zip(("speaker", "cue", "content"), ("who says", "how", "what"), strict=True)
    pieces = [piece for kind, word in parts for piece in ((word, _STYLES[kind]), ", ")]
    return Text.assemble(*pieces[:-1], " ", ("(number of the claim)", _STYLES["number"]))


def marks_of(claims: list[Claim]) -> list[Mark]:
    """The marks of claims, numbered from 1 in their order. A speaker of several claims is marked once."""
    marks: dict[tuple[int, int, str], Mark] = {}
    for number, claim in enumerate(claims, 1):
        for span in claim["source_spans"] or []:
            marks[span["start"], span["end"], "speaker"] = Mark(span["start"], span["end"], "speaker")
        if claim["cue_start"] is not None:
            marks[claim["cue_start"], claim["cue_end"], "cue"] = Mark(
                claim["cue_start"], claim["cue_end"], "cue"
            )
        for span in claim["content_spans"]:
            place = (span["start"], span["end"], "content")
            before = marks[place].label if place in marks else ""
            marks[place] = Mark(*place, f"{before}({number})")
    return sorted(marks.values())


def _paragraphs(text: str, marks: list[Mark], look: Look) -> Iterator[Text]:
    """The lines of a text that hold anything, with the marks that begin in each."""
    start, at = 0, 0
    for line in text.split("\n"):
        end, mine = start + len(line), []
        while at < len(marks) and marks[at].start < end:
            mine.append(marks[at])
            at += 1
        if line.strip():
            yield marked(line, start, mine, look)
        start = end + 1


def marked(line: str, offset: int, marks: list[Mark], look: Look = _PLAIN) -> Text:
    """A line that stands at an offset of its text, with its marks. A mark beyond the line ends with it."""
    opening: defaultdict[int, list[Mark]] = defaultdict(list)
    closing: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start - offset].append(mark)
        closing[min(mark.end - offset, len(line))].append(mark)
    shown, places = printable(line), sorted({0, len(line), *opening, *closing})
    held: list[str] = []  # the kinds of the marks around the current place, the innermost last
    pieces: list[tuple[str, str]] = []
    for place, following in zip(places, [*places[1:], len(line)], strict=True):
        for mark in sorted(closing[place], key=lambda mark: (-mark.start, mark.end)):
            held.remove(mark.kind)
            pieces += [(look.around.get(mark.kind, ("", ""))[1], ""), (mark.label, _STYLES["number"])]
        for mark in sorted(opening[place], key=lambda mark: (-mark.end, mark.kind)):
            held.append(mark.kind)
            pieces.append((look.around.get(mark.kind, ("", ""))[0], ""))
        pieces.append((shown[place:following], _STYLES[held[-1]] if held else ""))
    return Text.assemble(*pieces)


def _print_tables(out: Console, claims: pl.DataFrame, mentions: pl.DataFrame) -> None:
    if claims.height:
        out.print("\nclaims", style="bold")
        out.print(claims_table(claims, _width(out)))
    entities = entities_table(mentions)
    if entities.height:
        out.print("\nentities", style="bold")
        out.print(table(entities), width=_width(out))


def claims_table(claims: pl.DataFrame, width: int, *, name_texts: bool = False) -> Table:
    """Claims for people, in so many columns of the terminal: with a number each, or the text it is from.

    Beneath a claim stands what is known around it: channel, day, verification, denial.
    """
    shown = Table(header_style="bold", width=width)
    if name_texts:
        shown.add_column("text", max_width=max(8, width // 6), overflow="fold")
    else:
        shown.add_column("#", justify="right", no_wrap=True)
    shown.add_column("speaker", max_width=max(12, width // 4), overflow="fold")
    shown.add_column("cue", max_width=max(10, width // 8), overflow="fold")
    shown.add_column("claim", ratio=1, overflow="fold")
    shown.add_column("conf.", justify="right", no_wrap=True)
    for number, claim in enumerate(claims.iter_rows(named=True), 1):
        cells = (
            claim["article_id"] if name_texts else number,
            _who(claim),
            claim["cue"],
        )
        confidence = Text(f"{claim['confidence']:.2f}")
        shown.add_row(*(Text(printable(cell)) for cell in cells), _claim_cell(claim), confidence)
    return shown


def _claim_cell(claim: Claim) -> Text:
    relay, checked = claim["relay"], claim["verification"]
    around = [
        f"channel: {claim['channel']}" if claim["channel"] and claim["channel"] != relay else None,
        claim["said_on"] and f"said on {claim['said_on']}",
        relay and f"relayed by {relay}",
        f"{checked}, says {claim['verified_by']}" if checked and claim["verified_by"] else checked,
        None if claim["polarity"] == "affirmed" else claim["polarity"],
    ]
    known = "; ".join(filter(None, around))
    content = Text(printable(claim["content"]))
    return content.append(f"\n({printable(known)})", "dim") if known else content


def entities_table(mentions: pl.DataFrame) -> pl.DataFrame:
    """The entities of mentions, those named most often first, with other names they go by."""
    name, surface = pl.col("canonical_name"), pl.col("surface")
    others = surface.filter(surface != name).unique(maintain_order=True).head(_MOST_NAMES)
    return (
        mentions.filter(pl.col("entity_id").is_not_null())
        .group_by("entity_id", maintain_order=True)
        .agg(
            name.first().alias("entity"),
            # a country and its people are one entity, which is the country
            pl.col("type").sort_by(pl.col("type") == "nationality", maintain_order=True).first(),
            pl.len().alias("mentions"),
            others.implode().list.join(", ").alias("also"),
        )
        .drop("entity_id")
        .sort("mentions", "entity", descending=[True, False])
    )


def _who(claim: Claim) -> str:
    """The speakers and their role, unless they are called by it: "The mayor"."""
    speakers, role = "; ".join(claim["speakers"] or []), claim["role"] or ""
    return speakers if role.casefold() in speakers.casefold() else ", ".join(filter(None, [speakers, role]))
