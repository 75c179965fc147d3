"""The steps of a re-extraction: what today's code makes of stored bytes and texts. Nothing is stored here.

Parts of a batch come one by one, so that what is found in them stays bounded.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows import page_steps, text_steps
from flows.feed_steps import reject_row
from flows.session import Session
from transforms import schemas
from transforms.article import Refused
from transforms.readings import extractions_of, texts_of
from transforms.versions import read_again

Row = dict[str, Any]
NO_BYTES = "not in the archive"
SAME, CHANGED, READ = "unchanged", "changed", "read"
_PENDING = pl.lit(None, schemas.TIME)  # in the place of the time at which it takes effect
# Identity was settled when the page came: an address that today's code would read otherwise changes nothing.
_SETTLED = ("article_id", "canonical_url", "publisher_id")


@dataclass(frozen=True, slots=True)
class Again:
    """What some stored pages or texts give now.

    supply: what was stored. versions: schemas.VERSIONS and replaces, of the pages read. described:
    schemas.EXTRACTED of those that their article's dates come from. readings: of new texts, or of stored
    ones. outcomes: of each text. failed: how many of these could not be read, by our fault or for lack of
    bytes.
    """

    supply: pl.DataFrame
    versions: pl.DataFrame
    described: pl.DataFrame
    readings: text_steps.TextsRead
    rejects: pl.DataFrame
    outcomes: Counter[str]
    failed: int

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """What is loaded of it, by table, without taking effect yet."""
        found = self.readings.frames
        described = self.described.with_columns(metadata_at="captured_at")
        return {
            **found,
            "article_versions": self.versions.with_columns(loaded_at=_PENDING),
            "ops.extractions": found["ops.extractions"].with_columns(extracted_at=_PENDING),
            "ops.reextracted_articles": schemas.conform(described, schemas.REEXTRACTED),
            "ops.rejects": self.rejects,
        }


def pages(session: Session, supply: pl.DataFrame) -> Iterator[Again]:
    """Reads pages again. supply: as warehouse.reextract.stored_pages gives it."""
    there = {row["fetch_id"]: row for row in supply.iter_rows(named=True) if _is_there(session, row)}
    results = dict(page_steps.results_of(session, list(there.values())))
    rows = [{**row, **_settled(there[name])} for name, row in results.items() if isinstance(row, dict)]
    extracted = page_steps.dates_from_feeds(schemas.from_rows(rows, schemas.EXTRACTED), supply)
    refused = {name: result for name, result in results.items() if isinstance(result, Refused)}
    length = supply.join(
        extracted.select("fetch_id", length=pl.col("text").str.len_chars()), on="fetch_id", how="left"
    )["length"]
    for part in _parts(supply, length):
        mine = extracted.filter(pl.col("fetch_id").is_in(part["fetch_id"].to_list()))
        yield _pages(session, part, mine, refused)


def texts(session: Session, supply: pl.DataFrame) -> Iterator[Again]:
    """Reads stored texts again. supply: as warehouse.reextract.stored_texts gives it."""
    for part in _parts(supply, supply["text"].str.len_chars()):
        stored = part.drop("extraction_id")  # that of the last reading
        extractions = extractions_of(stored, stored, session.finder)
        found = _read(session, extractions, stored, stored)
        failed = _failed(found, part)
        outcomes = Counter({READ: part.height - len(failed), **Counter(found.rejects["reason"].to_list())})
        none = schemas.empty(schemas.EXTRACTED)
        versions = read_again(none, part)
        yield Again(
            part, versions, none, _without(found, failed), found.rejects, outcomes, found.rejects.height
        )


def _pages(
    session: Session, supply: pl.DataFrame, extracted: pl.DataFrame, refused: dict[str, Refused]
) -> Again:
    of_texts = supply.filter("is_text")
    versions = read_again(_of(extracted, of_texts), of_texts)
    changed = versions.filter(pl.col("version_id") != pl.col("replaces"))
    extractions = extractions_of(changed, extracted, session.finder)
    found = _read(session, extractions, changed, extracted)
    failed = _failed(found, changed)
    kept = versions.filter(~pl.col("version_id").is_in(failed))
    rejects = _rejects(of_texts, refused)
    reasons = Counter([*rejects["reason"], *found.rejects["reason"]])
    unread = of_texts.height - versions.height - rejects.height
    described = _of(extracted, supply.filter("is_described"))
    return Again(
        supply,
        kept,
        described.join(kept, on="article_id", how="semi"),
        _without(found, failed),
        pl.concat([rejects, found.rejects]),
        Counter(
            {SAME: versions.height - changed.height, CHANGED: changed.height - len(failed), NO_BYTES: unread}
        )
        + reasons,
        unread + sum(reasons[reason] for reason in page_steps.OUR_FAULTS),
    )


def _read(
    session: Session, extractions: pl.DataFrame, versions: pl.DataFrame, extracted: pl.DataFrame
) -> text_steps.TextsRead:
    read = texts_of(extractions, versions, extracted)
    urls = extracted.select("fetch_id", url="canonical_url")
    sources = versions.select("version_id", "fetch_id").join(urls, on="fetch_id")
    return text_steps.read(session, read, extractions, sources)


def _failed(found: text_steps.TextsRead, versions: pl.DataFrame) -> list[str]:
    """The versions that could not be read: what was there of them stays as it is."""
    return versions.join(found.rejects, on="fetch_id", how="semi")["version_id"].to_list()


def _without(found: text_steps.TextsRead, failed: list[str]) -> text_steps.TextsRead:
    kept = found.extractions.filter(~pl.col("version_id").is_in(failed))
    return text_steps.TextsRead(found.reading, kept, found.rejects)


def _rejects(supply: pl.DataFrame, refused: dict[str, Refused]) -> pl.DataFrame:
    rows = [
        reject_row(row, "extract", problem.reason, problem.detail)
        for row in supply.iter_rows(named=True)
        if (problem := refused.get(row["fetch_id"]))
    ]
    return schemas.from_rows(rows, schemas.REJECTS)


def _of(extracted: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame:
    return extracted.join(supply, on="fetch_id", how="semi")


def _settled(stored: Row) -> Row:
    return {name: stored[name] for name in _SETTLED}


def _is_there(session: Session, row: Row) -> bool:
    file = row["archive_file"]
    return file is not None and (session.settings.archive / file).is_file()


def _parts(supply: pl.DataFrame, length: pl.Series) -> Iterator[pl.DataFrame]:
    """A supply in parts whose texts have a bounded length together; the rows of a text stay together."""
    number = pl.Series("part", length.fill_null(0).cum_sum() // page_steps.TEXT_A_PART)
    together = supply.with_columns(number).with_columns(pl.col("part").min().over("version_id"))
    yield from together.partition_by("part", maintain_order=True, include_key=False)
