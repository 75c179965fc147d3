"""A reading: one version of a text read by one extractor (this code with these lexicons)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from transforms import schemas
from transforms.claim_rows import Claims
from transforms.claims import attribute
from transforms.entities import entities_of
from transforms.identity import key
from transforms.languages import no_claims_reason
from transforms.mention_finders import MentionFinder, mentions_by
from transforms.mentions import find_mentions

NAME = "hearsay-rules"
VERSION = "6"  # raise it with every change of the rules that changes what they find


@dataclass(frozen=True, slots=True)
class Reading:
    """Who is named in some texts, and who says what."""

    mentions: pl.DataFrame
    entities: pl.DataFrame
    aliases: pl.DataFrame
    claims: Claims


def who_says_what(texts: pl.DataFrame, finder: MentionFinder | None = None) -> Reading:
    """text --find--> mentions --resolve--> entities --attribute--> claims, for some texts (schemas.TEXTS).

    finder: finds the names in place of this project's own rules.
    """
    mentions = find_mentions(texts) if finder is None else mentions_by(finder, texts)
    entities, aliases = entities_of(mentions)
    return Reading(mentions, entities, aliases, attribute(texts, mentions))


def together(readings: list[Reading]) -> Reading:
    """Several readings as one. An entity that stands in several of them is there as often."""
    return Reading(
        mentions=_all([reading.mentions for reading in readings], schemas.MENTIONS),
        entities=_all([reading.entities for reading in readings], schemas.ENTITIES),
        aliases=_all([reading.aliases for reading in readings], schemas.ENTITY_ALIASES),
        claims=Claims(
            claims=_all([reading.claims.claims for reading in readings], schemas.CLAIMS),
            speakers=_all([reading.claims.speakers for reading in readings], schemas.CLAIM_SPEAKERS),
            entities=_all([reading.claims.entities for reading in readings], schemas.CLAIM_ENTITIES),
            quantities=_all([reading.claims.quantities for reading in readings], schemas.CLAIM_QUANTITIES),
        ),
    )


def _all(frames: list[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    return schemas.conform(pl.concat([schemas.empty(schema), *frames]), schema)


@cache
def extractor(finder: tuple[str, str] | None = None) -> pl.DataFrame:
    """This extractor, as one row of schemas.EXTRACTORS.

    finder: name and version of what finds the names in place of this project's own rules.
    """
    lexicons = _lexicon_hash()
    name, version = (f"{NAME}+{finder[0]}", f"{VERSION}+{finder[1]}") if finder else (NAME, VERSION)
    row: dict[str, object] = {
        "extractor_id": key("extractor", name, version, lexicons),
        "name": name,
        "version": version,
        "lexicon_hash": lexicons,
    }
    return schemas.from_rows([row], schemas.EXTRACTORS)


def extractions_of(
    versions: pl.DataFrame, extracted: pl.DataFrame, finder: tuple[str, str] | None = None
) -> pl.DataFrame:
    """One reading a version (schemas.EXTRACTIONS), with the reason where no claims are looked for.

    versions: may have a column times_read, how often this extractor has read each before others did: then
    this is another reading. finder: as for `extractor`.
    """
    identity = extractor(finder)["extractor_id"].item()
    languages = dict(extracted.select("fetch_id", "language").iter_rows())
    times = pl.col("times_read") if "times_read" in versions.columns else pl.lit(0)
    rows = [
        {
            "extraction_id": key("extraction", version["version_id"], identity, *_nth(version["times_read"])),
            "version_id": version["version_id"],
            "article_id": version["article_id"],
            "extractor_id": identity,
            "no_claims_reason": no_claims_reason(languages[version["fetch_id"]]),
        }
        for version in versions.select("version_id", "article_id", "fetch_id", times_read=times).iter_rows(
            named=True
        )
    ]
    return schemas.from_rows(rows, schemas.EXTRACTIONS)


def _nth(times: int) -> list[int]:
    return [times] if times else []


def texts_of(extractions: pl.DataFrame, versions: pl.DataFrame, extracted: pl.DataFrame) -> pl.DataFrame:
    """What the steps on text read (schemas.TEXTS): one row a reading."""
    about = extracted.select("fetch_id", "language", "published_at", "published_date")
    texts = versions.join(extractions.select("version_id", "extraction_id"), on="version_id").join(
        about, on="fetch_id"
    )
    day = pl.col("published_date").cast(schemas.TIME)
    columns = texts.with_columns(
        text_id=pl.col("extraction_id"), published_at=pl.coalesce("published_at", day)
    )
    return schemas.conform(columns, schemas.TEXTS)


def owned_by_version(found: pl.DataFrame, extractions: pl.DataFrame) -> pl.DataFrame:
    """Mentions or claims with the extraction, version and article they belong to."""
    owners = extractions.select("extraction_id", "version_id", "article_id")
    return found.rename({"text_id": "extraction_id"}).join(owners, on="extraction_id", how="left")


@cache
def _lexicon_hash() -> str:
    """A hash over every file of the lexicons, so that an edited word list is another extractor."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(files("transforms") / "lexicon", "")):
        digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:20]


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """The files of a folder and of those in it (one a language), with their paths."""
    for item in folder.iterdir():
        if item.is_file():
            yield path + item.name, item
        else:
            yield from _files(item, f"{path}{item.name}/")
