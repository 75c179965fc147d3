"""The source `wayback` over a web archive on loopback: a feed, its captures, and those of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from flows.archive import Place, read_record
from flows.data_folder import prepare
from flows.evidence import evidence_of
from flows.past.asked import Asked
from flows.past.counting import look
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.conftest import Ingest
from tests.contents import complaints, news
from tests.flows.past.conftest import Backfill, page, stored
from tests.web import Web, encoded, ok, redirect, status
from tests.web_archive import ArchiveOnLoopback

pytestmark = [pytest.mark.xdist_group("past"), pytest.mark.timeout(900)]

RSS = "application/rss+xml"
JANUARY = (date(2025, 1, 1), date(2025, 2, 1))
# Day of publication by path; the captures of the feed below list them as they came and went.
PAGES = {
    "/old": "2024-12-20",
    "/a": "2025-01-03",
    "/b": "2025-01-03",
    "/c": "2025-01-20",
    "/late": "2025-01-31",
    "/new": "2025-02-01",
}
IN_JANUARY = ["/a", "/b", "/c", "/late"]
LISTED = {
    "20241225080000": ["/old"],
    "20250103120000": ["/b", "/a", "/old"],
    "20250104120000": ["/b", "/a", "/old"],
    "20250121120000": ["/c", "/b", "/a"],
    "20250203120000": ["/new", "/late", "/c"],
}


def feed(web: Web, paths: list[str]) -> bytes:
    """An RSS feed with a dated entry a path."""
    items = "".join(
        f"<item><title>Report {path}</title><link>{web.url(path)}</link>"
        f"<pubDate>{date.fromisoformat(PAGES[path]):%a, %d %b %Y} 08:00:00 GMT</pubDate></item>"
        for path in paths
    )
    return f'<rss version="2.0"><channel><title>Valley news</title>{items}</channel></rss>'.encode()


@dataclass
class World:
    """A publisher that has its old pages no more, and an archive that has."""

    web: Web
    archive: ArchiveOnLoopback
    settings: Settings

    @property
    def feed(self) -> str:
        return self.web.url("/feed")

    def asked(self, **changes: object) -> Asked:
        """January from the archive."""
        return Asked(*JANUARY, "wayback", [self.archive.base], **changes)  # type: ignore[arg-type]  # a test's options

    def capture_feeds(self) -> None:
        for stamp, paths in LISTED.items():
            self.archive.put_capture(stamp, self.feed, feed(self.web, paths), RSS)

    def capture_pages(self, *but: str) -> None:
        """Each a day after its publication."""
        for path, day in PAGES.items():
            if path not in but:
                after = date.fromisoformat(day) + timedelta(days=1)
                body = page(f"Report {path}", day)
                self.archive.put_capture(f"{after:%Y%m%d}090000", self.web.url(path), body)

    def serve(self) -> None:
        """Puts the pages and the newest state of the feed on the publisher's own site."""
        self.web.put("/feed", ok(feed(self.web, list(PAGES)), RSS))
        for path, day in PAGES.items():
            self.web.put(path, ok(page(f"Report {path}", day), "text/html"))

    def articles(self) -> list[str]:
        rows = stored(self.settings, "select canonical_url from articles order by published_date, 1")
        return [url.removeprefix(self.web.url("")) for (url,) in rows]


@pytest.fixture
def world(local: Settings) -> Iterator[World]:
    """A subscription to a feed of the archive's."""
    with Web() as web, ArchiveOnLoopback(rows=2) as archive:
        prepare(local)
        subscribe(local, [(web.url("/feed"), None)])
        yield World(web, archive, local.model_copy(update={"robots": "ignore"}))


def test_the_window_is_found_and_a_second_run_asks_for_its_index_only(
    world: World, backfill: Backfill
) -> None:
    """All of January, nothing else; the same bytes of a feed are fetched once."""
    world.capture_feeds()
    world.capture_pages()
    filled = backfill(world.settings, world.asked())
    assert world.articles() == IN_JANUARY
    assert (filled.rows["articles"], filled.rows["entries"], filled.failed, filled.problems) == (4, 6, 0, [])
    assert world.archive.asked("/web/20250104120000") == []
    assert world.web.received == []
    before = len(world.archive.received)
    again = backfill(world.settings, world.asked())
    assert (again.rows["articles"], again.rows["entries"], again.skipped, again.failed) == (0, 0, 3, 0)
    assert {path.partition("?")[0] for path in world.archive.asked("/")[before:]} == {"/cdx/search/cdx"}
    assert complaints(world.settings.warehouse) == []


def test_a_capture_is_told_as_one_of_the_page(world: World, backfill: Backfill) -> None:
    """Its own address and the time of the capture that came; the archive's address stays in the record."""
    world.capture_feeds()
    world.capture_pages()
    backfill(world.settings, world.asked())
    columns = (
        "url, final_url, len(redirects), captured_at::varchar, archive_file, archive_offset, archive_length"
    )
    ((*told, file, offset, length),) = stored(
        world.settings,
        f"select {columns} from ops.fetches where kind = 'page' and url like '%/a'",  # noqa: S608  # a test's own words
    )
    url = world.web.url("/a")
    assert told == [url, url, 0, "2025-01-04 09:00:00+00"]
    record = read_record(world.settings.archive, Place(file, offset, length), 10**6)
    assert record.url == world.archive.url(world.archive.path("20250104090000", url))
    versions = "article_versions join articles using (article_id) where canonical_url like '%/a'"
    captured = f"select captured_at::varchar from {versions}"  # noqa: S608  # a test's own words
    assert stored(world.settings, captured) == [("2025-01-04 09:00:00+00",)]
    ((claim,),) = stored(world.settings, "select claim_id from claims order by 1 limit 1")
    evidence = evidence_of(world.settings, claim)
    assert evidence.failed == []
    assert b"was captured by another archive at 2025-" in evidence.files["README.txt"]
    seen = "select first_seen_at::varchar from entries where url like '%/b'"
    assert stored(world.settings, seen) == [("2025-01-03 12:00:00+00",)]


def test_what_the_archive_lacks_is_asked_of_the_publisher(world: World, backfill: Backfill) -> None:
    """Unless that is not wanted; what neither has is said, and tried again."""
    world.capture_feeds()
    world.capture_pages("/a", "/c")
    world.web.put("/a", ok(page("Report /a", "2025-01-03"), "text/html"))
    state = "select day::varchar, state, reason from ops.backfill_partitions order by 1"
    alone = backfill(world.settings, world.asked(live=False))
    assert (world.articles(), alone.failed, world.web.received) == (["/b", "/late"], 2, [])
    assert stored(world.settings, state) == [
        ("2025-01-03", "failed", "not_archived"),
        ("2025-01-20", "failed", "not_archived"),
        ("2025-01-31", "done", None),
    ]
    assert backfill(world.settings, world.asked()).failed == 1
    assert world.articles() == ["/a", "/b", "/late"]
    assert stored(world.settings, state)[1] == ("2025-01-20", "failed", "not_archived")
    via = "select via, captured_at is null from ops.fetches where url like '%/a' and outcome = 'ok'"
    assert stored(world.settings, via) == [("wayback-live", True)]


def test_an_archive_in_trouble(world: World, backfill: Backfill) -> None:
    """It is waited for when it says so; a broken capture stops no other, and is asked for once.

    A capture that it has no more leads to another one, whose time counts.
    """
    world.capture_feeds()
    world.capture_pages()
    broken = encoded(b"not gzip at all", "gzip", RSS)
    path = world.archive.put_capture("20250110120000", world.feed, broken)
    world.archive.once = {
        "/cdx/search/cdx": [status(503, "later")],
        world.archive.path("20250103120000", world.feed): [status(429, "slowly", retry_after="1")],
        world.archive.path("20250121120000", world.feed): [
            redirect(302, world.archive.path("20250203120000", world.feed))
        ],
        world.archive.path("20250103080000", world.web.url("/b")): [status(429, "slowly", retry_after="1")],
    }
    filled = backfill(world.settings, world.asked())
    assert world.articles() == IN_JANUARY
    seen = "select first_seen_at::varchar from entries where url like '%/c'"
    assert stored(world.settings, seen) == [("2025-02-03 12:00:00+00",)]
    assert ["bad_encoding" in problem for problem in filled.problems] == [True]
    again = backfill(world.settings, world.asked())
    assert (again.failed, len(world.archive.asked(path))) == (0, 1)


def test_what_is_no_capture_of_the_page_is_refused(world: World, backfill: Backfill) -> None:
    """Captured redirects to the home page, out of the archive, and pages with the archive's own links."""
    world.capture_feeds()
    world.capture_pages("/a", "/b", "/c")
    archive, web = world.archive, world.web
    archive.put_capture("20250105000000", web.url("/"), page("Home", "2025-01-05"))
    archive.put_capture(
        "20250103090000", web.url("/a"), redirect(302, archive.path("20250105000000", web.url("/")))
    )
    archive.put_capture("20250103090000", web.url("/b"), redirect(302, web.url("/elsewhere")))
    web.put("/elsewhere", ok(page("Not the past", "2025-01-03"), "text/html"))
    toolbar = b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->" + page("Report /c", "2025-01-20")
    archive.put_capture("20250120090000", web.url("/c"), toolbar)
    assert backfill(world.settings, world.asked(live=False)).failed == 3
    assert world.articles() == ["/late"]
    outcomes = (
        "select right(url, 2), outcome from ops.fetches where kind = 'page' and outcome <> 'ok' order by 1"
    )
    assert stored(world.settings, outcomes) == [
        ("/a", "other_page"),
        ("/b", "not_archived"),
        ("/c", "rewritten"),
    ]


def test_a_dry_run_counts_captures_and_stores_nothing(world: World) -> None:
    """One request for each page of the index."""
    world.capture_feeds()
    counted, problems = look(world.settings, world.asked())
    assert (counted["found"].sum(), counted["waits"].sum(), problems) == (4, 4, [])
    assert world.archive.asked("/web/") == []
    assert stored(world.settings, "select count(*) from entries") == [(0,)]


def test_live_run_and_backfill_meet_in_the_same_rows(
    world: World, backfill: Backfill, ingest: Ingest
) -> None:
    """In whichever order they come, nothing is there twice."""
    world.capture_feeds()
    world.capture_pages()
    world.serve()
    ingest(world.settings)
    seen = len(world.archive.received)
    first = news(world.settings.warehouse)
    filled = backfill(world.settings, world.asked())
    assert sum(filled.rows[name] for name in first) == 0
    assert len(world.archive.asked("/")[seen:]) == 3 + 4  # pages of the index, captures of the feed: no page
    assert news(world.settings.warehouse) == first
    other = world.settings.model_copy(update={"data": world.settings.data.with_name("other")})
    prepare(other)
    subscribe(other, [(world.feed, None)])
    backfill(other, world.asked())
    asked = len(world.web.received)
    ingest(other)
    assert sorted(request.path for request in world.web.received[asked:]) == ["/feed", "/new", "/old"]
    assert news(other.warehouse) == first
    assert complaints(other.warehouse) == complaints(world.settings.warehouse) == []


def test_a_run_fetches_what_a_backfill_only_saw(world: World, backfill: Backfill, ingest: Ingest) -> None:
    """An entry that the archive listed, and whose page it had not, is new to the run that polls it."""
    world.capture_feeds()
    backfill(world.settings, world.asked(live=False))
    assert world.articles() == []
    world.serve()
    ingest(world.settings)
    assert world.articles() == list(PAGES)
