"""The source `sitemap` over a site on loopback."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from flows.data_folder import prepare
from flows.errors import UsageError
from flows.past.asked import Asked
from flows.past.counting import look
from flows.past.sitemap import Sitemaps, sites_of
from flows.past.supplies import Wanted
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.conftest import Ingest
from tests.flows.past.conftest import Backfill, put_pages, stored
from tests.line import feed
from tests.web import Reply, Web, closed_port, encoded, gzipped, ok, redirect, status
from transforms.past import Window

pytestmark = pytest.mark.xdist_group("past")

JANUARY = (date(2025, 1, 1), date(2025, 2, 1))
XML = "application/xml"
TODAY = "2026-11-29T10:00:00Z"


def listed(web: Web, name: str, *items: tuple[str, str]) -> bytes:
    """A sitemap (name: url) or an index (name: sitemap) of paths, each with its lastmod."""
    rows = "".join(
        f"<{name}><loc>{web.url(path)}</loc><lastmod>{changed}</lastmod></{name}>" for path, changed in items
    )
    return (
        f"<urlset>{rows}</urlset>".encode()
        if name == "url"
        else f"<sitemapindex>{rows}</sitemapindex>".encode()
    )


def put_robots(web: Web, *lines: str) -> None:
    """A robots.txt that names sitemaps by their paths; further lines as they are."""
    text = [f"Sitemap: {web.url(line)}" if line.startswith("/") else line for line in lines]
    web.put("/robots.txt", ok("\n".join(text), "text/plain"))


def put_sitemap(web: Web, path: str, *items: tuple[str, str]) -> None:
    """A sitemap of pages."""
    web.put(path, ok(listed(web, "url", *items), XML))


def january(web: Web, **changes: object) -> Asked:
    """January of the site."""
    return Asked(*JANUARY, "sitemap", [web.url("/")], **changes)  # type: ignore[arg-type]  # a test's options


def articles(settings: Settings) -> list[str]:
    """The paths of the articles that are stored."""
    rows = stored(settings, "select canonical_url from articles order by 1")
    return [url.partition("//")[2].partition("/")[2] for (url,) in rows]


def awkward(web: Web) -> None:
    """A site whose index names all that sitemaps may be."""
    put_robots(web, "/index.xml", "/missing.xml", "User-agent: *", "Disallow: /secret/")
    put_pages(web, {f"/in/{name}": "2025-01-15" for name in "abcdefgh"} | {"/secret/a": "2025-01-15"})
    put_pages(web, {f"/out/{name}": "2024-12-20" for name in "abcd"} | {"/out/after": "2025-02-01"})
    parts = [
        ("/sitemap-2025-01.xml.gz", TODAY),
        ("/sitemap-2024-12.xml", TODAY),
        ("/sitemap-2024-06.xml", TODAY),
        ("/deep.xml", ""),
        ("/broken.xml.gz", "2025-01-20"),
        ("/gone.xml", ""),
        ("/page.xml", ""),
        ("/encoded.xml", ""),
        ("/old.xml", "2024-06-01"),
        ("/video-sitemap.xml", TODAY),
        ("/moved.xml", ""),
        ("/secret/sitemap.xml", ""),
    ]
    web.put("/index.xml", ok(listed(web, "sitemap", *parts), "text/html"))
    gz = listed(web, "url", ("/in/a", "2025-01-15"), ("/in/b", TODAY), ("/out/after", TODAY))
    web.put("/sitemap-2025-01.xml.gz", ok(gzipped(gz), "application/octet-stream"))
    put_sitemap(web, "/sitemap-2024-12.xml", ("/out/a", "2024-12-20"), ("/in/c", "2025-01-01T02:00:00Z"))
    web.put(
        "/deep.xml",
        ok(listed(web, "sitemap", ("/deeper.xml", ""), ("/index.xml", ""), ("/deep.xml", "")), XML),
    )
    web.put("/deeper.xml", ok(listed(web, "sitemap", ("/lies.xml", TODAY)), XML))
    put_sitemap(web, "/lies.xml", ("/in/d", TODAY), ("/out/b", TODAY), ("/in/a", TODAY), ("/secret/a", TODAY))
    whole = gzipped(
        listed(web, "url", ("/in/e", "2025-01-15"), *((f"/x/{n}", "2019-01-01") for n in range(9999)))
    )
    web.put("/broken.xml.gz", ok(whole[: len(whole) // 2], "application/gzip"))
    web.put("/page.xml", ok("<html><body>Not found</body></html>"))
    packed = gzipped(listed(web, "url", ("/in/f", ""), ("/out/c", "2024-12-30")))
    web.put("/encoded.xml", encoded(packed, "gzip", "text/plain"))
    web.put("/moved.xml", redirect(301, "/new.txt"))
    web.put("/new.txt", ok(f"{web.url('/in/g')}\n{web.url('/out/d')}\n", "text/plain"))


def test_all_that_lies_in_the_window_is_found_and_nothing_else(local: Settings, backfill: Backfill) -> None:
    """Over an awkward site; what could not be read is said, what cannot be of the window is not asked for."""
    with Web() as web:
        awkward(web)
        filled = backfill(local, january(web))
        assert articles(local) == [f"in/{name}" for name in "abcdefg"]
        not_asked = [
            "/sitemap-2024-06.xml",
            "/old.xml",
            "/video-sitemap.xml",
            "/out/a",
            "/out/c",
            "/secret/sitemap.xml",
        ]
        assert not any(web.seen(path) for path in not_asked)
        unread = ["/gone.xml", "/missing.xml", "/page.xml", "/secret/sitemap.xml"]
        assert [sum(path in problem for problem in filled.problems) for path in unread] == [1] * 4
        assert len(filled.problems) == 4
        asked_for = [len(web.seen(f"/in/{name}")) for name in "abcdefg"]
        again = backfill(local, january(web))
        assert [len(web.seen(f"/in/{name}")) for name in "abcdefg"] == asked_for == [1] * 7
        assert [len(web.seen(f"/out/{name}")) for name in ("b", "d", "after")] == [1, 1, 1]
    assert sum(again.rows[table] for table in ("articles", "article_versions", "claims", "entities")) == 0
    assert stored(local, "select distinct via from ops.fetches where kind in ('page', 'sitemap')") == [
        ("sitemap",)
    ]


def test_what_lies_outside_is_read_once(local: Settings, backfill: Backfill) -> None:
    """Though the sitemap lies, has grown since, and another window is asked for; a page of that is read."""
    with Web() as web:
        put_robots(web, "/sitemap.xml")
        days = {"/a": "2025-01-03", "/b": "2025-02-10", "/c": "2024-12-01", "/d": "2025-01-04"}
        put_pages(web, days)
        put_sitemap(web, "/sitemap.xml", *((path, TODAY) for path in ["/a", "/b", "/c"]))
        backfill(local, january(web))
        put_sitemap(web, "/sitemap.xml", *((path, TODAY) for path in days))
        backfill(local, january(web))
        assert [len(web.seen(path)) for path in days] == [1, 1, 1, 1]
        backfill(local, replace(january(web), until=date(2025, 3, 1)))
        assert [len(web.seen(path)) for path in days] == [1, 2, 1, 1]
    assert articles(local) == ["a", "b", "d"]


def test_fifty_thousand_entries(local: Settings, backfill: Backfill) -> None:
    """Only those of the window are asked for."""
    with Web() as web:
        put_robots(web, "/sitemap.xml")
        put_pages(web, {"/in/a": "2025-01-03", "/in/b": "2025-01-31"})
        old = (
            (f"/old/{number}", f"{2010 + number % 15}-{1 + number % 12:02}-11") for number in range(49_998)
        )
        put_sitemap(web, "/sitemap.xml", *old, ("/in/a", "2025-01-03"), ("/2025/01/31/b", TODAY))
        put_pages(web, {"/2025/01/31/b": "2025-01-31"})
        backfill(local, january(web))
        assert not any(request.path.startswith("/old/") for request in web.received)
    assert articles(local) == ["2025/01/31/b", "in/a"]


def test_a_site_without_a_sitemap(local: Settings, backfill: Backfill) -> None:
    """It is said; so it is of one that is not there at all."""
    with Web() as web:
        nothing = backfill(local, january(web))
        host = f"127.0.0.1:{web.port}"
    assert [problem.rpartition(": ")[2] for problem in nothing.problems] == [
        f"{host} names no sitemap and has none in the usual places"
    ]
    gone = backfill(local, Asked(*JANUARY, "sitemap", [f"http://127.0.0.1:{closed_port()}/"]))
    assert (len(gone.problems), "was not reached" in gone.problems[0]) == (1, True)


def test_the_usual_places_and_a_sitemap_by_its_address(local: Settings, backfill: Backfill) -> None:
    """Where robots.txt names none; where the user does."""
    with Web() as web:
        put_pages(web, {"/in/a": "2025-01-03", "/in/b": "2025-01-03"})
        put_sitemap(web, "/sitemap_index.xml", ("/in/a", "2025-01-03"))
        put_sitemap(web, "/hidden/b.xml", ("/in/b", "2025-01-03"))
        assert backfill(local, january(web)).problems == []
        assert articles(local) == ["in/a"]
        backfill(local, Asked(*JANUARY, "sitemap", [web.url("/hidden/b.xml")]))
        assert articles(local) == ["in/a", "in/b"]


def test_a_host_that_asks_to_be_left_alone(local: Settings, backfill: Backfill) -> None:
    """It is waited for."""
    with Web() as web:
        put_robots(web, "/sitemap.xml")
        put_pages(web, {"/in/a": "2025-01-03"})
        body: Reply = ok(listed(web, "url", ("/in/a", "2025-01-03")), XML)
        web.put("/sitemap.xml", status(503, retry_after="1"), body)
        assert backfill(local, january(web)).problems == []
    assert articles(local) == ["in/a"]


def test_a_dry_run_counts_and_stores_nothing(local: Settings) -> None:
    """Not even what the sitemaps were."""
    with Web() as web:
        awkward(web)
        counted, problems = look(local, january(web))
        assert not any(request.path.startswith(("/in/", "/out/")) for request in web.received)
    assert (counted["found"].sum(), len(problems)) == (11, 4)
    assert stored(local, "select count(*) from ops.fetches") == [(0,)]
    assert not list(local.archive.rglob("*.warc.gz"))


@pytest.mark.parametrize("first", ["live", "past"])
def test_a_live_run_and_a_backfill_meet_in_the_same_rows(
    local: Settings, backfill: Backfill, ingest: Ingest, first: str
) -> None:
    """In either order: not one article, version or claim twice."""
    with Web() as web:
        put_robots(web, "/sitemap.xml")
        urls = put_pages(web, {"/in/a": "2025-01-03", "/in/b": "2025-01-04", "/in/c": "2025-01-05"})
        web.put("/feed", ok(feed(*urls[:2]), "application/rss+xml"))
        put_sitemap(
            web, "/sitemap.xml", ("/in/b", "2025-01-04"), ("/in/c/", TODAY), ("/in/a?utm_source=x", "")
        )
        web.put("/in/c/", *web._replies["/in/c"])
        web.put("/in/a?utm_source=x", *web._replies["/in/a"])
        prepare(local)
        subscribe(local, [(web.url("/feed"), None)])
        for step in sorted(("live", "past"), key=lambda step: step != first):
            filled = ingest(local) if step == "live" else backfill(local, january(web))
    assert articles(local) == ["in/a", "in/b", "in/c"] or articles(local) == ["in/a", "in/b", "in/c/"]
    assert stored(local, "select count(*), count(distinct article_id) from article_versions") == [(3, 3)]
    twice = "select count(*) from (select article_id, content from claims group by all having count(*) > 1)"
    assert stored(local, twice) == [(0,)]
    assert filled.rows["article_versions"] == (1 if first == "live" else 0)


def test_sites_of_publishers() -> None:
    """As their feeds name them, https before http; a host for feeds is none; else by the domain."""
    columns = {"domain": pl.String, "site_url": pl.String, "url": pl.String}
    feeds = pl.DataFrame(
        [
            ("a.example", "http://www.a.example/world", "https://feeds.a.example/1"),
            ("a.example", "https://www.a.example/", "https://feeds.a.example/2"),
            ("b.example", None, "https://rss.b.example/1"),
            ("c.example", "https://elsewhere.example/", "http://www.c.example:8080/feed"),
        ],
        schema=columns,
        orient="row",
    )
    window = Window(*JANUARY)
    assert sites_of(Wanted(window, feeds)) == [
        "https://www.a.example/",
        "https://b.example/",
        "http://www.c.example:8080/",
    ]
    assert sites_of(Wanted(window, feeds.clear(), frozenset({"d.example"}))) == ["https://d.example/"]


def test_a_place_is_an_address(session: Session) -> None:
    """A host alone will do; anything else is wrong usage."""
    wanted = Wanted(Window(*JANUARY), pl.DataFrame())
    (part,) = Sitemaps(["news.example"]).parts(session, wanted)
    assert part.label == "https://news.example/ 2025-01-01..2025-02-01"
    with pytest.raises(UsageError, match="no address of a site"):
        Sitemaps(["ftp://news.example/"])
