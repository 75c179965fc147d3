"""The sample web of the demo as it is served, and the questions that are asked of it."""

import http.client
import re
import socket
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from flows.demo import QUESTIONS
from flows.demo.manifest import manifest
from flows.demo.web import Request, SampleWeb
from warehouse.migrate import migrate
from warehouse.query import query

HERALD = "http://harbourherald.example"


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    """The sample web, being served."""
    with SampleWeb() as served:
        yield served


@pytest.fixture
def client(web: SampleWeb) -> Iterator[httpx2.Client]:
    """A client that reaches everything through the sample web's proxy."""
    with httpx2.Client(proxy=web.proxy, trust_env=False) as opened:
        yield opened


def ask(web: SampleWeb, request: str) -> bytes:
    """What comes back for raw bytes, until the server ends the connection."""
    host, port = web.proxy.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_all_feeds_are_served_and_know_what_has_not_changed(web: SampleWeb, client: httpx2.Client) -> None:
    """Each feed answers 200, then 304 to its entity tag, weak or not, and to its date."""
    for feed in web.feeds:
        first = client.get(feed.url)
        assert (first.status_code, first.headers["content-type"]) == (200, feed.type)
        tag, modified = first.headers["etag"], first.headers["last-modified"]
        for known in ({"If-None-Match": tag}, {"If-None-Match": f"W/{tag}"}, {"If-Modified-Since": modified}):
            again = client.get(feed.url, headers=known)
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag


def test_an_entity_tag_decides_before_a_date(client: httpx2.Client) -> None:
    """A tag that does not fit gets the body, whatever date stands beside it; so does a date that is none."""
    url = f"{HERALD}/2026/03/03/olm-dam"
    late = "Fri, 06 Mar 2037 06:00:00 GMT"
    wrong = client.get(url, headers={"If-None-Match": '"other"', "If-Modified-Since": late})
    assert wrong.status_code == 200
    assert client.get(url, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    assert client.get(url, headers={"If-Modified-Since": late}).status_code == 304


def test_the_second_visit_changes_what_it_should(web: SampleWeb, client: httpx2.Client) -> None:
    """One article is edited, one is new, and the two feeds that say so differ; nothing else."""
    addresses = [known.url for known in (*web.feeds, *manifest().pages, *manifest().redirects)]
    before = {url: client.get(url) for url in addresses}
    web.visit = 2
    after = {
        url: client.get(url, headers={"If-None-Match": before[url].headers.get("etag", "")})
        for url in addresses
    }
    changed = {url: (before[url].status_code, after[url].status_code) for url in addresses}
    assert {
        url: codes for url, codes in changed.items() if codes not in ((200, 304), (404, 404), (301, 301))
    } == {
        f"{HERALD}/feed.xml": (200, 200),
        f"{HERALD}/2026/03/03/olm-dam": (200, 200),
        "http://dravintribune.example/atom.xml": (200, 200),
        "http://dravintribune.example/en/4440-joint-inquiry": (404, 200),
    }


def test_there_are_only_two_visits(web: SampleWeb) -> None:
    """A third state of the web is refused, and the visit stays."""
    with pytest.raises(ValueError, match="visits 1 and 2, not 3"):
        web.visit = 3
    assert web.visit == 1


def test_a_proxy_is_asked_for_whole_addresses(web: SampleWeb) -> None:
    """ "GET http://host/path" decides the host, also against a Host header that says otherwise."""
    got = ask(web, f"GET {HERALD}/feed.xml HTTP/1.1\nHost: tarnwire.example\nConnection: close\n\n")
    assert got.startswith(b"HTTP/1.1 200 ")
    assert b"<title>Harbour Herald</title>" in got


def test_a_direct_request_is_told_by_its_host(web: SampleWeb) -> None:
    """Without a proxy's form of request, the Host header tells newsrooms apart; no Host is no newsroom."""
    got = ask(web, "GET /wire.xml HTTP/1.1\nHost: tarnwire.example\nConnection: close\n\n")
    assert b"<title>Tarn Wire</title>" in got
    other = ask(web, "GET /wire.xml HTTP/1.1\nHost: clarionpoint.example\nConnection: close\n\n")
    assert other.startswith(b"HTTP/1.1 404 ")
    assert ask(web, "GET /wire.xml HTTP/1.0\n\n").startswith(b"HTTP/1.1 502 ")


def test_redirect_missing_page_robots_and_the_rest_of_the_web(web: SampleWeb, client: httpx2.Client) -> None:
    """What is no page: a 301 with its target, a 404, robots.txt for everybody, and 502 for foreign hosts."""
    moved = client.get(f"{HERALD}/go/2207")
    assert (moved.status_code, moved.headers["location"]) == (301, "/2026/03/05/contact-group-monitors")
    assert client.get(f"{HERALD}/go/2207", follow_redirects=True).status_code == 200
    assert client.get("http://portambrypost.example/war/army-orders.html").status_code == 404
    assert {client.get(f"http://{host}/robots.txt").status_code for host in manifest().hosts} == {200}
    assert client.get("http://example.com/").status_code == 502


def test_tracking_parameters_lead_to_the_same_page(client: httpx2.Client) -> None:
    """Two entries of one feed are one page."""
    page = "http://clarionpoint.example/politics/who-is-lying"
    feed = client.get("http://clarionpoint.example/rss.xml").text
    links = [link for link in re.findall(r"<link>(.*?)</link>", feed) if link.startswith(page)]
    assert len(set(links)) == 2
    assert len({client.get(link).content for link in links}) == 1


def test_connections_are_kept_and_heads_have_no_body(web: SampleWeb) -> None:
    """HEAD, 304 and GET on one connection, each answer in its place; `requests` has all three."""
    connection = http.client.HTTPConnection(web.proxy.removeprefix("http://"), timeout=5)
    url = "http://tarnwire.example/wire.xml"
    connection.request("HEAD", url, headers={"User-Agent": "test"})
    head = connection.getresponse()
    length, tag = head.headers["Content-Length"], head.headers["ETag"]
    assert head.read() == b""
    connection.request("GET", url, headers={"If-None-Match": tag})
    assert connection.getresponse().read() == b""
    connection.request("GET", url)
    assert len(connection.getresponse().read()) == int(length)
    connection.close()
    assert web.requests == [
        Request("HEAD", url, 200, "test"),
        Request("GET", url, 304, ""),
        Request("GET", url, 200, ""),
    ]


def test_closing_ends_connections_that_are_kept_open() -> None:
    """An idle connection does not hold up the end, closing twice is fine, and nobody listens any more."""
    with SampleWeb() as web:
        connection = http.client.HTTPConnection(web.proxy.removeprefix("http://"), timeout=5)
        connection.request("GET", f"{HERALD}/feed.xml")
        connection.getresponse().read()
        started = time.monotonic()
    web.close()
    assert time.monotonic() - started < 5
    assert connection.sock.recv(1) == b""
    connection.close()
    with pytest.raises(httpx2.ConnectError), httpx2.Client(proxy=web.proxy, trust_env=False) as client:
        client.get(f"{HERALD}/feed.xml")


def test_a_web_that_was_never_entered_can_be_closed() -> None:
    """Closing frees the port without a wait for a thread that never ran."""
    SampleWeb().close()


def test_opml_names_the_feeds(web: SampleWeb) -> None:
    """The subscriptions are well-formed OPML with title and address of every feed."""
    outlines = ET.fromstring(web.opml()).iter("outline")  # noqa: S314  # our own text
    assert [(one.get("text"), one.get("xmlUrl")) for one in outlines] == [
        (feed.title, feed.url) for feed in web.feeds
    ]


@pytest.fixture(scope="module")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse without rows."""
    path = tmp_path_factory.mktemp("questions") / "warehouse.duckdb"
    migrate(path)
    return path


@pytest.mark.parametrize("file", sorted(QUESTIONS.glob("*.sql")), ids=lambda file: file.stem)
def test_questions_are_asked_of_tables_that_exist(file: Path, empty_warehouse: Path) -> None:
    """Each begins with its question in plain words, and runs; nothing is found where nothing is."""
    text = file.read_text("utf-8")
    assert re.match(r"-- [A-Z].*\?", text)
    assert query(empty_warehouse, text).height == 0


def test_there_are_twenty_questions() -> None:
    """README shows the first ten, the README beside them the others; all are numbered."""
    assert [file.name[:3] for file in sorted(QUESTIONS.glob("*.sql"))] == [
        f"{number:02}_" for number in range(1, 21)
    ]
