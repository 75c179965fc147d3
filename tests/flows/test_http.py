"""Tests of fetching, against a hostile server on loopback."""

import asyncio
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import polars as pl
import pytest

from flows.archive import ArchiveError, ArchiveWriter, Place, read_record
from flows.http import Fetcher, HttpSettings, Outcome, Request
from tests.web import (
    Handler,
    Reply,
    Web,
    bomb,
    drip,
    encoded,
    garbage,
    gzipped,
    hang,
    header_flood,
    huge,
    ok,
    redirect,
    reset,
    status,
    truncated,
)
from transforms.identity import body_hash
from transforms.schemas import FETCHES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SETTINGS = HttpSettings(
    host_pause=0,
    per_host=8,
    connect_timeout=2,
    read_timeout=0.4,
    total_timeout=0.8,
    max_page_bytes=100_000,
    max_redirects=4,
    allow_hosts=frozenset({"127.0.0.1"}),
)
Row = dict[str, object]
Fetch = Callable[..., pl.DataFrame]


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """Fetches requests, or pages by their URLs, in a session of its own."""

    def run(*wanted: Request | str, settings: HttpSettings = SETTINGS) -> pl.DataFrame:
        requests = [Request(item, "page") if isinstance(item, str) else item for item in wanted]
        return asyncio.run(fetch_in(tmp_path, settings, requests))

    return run


async def fetch_in(folder: Path, settings: HttpSettings, requests: Sequence[Request]) -> pl.DataFrame:
    with ArchiveWriter(folder, "token") as archive:
        async with Fetcher(settings, archive, lambda: NOW) as fetcher:
            return await fetcher.fetch_all(requests)


def archived(folder: Path, row: Row) -> bytes:
    place = Place(str(row["archive_file"]), int(str(row["archive_offset"])), int(str(row["archive_length"])))
    return read_record(folder, place, 10**6).body


def test_a_page(web: Web, fetch: Fetch, tmp_path: Path) -> None:
    """The row describes the response, the archive has its bytes, the request is honest."""
    url = web.put("/a", ok("<p>words</p>", etag='"1"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT"))
    frame = fetch(url + "#part")
    assert frame.schema == FETCHES
    row = frame.row(0, named=True)
    assert (row["outcome"], row["status"], row["error"]) == ("ok", 200, None)
    assert (row["final_url"], row["redirects"], row["etag"]) == (url, [], '"1"')
    assert (row["body_bytes"], row["body_hash"]) == (12, body_hash(b"<p>words</p>"))
    assert (row["fetched_at"], row["content_type"]) == (NOW, "text/html; charset=utf-8")
    assert archived(tmp_path, row) == b"<p>words</p>"
    sent = web.seen("/a")[0].headers
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["user-agent"] == SETTINGS.user_agent
    assert "cookie" not in sent


def test_validators_are_sent_and_304_is_not_modified(web: Web, fetch: Fetch, tmp_path: Path) -> None:
    """A 304 keeps the validators that it confirms; there is nothing of it to archive."""
    url = web.put("/feed", ok("<rss/>", "application/rss+xml", etag='"1"'))
    row = fetch(Request(url, "feed", etag='"1"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT")).row(
        0, named=True
    )
    assert (row["outcome"], row["status"], row["body_bytes"]) == ("not_modified", 304, None)
    assert (row["etag"], row["last_modified"]) == ('"1"', "Sun, 01 Mar 2026 10:00:00 GMT")
    assert row["archive_file"] is None
    assert web.seen("/feed")[0].headers["if-modified-since"] == "Sun, 01 Mar 2026 10:00:00 GMT"
    unasked = fetch(web.put("/odd", status(304))).row(0, named=True)
    assert unasked["outcome"] == "http_error"


def test_validators_that_would_break_a_header_are_not_sent(web: Web, fetch: Fetch) -> None:
    """What a feed once sent cannot add headers to a later request."""
    url = web.put("/feed", ok("<rss/>"))
    assert fetch(Request(url, "feed", etag="a\r\nX-Evil: 1"))["outcome"].item() == "ok"
    assert not {"if-none-match", "x-evil"} & set(web.seen("/feed")[0].headers)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_decoded_bytes_are_hashed(web: Web, fetch: Fetch, tmp_path: Path, encoding: str) -> None:
    """The hash and the archive's reader see the same decoded body."""
    body = b"words " * 1000
    packed = gzipped(body) if encoding == "gzip" else zlib.compress(body)
    row = fetch(web.put("/a", encoded(packed, encoding))).row(0, named=True)
    assert (row["outcome"], row["body_bytes"], row["body_hash"]) == ("ok", 6000, body_hash(body))
    assert archived(tmp_path, row) == body


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_recorded_and_archived(web: Web, fetch: Fetch, tmp_path: Path, code: int) -> None:
    """Each hop's status and absolute target; the row's archive place is the last response's."""
    web.put("/new", ok("<p>moved"))
    row = fetch(web.put("/old", redirect(code, "new#x"))).row(0, named=True)
    assert (row["outcome"], row["final_url"]) == ("ok", web.url("/new"))
    assert row["redirects"] == [{"status": code, "url": web.url("/new#x")}]
    assert archived(tmp_path, row) == b"<p>moved"
    raw = (tmp_path / row["archive_file"]).read_bytes()
    assert raw.count(b"\x1f\x8b\x08") >= 3  # warcinfo, redirect, page


OUTCOMES: list[tuple[Handler, Outcome, int | None]] = [
    (status(404, "gone fishing"), Outcome.HTTP_ERROR, 404),
    (status(410), Outcome.GONE, 410),
    (status(500), Outcome.HTTP_ERROR, 500),
    (status(204), Outcome.HTTP_ERROR, 204),
    (status(302), Outcome.HTTP_ERROR, 302),
    (ok(""), Outcome.OK, 200),
    (reset(), Outcome.PROTOCOL_ERROR, None),
    (Reply(then="close"), Outcome.PROTOCOL_ERROR, None),
    (truncated(b"words " * 100), Outcome.PROTOCOL_ERROR, 200),
    (garbage(), Outcome.PROTOCOL_ERROR, None),
    (header_flood(), Outcome.PROTOCOL_ERROR, None),
    (hang(), Outcome.TIMEOUT, None),
    (drip(b"words " * 100), Outcome.TIMEOUT, 200),
    (huge(2), Outcome.TOO_LARGE, 200),
    (status(200, bytes(100_001)), Outcome.TOO_LARGE, 200),
    (bomb(5), Outcome.TOO_LARGE, 200),
    (encoded(b"\x1f\x8bnonsense" * 9, "gzip"), Outcome.BAD_ENCODING, 200),
    (encoded(gzipped(b"words " * 100)[:-5], "gzip"), Outcome.BAD_ENCODING, 200),
    (encoded(b"words", "br"), Outcome.BAD_ENCODING, 200),
    (redirect(302, "/page"), Outcome.REDIRECT_LOOP, 302),
    (redirect(302, "ftp://example.org/"), Outcome.BAD_URL, 302),
    (redirect(302, "http://name:word@example.org/"), Outcome.BAD_URL, 302),
    (redirect(302, "http://[oops"), Outcome.BAD_URL, 302),
    (redirect(302, "http://169.254.169.254/latest"), Outcome.BLOCKED_ADDRESS, 302),
    (redirect(302, "//0x7f.1/"), Outcome.BLOCKED_ADDRESS, 302),
    (lambda asked: redirect(302, asked.path + "/page"), Outcome.HTTP_ERROR, 404),
]


@pytest.mark.parametrize(("reply", "outcome", "code"), OUTCOMES)
def test_outcomes(web: Web, fetch: Fetch, reply: Handler, outcome: Outcome, code: int | None) -> None:
    """Whatever a server does is a row with its outcome and one line of error."""
    row = fetch(web.put("/page", reply)).row(0, named=True)
    assert (row["outcome"], row["status"]) == (outcome, code)
    assert (row["error"] is None) == (outcome == Outcome.OK)
    assert (row["archive_file"] is not None) == (code is not None)


def test_outcomes_without_a_server(fetch: Fetch, web: Web) -> None:
    """What fails before a request is sent, or in its handshake."""
    wanted = {
        "http://nothing.invalid/": Outcome.DNS_ERROR,
        "http://127.0.0.1:1/": Outcome.CONNECT_ERROR,
        "http://localhost/": Outcome.BLOCKED_ADDRESS,
        "http://[::1]/": Outcome.BLOCKED_ADDRESS,
        "gopher://example.org/": Outcome.BAD_URL,
    }
    assert dict(fetch(*wanted).select("url", "outcome").iter_rows()) == wanted


def test_a_server_that_speaks_no_tls(fetch: Fetch) -> None:
    """https to something that answers in plain text is tls_error."""

    async def run() -> str:
        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            return str((await asyncio.to_thread(fetch, url))["outcome"].item())

    assert asyncio.run(run()) == Outcome.TLS_ERROR


def test_too_many_redirects(web: Web, fetch: Fetch) -> None:
    """A chain ends where the settings say."""
    for number in range(6):
        web.put(f"/{number}", redirect(302, f"/{number + 1}"))
    row = fetch(web.url("/0")).row(0, named=True)
    assert (row["outcome"], len(row["redirects"])) == (Outcome.TOO_MANY_REDIRECTS, 5)


def test_a_page_that_redirects_to_itself_once(web: Web, fetch: Fetch) -> None:
    """One return to the same address is followed."""
    assert fetch(web.put("/a", redirect(302, "/a"), ok("<p>awake")))["outcome"].item() == "ok"


def test_retry_after_is_a_time(web: Web, fetch: Fetch) -> None:
    """Both forms, on the row."""
    date = format_datetime(NOW + timedelta(hours=2), usegmt=True)
    rows = fetch(web.put("/a", status(429, retry_after="120")), web.put("/b", status(503, retry_after=date)))
    assert rows["retry_after"].to_list() == [NOW + timedelta(minutes=2), NOW + timedelta(hours=2)]


def test_cookies_are_not_kept(web: Web, fetch: Fetch) -> None:
    """A cookie set by a redirect is not sent to its target."""
    web.put("/a", status(302, location="/b", set_cookie="id=1"))
    web.put("/b", ok("<p>"))
    fetch(web.url("/a"), web.url("/b"))
    assert all("cookie" not in request.headers for request in web.received)


def test_through_a_proxy(web: Web, fetch: Fetch) -> None:
    """Names are left to the proxy, which may be private itself; addresses in URLs are checked."""
    web.put("http://news.example/a", ok("<p>by proxy"))
    settings = replace(SETTINGS, proxy=web.url(""), allow_hosts=frozenset())
    frame = fetch("http://news.example/a", "http://10.0.0.1/", web.url("/a"), settings=settings)
    assert frame["outcome"].to_list() == ["ok", "blocked_address", "blocked_address"]
    news = "http://news.example"
    assert [request.path for request in web.received] == [f"{news}/robots.txt", f"{news}/a"]


def test_the_environment_names_no_proxy(web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the settings do."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1/")
    assert fetch(web.put("/a", ok("<p>")))["outcome"].item() == "ok"


def test_an_archive_that_cannot_be_written_stops_the_run(web: Web, tmp_path: Path) -> None:
    """That is not the web's fault: one error, not one row each."""
    (tmp_path / "file").write_text("in the way")
    requests = [Request(web.put(f"/{number}", ok("<p>")), "page") for number in range(5)]
    with pytest.raises(ArchiveError, match="cannot be written"):
        asyncio.run(fetch_in(tmp_path / "file", SETTINGS, requests))


def test_on_done_sees_every_row(web: Web, tmp_path: Path) -> None:
    """Progress is reported as it happens; connections to a host are used again."""
    done: list[Row] = []

    async def run() -> None:
        with ArchiveWriter(tmp_path, "token") as archive:
            async with Fetcher(replace(SETTINGS, per_host=1), archive) as fetcher:
                await fetcher.fetch_all([Request(web.put("/a", ok("<p>")), "page")] * 3, done.append)

    asyncio.run(run())
    assert [row["outcome"] for row in done] == ["ok"] * 3
