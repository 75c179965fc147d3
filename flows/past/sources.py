"""The sources by name."""

from collections.abc import Callable
from pathlib import Path

from flows.errors import UsageError
from flows.past.ccnews import CcNews
from flows.past.feed_pages import FeedPages
from flows.past.sitemap import Sitemaps
from flows.past.source import Source
from flows.past.urls import Urls
from flows.past.warc import Warc
from flows.past.wayback import Wayback
from flows.settings import Settings

Maker = Callable[[list[str], Settings], Source]


def _urls(places: list[str], settings: Settings) -> Source:  # noqa: ARG001  # as all makers are called
    if not places:
        raise UsageError("--from urls needs a file of addresses: --place FILE")
    return Urls([Path(place) for place in places])


def _feed(places: list[str], settings: Settings) -> Source:  # noqa: ARG001  # as all makers are called
    if places:
        raise UsageError("--from feed takes no --place: it reads the feeds that are subscribed to")
    return FeedPages()


def _sitemap(places: list[str], settings: Settings) -> Source:  # noqa: ARG001  # as all makers are called
    return Sitemaps(places)


def _warc(places: list[str], settings: Settings) -> Source:
    return Warc([Path(place) for place in places], settings)


def _wayback(places: list[str], settings: Settings) -> Source:  # noqa: ARG001  # as all makers are called
    return Wayback(places)


_MAKERS: dict[str, Maker] = {
    "ccnews": CcNews,
    "feed": _feed,
    "sitemap": _sitemap,
    "urls": _urls,
    "warc": _warc,
    "wayback": _wayback,
}
NAMES = tuple(_MAKERS)


def made(name: str, places: list[str], settings: Settings) -> Source:
    """The source of that name. Raises UsageError where there is none, or it needs another place."""
    if name not in _MAKERS:
        raise UsageError(f"there is no source {name!r}: choose from {', '.join(NAMES)}")
    return _MAKERS[name](places, settings)
