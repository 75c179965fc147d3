"""The source `feed` over paged feeds on loopback: where it goes on, and where it stops."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest

from flows.data_folder import prepare
from flows.past.asked import Asked
from flows.past.feed_pages import FeedPages
from flows.past.source import Part
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.contents import complaints
from tests.flows.past.conftest import Backfill, page, stored
from tests.web import Web, ok, redirect, status

pytestmark = pytest.mark.xdist_group("past")

RSS = "application/rss+xml"
JANUARY = (date(2025, 1, 1), date(2025, 2, 1))
NEWEST = date(2025, 2, 10)
WORDPRESS = "<generator>https://wordpress.org/?v=6.7.1</generator>"


def item(web: Web, day: date, *, dated: bool = True) -> str:
    """An entry of a day, whose page is put there."""
    path = f"/{day}"
    web.put(path, ok(page(f"Report of {day}", str(day)), "text/html"))
    told = f"<pubDate>{day:%a, %d %b %Y} 08:00:00 GMT</pubDate>" if dated else ""
    return f"<item><title>Report of {day}</title><link>{web.url(path)}</link>{told}</item>"


def days(number: int, count: int = 10) -> list[date]:
    """The days on a page of the feed: the first one is 1."""
    return [NEWEST - timedelta(days=(number - 1) * count + one) for one in range(count)]


def rss(head: str, *items: str) -> bytes:
    channel = f"<channel><title>Valley news</title>{head}{''.join(items)}</channel>"
    return f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">{channel}</rss>'.encode()


def put_pages(
    web: Web, count: int, address: Callable[[int], str], head: Callable[[int], str], *pinned: str
) -> None:
    """A feed of so many pages, ten days each."""
    for number in range(1, count + 1):
        items = [item(web, day) for day in days(number)]
        web.put(address(number), ok(rss(head(number), *pinned, *items), RSS))


def linked(relation: str) -> Callable[[int], str]:
    """Each page leads to the next one."""
    return lambda number: f'<atom:link rel="{relation}" href="{numbered(number + 1)}"/>'


def numbered(number: int) -> str:
    return "/feed" if number == 1 else f"/feed/{number}"


def paged(number: int) -> str:
    return "/feed" if number == 1 else f"/feed?paged={number}"


def found(session: Session, web: Web, **changes: object) -> tuple[pl.DataFrame, list[str]]:
    """What the source finds of January, and its problems."""
    settings = session.settings
    subscribe(settings, [(web.url("/feed"), None)])
    wanted = Asked(*JANUARY, "feed", [], **changes).wanted(settings)  # type: ignore[arg-type]  # a test's options
    source, part = FeedPages(), Part(web.url("/feed"))
    return source.find(session, part, wanted), part.problems


def asked_for(web: Web) -> list[str]:
    return [request.path for request in web.received if request.path.startswith("/feed")]


@pytest.mark.parametrize("relation", ["next", "prev-archive"])
def test_it_follows_links_back_to_the_window(timed: Session, web: Web, relation: str) -> None:
    """And one page further: only a page that is older as a whole ends it."""
    put_pages(web, 9, numbered, linked(relation))
    pages, problems = found(timed, web)
    assert (pages["day"].min(), pages["day"].max(), pages.height) == (JANUARY[0], date(2025, 1, 31), 31)
    assert asked_for(web) == [numbered(number) for number in range(1, 7)]
    assert problems == []


def test_wordpress_is_asked_for_its_pages(timed: Session, web: Web) -> None:
    """Until it says that there are no more."""
    put_pages(web, 3, paged, lambda _: WORDPRESS)
    pages, problems = found(timed, web)
    assert (pages["day"].min(), problems) == (date(2025, 1, 12), [])
    assert asked_for(web) == [paged(number) for number in range(1, 5)]


def test_pinned_entries_do_not_hide_the_edge(timed: Session, web: Web) -> None:
    """Neither an old one on a new page, nor a new one on every page."""
    old, new = item(web, date(2024, 5, 1)), item(web, date(2025, 1, 15))
    put_pages(web, 9, numbered, linked("next"), old, new)
    assert found(timed, web)[0].height == 31
    assert len(asked_for(web)) == 6


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        ("same page", False),
        ("loop", False),
        (status(404), False),
        (status(500), True),
        (ok("<html>no feed</html>"), True),
        (redirect(302, "/feed/2"), True),
    ],
)
def test_whatever_the_next_page_is_it_ends(
    timed: Session, web: Web, second: object, *, problem: bool
) -> None:
    """Repeated pages, links in a circle, errors."""
    put_pages(web, 2, numbered, lambda number: f'<atom:link rel="next" href="{numbered(3 - number)}"/>')
    if second == "same page":
        web.put("/feed/2", ok(rss(linked("next")(2), *[item(web, day) for day in days(1)]), RSS))
    elif second != "loop":
        web.put("/feed/2", second)  # type: ignore[arg-type]  # a reply
    pages, problems = found(timed, web)
    assert pages.height == (10 if second == "loop" else 0)
    assert bool(problems) == problem
    assert len(set(asked_for(web))) == 2


def test_a_page_must_tell_its_day_where_the_feed_does_not(timed: Session, web: Web) -> None:
    """It is found, and held against its own date when it is read."""
    web.put("/feed", ok(rss("", item(web, date(2025, 1, 5), dated=False)), RSS))
    assert found(timed, web)[0]["day_from"].to_list() == ["unknown"]


def test_the_window_is_loaded_once(local: Settings, backfill: Backfill) -> None:
    """A second run asks for the feed's pages only, and adds nothing."""
    with Web() as web:
        put_pages(web, 6, numbered, linked("next"))
        settings = local.model_copy(update={"robots": "ignore"})
        prepare(settings)
        subscribe(settings, [(web.url("/feed"), None)])
        asked = Asked(*JANUARY, "feed", [])
        filled = backfill(settings, asked)
        assert (filled.rows["articles"], filled.rows["entries"], filled.failed) == (31, 31, 0)
        first = "select min(published_date)::varchar, max(published_date)::varchar, count(*) from articles"
        assert stored(settings, first) == [("2025-01-01", "2025-01-31", 31)]
        before = len(web.received)
        again = backfill(settings, asked)
        assert len(web.received) - before == 6
    assert (sum(again.rows[name] for name in ("entries", "articles", "claims")), again.failed) == (0, 0)
    assert stored(
        settings, "select via, kind, captured_at is null, count(*) from ops.fetches group by all order by 2"
    ) == [
        ("feed", "feed", True, 12),
        ("feed", "page", True, 31),
    ]
    assert complaints(settings.warehouse) == []
