"""The sources by name."""

from collections.abc import Callable
from pathlib import Path

from flows.errors import UsageError
from flows.past.ccnews import CcNews
from flows.past.source import Source
from flows.past.urls import Urls
from flows.past.warc import Warc
from flows.settings import Settings

Maker = Callable[[list[str], Settings], Source]


def _urls(places: list[str], settings: Settings) -> Source:  # noqa: ARG001  # as all makers are called
    if not places:
        raise UsageError("--from urls needs a file of addresses: --place FILE")
    return Urls([Path(place) for place in places])


def _warc(places: list[str], settings: Settings) -> Source:
    return Warc([Path(place) for place in places], settings)


_MAKERS: dict[str, Maker] = {"ccnews": CcNews, "urls": _urls, "warc": _warc}
NAMES = tuple(_MAKERS)


def made(name: str, places: list[str], settings: Settings) -> Source:
    """The source of that name. Raises UsageError where there is none, or it needs another place."""
    if name not in _MAKERS:
        raise UsageError(f"there is no source {name!r}: choose from {', '.join(NAMES)}")
    return _MAKERS[name](places, settings)
