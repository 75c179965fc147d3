"""Which of the extracted texts are new versions: a pure decision between fetching and storing."""

import bisect
from datetime import datetime
from typing import Any

import polars as pl

from transforms import schemas
from transforms.identity import key

_AGAIN = pl.Schema([*schemas.VERSIONS.items(), ("replaces", pl.String())])


def new_versions(extracted: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The texts that the warehouse does not have yet, as article versions.

    extracted: schemas.EXTRACTED. known: article_id, version_id, text_hash, captured_at of every stored
    version of these articles. A text is new if it differs from the versions captured just before and after.
    Returns schemas.VERSIONS; the cause is "first" or "edit".
    """
    rows = []
    history = _history(known)
    for page in extracted.sort("captured_at", "fetch_id").iter_rows(named=True):
        versions = history.setdefault(page["article_id"], [])
        if page["text_hash"] in _neighbours(versions, page["captured_at"]):
            continue
        rows.append(_version(page, versions))
        bisect.insort(versions, (page["captured_at"], page["text_hash"]))
    return schemas.from_rows(rows, schemas.VERSIONS)


def read_again(extracted: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """What pages give that were read before, as article versions: the same text, or another in its place.

    extracted: schemas.EXTRACTED. stored: fetch_id; version_id and text_hash of the text that this page gave
    last, text_hashes of all that it gave. Returns schemas.VERSIONS and replaces, the version it was: a text
    that has not changed has that version_id itself. The cause is "reextraction".
    """
    before = {row["fetch_id"]: row for row in stored.iter_rows(named=True)}
    rows = [
        {**_kept(page), **_again(page, before[page["fetch_id"]]), "cause": "reextraction"}
        for page in extracted.iter_rows(named=True)
    ]
    return schemas.from_rows(rows, _AGAIN)


def _again(page: dict[str, object], stored: dict[str, Any]) -> dict[str, object]:
    text, was = str(page["text_hash"]), stored["version_id"]
    # Told apart by how often the page gave this text before, as rules come and go.
    times = stored["text_hashes"].count(text)
    other = key("reextraction", str(page["article_id"]), str(page["fetch_id"]), text, times)
    return {"version_id": was if text == stored["text_hash"] else other, "replaces": was}


def articles_of(extracted: pl.DataFrame) -> pl.DataFrame:
    """One row an article (schemas.ARTICLES), from its latest capture in the batch."""
    latest = extracted.sort("captured_at", "fetch_id").unique("article_id", keep="last", maintain_order=True)
    return schemas.conform(latest.with_columns(first_seen_at=pl.col("captured_at")), schemas.ARTICLES)


def _history(known: pl.DataFrame) -> dict[str, list[tuple[datetime, str]]]:
    history: dict[str, list[tuple[datetime, str]]] = {}
    for row in known.sort("captured_at").iter_rows(named=True):
        history.setdefault(row["article_id"], []).append((row["captured_at"], row["text_hash"]))
    return history


def _neighbours(versions: list[tuple[datetime, str]], captured_at: datetime) -> set[str]:
    """The texts just before and just after a moment: equal to either, a capture is nothing new.

    Of a capture that we extracted anew all texts count: which rules this page is read with, nobody asks here.
    """
    place = bisect.bisect_right(versions, captured_at, key=lambda version: version[0])
    moments = {at for at, _ in versions[max(place - 1, 0) : place + 1]}
    return {text_hash for at, text_hash in versions if at in moments}


def _version(page: dict[str, object], versions: list[tuple[datetime, str]]) -> dict[str, object]:
    # The clock is no part of the key: an interrupted run and its repetition must meet in the same rows.
    # A text that comes back after another one is told apart by how often it was there before.
    returns = sum(hash_ == page["text_hash"] for _, hash_ in versions)
    identity = key("version", str(page["article_id"]), str(page["text_hash"]), returns)
    return {**_kept(page), "version_id": identity, "cause": "edit" if versions else "first"}


def _kept(page: dict[str, object]) -> dict[str, object]:
    return {name: page[name] for name in schemas.VERSIONS if name in page}
