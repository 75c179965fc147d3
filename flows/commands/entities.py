"""`hearsay entities`: who is counted as whom, across articles."""

from datetime import datetime
from pathlib import Path

import click
import polars as pl

from flows import show
from flows.cli import DONE
from flows.commands.options import data_option, json_option, publishes, settings_for
from flows.entity_links import relink
from flows.errors import HearsayError, UsageError
from flows.session import utc_now
from flows.settings import Settings
from transforms.alias_file import TYPES
from transforms.identity import key
from transforms.links import active
from warehouse import lookups

_LISTED = ["entity_id", "type", "canonical_name", "country", "merged", "mentions", "articles"]
_SHOWN = ["entity_id", "type", "canonical_name", "reason", "aliases", "mentions"]
_HISTORY = ["moment", "event", "canonical_name", "other", "why", "by", "decision_id"]


@click.group("entities")
def command() -> None:
    """See who is counted as whom across articles, merge and split, and undo it.

    \b
    Example:
      hearsay entities list zelensk
      hearsay entities merge "Volodymyr Zelensky" "V. Zelenskyy" --why "one person"
    """


@command.command("list")
@click.argument("name", required=False)
@click.option("--type", "kind", type=click.Choice(TYPES), help="Only entities of this type.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most so many.")
@data_option
@json_option
def list_entities(name: str | None, kind: str | None, limit: int, data: Path | None, *, as_json: bool) -> int:
    """Show the entities that are in most articles; with NAME, those called so.

    \b
    Example:
      hearsay entities list --type person --limit 10
      hearsay entities list zelensk
    """
    frame = lookups.entity_list(settings_for(data).warehouse, name, kind, limit)
    return _deliver(frame, _LISTED, as_json=as_json)


@command.command("show")
@click.argument("entity")
@data_option
@json_option
def show_entity(entity: str, data: Path | None, *, as_json: bool) -> int:
    """Show the entities that are counted as one with ENTITY (a name or key), and why.

    \b
    Example:
      hearsay entities show "Volodymyr Zelenskyy"
    """
    settings = settings_for(data)
    frame = lookups.entity_members(settings.warehouse, _the_one(settings, entity))
    return _deliver(
        frame, ["entity_id", "type", "canonical_name", "reason", "aliases", "mentions"], as_json=as_json
    )


@command.command("merge")
@click.argument("entity")
@click.argument("into")
@click.option("--why", default="", help="Your reason, for the record.")
@data_option
@publishes
def merge(entity: str, into: str, why: str, data: Path | None) -> int:
    """Count ENTITY as INTO (each a name or key), now and after every load to come.

    \b
    Example:
      hearsay entities merge "IAEA inspectors" "International Atomic Energy Agency" --why "one body here"
    """
    settings = settings_for(data)
    one, other = _the_one(settings, entity), _the_one(settings, into)
    if one == other:
        raise UsageError(f"{entity!r} and {into!r} are counted as one already: see `hearsay entities show`")
    members = lookups.entity_members(settings.warehouse, other)["entity_id"].to_list()
    decision = _decision("merge", one, members, why)
    changed = relink(settings, decision=decision)
    if not changed:
        raise HearsayError("recorded, but without effect: the alias file says that these are apart")
    return _done(decision, changed)


@command.command("split")
@click.argument("entity")
@click.argument("other", required=False)
@click.option("--why", default="", help="Your reason, for the record.")
@data_option
@publishes
def split(entity: str, other: str | None, why: str, data: Path | None) -> int:
    """Keep ENTITY (a key that `show` lists) apart from OTHER, or from all that it is counted with.

    \b
    Example:
      hearsay entities split 26fec6a5a1f5e9b4a0c1 --why "a namesake"
    """
    settings = settings_for(data)
    one = _found(settings, entity)
    members = lookups.entity_members(settings.warehouse, one)["entity_id"].to_list()
    others = [_found(settings, other)] if other else [member for member in members if member != one]
    if not set(others) & set(members) - {one}:
        raise UsageError(
            f"{entity!r} is not counted with {other or 'any other'}: see `hearsay entities show`"
        )
    decision = _decision("split", one, others, why)
    changed = relink(settings, decision=decision)
    if not changed:
        raise HearsayError("recorded, but without effect: the alias file says that these are one")
    return _done(decision, changed)


@command.command("undo")
@click.argument("decision", required=False)
@click.option("--why", default="", help="Your reason, for the record.")
@data_option
@publishes
def undo(decision: str | None, why: str, data: Path | None) -> int:
    """Undo a merge or split: the last one, or that with the key DECISION (see `history`).

    \b
    Example:
      hearsay entities undo
    """
    settings = settings_for(data)
    standing = {str(row["decision_id"]): row for row in active(lookups.entity_decisions(settings.warehouse))}
    if decision is None and not standing:
        raise UsageError("there is nothing to undo")
    undone = decision or list(standing)[-1]
    if undone not in standing:
        raise UsageError(f"no merge or split {undone} stands: see `hearsay entities history`")
    row = standing[undone]
    last = _decision("undo", str(row["entity_id"]), [], why) | {"undoes": undone}
    return _done(last, relink(settings, decision=last))


@command.command("history")
@click.argument("entity", required=False)
@data_option
@json_option
def history(entity: str | None, data: Path | None, *, as_json: bool) -> int:
    """Show what was merged, split, undone and changed by loads, oldest first; of ENTITY, or all.

    \b
    Example:
      hearsay entities history
    """
    settings = settings_for(data)
    one = _found(settings, entity) if entity else None
    frame = lookups.entity_history(settings.warehouse, one)
    return _deliver(
        frame, ["moment", "event", "canonical_name", "other", "why", "by", "decision_id"], as_json=as_json
    )


@command.command("link")
@data_option
@publishes
def link(data: Path | None) -> int:
    """Apply the alias file and the rules of spelling again; every run does so at its end.

    \b
    Example:
      hearsay entities link
    """
    settings = settings_for(data)
    show.print_line(f"{relink(settings)} entities are counted otherwise than before")
    return DONE


def _deliver(frame: pl.DataFrame, columns: list[str], *, as_json: bool) -> int:
    if as_json:
        show.write_json(frame.to_dicts())
    else:
        show.print_table(frame.select(columns))
    return DONE


def _the_one(settings: Settings, name: str) -> str:
    """The key of the entity called so, as it is counted. Raises UsageError for none or several."""
    found = lookups.entities_called(settings.warehouse, name)
    if found.is_empty():
        raise UsageError(f"no entity is called {name!r}: `hearsay entities list` looks for parts of names")
    if found.height > 1:
        keys = ", ".join(f"{row['entity_id']} ({row['type']})" for row in found.head(5).iter_rows(named=True))
        raise UsageError(f"{found.height} entities are called {name!r}: give a key: {keys}")
    return str(found["entity_id"].item())


def _found(settings: Settings, name: str) -> str:
    """The key as given, if an entity has it; otherwise that of the entity called so."""
    known = not lookups.entity_members(settings.warehouse, name).is_empty()
    return name if known else _the_one(settings, name)


def _decision(action: str, entity_id: str, others: list[str], why: str) -> dict[str, object]:
    now: datetime = utc_now()
    return {
        "decision_id": key("decision", action, entity_id, now.isoformat()),
        "action": action,
        "entity_id": entity_id,
        "other_ids": others,
        "undoes": None,
        "why": why,
        "decided_by": "cli",
        "decided_at": now,
    }


def _done(decision: dict[str, object], changed: int) -> int:
    show.print_line(f"{decision['action']} recorded: {changed} entities are counted otherwise than before")
    return DONE
