"""What a backfill could not read, or was not asked for, is not taken for read by the next one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flows.data_folder import prepare
from flows.errors import UsageError
from flows.past.asked import Asked
from flows.past.supplies import patiently
from flows.removing import carry_out, plan
from flows.settings import Settings
from flows.subscribe import subscribe
from flows.workers import PageJob
from tests.flows.past.conftest import JANUARY, Backfill, page, put_pages, stored
from tests.line import Here
from tests.warcs import packed, record, response
from tests.web import Web, ok

pytestmark = pytest.mark.xdist_group("past")

_STATES = (
    "select state, records_found, records_loaded, records_failed from ops.backfill_partitions order by all"
)
_GERMAN = (
    '<!doctype html><html lang="de"><head><title>Brücke gesperrt</title></head><body><article><h1>Brücke</h1>'
    "<p>Die Bürgermeisterin sagte am Freitag, die Brücke bleibe bis zum Frühjahr gesperrt. Man habe in jedem "
    "Pfeiler Risse gefunden, erklärte sie nach einer Besichtigung mit den Ingenieuren des Landkreises.</p>"
    "<p>Der Verband der Ingenieure bestritt, dass seine Mitglieder den Rat gewarnt hätten. Bald will "
    "sich der Rat noch einmal damit befassen, wenn alle Gutachten vorliegen.</p></article></body></html>"
)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Here]]:
    """Pages are read in this process."""

    class Reader(Here):
        broken = False

        def run(self, read: Any, jobs: Any) -> Iterator[object]:
            self.faulty = lambda job: self.broken and isinstance(job, PageJob)
            return super().run(read, jobs)

    monkeypatch.setattr("flows.session.Workers", Reader)
    return Reader


def warc(file: Path, **changes: Any) -> Asked:
    return Asked(*JANUARY, "warc", [str(file)], **changes)


def test_a_capture_whose_reader_died(local: Settings, backfill: Backfill, tmp_path: Path, here: Any) -> None:
    """Its partition is failed, and the next backfill reads it."""
    file = tmp_path / "a.warc.gz"
    file.write_bytes(
        packed(*(record(f"http://news.example/{n}", response(page(n, "2025-01-03"))) for n in "ab"))
    )
    here.broken = True
    assert backfill(local, warc(file)).failed == 2
    assert stored(local, _STATES) == [("failed", 2, 0, 2)]
    here.broken = False
    assert backfill(local, warc(file)).rows["articles"] == 2
    assert stored(local, _STATES) == [("done", 2, 2, 0)]
    assert backfill(local, warc(file)).read == 0


def test_a_language_hides_no_other(local: Settings, backfill: Backfill, tmp_path: Path) -> None:
    """What was refused for its language is there for who asks for it."""
    file = tmp_path / "a.warc.gz"
    pages = {"/de": _GERMAN.encode(), "/en": page("Report", "2025-01-03")}
    file.write_bytes(
        packed(*(record(f"http://news.example{path}", response(body)) for path, body in pages.items()))
    )
    languages = "select canonical_url, language from articles order by all"
    backfill(local, warc(file, language="de"))
    assert stored(local, languages) == [("http://news.example/de", "de")]
    backfill(local, warc(file))
    assert stored(local, languages) == [("http://news.example/de", "de"), ("http://news.example/en", "en")]


def test_an_undated_entry_in_a_wider_window(local: Settings, backfill: Backfill) -> None:
    """Its page was refused for its own date, which lies in the window that is asked for now."""
    prepare(local)
    with Web() as web:
        links = put_pages(web, {"/early": "2025-01-02", "/late": "2025-01-20"})
        items = "".join(f"<item><title>{link}</title><link>{link}</link></item>" for link in links)
        web.put("/feed", ok(f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml"))
        subscribe(local, [(web.url("/feed"), None)])
        assert backfill(local, Asked(date(2025, 1, 1), date(2025, 1, 5), "feed", [])).rows["articles"] == 1
        assert backfill(local, Asked(*JANUARY, "feed", [])).rows["articles"] == 1


def test_other_pages_of_the_same_number(local: Settings, backfill: Backfill, addresses: Path) -> None:
    """A list that was written anew is another one, though it is as long."""
    with Web() as web:
        urls = put_pages(web, dict.fromkeys(["/a", "/b", "/c", "/d"], "2025-01-03"))
        for first in (0, 2):
            addresses.write_text("\n".join(urls[first : first + 2]), "utf-8")
            assert backfill(local, Asked(*JANUARY, "urls", [str(addresses)])).rows["articles"] == 2
        assert [len(web.seen(path)) for path in ("/a", "/b", "/c", "/d")] == [1, 1, 1, 1]


def test_a_removed_page_is_asked_for_no_more(local: Settings, backfill: Backfill, addresses: Path) -> None:
    """Not even where everything is read once more; its partition is done."""
    with Web() as web:
        urls = put_pages(web, dict.fromkeys(["/a", "/b"], "2025-01-03"))
        addresses.write_text("\n".join(urls), "utf-8")
        backfill(local, Asked(*JANUARY, "urls", [str(addresses)]))
        carry_out(local, plan(local, urls[0]), "asked to", "a test", datetime.now(UTC))
        backfill(local, Asked(*JANUARY, "urls", [str(addresses)], again=True))
        assert [len(web.seen(path)) for path in ("/a", "/b")] == [1, 2]
    assert stored(local, _STATES) == [("done", 2, 2, 0)]


def test_tried_again_by_prefect_only_the_rest_is_asked_for(
    local: Settings, backfill: Backfill, addresses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was loaded before the fault is neither asked for again nor left out of the count."""
    import flows.backfill as module  # noqa: PLC0415  # Prefect reads its settings when it is imported

    line, calls = module.pages_line, []

    def faulty(session: Any, supply: Any) -> Any:
        calls.append(supply["url"].to_list())
        if len(calls) == 2:
            raise OSError("the disk is full")
        return line(session, supply)

    monkeypatch.setattr(module, "pages_line", faulty)
    monkeypatch.setattr(module.load_partitions, "retry_delay_seconds", 0)
    monkeypatch.setattr("flows.past.supplies.patiently", partial(patiently, size=2))
    with Web() as web:
        urls = put_pages(web, {f"/{n}": "2025-01-03" for n in range(4)})
        addresses.write_text("\n".join(urls), "utf-8")
        filled = backfill(local, Asked(*JANUARY, "urls", [str(addresses)]))
        assert sum(len(web.seen(f"/{n}")) for n in range(4)) == 6  # those of the batch that failed twice
    assert (filled.rows["articles"], filled.failed, [len(urls) for urls in calls]) == (4, 0, [2, 2, 2])
    assert stored(local, "select records_new from ops.backfill_partitions") == [(4,)]


def test_what_a_killed_backfill_loaded_is_counted(
    local: Settings, backfill: Backfill, addresses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it ended between loading its pages and telling so."""
    import flows.backfill as module  # noqa: PLC0415  # Prefect reads its settings when it is imported

    def killed(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(module.load_partitions, "retry_delay_seconds", 0)
    with Web() as web:
        urls = put_pages(web, dict.fromkeys(["/a", "/b"], "2025-01-03"))
        addresses.write_text("\n".join(urls), "utf-8")
        with monkeypatch.context() as patch:
            patch.setattr("flows.past.partitions.Tally.end", killed)
            with pytest.raises(RuntimeError, match="killed"):
                backfill(local, Asked(*JANUARY, "urls", [str(addresses)]))
        assert backfill(local, Asked(*JANUARY, "urls", [str(addresses)])).rows["articles"] == 0
        assert [len(web.seen(path)) for path in ("/a", "/b")] == [1, 1]
    assert stored(local, "select state, records_new from ops.backfill_partitions") == [("done", 2)]


def test_a_date_at_the_end_of_time_stops_no_other_file(
    local: Settings, backfill: Backfill, tmp_path: Path
) -> None:
    """The record has no date that can be used; the next file is read."""
    block = response(page("Report", "2025-01-03"))
    late = record("http://news.example/late", block, "9999-12-31T23:59:59-12:00")
    (tmp_path / "a.warc.gz").write_bytes(packed(late))
    (tmp_path / "b.warc.gz").write_bytes(packed(record("http://news.example/b", block)))
    filled = backfill(local, warc(tmp_path))
    assert filled.rows["articles"] == 1
    assert ["have no date" in problem for problem in filled.problems] == [True]


def test_captures_in_our_archive_are_of_the_page(local: Settings, backfill: Backfill) -> None:
    """A lost warehouse is rebuilt from what a web archive gave as well: under the publisher's address."""
    prepare(local)
    folder = local.archive / "2026" / "11" / "30"
    folder.mkdir(parents=True)
    at = "https://web.archive.example/web/20250104100000id_/https://news.example/a"
    copy = record(at, response(page("Report", "2025-01-03")), "2026-11-30T08:00:00Z")
    (folder / "hearsay-20261130-080000-x.warc.gz").write_bytes(packed(copy))
    assert backfill(local, warc(local.archive)).rows["articles"] == 1
    assert stored(local, "select canonical_url from articles") == [("https://news.example/a",)]
    assert stored(local, "select captured_at::date::varchar from article_versions") == [("2025-01-04",)]


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [("urls", "nowhere.txt", "is no file"), ("warc", ".", "holds no WARC files")],
)
def test_a_wrong_place_is_said_at_once(
    local: Settings, source: str, place: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Prefect is started."""
    monkeypatch.chdir(tmp_path)
    prepare(local)
    with pytest.raises(UsageError, match=words):
        Asked(*JANUARY, source, [place]).checked(local)


def test_a_feed_does_not_choose_from_a_list(local: Settings, addresses: Path) -> None:
    """Of what a list holds, --feed says nothing: that is said, and not passed over."""
    prepare(local)
    subscribe(local, [("http://news.example/feed", None)])
    addresses.write_text("http://news.example/a", "utf-8")
    with pytest.raises(UsageError, match="--publisher"):
        Asked(*JANUARY, "urls", [str(addresses)], feed="news.example").checked(local)
