"""A web archive on loopback, as far as a backfill sees of one: its index, and captures as they were served.

    with ArchiveOnLoopback() as archive:
        archive.put_capture("20250103080000", "https://news.example/feed", RSS, "application/rss+xml")
        ... --place archive.base ...

Like the Wayback Machine's: http and https, with "www." and without, are one address; a capture that is asked
for at another time is redirected to the nearest; what was never captured answers 404; the index answers some
rows at a time.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from tests.web import Received, Reply, Web, ok, redirect, status


@dataclass(frozen=True)
class Captured:
    """A capture: when (14 digits), of what, and what it answers."""

    stamp: str
    url: str
    reply: Reply
    digest: str
    status: int


class ArchiveOnLoopback(Web):
    """The archive; a context manager. `once`: what a path answers first, whatever is there."""

    def __init__(self, rows: int = 1000) -> None:
        super().__init__()
        self.captures: list[Captured] = []
        self.rows = rows
        self.once: dict[str, list[Reply]] = {}

    @property
    def base(self) -> str:
        """Its address, as --place has it."""
        return self.url("")

    def put_capture(self, stamp: str, url: str, body: bytes | Reply, kind: str = "text/html") -> str:
        """Adds a capture of bytes that were served with 200, or of any other reply; its path."""
        reply = body if isinstance(body, Reply) else ok(body, kind)
        start = b"".join(reply.pieces)
        code = int(start.split(b" ", 2)[1])
        self.captures.append(Captured(stamp, url, reply, str(hash(start)), code))
        self.captures.sort(key=lambda capture: capture.stamp)
        return self.path(stamp, url)

    @staticmethod
    def path(stamp: str, url: str) -> str:
        """Where a capture is."""
        return f"/web/{stamp}id_/{url}"

    def asked(self, start: str) -> list[str]:
        """The paths that begin so and were asked for."""
        return [request.path for request in self.received if request.path.startswith(start)]

    def reply_to(self, request: Received) -> Reply:
        if not request.path.startswith(("/web/", "/cdx/")):
            return super().reply_to(request)
        self.received.append(request)
        waiting = self.once.get(request.path) or self.once.get(request.path.split("?")[0])
        if waiting:
            return waiting.pop(0)
        return self._index(request.path) if request.path.startswith("/cdx/") else self._replay(request.path)

    def _index(self, path: str) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        start = asked.get("resumeKey", asked["from"])
        found = [
            capture
            for capture in self.captures
            if _one(capture.url) == _one(asked["url"])
            and start <= capture.stamp <= asked["to"]
            and (capture.status == 200 or "filter" not in asked)
        ]
        rows = min(self.rows, int(asked["limit"]))
        lines = [
            [each.stamp, each.url, "text/xml", str(each.status), each.digest]
            for each in _collapsed(found[:rows])
        ]
        more = [[], [quote(found[rows].stamp)]] if len(found) > rows else []
        names = [asked["fl"].split(",")] if lines else []
        return ok(repr([*names, *lines, *more]).replace("'", '"'), "application/json")

    def _replay(self, path: str) -> Reply:
        stamp, url = path.removeprefix("/web/").split("id_/", 1)
        same = [capture for capture in self.captures if _one(capture.url) == _one(unquote(url))]
        if not same:
            return status(404, "<h1>never captured</h1>", content_type="text/html")
        nearest = min(same, key=lambda capture: abs(int(capture.stamp) - int(stamp)))
        if nearest.stamp != stamp:
            return redirect(302, self.path(nearest.stamp, nearest.url))
        return nearest.reply


def _one(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _collapsed(captures: list[Captured]) -> list[Captured]:
    """Without those that repeat the one before."""
    pairs = zip([None, *captures], captures, strict=False)
    return [after for before, after in pairs if before is None or before.digest != after.digest]
