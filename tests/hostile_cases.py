"""Hostile inputs, one by one: what a server answers, and what may come of it."""

import datetime as dt
import gzip
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.line import article, feed
from tests.web import (
    Reply,
    Web,
    bomb,
    drip,
    encoded,
    gzipped,
    hang,
    head,
    huge,
    ok,
    redirect,
    status,
    truncated,
)

RSS = "application/rss+xml"
MEGABYTE = 2**20
INSIDE = "inside.example"  # a name that leads to a private address


@dataclass(frozen=True)
class Case:
    """A hostile input. make: puts it on the web and gives its address; outcomes: what may come of it."""

    name: str
    kind: str  # feed or page
    make: Callable[[Web], str]
    outcomes: frozenset[str]
    group: str = field(default="")


def _at(url: str) -> Callable[[Web], str]:
    return lambda web: url.replace("PORT", str(web.port))


def _served(reply: Reply) -> Callable[[Web], str]:
    return lambda web: web.put("/it", reply)


def _feed(body: bytes | str, content_type: str = RSS) -> Callable[[Web], str]:
    return _served(ok(body, content_type))


def _case(group: str, name: str, kind: str, make: Callable[[Web], str], *outcomes: str) -> Case:
    return Case(name, kind, make, frozenset(outcomes), group)


def _endless(first: bytes, again: bytes) -> Reply:
    """A piece, and then another one for as long as somebody reads."""

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            yield first
            while True:
                yield again

    return Reply(Pieces(), then="close")


def _item(title: str = "A title", link: str = "http://127.0.0.1/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def _rss(*items: str, before: str = "") -> str:
    body = "".join(items)
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>N</title>{body}</channel></rss>'


def _laughs() -> str:
    names = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return _rss(_item("&l9;"), before=f'<!DOCTYPE rss [<!ENTITY l0 "ha">{"".join(names)}]>')


def _quadratic() -> str:
    return _rss(_item("&a;" * 50_000), before=f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>')


def _external(what: str) -> str:
    return _rss(_item("&x;"), before=f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{what}">]>')


def _zstd() -> bytes:
    return b"\x28\xb5\x2f\xfd" + bytes(100)


def _nested_bomb() -> Reply:
    inner = gzip.compress(bytes(200 * MEGABYTE), mtime=0)
    return encoded(gzip.compress(inner, mtime=0), "gzip, gzip")


def _behind_robots(reply: Reply) -> Callable[[Web], str]:
    def make(web: Web) -> str:
        web.put("/robots.txt", reply)
        return web.put("/it", ok(feed(), RSS))

    return make


def _chain(web: Web) -> str:
    for number in range(50):
        web.put(f"/{number}", redirect(302, f"/{number + 1}"))
    return web.url("/0")


ADDRESSES = [
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://localhost:PORT/",
    "http://127.1:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://2130706433:PORT/",
    "http://127.0.0.2.:PORT/",
    "http://[::1]:PORT/",
    "http://[::ffff:127.0.0.2]:PORT/",
    "http://[64:ff9b::7f00:2]:PORT/",
    "http://[fe80::1%25eth0]/",
    "http://news.example@127.0.0.2:PORT/",
    "http://news.example:80@127.0.0.2:PORT/",
    "http://127.0.0.2:PORT\\@news.example/",
    "http://１２７.0.0.2:PORT/",
    f"http://{INSIDE}:PORT/",
]

_SCRIPT = "<script>alert(1)</script>"
_REFUSED = ("blocked_address", "bad_url")
_NO_FEED = ("web_page", "not_a_feed", "empty", "parse_error", "unreadable", "crash", "extractor_timeout")

CASES = [
    *(_case("SSRF", f"address {url}", "feed", _at(url), *_REFUSED) for url in ADDRESSES),
    _case(
        "SSRF", "redirect to a private address", "page", _served(redirect(302, "http://10.0.0.1/")), *_REFUSED
    ),
    _case(
        "SSRF",
        "redirect to a name that leads inside",
        "page",
        _served(redirect(302, f"http://{INSIDE}/")),
        *_REFUSED,
    ),
    _case(
        "SSRF",
        "redirect to file:///etc/passwd",
        "page",
        _served(redirect(302, "file:///etc/passwd")),
        "bad_url",
    ),
    _case(
        "SSRF", "robots.txt redirects inside", "feed", _behind_robots(redirect(302, "http://10.0.0.1/")), "ok"
    ),
    _case("bombs", "gzip, 1 GiB in 1 MiB", "feed", _served(bomb(1024)), "too_large"),
    _case("bombs", "gzip in gzip, 200 MiB in 1 kB", "page", _served(_nested_bomb()), "too_large"),
    _case(
        "bombs",
        "five encodings on top of each other",
        "page",
        _served(encoded(b"x", ", ".join(["gzip"] * 5))),
        "bad_encoding",
    ),
    _case(
        "bombs",
        "brotli, which was not asked for",
        "page",
        _served(encoded(b"\x0b\x02\x80", "br")),
        "bad_encoding",
    ),
    _case(
        "bombs", "zstd, which was not asked for", "page", _served(encoded(_zstd(), "zstd")), "bad_encoding"
    ),
    _case(
        "bombs",
        "corrupt gzip",
        "page",
        _served(encoded(gzipped(b"words " * 99)[:-9], "gzip")),
        "bad_encoding",
    ),
    _case("XML", "billion laughs", "feed", _feed(_laughs()), "ok", *_NO_FEED),
    _case("XML", "quadratic blow-up, 2.5 GB", "feed", _feed(_quadratic()), "ok", *_NO_FEED),
    _case("XML", "entity of a file", "feed", _feed(_external("file:///etc/passwd")), "ok", *_NO_FEED),
    _case(
        "XML",
        "entity of an address",
        "feed",
        lambda web: web.put("/it", ok(_external(web.url("/x")), RSS)),
        "ok",
        *_NO_FEED,
    ),
    _case("XML", "100,000 elements deep", "feed", _feed(_rss("<a>" * 100_000)), "ok", *_NO_FEED),
    _case(
        "XML",
        "an attribute of 10 MB",
        "feed",
        _feed(_rss(f'<item a="{"x" * 10_000_000}"><title>t</title></item>')),
        "ok",
        *_NO_FEED,
    ),
    _case("size", "body without end", "page", _served(huge(4096)), "too_large"),
    _case(
        "size",
        "feed of 200 MB, announced",
        "feed",
        _served(Reply([head(200, [("Content-Length", "200000000")])])),
        "too_large",
        "timeout",
    ),
    _case("size", "feed of 200 MB, not announced", "feed", _served(huge(200)), "too_large"),
    _case(
        "size", "a million empty entries, 7 MB", "feed", _feed(_rss("<item/>" * 1_000_000)), "ok", *_NO_FEED
    ),
    _case(
        "size",
        "150,000 entries with links, 14 MB",
        "feed",
        _feed(_rss(*(_item(f"Title {n}", f"http://127.0.0.1/{n}") for n in range(150_000)))),
        "ok",
        *_NO_FEED,
    ),
    _case("size", "a title of 5 MB", "feed", _feed(_rss(_item("word " * 1_000_000))), "ok", *_NO_FEED),
    _case("time", "a byte every 50 ms", "page", _served(drip(b"words " * 1000)), "timeout"),
    _case("time", "no answer", "page", _served(hang()), "timeout"),
    _case("time", "half a body, then nothing", "page", _served(truncated(b"words " * 100)), "protocol_error"),
    _case("time", "robots.txt that never answers", "feed", _behind_robots(hang()), "timeout"),
    _case("redirects", "to itself for ever", "page", _served(redirect(302, "/it")), "redirect_loop"),
    _case("redirects", "fifty in a row", "page", _chain, "too_many_redirects"),
    _case("redirects", "to javascript:", "page", _served(redirect(302, "javascript:alert(1)")), "bad_url"),
    _case(
        "headers",
        "15,000 of them",
        "page",
        _served(Reply([head(200, ((f"X-{n}", "x" * 50) for n in range(15_000)))], then="close")),
        "protocol_error",
    ),
    _case(
        "headers",
        "one of 1 MB",
        "page",
        _served(Reply([head(200, [("X-Long", "x" * MEGABYTE)])], then="close")),
        "protocol_error",
    ),
    _case(
        "headers",
        "without end",
        "page",
        _served(_endless(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 1000 + b"\r\n")),
        "protocol_error",
    ),
    _case(
        "headers",
        "100 Continue for ever",
        "page",
        _served(_endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")),
        "protocol_error",
        "timeout",
    ),
    _case(
        "headers",
        "control characters in ETag",
        "feed",
        _served(Reply([head(200, [("ETag", '"\x1b[31m"'), ("Content-Length", "0")])])),
        "ok",
        "protocol_error",
        *_NO_FEED,
    ),
    _case(
        "headers", "Retry-After of a year", "feed", _served(status(503, retry_after="31536000")), "http_error"
    ),
    _case(
        "headers",
        "cookies",
        "page",
        _served(ok(article("Brandel"), set_cookie="id=1; Domain=127.0.0.1")),
        "ok",
    ),
    _case(
        "text",
        "terminal escapes in a title",
        "feed",
        _feed(_rss(_item("\u009b31m red &#x9b;2J \u202e gnp.exe"))),
        "ok",
        *_NO_FEED,
    ),
    _case(
        "text", "raw control characters", "feed", _feed(_rss(_item("a\x00b\x1b[2Jc\x07"))), "ok", *_NO_FEED
    ),
    _case("text", "script in a title", "feed", _feed(_rss(_item(_SCRIPT.replace("<", "&lt;")))), "ok"),
    _case("text", "SQL in a title", "feed", _feed(_rss(_item("'); drop table entries; --"))), "ok"),
    _case("text", "javascript: link", "feed", _feed(_rss(_item("t", "javascript:alert(1)"))), "ok"),
    _case("text", "data: link", "feed", _feed(_rss(_item("t", "data:text/html,hello"))), "ok"),
    _case("text", "file: link", "feed", _feed(_rss(_item("t", "file:///etc/passwd"))), "ok"),
    _case(
        "text",
        "path tricks in a link",
        "feed",
        _feed(_rss(_item("../../etc/passwd", "http://127.0.0.1/../../etc/passwd%00"))),
        "ok",
    ),
    _case(
        "text", "a link to a private address", "feed", _feed(_rss(_item("t", "http://10.0.0.1/admin"))), "ok"
    ),
]


class _Quiet(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server names it
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that refuse the certificate are the test."""


@contextmanager
def tls_web(folder: Path, days: int = 30) -> Iterator[str]:
    """An https server with a certificate that nobody vouches for; days: how long it is valid, from now."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(folder, days))
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _self_signed(folder: Path, days: int) -> Path:
    from cryptography import x509  # noqa: PLC0415  # only where TLS is tested
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415  # as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  # as above

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    valid = builder.not_valid_before(now - dt.timedelta(days=60)).not_valid_after(
        now + dt.timedelta(days=days)
    )
    signed = valid.add_extension(names, critical=False).sign(key, hashes.SHA256())
    file = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + signed.public_bytes(pem))
    return file
