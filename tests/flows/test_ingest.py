"""The flow `ingest` over the sample web, as users run it: what is loaded, and what a further run changes."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from filelock import FileLock

from flows.archive import ArchiveError
from flows.data_folder import prepare
from flows.demo.manifest import manifest
from flows.demo.web import SampleWeb
from flows.session import utc_now
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.conftest import Ingest
from tests.contents import complaints, counts, news
from tests.line import article
from tests.web import Web, closed_port, ok, status
from transforms import schemas
from warehouse.load import load
from warehouse.query import query

pytestmark = pytest.mark.xdist_group("prefect")

EDITED = "http://harbourherald.example/2026/03/03/olm-dam"
NEW = "http://dravintribune.example/en/4440-joint-inquiry"
CALM = {"ops.runs", "ops.fetches"}  # what a run without news adds rows to


@dataclass(frozen=True)
class Visits:
    """The warehouse after the first run, after a second one over the same web, and after the second visit."""

    first: Path
    again: Path
    second: Path
    requests: tuple[int, int, int]  # how many the web had seen after each
    web: SampleWeb


@pytest.fixture(scope="module")
def visits(ingest: Ingest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """Three runs over the sample web."""
    folder = tmp_path_factory.mktemp("visits")
    with SampleWeb() as web:
        settings = Settings(data=folder / "data", proxy=web.proxy, host_pause=0, workers=1)
        prepare(settings)
        subscribe(settings, [(feed.url, feed.title) for feed in web.feeds])
        copies, requests = [], []
        for number, visit in enumerate((1, 1, 2)):
            web.visit = visit
            ingest(settings)
            copies.append(Path(shutil.copy(settings.warehouse, folder / f"{number}.duckdb")))
            requests.append(len(web.requests))
        yield Visits(*copies, requests=(requests[0], requests[1], requests[2]), web=web)


def grown(before: Path, after: Path) -> dict[str, int]:
    """By how many rows each table grew, where it did."""
    old, new = counts(before), counts(after)
    return {name: new[name] - old[name] for name in new if new[name] != old[name]}


def test_every_article_of_the_web_is_loaded(visits: Visits) -> None:
    """Each page that holds an article gives one with a version; the others are rejects with their reason."""
    kinds = {page.url: page.kind for page in manifest().pages if page.url != NEW}
    expected = {url for url, kind in kinds.items() if kind in ("article", "paywall")}
    loaded = query(
        visits.first, "select canonical_url from articles join article_versions using (article_id)"
    )
    assert sorted(loaded["canonical_url"]) == sorted(expected)
    rejects = query(visits.first, "select url, stage, reason from ops.rejects where stage <> 'parse'")
    assert set(rejects.rows()) == {
        ("http://clarionpoint.example/stars/envoy-diary", "extract", "consent_page"),
        ("http://portambrypost.example/war/army-orders.html", "fetch", "http_error"),
    }


def test_every_page_is_accounted_for(visits: Visits) -> None:
    """No page is left without an article or a reject of its last fetch, and none is still pending."""
    lost = query(
        visits.second,
        """
        from ops.pages
        anti join articles using (article_id)
        anti join (select url, count(*) from ops.rejects group by url) as refused using (url)
        """,
    )
    assert lost.is_empty(), lost
    states = query(visits.second, "select distinct state from ops.pages")
    assert set(states["state"]) == {"done", "rejected", "retry"}


def test_who_says_what_is_found(visits: Visits) -> None:
    """Claims have speakers, mentions name entities, and every text was read by the extractor on record."""
    rows = counts(visits.first)
    assert rows["main.claims"] > 100
    assert rows["main.claim_speakers"] >= rows["main.claims"] / 2
    assert rows["main.mentions"] > rows["main.entities"] > 20
    assert rows["ops.extractors"] == 1
    assert rows["ops.extractions"] == rows["main.article_versions"]


def test_a_second_run_adds_nothing(visits: Visits) -> None:
    """Only the run and its fetches are new rows; what is in `main` stays as it was, to the letter."""
    assert news(visits.first) == news(visits.again)
    assert set(grown(visits.first, visits.again)) == CALM


def test_feeds_that_have_not_changed_answer_304(visits: Visits) -> None:
    """Every feed that could be read sends no body twice; the page that poses as a feed is asked anew."""
    asked = visits.web.requests[visits.requests[0] : visits.requests[1]]
    answers = {request.url: request.status for request in asked}
    for feed in visits.web.feeds:
        assert answers[feed.url] == (304 if feed.kind else 200), feed.url


def test_the_second_visit_adds_what_has_changed(visits: Visits) -> None:
    """The edited article's second version and the new article; their entries; nothing is lost."""
    growth = grown(visits.again, visits.second)
    assert {name: growth.get(f"main.{name}", 0) for name in ("articles", "article_versions", "entries")} == {
        "articles": 1,
        "article_versions": 2,
        "entries": 2,
    }
    versions = query(
        visits.second,
        """
        select canonical_url, cause, version_id = current_version_id as current
        from article_versions join articles using (article_id)
        where canonical_url in (?, ?)
        order by captured_at, canonical_url
        """,
        [EDITED, NEW],
    )
    assert sorted(versions.rows()) == sorted(
        [(EDITED, "first", False), (EDITED, "edit", True), (NEW, "first", True)]
    )


def test_an_edited_entry_opens_its_page_again(visits: Visits) -> None:
    """The page of the edited entry was fetched on the second visit; pages of unchanged entries were not."""
    later = visits.web.requests[visits.requests[1] :]
    pages = {page.url for page in manifest().pages}
    asked = [request.url for request in later if request.url in pages]
    waiting = "http://portambrypost.example/war/army-orders.html"  # 404 so far: to retry
    assert sorted(asked) == sorted([EDITED, NEW, waiting])


def test_two_entries_of_one_page_give_one_article(visits: Visits) -> None:
    """Tracking parameters tell two entries apart, not two articles; the page is fetched once."""
    page = "http://clarionpoint.example/politics/who-is-lying"
    entries = query(visits.first, "select count(distinct url) as n from entries where page_url = ?", [page])
    assert entries["n"].item() == 2
    articles = query(visits.first, "from articles where canonical_url = ?", [page])
    assert articles.height == 1
    fetched = [request for request in visits.web.requests if request.url.startswith(page)]
    assert len(fetched) == 1


def test_a_web_page_in_place_of_a_feed_is_a_reject(visits: Visits) -> None:
    """It is recorded with its reason and counts as a failure of that feed alone."""
    state = query(
        visits.first,
        """
        select url, rejects.reason, last_outcome, failures
        from ops.rejects as rejects join feeds using (url) join ops.feed_state using (feed_id)
        where stage = 'parse'
        """,
    )
    assert state.rows() == [
        ("http://harbourherald.example/topics/olm-dam.rss", "web_page", "parse_error", 0.5)
    ]
    good = query(visits.first, "from ops.feed_state where failures = 0")
    assert good.height == len(visits.web.feeds) - 1


def test_the_run_is_on_record(visits: Visits) -> None:
    """One row a run, with what it did; a page that could not be fetched makes it done with failures."""
    runs = query(visits.second, "from ops.runs order by started_at")
    assert runs["status"].to_list() == ["done_with_failures"] * 3
    assert runs["articles_new"].to_list() == [21, 0, 1]
    assert runs["versions_new"].to_list() == [21, 0, 2]
    assert runs["prefect_flow_run_id"].n_unique() == 3
    assert runs.select(pl.col("finished_at") > pl.col("started_at"))["finished_at"].all()


def test_checks_are_clean(visits: Visits) -> None:
    """`hearsay check` has nothing to say about any of the three states."""
    for warehouse in (visits.first, visits.again, visits.second):
        assert complaints(warehouse) == []


def feed(*links: str) -> bytes:
    """A small RSS feed with an entry a link."""
    items = "".join(f"<item><title>Entry {link}</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel><title>Ferry news</title>{items}</channel></rss>'.encode()


def runs_of(settings: Settings) -> list[tuple[str, str | None]]:
    """Status and error of every run, oldest first."""
    return query(settings.warehouse, "select status, error from ops.runs order by started_at").rows()


def subscribed(settings: Settings, web: Web, *links: str) -> Settings:
    """The settings of a warehouse with one feed of the web."""
    prepare(settings)
    subscribe(settings, [(web.put("/feed", ok(feed(*links), "application/rss+xml")), None)])
    return settings


def test_a_run_without_failures_is_done(ingest: Ingest, local: Settings) -> None:
    """A feed without entries is read, and nothing failed."""
    with Web() as web:
        summary = ingest(subscribed(local, web))
    assert (dict(summary.feeds), summary.failed) == ({"ok": 1}, 0)
    assert runs_of(local) == [("done", None)]


def test_an_outage_loses_nothing(ingest: Ingest, local: Settings) -> None:
    """Runs without network leave the pages alone; pages that were given up are taken by a run over all."""
    with Web() as web:
        pages = [web.put(f"/{name}", ok(b"<html><p>Too short.")) for name in ("waiting", "given-up")]
        subscribed(local, web)
        load(local.warehouse, {"ops.pages": waiting(*pages)}, run_id="", now=utc_now())
        offline = local.model_copy(update={"proxy": f"http://127.0.0.1:{closed_port()}"})
        for _ in range(2):
            assert ingest(offline).unreachable
        before = query(local.warehouse, "select state, attempts from ops.pages order by state")
        assert before.rows() == [("failed", 6), ("pending", 0)]
        assert web.received == []
        ingest(local)
        assert len(web.seen("/given-up")) == 1
    after = query(local.warehouse, "select distinct state, reason from ops.pages")
    assert after.rows() == [("rejected", "too_short")]


def waiting(pending: str, failed: str) -> pl.DataFrame:
    """Two pages: one to fetch, one that was given up as not to be reached."""
    common = {"entry_id": "e", "next_at": None, "article_id": None, "last_fetch_id": None}
    rows = [
        {"page_id": "p", "url": pending, "state": "pending", "reason": "new entry", "attempts": 0, **common},
        {
            "page_id": "f",
            "url": failed,
            "state": "failed",
            "reason": "connect_error",
            "attempts": 6,
            **common,
        },
    ]
    return schemas.from_rows(rows, schemas.PAGES)  # type: ignore[arg-type]  # plain values


def test_an_archive_that_cannot_be_written_fails_the_run(ingest: Ingest, local: Settings) -> None:
    """The run ends with an error that names the archive, on record too; the next one goes on from there."""
    with Web() as web:
        page = web.put("/page", status(404))
        subscribed(local, web, page)
        local.archive.write_text("in the way")
        with pytest.raises(ArchiveError, match="archive"):
            ingest(local)
        ((state, error),) = runs_of(local)
        assert state == "failed"
        assert error is not None
        assert str(local.archive) in error
        assert counts(local.warehouse)["main.entries"] == 0
        local.archive.unlink()
        ingest(local)
    assert [state for state, _ in runs_of(local)] == ["failed", "done_with_failures"]
    assert counts(local.warehouse)["main.entries"] == 1


def test_a_killed_run_is_marked_and_a_working_one_is_not(ingest: Ingest, local: Settings) -> None:
    """Of two runs that are marked as running, the one whose process is gone was interrupted."""
    rows = [{"run_id": name, "flow": "ingest", "started_at": utc_now(), "status": "running"} for name in "ab"]
    with Web() as web:
        subscribed(local, web)
        frame = schemas.from_rows(rows, schemas.RUNS)  # type: ignore[arg-type]  # plain values
        load(local.warehouse, {"ops.runs": frame}, run_id="", now=utc_now(), timeout=10)
        (local.data / "runs").mkdir()
        with FileLock(local.data / "runs" / "b.lock"):
            ingest(local)
    assert [state for state, _ in runs_of(local)] == ["interrupted", "running", "done"]


def test_a_run_counts_spellings_as_one(ingest: Ingest, local: Settings, web: Web) -> None:
    """At its end, over all that is stored: an older article that comes later is linked as well."""
    prepare(local)
    for path, name in (("/new", b"Sergey Velinskiy"), ("/old", b"Sergei Velinsky")):
        link = web.put(path, ok(article("Sund").replace(b"Nora Velling", name)))
        subscribe(local, [(web.put(f"{path}.xml", ok(feed(link), "application/rss+xml")), None)])
        ingest(local)
    speakers = query(local.warehouse, "select distinct speaker from said where speaker like '%Vel%'")
    assert speakers["speaker"].to_list() == ["Sergei Velinsky"]
    changes = "select run_id in (select run_id from ops.runs) from ops.entity_link_changes"
    assert query(local.warehouse, changes).rows() == [(True,)]
