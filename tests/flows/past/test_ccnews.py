"""The source `ccnews` over a fake Common Crawl on loopback, and over a mirror's folder."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.errors import UsageError
from flows.past.asked import Asked
from flows.past.counting import look
from flows.settings import Settings
from tests.flows.past.conftest import Backfill, page, stored
from tests.line import Here
from tests.warcs import packed, record, response
from tests.web import Received, Reply, Web, head, ok, status

pytestmark = pytest.mark.xdist_group("past")

WINDOW = (date(2025, 1, 3), date(2025, 1, 5))
FOLDER = "crawl-data/CC-NEWS/2025/01"
FILES = {  # by when they were begun: the times of their captures
    "CC-NEWS-20250101120000-00001.warc.gz": ["2025-01-01T12:30:00Z"],
    "CC-NEWS-20250102200000-00002.warc.gz": ["2025-01-02T23:00:00Z", "2025-01-03T01:00:00Z"],
    "CC-NEWS-20250103020000-00003.warc.gz": ["2025-01-03T03:00:00Z", "2025-01-04T12:00:00Z"],
    "CC-NEWS-20250104200000-00004.warc.gz": ["2025-01-04T23:59:59Z", "2025-01-05T00:00:00Z"],
    "CC-NEWS-20250105010000-00005.warc.gz": ["2025-01-05T02:00:00Z"],
}
WANTED = [f"/{FOLDER}/{name}" for name in list(FILES)[1:4]]


def archive(name: str) -> bytes:
    """What a file holds."""
    return packed(
        *(
            record(f"http://news.example/{at}", response(page(f"Report {at}", at[:10])), at)
            for at in FILES[name]
        )
    )


class Served:
    """A file as Common Crawl's server has it: HEAD, Range. breaks: how often it is cut in the middle."""

    def __init__(self, body: bytes, breaks: int = 0) -> None:
        self.body, self.breaks = body, breaks

    def __call__(self, request: Received) -> Reply:
        start = int(request.headers.get("range", "bytes=0-")[6:-1])
        if start:
            assert request.headers["if-range"] == '"1"'
        fields = [("Content-Length", str(len(self.body) - start)), ("ETag", '"1"')]
        if start:
            fields.append(("Content-Range", f"bytes {start}-{len(self.body) - 1}/{len(self.body)}"))
        answer = head(206 if start else 200, fields)
        if request.method == "HEAD":
            return Reply([answer])
        if self.breaks:
            self.breaks -= 1
            return Reply([answer, self.body[start : (start + len(self.body)) // 2]], then="close")
        return Reply([answer, self.body[start:]])


def put(web: Web, breaks: int = 0) -> None:
    """The archive's files and lists."""
    for name in FILES:
        web.put(f"/{FOLDER}/{name}", Served(archive(name), breaks))
    lines = "".join(f"{FOLDER}/{name}\n" for name in FILES) + f"{FOLDER}/../../../../etc/passwd\n"
    web.put(f"/{FOLDER}/warc.paths.gz", ok(gzip.compress(lines.encode()), "application/gzip"))


def asked(place: str | Path, **changes: Any) -> Asked:
    """Two days of January."""
    return Asked(*WINDOW, "ccnews", [str(place)], **changes)


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read in this process; a broken download is tried again at once."""
    monkeypatch.setattr("flows.session.Workers", Here)
    monkeypatch.setattr("flows.download._BETWEEN_TRIES", 0)


def test_only_files_that_may_hold_the_window_are_downloaded_once(local: Settings, backfill: Backfill) -> None:
    """Broken downloads go on; what is in the window is loaded; a second run asks for the list only."""
    with Web() as web:
        put(web, breaks=1)
        counted, problems = look(local, asked(web.url("")))
        sizes = [len(archive(Path(path).name)) for path in WANTED]
        assert (counted["bytes"].to_list(), problems) == (sizes, [])
        assert {request.method for request in web.received if request.path in WANTED} == {"HEAD"}
        filled = backfill(local, asked(web.url("")))
        assert (filled.rows["articles"], filled.problems) == (4, [])
        days = "select captured_at::date::varchar, count(*) from article_versions group by 1 order by 1"
        captured = stored(local, days)
        assert captured == [("2025-01-03", 2), ("2025-01-04", 2)]
        gets = [request for request in web.received if request.method == "GET" and "CC-NEWS-" in request.path]
        assert [request.path for request in gets] == [path for path in WANTED for _ in range(2)]
        assert ["range" in request.headers for request in gets] == [False, True] * 3
        again = backfill(local, asked(web.url("")))
        assert (again.read, again.skipped) == (0, 4)
        assert sum("CC-NEWS-" in request.path for request in web.received if request.method == "GET") == len(
            gets
        )
    assert not list((local.data / "cache").glob("*.warc*"))
    assert stored(local, "select distinct via from ops.fetches where kind = 'page'") == [("ccnews",)]


def test_a_broken_download_goes_on_the_next_time(local: Settings, backfill: Backfill) -> None:
    """What came of the file stays in the cache, and the next backfill asks for the rest."""
    path = WANTED[1]
    with Web() as web:
        put(web)
        web.put(path, Served(archive(Path(path).name), breaks=100))
        filled = backfill(local, asked(web.url("")))
        assert ["run the same again" in problem for problem in filled.problems] == [True]
        (half,) = (local.data / "cache").glob("*.part")
        there = half.stat().st_size
        web.put(path, Served(archive(Path(path).name)))
        assert backfill(local, asked(web.url(""))).rows["articles"] == 2
        last = [request for request in web.seen(path) if request.method == "GET"][-1]
        assert last.headers["range"] == f"bytes={there}-"
    assert not list((local.data / "cache").glob("*.*"))


def test_a_mirror_is_read_where_it_is(local: Settings, backfill: Backfill, tmp_path: Path) -> None:
    """With or without lists; its copies name the original."""
    folder = tmp_path / "mirror" / FOLDER
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_bytes(archive(name))
    counted, _ = look(local, asked(tmp_path / "mirror"))
    assert (counted["found"].sum(), counted["bytes"].sum()) == (4, 0)
    assert backfill(local, asked(tmp_path / "mirror")).rows["articles"] == 4
    assert len(list(folder.iterdir())) == len(FILES)
    assert not list((local.data / "cache").glob("*"))


def test_what_cannot_be_had_is_reported(local: Settings, backfill: Backfill) -> None:
    """A month without list, a file that is not there, one too large for the cache: the others are loaded."""
    sizes = [len(archive(name)) for name in FILES]
    small = local.model_copy(update={"cache_bytes": max(sizes) + 2000})
    with Web() as web:
        put(web)
        web.put(WANTED[0], status(404))
        web.put(WANTED[1], Served(archive(list(FILES)[2]) + bytes(5000)))
        wide = Asked(date(2025, 1, 1), date(2025, 2, 3), "ccnews", [web.url("")])
        filled = backfill(small, wide)
    assert [problem.partition(": ")[0].rpartition("/")[2] for problem in filled.problems] == [
        "warc.paths.gz",
        "warc.paths.gz",
        *(Path(path).name for path in WANTED[:2]),
    ]
    assert "HTTP 404" in filled.problems[2]
    assert "bytes, more than" in filled.problems[3]
    assert filled.rows["articles"] == 4


def test_robots_are_obeyed(local: Settings, backfill: Backfill) -> None:
    """As for every other request."""
    with Web() as web:
        put(web)
        web.put("/robots.txt", ok("User-agent: *\nDisallow: /crawl-data/", "text/plain"))
        filled = backfill(local, asked(web.url("")))
        assert [request.path for request in web.received] == ["/robots.txt"]
    assert "robots.txt" in filled.problems[0]


@pytest.mark.parametrize("places", [["nowhere"], ["http://a.example", "http://b.example"]])
def test_wrong_places_are_told(local: Settings, places: list[str]) -> None:
    """Before anything is done."""
    with pytest.raises(UsageError, match="--place"):
        Asked(*WINDOW, "ccnews", places).source(local)
