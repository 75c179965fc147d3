"""Tests of downloads to the disk."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.archive import ArchiveWriter
from flows.download import Download, download, size_of
from flows.http import Fetcher, HttpSettings
from flows.outcomes import Failure, Outcome
from tests.web import Received, Reply, Web, head, ok, redirect, reset, status

BODY = bytes(range(256)) * 10_000
Get = Callable[..., None]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke is tried again at once."""
    monkeypatch.setattr("flows.download._BETWEEN_TRIES", 0)


@pytest.fixture
def get(tmp_path: Path) -> Get:
    """Downloads an address to `half` in the test's folder."""

    def run(url: str, limit: int = 10**8, allowed: str = "127.0.0.1", **more: object) -> None:
        async def work() -> None:
            settings = HttpSettings(allow_hosts=frozenset({allowed}), host_pause=0, read_timeout=2)
            async with Fetcher(settings, ArchiveWriter(tmp_path / "archive", "token")) as fetcher:
                await download(fetcher.way(), Download(url, tmp_path / "half", limit, **more))  # type: ignore[arg-type]  # a test's shorthand

        asyncio.run(work())

    return run


def ranged(body: bytes, etag: str, cut: int | None = None) -> Callable[[Received], Reply]:
    """A file that is asked for in parts; cut: the bytes after which its first answer breaks off."""

    def answer(request: Received) -> Reply:
        start = int(request.headers.get("range", "bytes=0-")[6:-1])
        same = request.headers.get("if-range", etag) == etag
        start = start if same else 0
        fields = [("ETag", etag), ("Content-Length", str(len(body) - start))]
        if start:
            fields.append(("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}"))
        sent = body[start:] if start or cut is None else body[:cut]
        return Reply([head(206 if start else 200, fields), sent], then="close")

    return answer


def test_a_file_comes_whole(tmp_path: Path, get: Get) -> None:
    """Through redirects and failures that pass, with our name; megabytes are reported; no archive is made."""
    told: list[int] = []
    with Web() as web:
        web.put("/old", redirect(302, "/file"))
        web.put("/file", status(503), reset(), ok(BODY, "application/gzip"))
        get(web.url("/old"), on_megabyte=lambda: told.append(1))
        assert all("Hearsay" in request.headers["user-agent"] for request in web.received)
        assert [len(web.seen(path)) for path in ("/robots.txt", "/old", "/file")] == [1, 3, 3]
    assert (tmp_path / "half").read_bytes() == BODY
    assert len(told) == len(BODY) // 2**20
    assert sorted(path.name for path in tmp_path.iterdir()) in (["half"], ["archive", "half"])


def test_what_broke_off_goes_on_if_it_is_the_same(tmp_path: Path, get: Get) -> None:
    """By Range and If-Range; a file that changed meanwhile begins anew, one without ETag too."""
    with Web() as web:
        get(web.put("/same", ranged(BODY, '"1"', cut=1_000_000)))
        assert web.seen("/same")[1].headers["range"] == "bytes=1000000-"
        assert (tmp_path / "half").read_bytes() == BODY
        changed = b"new " * 500_000
        get(web.put("/changed", ranged(BODY, '"1"', cut=1_000_000), ranged(changed, '"2"')))
        assert (tmp_path / "half").read_bytes() == changed
    assert not list(tmp_path.glob("*.etag"))


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (status(404), Outcome.HTTP_ERROR),
        (status(500), Outcome.PROTOCOL_ERROR),
        (ok(BODY), Outcome.TOO_LARGE),
        (Reply([head(200), BODY], then="close"), Outcome.TOO_LARGE),
        (redirect(301, "http://10.0.0.1/file"), Outcome.BLOCKED_ADDRESS),
        (redirect(301, "/file"), Outcome.TOO_MANY_REDIRECTS),
    ],
)
def test_what_cannot_be_had(get: Get, reply: Reply, outcome: Outcome) -> None:
    """Says why; sizes announced or not, addresses and redirects are bounded as for pages."""
    with Web() as web, pytest.raises(Failure) as failure:
        get(web.put("/file", reply), limit=1_000_000)
    assert failure.value.outcome == outcome


def test_robots_and_private_addresses_hold(get: Get) -> None:
    """As everywhere."""
    with Web() as web:
        web.put("/robots.txt", ok("User-agent: Hearsay\nDisallow: /file", "text/plain"))
        url = web.put("/file", ok(BODY))
        with pytest.raises(Failure, match=r"robots\.txt"):
            get(url)
        with pytest.raises(Failure, match="not a public address"):
            get(url, allowed="elsewhere.example")
        assert not web.seen("/file")


def test_sizes_by_head(tmp_path: Path) -> None:
    """0 where a server does not say."""

    async def work(url: str) -> int:
        settings = HttpSettings(allow_hosts=frozenset({"127.0.0.1"}), host_pause=0)
        async with Fetcher(settings, ArchiveWriter(tmp_path, "token")) as fetcher:
            return await size_of(fetcher.way(), url)

    with Web() as web:
        said = Reply([head(200, [("Content-Length", "12345")])])
        assert asyncio.run(work(web.put("/file", said))) == 12345
        assert asyncio.run(work(web.put("/none", Reply([head(404, [("Content-Length", "0")])])))) == 0
        assert {request.method for request in web.received} == {"GET", "HEAD"}
