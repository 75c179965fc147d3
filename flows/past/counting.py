"""What a backfill would read, without reading it (`--dry-run`)."""

from dataclasses import replace

import polars as pl

from flows.data_folder import prepare
from flows.errors import HearsayError
from flows.past.asked import Asked
from flows.past.gaps import to_fill
from flows.past.partitions import KEY, open_pages, stored_partitions
from flows.past.source import PartOfSource
from flows.progress import current_progress
from flows.session import Session
from flows.settings import Settings

COUNTED = pl.Schema(
    {
        "source": pl.String(),
        "publisher_id": pl.String(),
        "day": pl.Date(),
        "found": pl.Int64(),
        "waits": pl.Int64(),
        "busiest_host": pl.Int64(),
        "bytes": pl.Int64(),
    }
)
_HOST = pl.col("url").str.extract(r"^[a-z]+://([^/?#]+)")


def look(settings: Settings, asked: Asked) -> tuple[pl.DataFrame, list[str]]:
    """A row a partition (COUNTED), and the parts that could not be looked through.

    waits: pages that are still to be read; busiest_host: those of the host that has most of them. A part
    whose pages are not known before it is fetched is a row without a publisher; bytes: its size.
    """
    prepare(settings)
    settings = asked.applied(settings)
    asked.checked(settings)
    counted, problems = [pl.DataFrame(schema=COUNTED)], []
    choices = [gap.asked for gap in to_fill(settings, asked)] if asked.gaps else [[asked]]
    with Session(settings, current_progress(), kept=False) as session:
        for sources in choices:
            for one in sources:  # in turn, until one has something
                rows, why_not = _counted_by(session, one)
                counted.append(rows)
                problems += why_not
                if rows["waits"].sum():
                    break
    return pl.concat(counted), problems


def _counted_by(session: Session, asked: Asked) -> tuple[pl.DataFrame, list[str]]:
    """One source: its partitions (COUNTED) and problems."""
    settings = session.settings
    source, wanted = asked.source(settings), replace(asked.wanted(settings), dry_run=True)
    counted, problems = [pl.DataFrame(schema=COUNTED)], []
    for part in source.parts(session, wanted):
        mine = PartOfSource(source, part, wanted, asked.label(source, part))
        try:
            found = mine.find(session)
            # Partitions are of pages: what else is counted is held against none.
            name = mine.label if source.counts == "pages" else f"{source.counts} of {mine.label}"
            opened = open_pages(
                session, stored_partitions(session, name), found, wanted.window, again=asked.again
            )
            counted += [_counted(opened, mine.label), _unknown(mine)]
            problems += [f"{mine.label}: {problem}" for problem in part.problems]
        except HearsayError as fault:
            problems.append(f"{mine.label}: {fault}")
    return pl.concat(counted), problems


def _unknown(mine: PartOfSource) -> pl.DataFrame:
    if not mine.part.bytes:
        return pl.DataFrame(schema=COUNTED)
    row = {"source": mine.label, "day": mine.part.day, "found": 0, "waits": 0, "busiest_host": 0}
    return pl.DataFrame([{**row, "bytes": mine.part.bytes}], schema=COUNTED)


def _counted(opened: pl.DataFrame, label: str) -> pl.DataFrame:
    waiting = opened.filter("waits").group_by(*KEY, _HOST.alias("host")).len()
    busiest = waiting.group_by(KEY).agg(busiest_host=pl.max("len"))
    rows = opened.group_by(KEY, maintain_order=True).agg(found=pl.len(), waits=pl.col("waits").sum())
    both = rows.join(busiest, on=KEY, how="left", maintain_order="left")
    columns = both.with_columns(pl.col("busiest_host").fill_null(0), source=pl.lit(label), bytes=0)
    return columns.select(COUNTED.names()).cast(COUNTED)
