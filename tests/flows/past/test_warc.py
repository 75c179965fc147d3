"""The source `warc`: files, folders, our own archive; what is wrong with them; the same rows as a run's."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
import pytest
from fastwarc.warc import ArchiveIterator

from flows.archived_response import archived_bytes
from flows.data_folder import prepare
from flows.errors import UsageError
from flows.past.asked import Asked
from flows.past.counting import look
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.contents import news
from tests.flows.past.conftest import Backfill, page, stored
from tests.line import Here, feed
from tests.warcs import bomb, packed, record, response, zstd
from tests.web import Web, gzipped, ok
from warehouse.query import query

pytestmark = pytest.mark.xdist_group("past")

WINDOW = (date(2025, 1, 1), date(2025, 2, 1))
DAYS = {
    "/a": "2025-01-03",
    "/b": "2025-01-03",
    "/c": "2025-01-20",
    "/old": "2024-12-31",
    "/new": "2025-02-01",
}


def asked(*places: Path, **changes: Any) -> Asked:
    """January from some files."""
    return Asked(*WINDOW, "warc", [str(place) for place in places], **changes)


def captured(path: str, day: str, host: str = "news.example", **headers: str) -> bytes:
    """A record of an article, captured on the day."""
    block = response(page(f"Report {path}", day), "text/html; charset=utf-8", **headers)
    return record(f"http://{host}{path}", block, f"{day}T23:59:59Z")


RECORDS = [captured(path, day) for path, day in DAYS.items()]
FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "a.warc.gz": lambda records: packed(*records),
    "a.warc": b"".join,
    "a.warc.zst": zstd,
    "whole.warc.gz": lambda records: gzip.compress(b"".join(records)),
    "whole.warc.zst": lambda records: zstd([b"".join(records)]),
}


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read in this process: what is tested comes before that."""
    monkeypatch.setattr("flows.session.Workers", Here)


def test_what_was_captured_in_the_window_is_loaded_once(
    local: Settings, backfill: Backfill, tmp_path: Path
) -> None:
    """In every compression; nothing outside; the same files elsewhere are known."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, (name, form) in enumerate(FORMS.items()):
        records = [captured(path, day, f"site{number}.example") for path, day in DAYS.items()]
        (folder / name).write_bytes(form(records))
    filled = backfill(local, asked(folder))
    assert (filled.rows["articles"], filled.failed) == (3 * len(FORMS), 0)
    days = stored(local, "select published_date::varchar, count(*) from articles group by 1 order by 1")
    assert days == [("2025-01-03", 2 * len(FORMS)), ("2025-01-20", len(FORMS))]
    again = backfill(local, asked(folder.rename(tmp_path / "elsewhere")))
    assert (again.read, again.skipped) == (0, 2 * len(FORMS))
    assert not list((local.data / "cache").glob("*.warc*"))


def test_rows_and_copies_say_where_they_come_from(
    local: Settings, backfill: Backfill, tmp_path: Path
) -> None:
    """Both clocks apart; the copy in our archive names its origin and has the same payload."""
    file = tmp_path / "theirs.warc.gz"
    body = page("Report", "2025-01-03")
    block = response(gzipped(body), content_encoding="gzip", etag='"1"')
    file.write_bytes(packed(record("http://news.example/a", block)))
    backfill(local, asked(file))
    row = query(local.warehouse, "from ops.fetches").to_dicts()[0]
    told = [row[name] for name in ("via", "url", "outcome", "status", "content_type", "etag")]
    assert told == ["warc", "http://news.example/a", "ok", 200, "text/html", '"1"']
    assert (row["body_bytes"], row["captured_at"]) == (len(body), datetime(2025, 1, 3, 8, tzinfo=UTC))
    assert row["fetched_at"] > row["captured_at"]
    assert stored(local, "select captured_at from article_versions") == [(row["captured_at"],)]
    copy = next(iter(ArchiveIterator(BytesIO(archived_bytes(local.archive, row)))))
    theirs = next(iter(ArchiveIterator(BytesIO(file.read_bytes()))))
    assert copy.record_date == theirs.record_date
    assert copy.headers["WARC-Source-URI"] == "theirs.warc.gz"
    assert copy.headers["Hearsay-Source-Record-ID"] == theirs.record_id
    assert copy.headers["WARC-Creation-Date"] > "2025-01-04"
    assert copy.reader.read() == theirs.reader.read()
    assert row["archive_file"][:4] > "2025"  # by the day on which it was copied


ODD_BODIES = {
    "chunks kept": (
        lambda body: b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
        {"transfer_encoding": "chunked"},
    ),
    "chunks undone": (lambda body: body, {"transfer_encoding": "chunked"}),
    "gzip undone": (lambda body: body, {"content_encoding": "gzip"}),
    "brotli": (brotli.compress, {"content_encoding": "br"}),
    "brotli undone": (lambda body: body, {"content_encoding": "br"}),
    "gzip in chunks": (
        lambda body: b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzipped(body)), gzipped(body)),
        {"transfer_encoding": "chunked", "content_encoding": "gzip"},
    ),
    "no type": (lambda body: body, {}),
}


def test_other_archives_bodies_are_read(local: Settings, backfill: Backfill, tmp_path: Path) -> None:
    """Whatever they did to chunks and encodings, and where no header says that it is HTML."""
    records = []
    for name, (change, headers) in ODD_BODIES.items():
        kind = "application/octet-stream" if name == "no type" else "text/html"
        block = response(change(page(f"Report {name}", "2025-01-03")), kind, **headers)
        records.append(record(f"<http://news.example/{name.replace(' ', '-')}>", block))
    file = tmp_path / "odd.warc.gz"
    file.write_bytes(packed(*records))
    filled = backfill(local, asked(file))
    assert (filled.rows["articles"], filled.failed) == (len(ODD_BODIES), 0)
    titles = stored(local, "select title from article_versions order by title")
    assert titles == sorted((f"Report {name}",) for name in ODD_BODIES)


def test_damage_is_reported_and_survived(local: Settings, backfill: Backfill, tmp_path: Path) -> None:
    """Files that are cut or no WARC end nothing; pages too large or cut are failures of their own."""
    small = local.model_copy(update={"max_page_bytes": 100_000})
    a, b, c, *_ = RECORDS
    large = record("http://news.example/large", response(b"<html>" + bytes(200_000)))
    cut = record("http://news.example/cut", response(page("Cut", "2025-01-03")), WARC_Truncated="length")
    packed_bomb = response(gzipped(b"<html>" + bytes(30 * 2**20)), content_encoding="gzip")
    (tmp_path / "1-cut.warc.gz").write_bytes(packed(a, b)[:-40])
    (tmp_path / "2-text.warc").write_bytes(b"hello")
    (tmp_path / "3-empty.warc.gz").write_bytes(b"")
    (tmp_path / "4-odd.warc.gz").write_bytes(
        packed(large, cut, record("http://news.example/bomb", packed_bomb))
    )
    (tmp_path / "5-bomb.warc.gz").write_bytes(
        bomb(record("http://news.example/x", b"", claim=2 * 10**12), 20)
    )
    (tmp_path / "6-good.warc.gz").write_bytes(packed(c))
    filled = backfill(small, asked(tmp_path))
    assert filled.rows["articles"] == 2
    names = [problem.partition(" ")[0] for problem in filled.problems]
    assert names == [
        f"warc:{name}" for name in ("1-cut.warc.gz", "2-text.warc", "3-empty.warc.gz", "5-bomb.warc.gz")
    ]
    assert filled.failed == len(names) + 3
    reasons = stored(local, "select url, reason from ops.rejects order by url")
    assert reasons == [(f"http://news.example/{name}", "too_large") for name in ("bomb", "cut", "large")]


def test_only_what_was_named(local: Settings, backfill: Backfill, tmp_path: Path) -> None:
    """A publisher by its domain, or a feed by its publisher; a dry run counts and stores nothing."""
    file = tmp_path / "a.warc.gz"
    hosts = ["www.one.example", "two.example", "three.example"]
    file.write_bytes(packed(*(captured("/a", "2025-01-03", host) for host in hosts)))
    prepare(local)
    subscribe(local, [("http://two.example/feed", "Two's news")])
    counted, problems = look(local, asked(file))
    assert (counted["found"].to_list(), problems) == ([1, 1, 1], [])
    assert stored(local, "select count(*) from ops.fetches") == [(0,)]
    assert backfill(local, asked(file, publisher="one.example")).rows["articles"] == 1
    assert backfill(local, asked(file, feed="two.example")).rows["articles"] == 1
    sites = stored(local, "select domain from publishers join articles using (publisher_id) order by 1")
    assert sites == [("one.example",), ("two.example",)]


def test_a_place_that_is_not_there(local: Settings) -> None:
    """Is said before anything is done."""
    with pytest.raises(UsageError, match=r"nowhere\.warc is not there"):
        asked(Path("nowhere.warc")).source(local)


def _live(settings: Settings, web: Web, ingest: Callable[[Settings], object]) -> None:
    """A run over a feed with two pages."""
    prepare(settings)
    links = [web.put(path, ok(page(f"Report {path}", "2025-01-03"), "text/html")) for path in ("/a", "/b")]
    web.put("/feed", ok(feed(*links, dated=True), "application/rss+xml"))
    subscribe(settings, [(web.url("/feed"), None)])
    ingest(settings)


def _of_today(*places: Path) -> Asked:
    """All time from some files."""
    return Asked(date(2020, 1, 1), date(2100, 1, 1), "warc", [str(place) for place in places])


def test_our_own_archive_adds_nothing(
    local: Settings, backfill: Backfill, ingest: Any, tmp_path: Path
) -> None:
    """What was fetched is known where it is; into a new warehouse it is loaded from where it is."""
    with Web() as web:
        _live(local, web, ingest)
        before, files = news(local.warehouse), sorted(local.archive.rglob("*.warc.gz"))
        filled = backfill(local, _of_today())
    assert (sum(filled.rows.values()), filled.failed) == (0, 0)
    assert news(local.warehouse) == before
    other = local.model_copy(update={"data": tmp_path / "other"})
    other.data.mkdir()
    local.archive.rename(other.archive)
    anew = backfill(other, _of_today())
    assert anew.rows["articles"] == 2
    assert sorted(other.archive.rglob("*.warc.gz")) == [
        other.archive / file.relative_to(local.archive) for file in files
    ]
    assert stored(other, "select count(distinct archive_file), bool_and(via = 'warc') from ops.fetches") == [
        (1, True)
    ]
    assert backfill(other, _of_today()).read == 0


def test_a_page_that_was_polled_as_a_feed_is_none(local: Settings, backfill: Backfill, ingest: Any) -> None:
    """An address that was subscribed to and gives a page brings no article, nor does its record."""
    prepare(local)
    with Web() as web:
        web.put("/topic", ok(page("Topic", "2025-01-03"), "text/html"))
        subscribe(local, [(web.url("/topic"), None)])
        ingest(local)
        kinds = stored(local, "select kind from ops.fetches where archive_offset is not null order by all")
        assert kinds == [("feed",), ("robots",)]
        assert backfill(local, _of_today()).read == 0
    assert stored(local, "select count(*) from articles") == [(0,)]


def test_a_run_and_a_backfill_meet_in_the_same_rows(
    local: Settings, backfill: Backfill, ingest: Any, tmp_path: Path
) -> None:
    """The same pages live and from a file, in either order: the same articles, versions and claims."""
    theirs = tmp_path / "theirs.warc.gz"
    later = local.model_copy(update={"data": tmp_path / "later"})
    with Web() as web:
        urls = [web.url(path) for path in ("/a", "/b")]
        pages = [response(page(f"Report {path}", "2025-01-03")) for path in ("/a", "/b")]
        theirs.write_bytes(packed(*(record(url, block) for url, block in zip(urls, pages, strict=True))))
        _live(local, web, ingest)
        first = news(local.warehouse)
        assert backfill(local, asked(theirs)).rows["article_versions"] == 0
        backfill(later, asked(theirs))
        _live(later, web, ingest)
    for settings in (local, later):
        held = news(settings.warehouse)
        assert {name: held[name] for name in first if name != "ops.pages"} == {
            name: first[name] for name in first if name != "ops.pages"
        }
