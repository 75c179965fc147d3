"""The source `wayback` over a web archive on loopback: a feed, its captures, and those of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from flows.line import feeds_line, pages_line
from flows.past.asked import Asked
from flows.past.counting import look
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.contents import complaints, news
from tests.flows.past.conftest import Backfill, page, stored
from tests.line import due_supplies, pages, polled
from tests.web import Reply, Web, encoded, ok, redirect, status
from tests.web_archive import ArchiveOnLoopback

pytestmark = pytest.mark.xdist_group("prefect")

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
                stamp = f"{date.fromisoformat(day).toordinal() + 1}"
                stamp = f"{date.fromordinal(int(stamp)):%Y%m%d}090000"
                self.archive.put_capture(stamp, self.web.url(path), page(f"Report {path}", day))

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
    from flows.data_folder import prepare  # noqa: PLC0415

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
    assert [path for path in world.archive.asked("/web/20250104120000")] == []
    assert world.web.received == []
    before = len(world.archive.received)
    again = backfill(world.settings, world.asked())
    assert (again.rows["articles"], again.rows["entries"], again.skipped, again.failed) == (0, 0, 3, 0)
    assert {path.partition("?")[0] for path in world.archive.asked("/")[before:]} == {"/cdx/search/cdx"}
    assert complaints(world.settings.warehouse) == []
