"""Entities across articles: which are counted as one, by rules, the user's alias file and decisions."""

from pathlib import Path

import polars as pl

from flows.data_folder import alias_lines
from flows.session import utc_now
from flows.settings import Settings
from transforms import schemas
from transforms.identity import key
from transforms.links import link
from warehouse import lookups
from warehouse.load import load

_ALONE = "alone"


def take_mark(settings: Settings) -> bool:
    """Whether the links are those of what is stored and of the alias file, as a mark in the data folder says.

    The mark is taken away: a run that ends before it links what it loaded leaves none.
    """
    mark, aliases = _mark(settings), settings.alias_file
    current = mark.exists() and not (aliases.exists() and aliases.stat().st_mtime >= mark.stat().st_mtime)
    mark.unlink(missing_ok=True)
    return current


def put_mark(settings: Settings) -> None:
    """Says that the links are those of what is stored."""
    _mark(settings).touch()


def _mark(settings: Settings) -> Path:
    return settings.data / "linked"


def relink(settings: Settings, run_id: str = "", decision: dict[str, object] | None = None) -> int:
    """Links all entities anew, with one more decision of the user if given; how many links changed.

    decision: a row of schemas.ENTITY_DECISIONS. Raises UsageError for an alias file that cannot be used.
    """
    lines = alias_lines(settings)
    stored, patience = settings.warehouse, settings.lock_timeout
    entities = lookups.entities_to_link(stored, timeout=patience)
    decisions = lookups.entity_decisions(stored, timeout=patience)
    decided = schemas.from_rows([decision] if decision else [], schemas.ENTITY_DECISIONS)
    aliases = lookups.aliases_to_link(stored, timeout=patience)
    found = link(entities, aliases, lines, pl.concat([decisions, decided]))
    links, changes = _changed(lookups.entity_links(stored, timeout=patience), found.links)
    if changes.height or decided.height or found.new.height:
        frames = {
            "entities": found.new,
            "ops.entity_decisions": decided,
            "ops.entity_links": links,
            "ops.entity_link_changes": changes,
        }
        load(stored, frames, run_id=run_id, now=utc_now(), timeout=patience)
    return changes.height


def _changed(stored: pl.DataFrame, wanted: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The links to store (schemas.ENTITY_LINKS) and the changes that they are (…_LINK_CHANGES)."""
    old = stored.select("entity_id", old="canonical_entity_id", old_reason="reason")
    both = old.join(wanted, on="entity_id", how="full", coalesce=True).with_columns(
        pl.col("old").fill_null(pl.col("entity_id")),
        pl.col("canonical_entity_id").fill_null(pl.col("entity_id")),
        pl.col("reason").fill_null(_ALONE),
    )
    differ = both.filter(
        (pl.col("old") != pl.col("canonical_entity_id")) | pl.col("reason").ne_missing(pl.col("old_reason"))
    ).sort("entity_id")
    moment = utc_now().isoformat()
    ids = [key("link change", entity_id, moment) for entity_id in differ["entity_id"]]
    changes = differ.select(
        pl.Series("change_id", ids, pl.String),
        "entity_id",
        "reason",
        old_canonical_id="old",
        new_canonical_id="canonical_entity_id",
    )
    return schemas.conform(differ, schemas.ENTITY_LINKS), schemas.conform(
        changes, schemas.ENTITY_LINK_CHANGES
    )
