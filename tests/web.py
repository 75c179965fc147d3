"""A small hostile web on loopback, for tests of everything that fetches. Standard library only.

    with Web() as web:
        web.put("/feed", ok(XML, "application/rss+xml", etag='"1"'))     # answers 304 by itself
        web.put("/old", redirect(301, "/feed"))
        web.put("/flaky", status(503, retry_after="120"), ok("<p>back"))  # in turn; the last one stays
        ... fetch web.url("/feed") ...
        assert web.seen("/feed")[0].headers["if-none-match"] == '"1"'

What is not put there answers 404. Every reply is a `Reply`; a function of the request (`Received`) that
returns one may be put instead. Allow the host "127.0.0.1" in whatever fetches.
"""

import gzip
import io
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.client import parse_headers, responses
from typing import Literal

_MEGABYTE = 2**20
_MAX_LINE = 65536


@dataclass(frozen=True)
class Received:
    """A request as it came. headers: names in lower case; at: time.monotonic()."""

    method: str
    path: str
    headers: dict[str, str]
    at: float


@dataclass(frozen=True)
class Reply:
    """Raw bytes of a response, and what becomes of the connection."""

    pieces: Iterable[bytes] = ()
    pause: float = 0.0  # seconds before each piece
    then: Literal["keep", "close", "reset"] = "keep"
    validators: dict[str, str] = field(default_factory=dict)  # etag, last-modified: for conditional requests


Handler = Reply | Callable[[Received], Reply]


class Web(socketserver.ThreadingTCPServer):
    """The server; a context manager. `received` holds every request so far, of all paths."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.received: list[Received] = []
        self.at_once = 0
        self.most_at_once = 0
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._replies: dict[str, list[Handler]] = {}
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "Web":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, *replies: Handler) -> str:
        """What a path answers, in turn; the last reply stays. Returns the address."""
        self._replies[path] = list(replies)
        return self.url(path)

    def seen(self, path: str) -> list[Received]:
        """The requests for a path so far."""
        return [request for request in self.received if request.path == path]

    def reply_to(self, request: Received) -> Reply:
        with self._lock:
            self.received.append(request)
            replies = self._replies.get(request.path) or [status(404)]
            handler = replies.pop(0) if len(replies) > 1 else replies[0]
        reply = handler(request) if callable(handler) else handler
        return _not_modified(reply) if _unchanged(request, reply) else reply

    def busy(self, change: int) -> None:
        """Counts the requests being answered."""
        with self._lock:
            self.at_once += change
            self.most_at_once = max(self.most_at_once, self.at_once)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are part of the test."""


class _Connection(socketserver.StreamRequestHandler):
    server: Web
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.request.settimeout(30)
        then = "keep"
        while then == "keep" and (request := self._read()):
            then = self._answer(self.server.reply_to(request))
        if then == "reset":
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.request.close()

    def _read(self) -> Received | None:
        line = self.rfile.readline(_MAX_LINE).decode("latin-1").split()
        if len(line) != 3:
            return None
        headers = parse_headers(self.rfile)
        return Received(
            line[0], line[1], {name.lower(): value for name, value in headers.items()}, time.monotonic()
        )

    def _answer(self, reply: Reply) -> str:
        last = len(reply.pieces) - 1 if isinstance(reply.pieces, list) else None
        busy = 1
        self.server.busy(+1)
        try:
            for number, piece in enumerate(reply.pieces):
                if reply.pause and self.server.stopped.wait(reply.pause):
                    return "close"
                if number == last:  # whoever asks may have read it, and ask again, before we are back
                    busy = 0
                    self.server.busy(-1)
                self.wfile.write(piece)
        finally:
            self.server.busy(-busy)
        return reply.then


def _unchanged(request: Received, reply: Reply) -> bool:
    given = {"etag": "if-none-match", "last-modified": "if-modified-since"}
    return any(request.headers.get(given[name]) == value for name, value in reply.validators.items())


def _not_modified(reply: Reply) -> Reply:
    return Reply([head(304, list(reply.validators.items()))])


def head(code: int, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """Status line and headers."""
    lines = [
        f"HTTP/1.1 {code} {responses.get(code, 'Odd')}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


def closed_port() -> int:
    """A port on loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _names(headers: dict[str, str]) -> list[tuple[str, str]]:
    return [(name.replace("_", "-"), value) for name, value in headers.items()]


def status(code: int, body: bytes | str = b"", **headers: str) -> Reply:
    """A response; header names with underscores for hyphens: retry_after="120"."""
    raw = body.encode() if isinstance(body, str) else body
    length = [] if code in (204, 304) else [("Content-Length", str(len(raw)))]
    return Reply([head(code, [*length, *_names(headers)]) + raw])


def ok(body: bytes | str, content_type: str = "text/html; charset=utf-8", **headers: str) -> Reply:
    """200; with etag= or last_modified= it answers conditional requests with 304."""
    plain = status(200, body, content_type=content_type, **headers)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    validators = {name: given[name] for name in ("etag", "last-modified") if name in given}
    return Reply(plain.pieces, validators=validators)


def redirect(code: int, to: str) -> Reply:
    """A redirect: to may be absolute, relative, or nonsense."""
    return status(code, "moved", location=to)


def encoded(body: bytes, encoding: str, content_type: str = "text/html") -> Reply:
    """A body that is encoded already (see `gzipped`), or that lies about it."""
    return status(200, body, content_type=content_type, content_encoding=encoding)


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def reset() -> Reply:
    """The connection is reset before a byte."""
    return Reply(then="reset")


def truncated(body: bytes, content_type: str = "text/html") -> Reply:
    """All of the body announced, half of it sent, closed."""
    return Reply(
        [
            head(200, [("Content-Type", content_type), ("Content-Length", str(len(body)))]),
            body[: len(body) // 2],
        ],
        then="close",
    )


def drip(body: bytes, pause: float = 0.05) -> Reply:
    """A byte at a time."""
    start = head(200, [("Content-Length", str(len(body)))])
    return Reply([start, *(body[at : at + 1] for at in range(len(body)))], pause=pause)


def hang(seconds: float = 30.0) -> Reply:
    """Nothing for so long, then closed."""
    return Reply([b""], pause=seconds, then="close")


def huge(megabytes: int) -> Reply:
    """A body of so many MiB whose length is not announced, made as it is sent."""
    start = head(200, [("Content-Type", "text/html"), ("Connection", "close")])
    return Reply(_Lazily(start, b"<p>more " * (_MEGABYTE // 8), megabytes), then="close")


def bomb(megabytes: int) -> Reply:
    """A gzip body that inflates to so many MiB of zeros."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for _ in range(megabytes):
            file.write(bytes(_MEGABYTE))
    return encoded(packed.getvalue(), "gzip")


def header_flood(count: int = 20_000) -> Reply:
    """More headers than anyone wants to read."""
    return Reply([head(200, ((f"X-Flood-{number}", "x" * 50) for number in range(count)))], then="close")


def garbage() -> Reply:
    """No HTTP at all."""
    return Reply([b"\x16\x03\x01 this is not HTTP \xff\xfe\r\n\r\n" * 20], then="close")


class _Lazily:
    """A piece and then another one so many times over; may be sent more than once."""

    def __init__(self, first: bytes, then: bytes, count: int) -> None:
        self._first, self._then, self._count = first, then, count

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        for _ in range(self._count):
            yield self._then
