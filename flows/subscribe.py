"""Subscribing to feeds: from an address, an OPML file, or a list of addresses."""

from pathlib import Path

from flows.errors import UsageError
from flows.session import utc_now
from flows.settings import Settings
from transforms import schemas
from transforms.identity import key
from transforms.publishers import publisher_id, publishers_of
from transforms.subscriptions import NotOpml, Subscriptions, read_list, read_opml
from transforms.urls import page_url
from warehouse.load import load
from warehouse.read import subscribed_addresses


def feed_id(url: str) -> str:
    """The key of a feed."""
    return key("feed", url)


def subscribe_file(settings: Settings, file: Path) -> tuple[int, list[str]]:
    """Subscribes to what an OPML file or a list of addresses names: how many are new, and what was skipped.

    Raises UsageError where the file is missing, unreadable or neither.
    """
    found = _read(file)
    if not found.feeds:
        raise UsageError(f"{file} names no feeds")
    return subscribe(settings, found.feeds), list(found.skipped)


def subscribe(settings: Settings, feeds: list[tuple[str, str | None]]) -> int:
    """Adds feeds by address and title; the number that were new. Those that are there stay as they are."""
    # A feed's own title, say, is better than a list's; an address that one has moved from is that feed still.
    known = set(subscribed_addresses(settings.warehouse)["url"])
    rows = [
        {"feed_id": feed_id(url), "url": url, "publisher_id": publisher_id(url), "title": title}
        for url, title in feeds
        if url not in known
    ]
    frame = schemas.from_rows(rows, schemas.FEEDS)  # type: ignore[arg-type]  # plain values
    batch = {"publishers": publishers_of(frame["url"]), "feeds": frame}
    counts = load(settings.warehouse, batch, run_id="", now=utc_now(), timeout=settings.lock_timeout)
    return counts["feeds"]


def feed_address(text: str) -> str:
    """An address as given by a user, checked. Raises UsageError."""
    url = page_url(text if "://" in text else f"https://{text}")
    if url is None:
        raise UsageError(f"{text!r} is no web address: give one such as https://example.org/feed.xml")
    return url


def _read(file: Path) -> Subscriptions:
    try:
        body = file.read_bytes()
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {fault.strerror}") from None
    try:
        return read_opml(body) if b"<" in body[:1000] else read_list(body)
    except NotOpml as fault:
        raise UsageError(
            f"{file} is no list of feeds: {fault}. Give an OPML file, or one address a line"
        ) from None
