"""What tests of the line share: sample feeds and pages, and the supplies that a run would fetch."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import polars as pl

from flows.asking import feeds_to_ask, pages_to_ask
from flows.line import Loaded, feeds_line
from flows.session import Session
from flows.subscribe import subscribe
from tests.web import Web, ok
from transforms.article import Refused
from warehouse.lookups import due_feeds, due_pages
from warehouse.query import query

FEED_DATE = "Thu, 09 Jan 2025 07:30:00 GMT"


class Here:
    """Reads in this process. faulty: which jobs find their reader dead."""

    def __init__(self, count: int, seconds: float, mentions: str = "") -> None:
        self.faulty: Callable[[Any], bool] = lambda job: False

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, read: Callable[[Any], object], jobs: Iterable[Any]) -> Iterator[object]:
        for job in jobs:
            yield Refused("crash", "the reading process ended with -11") if self.faulty(job) else read(job)


def feed(*links: str, dated: bool = False) -> bytes:
    """An RSS feed with an entry a link."""
    day = f"<pubDate>{FEED_DATE}</pubDate>" if dated else ""
    items = "".join(f"<item><title>About {link}</title><link>{link}</link>{day}</item>" for link in links)
    return f'<rss version="2.0"><channel><title>Valley news</title>{items}</channel></rss>'.encode()


def article(place: str, head: str = "") -> bytes:
    """A page with an article about a place."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>Bridge of {place} closes</title>{head}</head><body>
    <nav><a href="/">Home</a></nav><article><h1>Bridge of {place} closes</h1>
    <p>The old bridge of {place} was closed to lorries after an engineer found cracks in two of its pillars,
    and drivers will have to go around the lake until the spring, which takes most of an hour.</p>
    <p>“Nobody was in danger at any time,” said Nora Velling, the head of the roads office of {place}.
    She said that the repair would cost four million crowns and that the county had the money.</p>
    <p>The owners of the quarry, which sends forty lorries a day over it, said that nobody had
    asked them. Their spokesman, Emil Rasch, called the decision a surprise.</p>
    </article></body></html>""".encode()


def poll(session: Session, web: Web, **feeds: bytes) -> Loaded:
    """Subscribes to feeds of the web, polls all and loads what they say."""
    addresses = [web.put(f"/{name}", ok(body, "application/rss+xml")) for name, body in feeds.items()]
    subscribe(session.settings, [(url, None) for url in addresses])
    return feeds_line(session, polled(session))


def polled(session: Session) -> pl.DataFrame:
    """A supply of every feed, fetched now."""
    due = due_feeds(session.settings.warehouse, session.now(), everything=True)
    requests, asked = feeds_to_ask(due, session.now())
    return pl.concat(session.fetch(requests, asked, 100))


def due_supplies(session: Session) -> Iterator[pl.DataFrame]:
    """Supplies of the feeds that are due, asked with their validators, as a run does."""
    due = due_feeds(session.settings.warehouse, session.now())
    requests, asked = feeds_to_ask(due, session.now())
    return session.fetch(requests, asked, 200)


def pages(session: Session) -> pl.DataFrame:
    """A supply of every page that is due, fetched now."""
    return visited(session, due_pages(session.settings.warehouse, session.now(), everything=True))


def visited(session: Session, due: pl.DataFrame) -> pl.DataFrame:
    """A supply of pages that are due, fetched now."""
    requests, asked = pages_to_ask(due)
    return pl.concat(session.fetch(requests, asked, 100))


def rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return query(session.settings.warehouse, sql).rows()
