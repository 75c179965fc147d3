"""`hearsay feeds`: subscribing, settings, looking, over a web on loopback."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import cli
from tests.web import Web, closed_port, ok, redirect, status
from transforms import schemas
from warehouse.load import load
from warehouse.lookups import due_feeds
from warehouse.query import query

RSS = b"""<rss version="2.0"><channel><title>Valley \x1b[31mnews</title><language>en</language>
<item><title>One</title><link>https://valley.example/1</link><pubDate>Thu, 09 Jan 2025 07:30:00 GMT</pubDate>
</item><item><title>Two</title><link>https://valley.example/2</link></item></channel></rss>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://valley.example/3</loc><news:news>
 <news:publication><news:name>Valley</news:name><news:language>en</news:language></news:publication>
 <news:publication_date>2025-01-09T09:00:00Z</news:publication_date><news:title>Three</news:title></news:news>
 </url></urlset>"""
XML = "application/xml"


class Feeds:
    """`hearsay feeds` over one data folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str | Path) -> int:
        code = cli.run(["feeds", *map(str, arguments), "--data", str(self.data)])
        self.out, self.err = self._capsys.readouterr()
        assert "\x1b" not in self.out + self.err
        assert "Traceback" not in self.err
        return code

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return query(self.data / "warehouse.duckdb", sql).rows()

    def load(self, frames: dict[str, pl.DataFrame]) -> None:
        load(self.data / "warehouse.duckdb", frames, run_id="", now=datetime.now(UTC))

    def due(self) -> list[str]:
        now = query(self.data / "warehouse.duckdb", "select now() as now")["now"].item()
        urls: list[str] = due_feeds(self.data / "warehouse.duckdb", now, everything=True)["url"].to_list()
        return urls

    def everything(self) -> list[tuple[Any, ...]]:
        """All that subscribing writes."""
        return self.rows("from feeds") + self.rows("from ops.feed_settings") + self.rows("from publishers")


@pytest.fixture
def feeds(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Feeds:
    """The command, which may ask loopback at once."""
    monkeypatch.setenv("HEARSAY_ALLOW_HOSTS", "127.0.0.1")
    monkeypatch.setenv("HEARSAY_HOST_PAUSE", "0")
    monkeypatch.setenv("COLUMNS", "400")
    return Feeds(tmp_path / "data", capsys)


@pytest.mark.parametrize(
    "name", ["add", "import", "export", "list", "check", "discover", "set", "enable", "disable", "remove"]
)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` shows how it is called."""
    assert cli.run(["feeds", name, "--help"]) == 0
    assert f"hearsay feeds {name}" in capsys.readouterr().out.split("Example", 1)[1]


TABLE = """URL;Title;publisher;language;folder;min_minutes;max_minutes;disabled
https://a.example/feed;"Hafen; Küste";press.example;de;Küste/Nord;10;6h;
https://b.example/feed;;;;;;;yes
not an address;x;;;;;;
https://c.example/feed;;;;;60;10;

https://d.example/feed;;;;;soon;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_imported_once(feeds: Feeds, tmp_path: Path, encoding: str) -> None:
    """Settings come along; bad rows are named by line; the second time nothing changes."""
    file = tmp_path / "feeds.csv"
    file.write_bytes(TABLE.encode(encoding))
    assert feeds("import", file) == 3
    assert "2 new feeds" in feeds.out
    assert "3 skipped" in feeds.out
    assert [line.split(": ")[1] for line in feeds.err.splitlines()] == ["line 4", "line 5", "line 7"]
    before = feeds.everything()
    assert feeds.rows(
        "select min_minutes, max_minutes, language, publisher, folder from ops.feed_settings"
    ) == [(10, 360, "de", "press.example", "Küste/Nord")]
    assert feeds.due() == ["https://a.example/feed"]
    assert feeds("import", file) == 3
    assert "0 new feeds" in feeds.out
    assert "2 already there" in feeds.out
    assert feeds.everything() == before


@pytest.mark.parametrize("form", ["opml", "csv"])
def test_what_is_exported_comes_back(feeds: Feeds, tmp_path: Path, form: str) -> None:
    """Into another warehouse: the same feeds with the same settings; and a third time nothing changes."""
    (tmp_path / "feeds.csv").write_text(TABLE.replace("Hafen", "=<Hafen> & \x07"), "utf-8")
    feeds("import", tmp_path / "feeds.csv")
    file = tmp_path / f"out.{form}"
    assert feeds("export", file) == 0
    before = feeds.rows("select url, title, publisher_id, language, status from feeds order by all")
    settings = feeds.rows("select * exclude (changed_at) from ops.feed_settings")
    feeds.data = tmp_path / "other"
    assert feeds("import", file) == 0
    assert feeds.rows("select * exclude (changed_at) from ops.feed_settings") == settings
    after = feeds.rows("select url, title, publisher_id, language, status from feeds order by all")
    assert [row[:3] + row[4:] for row in after] == [row[:3] + row[4:] for row in before]
    assert before[0][1] == "=<Hafen> & ; Küste"
    feeds("export", "--format", form)
    assert feeds.out.encode() == file.read_bytes()


def test_the_default_list(feeds: Feeds) -> None:
    """Some twenty feeds of many countries, with a word on the internet; twice is once."""
    assert feeds("import", "--default") == 0
    assert "need the internet" in feeds.out
    assert len(feeds.due()) >= 20
    assert feeds.rows("select count(distinct folder) >= 10 from ops.feed_settings") == [(True,)]
    assert feeds("import", "--default") == 0
    assert "0 new feeds" in feeds.out
    assert feeds("import") == 2


def test_settings(feeds: Feeds) -> None:
    """Set, shown, cleared; by a part of the address that fits one feed only."""
    feeds("add", "--no-check", "https://a.example/feed", "https://a.example/sport", "b.example/rss")
    assert feeds("set", "a.example/f", "--min", "10m", "--max", "6h", "--language", "Ukrainian") == 0
    assert (
        feeds("set", "https://a.example/feed", "--publisher", "www.press.example", "--folder", "Sea//x") == 0
    )
    assert "min 10 min, max 6 h, language uk, publisher press.example, folder Sea/x" in feeds.out
    assert feeds("list") == 0
    assert "min 10 min, max 6 h, language uk" in feeds.out
    domain = "select domain from feeds join publishers using (publisher_id) where url like '%feed'"
    assert feeds.rows(domain) == [("press.example",)]
    held = feeds.rows("from ops.feed_settings")
    assert (
        feeds("set", "a.example/feed", "--min", "10m") == 0
    )  # the same again is no change, not even in time
    assert feeds.rows("from ops.feed_settings") == held
    assert feeds("set", "a.example/feed", "--clear", "publisher", "--clear", "min", "--clear", "max") == 0
    assert feeds.rows(domain) == [("a.example",)]
    assert feeds.rows("select min_minutes, max_minutes, language from ops.feed_settings") == [
        (None, None, "uk")
    ]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["a.example/feed"], "nothing to set"),
        (["a.example", "--min", "5m"], "fits 2 feeds, https://a.example/feed, https://a.example/sport"),
        (["z.example", "--min", "5m"], "no feed has"),
        (["a.example/feed", "--min", "0"], "no time from"),
        (["a.example/feed", "--max", "31d"], "no time from"),
        (["a.example/feed", "--min", "2h", "--max", "1h"], "more than"),
        (["a.example/feed", "--language", "Klingonian"], "no language"),
        (["a.example/feed", "--publisher", "us"], "no domain"),
        (["a.example/feed", "--folder", "\x1b /"], "no folder"),
    ],
)
def test_settings_that_make_no_sense(feeds: Feeds, arguments: list[str], word: str) -> None:
    """Wrong usage, with what would be right; nothing changes."""
    feeds("add", "--no-check", "https://a.example/feed", "https://a.example/sport")
    assert feeds("set", *arguments) == 2
    assert word in feeds.err
    assert feeds.rows("from ops.feed_settings") == []


def test_disabled_and_removed_feeds_are_never_polled(feeds: Feeds, tmp_path: Path) -> None:
    """Also not by --all, nor brought back by a list; rows stay; enabling brings them back."""
    urls = ["https://a.example/feed", "https://b.example/feed", "https://c.example/feed"]
    (tmp_path / "feeds.txt").write_text("\n".join(urls), "utf-8")
    feeds("import", tmp_path / "feeds.txt")
    assert feeds("disable", "a.example", "--why", "only \x1b[31msports") == 0
    assert feeds("remove", "b.example") == 0
    assert feeds.due() == urls[2:]
    assert feeds("import", tmp_path / "feeds.txt") == 0
    assert "0 new feeds" in feeds.out
    assert "1 that you removed" in feeds.out
    assert feeds.due() == urls[2:]
    found = feeds.rows("select url, status, status_reason from feeds order by url")
    assert [row[1] for row in found] == ["disabled", "removed", "active"]
    assert found[0][2].endswith(": only  [31msports")
    feeds("list")
    assert "b.example" not in feeds.out
    feeds("export")
    assert "b.example" not in feeds.out
    assert 'isComment="true"' in feeds.out
    assert feeds("disable", "b.example") == 2  # it is no longer listed
    assert feeds("enable", "a.example", "b.example") == 0
    assert feeds.due() == urls
    assert feeds("enable", "a.example") == 0
    assert "is active already" in feeds.out
    feeds("remove", "b.example")
    assert feeds("add", "--no-check", urls[1]) == 0
    assert feeds.due() == urls


def test_check(feeds: Feeds) -> None:
    """Each feed is looked at; nothing is stored; what is wrong is said, and makes the exit code."""
    with Web() as web:
        good, page = web.put("/feed", ok(RSS, XML)), web.put("/page", ok(b"<!doctype html><html><p>x</html>"))
        assert feeds("check") == 1  # nothing here yet
        feeds("add", "--no-check", good, page, web.put("/gone", status(410)))
        before = feeds.everything()
        assert feeds("check", "--json") == 3
        found = {row["url"]: row for row in json.loads(feeds.out)}
        assert feeds("check", good) == 0
        assert feeds("check", web.url("/gone")) == 1
        assert feeds.everything() == before
    assert (found[good]["kind"], found[good]["entries"], found[good]["newest"]) == (
        "rss",
        2,
        "2025-01-09 07:30:00+00:00",
    )
    assert "a web page" in found[page]["problem"]
    assert feeds.rows("from ops.fetches") == []


PAGE = b"""<!doctype html><html><head><base href="/news/"><title>x</title>
<link rel="alternate" type="application/rss+xml" title="\x1b[1m" href="feed.xml">
<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/rss+xml" href="file:///etc">
</head><body><a href="/sport/rss">RSS</a> <a href="/about">About</a></body></html>"""


def a_site(web: Web) -> str:
    """A site whose page names two feeds, and whose robots.txt an index of sitemaps."""
    web.put("/news/feed.xml", ok(RSS, XML))
    web.put("/sport/rss", redirect(302, "/news/feed.xml"))
    web.put("/robots.txt", ok(f"User-agent: *\nSitemap: {web.url('/sitemaps.xml')}\n", "text/plain"))
    parts = "".join(
        f"<sitemap><loc>{web.url(path)}</loc></sitemap>"
        for path in ("/s/1.xml", "/s/2.xml", "/s/news-now.xml")
    )
    web.put("/sitemaps.xml", ok(f"<sitemapindex>{parts}</sitemapindex>", XML))
    web.put("/s/news-now.xml", ok(NEWS, XML))
    return web.put("/", ok(PAGE))


def test_discover(feeds: Feeds) -> None:
    """What the page and robots.txt name, each once; an index one level down; subscribed only when told."""
    with Web() as web:
        url = a_site(web)
        assert feeds("discover", url, "--json") == 0
        found = json.loads(feeds.out)["found"]
        assert [(row["url"], row["kind"], row["entries"]) for row in found] == [
            (web.url("/news/feed.xml"), "rss", 2),
            (web.url("/s/news-now.xml"), "news_sitemap", 1),
        ]
        # for its rules, and for the sitemaps that it names
        asked = [request.path for request in web.received if request.path != "/robots.txt"]
        assert len(asked) == len(set(asked)) + 1  # one place was led to twice
        assert len(web.received) < 13
        assert not (feeds.data / "warehouse.duckdb").exists()
        assert feeds("discover", url, "--pick", "3") == 2
        assert feeds("discover", url, "--pick", "2") == 0
        assert feeds.due() == [web.url("/s/news-now.xml")]
        assert feeds("discover", url, "--add") == 0
        assert "1 added, 1 already there" in feeds.out
        before = feeds.everything()
        assert feeds("discover", url, "--add") == 0
        assert feeds.everything() == before


def test_discover_by_the_usual_places(feeds: Feeds) -> None:
    """Where the page names none; a feed itself is what is found."""
    with Web() as web:
        web.put("/feed", ok(RSS, XML))
        web.put("/news-sitemap.xml", ok(NEWS, XML))
        url = web.put("/", ok(b"<!doctype html><html><body><p>Nothing.</p></body></html>"))
        assert feeds("discover", url) == 0
        assert "none was added" in feeds.out
        assert "/feed" in feeds.out
        assert "news_sitemap" in feeds.out
        assert feeds("discover", web.url("/feed"), "--json") == 0
        assert [row["url"] for row in json.loads(feeds.out)["found"]] == [web.url("/feed")]


def test_discover_is_polite(feeds: Feeds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause between two requests to a host is kept, from the page to the last sitemap."""
    monkeypatch.setenv("HEARSAY_HOST_PAUSE", "0.2")
    with Web() as web:
        assert feeds("discover", a_site(web)) == 0
        moments = [request.at for request in web.received if request.path != "/news/feed.xml"]
        assert all(later - earlier > 0.15 for earlier, later in pairwise(moments))
        assert web.most_at_once <= 2


def test_discover_finds_nothing(feeds: Feeds) -> None:
    """What was tried is said; a site that is not reached is no site without feeds."""
    with Web() as web:
        assert feeds("discover", web.put("/", ok(b"<!doctype html><html><p>Nothing.</html>"))) == 1
        assert "Tried" in feeds.err
        assert "/rss.xml (HTTP 404)" in feeds.err
    assert feeds("discover", f"http://127.0.0.1:{closed_port()}/") == 1
    assert "Tried" not in feeds.err
    assert feeds("discover", "http://10.0.0.1/") == 1


def test_an_index_of_sitemaps_is_no_feed(feeds: Feeds) -> None:
    """Its news parts are named."""
    with Web() as web:
        a_site(web)
        assert feeds("add", web.url("/sitemaps.xml")) == 1
        assert web.url("/s/news-now.xml") in feeds.err
        assert "/s/1.xml" not in feeds.err


def test_a_feed_is_known_by_the_address_that_it_moved_from(feeds: Feeds) -> None:
    """It can be set and removed by it; and subscribing to it brings the removed feed back."""
    old, new = "https://old.example/feed", "https://new.example/feed?utm_source=old"
    feeds("add", "--no-check", old)
    ((known,),) = feeds.rows("select feed_id from feeds")
    move = {"move_id": "m1", "feed_id": known, "old_url": old, "new_url": new}
    feeds.load(
        {
            "feeds": schemas.from_rows([{"feed_id": known, "url": new}], schemas.FEEDS),
            "ops.feed_moves": schemas.from_rows([move], schemas.FEED_MOVES),
        }
    )
    assert feeds.rows("select url, status from feeds") == [(new, "active")]
    assert feeds("add", "--no-check", old, new, "https://new.example/feed") == 0
    assert feeds.out.count("already there") == 3
    assert feeds("set", old, "--folder", "World") == 0
    assert feeds("remove", old) == 0
    assert feeds.due() == []
    assert feeds("add", "--no-check", old) == 0
    assert feeds("list") == 0
    assert feeds.rows("select url, status from feeds") == [(new, "active")]


def test_check_leaves_a_closed_host_alone(feeds: Feeds) -> None:
    """What a run was told by Retry-After counts for a look by hand, too."""
    with Web() as web:
        url = web.put("/feed", ok(RSS, XML))
        feeds("add", "--no-check", url)
        now = datetime.now(UTC)
        closed = {"host": "127.0.0.1", "closed_until": now + timedelta(hours=1), "closed_why": "HTTP 429"}
        feeds.load({"ops.hosts": schemas.from_rows([closed], schemas.HOSTS)})
        assert feeds("check") == 1
        assert "is left alone until" in feeds.out
        assert web.received == []
