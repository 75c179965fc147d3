"""What a user set for a feed stands above what the feed says of itself, through every poll."""

from datetime import date

from flows.feed_settings import change, set_status, subscribed, the_feed
from flows.line import feeds_line, pages_line
from flows.past.asked import Asked
from flows.past.sitemap import sites_of
from flows.past.supplies import Wanted
from flows.session import Session
from flows.subscribe import subscribe, subscribe_all
from tests.line import article, feed, pages, poll, polled, rows
from tests.web import Web, ok, redirect
from transforms.past import Window
from transforms.subscription_values import Subscription

WELSH = (
    "<p>Cafodd yr hen bont ei chau i lorïau ar ôl i beiriannydd ddod o hyd i graciau mewn dwy o'i cholofnau, "
    "a bydd rhaid i yrwyr fynd o amgylch y llyn tan y gwanwyn, sy'n cymryd bron i awr.</p>"
)


def welsh() -> bytes:
    """A page whose language it does not say, and that no word list tells."""
    return f"""<!DOCTYPE html><html><head><title>Pont ar gau</title></head><body><article><h1>Pont ar gau</h1>
    {WELSH * 3}</article></body></html>""".encode()


def test_language_and_publisher(session: Session, web: Web) -> None:
    """Of entries and articles that state none; of the feed, whatever its address."""
    english = web.put("/en", ok(article("Sund")))
    body = feed(web.put("/cy", ok(welsh())), english).replace(
        b"<title>V", b"<language>en-us</language><title>V"
    )
    url = web.put("/feed", ok(body, "application/rss+xml"))
    subscribe_all(session.settings, [Subscription(url, language="cy", publisher="press.example")])
    for _ in range(2):
        feeds_line(session, polled(session))
    assert rows(session, "select distinct language from entries") == [("cy",)]
    assert rows(session, "select language, domain from feeds join publishers using (publisher_id)") == [
        ("en-us", "press.example")
    ]
    pages_line(session, pages(session))
    assert rows(session, "select language, canonical_url from articles order by language") == [
        ("cy", web.url("/cy")),
        ("en", english),
    ]


def test_without_settings_the_feed_has_its_say(session: Session, web: Web) -> None:
    """A setting that was cleared is as if it had never been."""
    url = web.put("/feed", ok(feed("https://a.example/1"), "text/xml"))
    subscribe_all(session.settings, [Subscription(url, language="cy", publisher="press.example")])
    change(
        session.settings, the_feed(subscribed(session.settings), url), {"language": None, "publisher": None}
    )
    feeds_line(session, polled(session))
    assert rows(session, "select language from entries") == [(None,)]
    assert rows(session, "select domain from feeds join publishers using (publisher_id)") == [("127.0.0.1",)]


def test_a_poll_under_way_does_not_bring_a_removed_feed_back(session: Session, web: Web) -> None:
    """What it fetched is loaded; the feed stays removed."""
    poll(session, web, one=feed("https://a.example/1"))
    supply = polled(session)
    set_status(session.settings, subscribed(session.settings).to_dicts(), "removed", "by hand")
    feeds_line(session, supply)
    assert rows(session, "select status, status_reason from feeds") == [("removed", "by hand")]
    assert subscribed(session.settings).is_empty()


def test_a_news_sitemap_goes_down_the_line(session: Session, web: Web) -> None:
    """Its entries lead to pages as those of any feed; twice is once."""
    item = (
        f"<url><loc>{web.put('/bridge', ok(article('Sund')))}</loc><n:news><n:title>Bridge</n:title>"
        "<n:publication_date>2025-01-09</n:publication_date></n:news></url>"
    )
    body = f"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{item}</urlset>".encode()
    poll(session, web, news=body)
    pages_line(session, pages(session))
    poll(session, web, news=body)
    assert rows(session, "select kind, count(*) from feeds join entries using (feed_id) group by all") == [
        ("news_sitemap", 1)
    ]
    assert rows(session, "select count(*), any_value(published_date)::text from articles") == [
        (1, "2025-01-09")
    ]


def test_what_a_poll_tells_of_a_removed_feed_stays_out_of_its_status(session: Session, web: Web) -> None:
    """A redirect that is seen while a user removes it neither moves nor retires it."""
    url = web.put("/one", redirect(301, "/two"))
    web.put("/two", ok(feed("https://a.example/1"), "application/rss+xml"))
    subscribe(session.settings, [(url, None)])
    for number in range(2):
        supply = polled(session)
        if number:
            set_status(session.settings, subscribed(session.settings).to_dicts(), "removed", "by hand")
        feeds_line(session, supply)
    assert rows(session, "select url, status, status_reason from feeds") == [(url, "removed", "by hand")]


def test_a_gap_is_the_set_publishers(session: Session, web: Web) -> None:
    """A newsroom's pages are at its own domain, not at that of a service that carries its feed."""
    url = web.put(
        "/feed", *(ok(feed(f"https://a.example/{number}"), "application/rss+xml") for number in (1, 2))
    )
    subscribe_all(session.settings, [Subscription(url, publisher="valley.example")])
    for _ in range(2):
        feeds_line(session, polled(session))
    assert rows(session, "select outlet from gaps") == [("valley.example",)]
    feeds = Asked(None, None, None, [], feed=url, gaps=True).feeds(session.settings)
    day = Window(date(2025, 1, 1), date(2025, 1, 2))
    assert sites_of(Wanted(day, feeds)) == ["https://valley.example/"]
