"""The source `sitemap`: what publishers' sitemaps name, asked for live.

    site --robots.txt, else the usual places--> sitemaps --the parts of an index, level by level--> pages

A part is one site: of each publisher that is wanted, or those of --place, where a sitemap may be named as
well. Which sitemaps are fetched, and which pages may lie in the window: see transforms.sitemap_window.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import polars as pl

from flows.errors import HearsayError, UsageError
from flows.past.sitemap_walk import Walk
from flows.past.source import Part
from flows.past.supplies import Wanted, fetched_now
from flows.session import Session
from transforms.discovery import USUAL_SITEMAPS, named_sitemaps
from transforms.sitemap_window import Listed, each_once, parts_to_fetch
from transforms.sitemaps import Part as Named
from transforms.urls import page_url, site

NAME = "sitemap"


class Sitemaps:
    """Sites, or sitemaps, by address. Raises UsageError for a place that is no address."""

    name = NAME
    asks_the_web = True
    counts = "pages"

    def __init__(self, places: Sequence[str]) -> None:
        self._places = [_address(place) for place in places]

    def parts(self, session: Session, wanted: Wanted) -> Iterator[Part]:  # noqa: ARG002  # it asks nobody
        window = wanted.window
        for place in self._places or sites_of(wanted):
            # What was asked for matters: of pages whose day is unknown, those of another window are refused.
            yield Part(f"{place} {window.since}..{window.until}")

    def find(self, session: Session, part: Part, wanted: Wanted) -> pl.DataFrame:
        place = part.label.partition(" ")[0]
        named_directly = urlsplit(place).path != "/" or bool(urlsplit(place).query)
        walk = Walk(session, wanted, NAME, None if named_directly else site(place))
        if named_directly:
            walk.go([Listed(place, None)])
        else:
            _go_through(walk, place, wanted)
        if walk.problems and not walk.read:
            raise HearsayError("; ".join(walk.problems))
        part.problems.extend(walk.problems)
        return each_once(walk.found)

    def supply(
        self,
        session: Session,
        part: Part,  # noqa: ARG002  # all is in found
        found: pl.DataFrame,
        wanted: Wanted,
    ) -> Iterator[pl.DataFrame]:
        return fetched_now(session, found, wanted, NAME)


def _go_through(walk: Walk, place: str, wanted: Wanted) -> None:
    """A site's sitemaps: those that its robots.txt names; else those in the usual places."""
    robots, base = walk.robots(place)
    named = named_sitemaps(robots, base)
    walk.go(parts_to_fetch([Named(address, "") for address in named], wanted.window))
    if walk.read or (named and not walk.problems):
        return
    usual = [address for path in USUAL_SITEMAPS if (address := page_url(path, base))]
    walk.go([Listed(address, None) for address in usual], guessed=True)
    if not named and not walk.read:
        host = urlsplit(place).netloc
        walk.problems.append(f"{host} names no sitemap and has none in the usual places")


def sites_of(wanted: Wanted) -> list[str]:
    """The sites of the publishers that are wanted: as their feeds name them, else by their domains."""
    domains = wanted.domains or frozenset(wanted.feeds["domain"].drop_nulls())
    return [origin for domain in sorted(domains) for origin in _origins(wanted.feeds, domain)]


def _origins(feeds: pl.DataFrame, domain: str) -> list[str]:
    """A publisher's sites. A host for feeds alone (feeds.news.example) is none."""
    mine = feeds.filter(pl.col("domain") == domain)
    named = [url for url in mine["site_url"].drop_nulls() if site(url) == domain]
    by_feed = [url for url in mine["url"] if urlsplit(url).hostname in (domain, f"www.{domain}")]
    hosts: dict[str, str] = {}
    for url in named or by_feed:
        parts = urlsplit(url)
        if parts.scheme == "https" or parts.netloc not in hosts:
            hosts[parts.netloc] = f"{parts.scheme}://{parts.netloc}/"
    return sorted(hosts.values()) or [f"https://{domain}/"]


def _address(place: str) -> str:
    """The address of a site or sitemap; `news.example` will do."""
    address = page_url(place if "://" in place else f"https://{place}")
    if address is None:
        raise UsageError(f"{place} is no address of a site or a sitemap: write it as https://news.example/")
    return address
