"""The sample web, served on loopback by an HTTP proxy that knows no other web.

    with SampleWeb() as web:
        ...  # fetch http://harbourherald.example/feed.xml through the proxy web.proxy
        web.visit = 2  # some days later: an article was edited, another is new

Its addresses look like real ones and each newsroom has a host of its own, since limits, robots and
publishers are told apart by host; the names cannot exist elsewhere.
"""

import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from xml.sax.saxutils import quoteattr

from flows.demo.manifest import SITE, Feed, Reply, manifest, reply

__all__ = ["SITE", "Request", "SampleWeb"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was answered."""

    method: str
    url: str
    status: int
    user_agent: str


class SampleWeb:
    """The sample web behind a proxy on 127.0.0.1 while the context lasts.

    port: 0 takes a free one. `visit` (1 or 2) is the state of the web; `requests` is everything that
    was asked for, in order.
    """

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Request] = []
        self._visit = 1
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def proxy(self) -> str:
        """The proxy's address, as settings take it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds of all newsrooms, the broken ones too."""
        return manifest().feeds

    @property
    def visit(self) -> int:
        """Which state of the web is served."""
        return self._visit

    @visit.setter
    def visit(self, number: int) -> None:
        if number not in (1, 2):
            raise ValueError(f"the sample web has visits 1 and 2, not {number}")
        self._visit = number

    def opml(self) -> str:
        """The subscriptions as an OPML document."""
        outlines = [
            f'    <outline type="rss" text={quoteattr(feed.title)} xmlUrl={quoteattr(feed.url)}/>\n'
            for feed in self.feeds
        ]
        head = '<opml version="2.0">\n  <head><title>The sample web</title></head>\n  <body>\n'
        return f"{head}{''.join(outlines)}  </body>\n</opml>\n"

    def close(self) -> None:
        """Ends at once, connections that are kept open too. May be called again."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    """A thread a connection; all of them end with the server, so that no socket is left to be collected."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], web: SampleWeb) -> None:
        self.web = web
        self._open: set[socket.socket] = set()
        self._closing = False
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)
            if self._closing:
                _hang_up(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def hang_up(self) -> None:
        """Wakes the threads that wait for a further request on a connection, now and from now on."""
        with self._lock:
            self._closing = True
            for connection in self._open:
                _hang_up(connection)

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing where a client hung up in the middle of an answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed on as it came


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # the client may have gone at this moment
        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """Answers requests to a proxy ("GET http://host/path") and, by their Host, direct ones."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes; waiting between them costs 40 ms
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        super().finish()

    def do_GET(self) -> None:
        url = self.path if "://" in self.path else f"http://{self.headers.get('Host', '')}{self.path}"
        full = reply(url, self.server.web.visit)
        answer = Reply(304, full.headers, b"") if self._is_known(full) else full
        user_agent = self.headers.get("User-Agent", "")
        self.server.web.requests.append(Request(self.command, url, answer.status, user_agent))
        self._send(answer)

    do_HEAD = do_GET  # noqa: N815  # http.server names it

    def _is_known(self, full: Reply) -> bool:
        """RFC 9110, section 13.2.2: an entity tag, where the client sends one, decides alone."""
        if full.status != 200 or "ETag" not in full.headers:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return full.headers["ETag"] in known or "*" in known
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since) >= parsedate_to_datetime(
                full.headers["Last-Modified"]
            )
        except (TypeError, ValueError):  # no date, or one without a zone
            return False

    def _send(self, answer: Reply) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server names it
        """Says nothing: `requests` is the log."""
