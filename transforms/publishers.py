"""Newsrooms, told apart by registrable domain; what is known of some stands in a small lexicon."""

import csv
from functools import cache
from importlib.resources import files

import polars as pl

from transforms import schemas
from transforms.identity import key
from transforms.urls import site


def publisher_id(url: str) -> str:
    """The key of the newsroom that an address belongs to."""
    return key("publisher", site(url))


def publishers_of(urls: pl.Series) -> pl.DataFrame:
    """The publishers of some addresses (schemas.PUBLISHERS), one row each.

    A publisher that the lexicon does not know is named by its domain.
    """
    domains = sorted({site(url) for url in urls.drop_nulls()})
    return schemas.from_rows([_publisher(domain) for domain in domains], schemas.PUBLISHERS)


def _publisher(domain: str) -> dict[str, object]:
    known = _lexicon().get(domain, {})
    return {
        "publisher_id": key("publisher", domain),
        "domain": domain,
        "name": known.get("name") or domain,
        "owner": known.get("owner") or None,
        "country": known.get("country") or None,
        "is_wire": known["is_wire"] == "yes" if known else None,
    }


@cache
def _lexicon() -> dict[str, dict[str, str]]:
    text = (files("transforms") / "lexicon" / "publishers.csv").read_text("utf-8")
    return {row["domain"]: row for row in csv.DictReader(text.splitlines())}
