"""The line of feeds of the past: from the archived bytes of feeds to entries in the warehouse.

    fetched feed --read--> entries

Nothing else is told by them: not when to poll the feed again, not how it fares, not which pages a run is to
fetch. A poll that lists an entry which came from here is the first that it is new to.
"""

from dataclasses import dataclass

import polars as pl

from flows.feed_steps import parse, reject_row, sighted
from flows.past.source import Part
from flows.session import Session
from transforms import schemas
from transforms.article import Refused
from transforms.feeds import ParsedFeed
from warehouse.lookups import barred_entries


@dataclass(frozen=True, slots=True)
class FeedsOfThePast:
    """What a batch of bodies gave: of each that was fetched, by fetch_id; its rows; and what was refused."""

    parsed: dict[str, ParsedFeed | Refused]
    entries: pl.DataFrame
    rejects: pl.DataFrame


def read(session: Session, supply: pl.DataFrame) -> FeedsOfThePast:
    """Parses bodies of feeds. supply: schemas.FETCHES and feed_id, set_language."""
    polls = supply.to_dicts()
    good = [poll for poll in polls if poll["outcome"] == "ok"]
    parsed = dict(zip([poll["fetch_id"] for poll in good], parse(session, good), strict=True))
    entries, rejects = [schemas.empty(schemas.ENTRIES)], []
    for poll in polls:
        result = parsed.get(poll["fetch_id"])
        if isinstance(result, ParsedFeed):
            entries.append(sighted(poll, result))
        elif isinstance(result, Refused):
            rejects.append(reject_row(poll, "parse", result.reason, result.detail))
        else:
            rejects.append(reject_row(poll, "fetch", poll["outcome"], poll["error"]))
    return FeedsOfThePast(
        parsed=parsed,
        entries=schemas.conform(pl.concat(entries), schemas.ENTRIES),
        rejects=schemas.from_rows(rejects, schemas.REJECTS),
    )


def load(session: Session, supply: pl.DataFrame, read: FeedsOfThePast, part: Part) -> None:
    """Stores what a batch gave, and adds to the part what is new and what went wrong."""
    settings = session.settings
    entries = read.entries
    barred = barred_entries(settings.warehouse, entries, timeout=settings.lock_timeout)
    rows = session.load(
        {
            "entries": entries.filter(~pl.col("entry_id").is_in(list(barred))),
            "ops.fetches": supply,
            "ops.rejects": read.rejects,
        }
    )
    part.rows.update(rows)
    part.problems.extend(problem_of(row) for row in read.rejects.to_dicts())


def problem_of(reject: dict[str, object]) -> str:
    """One line for a person."""
    return f"{reject['url']}: {reject['reason']}: {reject['detail']}"
