"""Entries that were missed between two polls: the gap is listed with a command, and the command fills it."""

import json
import shlex
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import cli
from flows.line import feeds_line
from flows.past.asked import Asked
from flows.past.counting import look
from flows.past.gaps import ORDER, Tried, _together, sources_of, to_fill
from flows.past.sources import NAMES
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.flows.conftest import Clock
from tests.flows.past.conftest import Backfill, put_pages, stored
from tests.line import feed, polled
from tests.web import Web, ok
from warehouse.lookups import status

pytestmark = pytest.mark.xdist_group("past")

ALL = Asked(None, None, None, [], gaps=True)


def poll(session: Session, web: Web, first: int, last: int) -> None:
    """Polls the feed while it has some of the items."""
    links = [web.url(f"/{number}") for number in range(last, first - 1, -1)]
    web.put("/feed", ok(feed(*links), "application/rss+xml"))
    subscribe(session.settings, [(web.url("/feed"), None)])
    feeds_line(session, polled(session))


@pytest.fixture
def missed(timed: Session, clock: Clock, web: Web, local: Settings, monkeypatch: pytest.MonkeyPatch) -> Web:
    """A feed whose items 4 to 6 came and went on 3 March, between two polls. The site's sitemap has all."""
    poll(timed, web, 1, 3)
    clock.go(hours=40)
    poll(timed, web, 7, 9)
    days = {number: f"2026-03-0{2 + (number > 3) + (number > 6)}" for number in range(1, 10)}
    put_pages(web, {f"/{number}": day for number, day in days.items()} | {"/old": "2026-02-20"})
    rows = [
        f"<url><loc>{web.url(f'/{name}')}</loc><lastmod>2026-11-29</lastmod></url>" for name in [*days, "old"]
    ]
    web.put("/sitemap.xml", ok(f"<urlset>{''.join(rows)}</urlset>", "text/xml"))
    # The other sources would ask a web archive that is out of reach.
    monkeypatch.setattr("flows.past.gaps.ORDER", ("sitemap",))
    for name, value in {"ALLOW_HOSTS": "127.0.0.1", "HOST_PAUSE": "0", "WORKERS": "1"}.items():
        monkeypatch.setenv(f"HEARSAY_{name}", value)
    return web


def hearsay(settings: Settings, *words: str) -> int:
    return cli.run([*words, "--data", str(settings.data)])


def articles(settings: Settings) -> list[str]:
    """What is stored of 3 March."""
    found = stored(
        settings, "select canonical_url from articles where published_date = '2026-03-03' order by 1"
    )
    return [url.rpartition("/")[2] for (url,) in found]


def test_the_command_that_is_printed_fills_the_gap(
    missed: Web, local: Settings, prefect_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once; then the gap is listed as filled, and asked for again nothing is done."""
    assert hearsay(local, "gaps") == cli.DONE
    (command,) = [line.strip() for line in capsys.readouterr().out.splitlines() if "hearsay backfill" in line]
    assert status(local.warehouse)["gaps"]["filled_by"].to_list() == [command]
    assert hearsay(local, *shlex.split(command)[1:]) == cli.DONE
    assert "sitemap" in capsys.readouterr().out
    assert articles(local) == ["4", "5", "6"]
    assert stored(local, "select count(*) from articles where published_date < '2026-03-02'") == [(0,)]
    assert status(local.warehouse)["gaps"].is_empty()
    hearsay(local, "gaps", "--all", "--json")
    ((gap,),) = [json.loads(capsys.readouterr().out)]
    assert (gap["state"], gap["tried_with"], gap["articles_found"]) == ("filled", "sitemap", 9)
    asked_for = len(missed.received)
    assert hearsay(local, *shlex.split(command)[1:]) == cli.DONE
    assert len(missed.received) == asked_for


def test_all_gaps_are_filled_in_one_run(missed: Web, local: Settings, backfill: Backfill) -> None:
    """A dry run tells how many pages; what --limit left is found later; what is filled is left."""
    counted, _ = look(local, ALL)
    assert counted["found"].sum() == 10
    assert (
        backfill(local, replace(ALL, source_name="sitemap", limit=2)).gaps[0].problem
        == "sitemap: --limit ended it"
    )
    assert stored(local, "select state, articles_found from gaps") == [("open", 2)]
    (tried,) = backfill(local, ALL).gaps
    assert (tried.articles, tried.problem) == (7, None)
    assert stored(local, "select state, articles_found from gaps") == [("filled", 9)]
    assert backfill(local, ALL).gaps == []
    assert [one.articles for one in backfill(local, replace(ALL, again=True)).gaps] == [0]
    assert stored(local, "select state, articles_found from gaps") == [("filled", 9)]


def test_what_is_not_of_its_days_fills_no_gap(
    missed: Web, local: Settings, backfill: Backfill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older page of the feed has something new, of another day and of none: the next source is asked."""
    monkeypatch.setattr("flows.past.gaps.ORDER", ("feed", "sitemap"))
    put_pages(missed, {"/undated": "2026-02-21"})
    day = "<pubDate>Fri, 20 Feb 2026 08:00:00 GMT</pubDate>"
    items = [
        f"<item><title>{name}</title><link>{missed.url(f'/{name}')}</link>{told}</item>"
        for name, told in (("old", day), ("undated", ""))
    ]
    missed.put("/feed", ok(f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>', "text/xml"))
    (tried,) = backfill(local, ALL).gaps
    assert (tried.sources, tried.entries, tried.articles) == (["feed", "sitemap"], 0, 9)
    assert stored(local, "select title from entries where title in ('old', 'undated')") == [("undated",)]


def test_what_was_not_found_stays_so(missed: Web, local: Settings, backfill: Backfill) -> None:
    """A site whose sitemap has none of it; a site without one is asked again, as it may have been down."""
    missed.put("/sitemap.xml", ok("<html>no such page</html>"))
    for _ in range(2):
        (tried,) = backfill(local, ALL).gaps
        assert "names no sitemap" in str(tried.problem)
    missed.put("/sitemap.xml", ok(f"<urlset><url><loc>{missed.url('/old')}</loc></url></urlset>", "text/xml"))
    backfill(local, ALL)
    assert stored(local, "select state, tried_with, problem from gaps") == [
        ("nothing found", "sitemap", None)
    ]
    assert backfill(local, ALL).gaps == []


def test_which_gaps(missed: Web, local: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """By feed and days; a name that there is not is wrong usage."""
    assert len(to_fill(local, replace(ALL, feed=missed.url("/feed")))) == 1
    days = [
        (date(2026, 3, 4), None),
        (date(2026, 3, 5), None),
        (None, date(2026, 3, 2)),
        (None, date(2026, 3, 3)),
    ]
    assert [len(to_fill(local, replace(ALL, since=since, until=until))) for since, until in days] == [
        1,
        0,
        0,
        1,
    ]
    for words in (
        ["gaps", "--feed", "nobody"],
        ["backfill", "--gaps", "--place", "x"],
        ["backfill", "--gaps", "--feed", "x"],
    ):
        assert hearsay(local, *words) == cli.WRONG_USAGE
    for words in (["--since", "2026-03-01", "--until", "2026-03-02"], ["--from", "sitemap"]):
        assert hearsay(local, "backfill", *words) == cli.WRONG_USAGE


def test_a_gap_is_open_while_no_source_could_be_read(missed: Web, local: Settings) -> None:
    """One that fails beside one that has nothing is remembered, and does not keep it open."""
    (gap,) = to_fill(local, ALL)
    tried = Tried(gap)
    tried.add("feed", 0, 0, "no answer", limited=False)
    assert tried.problem == "feed: no answer"
    tried.add("sitemap", 0, 0, None, limited=False)
    assert (tried.problem, tried.row["tried_with"]) == (None, "feed (not to the end), sitemap")
    tried.add("urls", 0, 2, "--limit ended it", limited=True)
    assert tried.problem == "feed: no answer; urls: --limit ended it"


def test_the_sources_in_turn() -> None:
    """Those that there are, the feed's own pages first; or the one that was named."""
    assert sources_of(ALL) == [name for name in ORDER if name in NAMES]
    assert sources_of(ALL)[-1] == "sitemap"
    assert sources_of(replace(ALL, source_name="urls", places=["x"])) == ["urls"]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 60)), min_size=1).map(sorted))
def test_gaps_that_touch_are_filled_together(hours: list[tuple[int, int]]) -> None:
    """Every gap is in one window that holds it; windows have a day between them."""
    start = datetime(2026, 3, 2, tzinfo=UTC)
    moments = [(start + timedelta(hours=at), start + timedelta(hours=at + length)) for at, length in hours]
    frame = pl.DataFrame(
        moments, schema={"since": pl.Datetime("us", "UTC"), "until": pl.Datetime("us", "UTC")}, orient="row"
    )
    windows = list(_together(frame))
    assert pl.concat([rows for _, rows in windows]).equals(frame)
    for window, rows in windows:
        assert all(window.holds(moment.date()) for row in rows.iter_rows() for moment in row)
    for (before, _), (after, _) in pairwise(windows):
        assert before.until < after.since
