"""`hearsay note`: an analyst's notes and corrections."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from flows import show
from flows.cli import DONE
from flows.commands.options import data_option, json_option, settings_for, user_name
from flows.data_folder import prepare
from flows.errors import UsageError
from flows.publishing import publish_changes
from flows.session import utc_now
from flows.settings import Settings
from transforms.identity import key
from warehouse import notes

FIELDS = ("speaker", "role", "channel", "said_on", "polarity", "verification")
_POLARITIES = ("affirmed", "denied", "not affirmed", "not denied")
_SHOWN = ["written_at", "author", "kind", "field", "value", "note", "place", "quotation", "note_id"]


@click.command("note")
@click.argument("target", required=False)
@click.argument("text", required=False)
@click.option("--set", "fixes", multiple=True, metavar="FIELD=VALUE", help="Correct a field; empty: none.")
@click.option("--wrong", is_flag=True, help="This is no such claim.")
@click.option("--undo", is_flag=True, help="Take back what was written last of TARGET.")
@click.option("--by", help="Who writes it.  [default: your user name]")
@data_option
@json_option
def command(
    target: str | None,
    text: str | None,
    fixes: tuple[str, ...],
    by: str | None,
    data: Path | None,
    **flags: bool,
) -> int:
    """Write a note on TARGET (a claim_id or article_id), or correct a claim; without TEXT, show the notes.

    A note stays with the words it is about, whatever extractor finds a claim there later: see the views
    claim_notes and corrected. Fields: speaker, role, channel, said_on, polarity, verification.

    \b
    Example:
      hearsay note 26fec6a5a1f5e9b4a0c1 "she told us the same by phone"
      hearsay note 26fec6a5a1f5e9b4a0c1 --set speaker="Ada Holm" --set polarity=denied
      hearsay note 26fec6a5a1f5e9b4a0c1 --wrong
      hearsay note
    """
    settings = settings_for(data)
    prepare(settings)
    if flags["undo"]:
        return _undone(settings, target)
    written = list(_what(text, fixes, wrong=flags["wrong"]))
    if not written:
        return _list(settings, target, as_json=flags["as_json"])
    place = notes.anchor(settings.warehouse, target or "", timeout=settings.lock_timeout)
    if place is None:
        raise UsageError(f"no claim or article has the key {target!r}: `hearsay sql` finds it in said")
    if place["claim_id"] is None and (fixes or flags["wrong"]):
        raise UsageError("an article takes notes only: corrections are of claims")
    now, author = utc_now(), by or user_name()
    rows = [
        {
            "note_id": key("note", target, now.isoformat(), number),
            **place,
            **what,
            "author": author,
            "written_at": now,
        }
        for number, what in enumerate(written)
    ]
    notes.add(settings.warehouse, rows, timeout=settings.lock_timeout)
    publish_changes(settings)
    show.print_line(f"written: {len(rows)} on {'a claim' if place['claim_id'] else 'an article'}")
    return DONE


def _what(text: str | None, fixes: tuple[str, ...], *, wrong: bool) -> Iterator[dict[str, str | None]]:
    """Kind, field, value and note of each row to write; the text is the reason of what is corrected."""
    for fix in fixes:
        field, sign, value = fix.partition("=")
        if not sign or field not in FIELDS:
            raise UsageError(f"--set {fix}: write FIELD=VALUE; FIELD is one of {', '.join(FIELDS)}")
        yield {"kind": "correction", "field": field, "value": _checked(field, value), "note": text}
    if wrong:
        yield {"kind": "wrong", "field": None, "value": None, "note": text}
    if text and not fixes and not wrong:
        yield {"kind": "note", "field": None, "value": None, "note": text}


def _checked(field: str, value: str) -> str | None:
    if field == "polarity" and value not in _POLARITIES:
        raise UsageError(f"--set polarity={value}: it is one of {', '.join(_POLARITIES)}")
    if field == "said_on" and value:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"--set said_on={value}: write a day, as 2026-01-31") from None
    return value or None


def _undone(settings: Settings, target: str | None) -> int:
    if target is None:
        raise UsageError("say of which claim, article or note: `hearsay note` lists them")
    count = notes.undo(settings.warehouse, target, utc_now(), timeout=settings.lock_timeout)
    if not count:
        raise UsageError(f"nothing stands that was written of {target!r}: `hearsay note` lists what does")
    publish_changes(settings)
    show.print_line(f"taken back: {count}")
    return DONE


def _list(settings: Settings, target: str | None, *, as_json: bool) -> int:
    frame = notes.listed(settings.warehouse, target)
    if as_json:
        show.write_json(frame.to_dicts())
    else:
        show.print_table(frame.select(_SHOWN), "notes")
    return DONE
