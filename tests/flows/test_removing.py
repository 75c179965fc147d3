"""The removal of one article: nothing of it is left in any file, and nothing brings it back."""

import gzip
from pathlib import Path

import pytest

from flows import removing
from flows.archive import Place, place_of, read_record
from flows.archive_files import without_records
from flows.cli import run
from flows.line import feeds_line, pages_line
from flows.session import Session, utc_now
from tests.contents import complaints
from tests.line import article, feed, pages, poll, polled, rows, visited
from tests.web import Web, ok
from warehouse import removals
from warehouse.connect import writing
from warehouse.lookups import due_pages

GONE, STAYS = "Gravenmoor", "Halvering"


@pytest.fixture
def taken(session: Session, web: Web) -> str:
    """Two articles of one feed are in the warehouse and the archive; the address of the one that must go."""
    links = [web.put(f"/{place}", ok(article(place))) for place in (GONE, STAYS)]
    poll(session, web, feed=feed(*links))
    pages_line(session, pages(session))
    assert rows(session, "select count(*) from articles") == [(2,)]
    return links[0]


def remove(session: Session, url: str) -> None:
    """The command, while no run is under way; the archive's file of the session is closed by then."""
    session.__exit__()
    assert run(["remove", url, "--why", "court order", "--yes", "--data", str(session.settings.data)]) == 0


def holders(folder: Path, words: str) -> set[str]:
    """The files with these words in their bytes, or in what they hold compressed."""
    found = set()
    for file in (path for path in folder.rglob("*") if path.is_file()):
        body = file.read_bytes()
        plain = gzip.decompress(body) if file.name.endswith(".gz") else body
        if words.encode() in plain:
            found.add(file.name)
    return found


def test_nothing_is_left_in_any_file(session: Session, taken: str) -> None:
    """Neither in rows nor in free blocks nor in the archive; the other article's record is where rows say."""
    data = session.settings.data
    assert holders(session.settings.archive, GONE)
    remove(session, taken)
    assert holders(data, GONE) == set()
    assert rows(session, "select count(*) from articles") == [(1,)]
    ((file, offset, length),) = rows(
        session,
        "select archive_file, archive_offset, archive_length from ops.fetches where kind = 'page'",
    )
    place = place_of({"archive_file": file, "archive_offset": offset, "archive_length": length})
    assert STAYS.encode() in read_record(session.settings.archive, place, 10**6).body
    assert len(list(session.settings.archive.rglob("*.warc.gz"))) == 1
    assert complaints(session.settings.warehouse) == []


def test_the_feed_does_not_bring_it_back(session: Session, taken: str, web: Web) -> None:
    """Though it lists it still, nothing is asked for; undone, it comes again."""
    remove(session, taken)
    with Session(session.settings) as again:
        asked = len(web.received)
        web.put("/feed", ok(feed(taken, web.url("/new"), dated=True), "application/rss+xml"))
        feeds_line(again, polled(again))
        assert rows(again, "select url from entries where url like '%/new'") == [(web.url("/new"),)]
        assert rows(again, "select count(*) from ops.pages where url like '%/Gravenmoor'") == [(0,)]
        pages_line(again, pages(again))
        assert [request.path for request in web.received[asked:]].count("/Gravenmoor") == 0
    assert run(["remove", taken, "--undo", "--data", str(session.settings.data)]) == 0
    with Session(session.settings) as again:
        web.put("/feed", ok(feed(taken), "application/rss+xml"))
        feeds_line(again, polled(again))
        pages_line(again, pages(again))
    assert rows(session, "select count(*) from articles") == [(2,)]


def test_a_backfill_does_not_bring_it_back(session: Session, taken: str, web: Web) -> None:
    """Fetched all the same, it is not loaded, and its bytes leave the archive again."""
    due = due_pages(session.settings.warehouse, session.now(), everything=True)  # both, as of any supply
    remove(session, taken)
    with Session(session.settings) as again:
        pages_line(again, visited(again, due))
        assert rows(again, "select count(*) from articles") == [(1,)]
        assert rows(again, "select count(*) from ops.archive_erasures") == [(1,)]
    removing.erase_pending(session.settings)
    assert holders(session.settings.data, GONE) == set()
    assert complaints(session.settings.warehouse) == []


def test_a_dry_run_changes_nothing(session: Session, taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It tells rows and records: the page's, and the feed's body that carries it."""
    before = rows(session, "select count(*) from ops.fetches")
    assert run(["remove", taken, "--why", "x", "--data", str(session.settings.data)]) == 0
    assert "2 records would go" in capsys.readouterr().out
    assert rows(session, "select count(*) from ops.fetches") == before
    assert rows(session, "select count(*) from ops.removals") == [(0,)]


@pytest.mark.parametrize("killed_in", ["without_records", "move_places", "delete_file", "erased"])
def test_a_killed_removal_is_ended_by_the_next(
    session: Session, taken: str, killed_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whichever step of the archive it was; what rows refer to can be read in between, too."""

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    owner = removals if killed_in in ("move_places", "erased") else removing
    planned = removing.plan(session.settings, taken)
    monkeypatch.setattr(owner, killed_in, die)
    with pytest.raises(KeyboardInterrupt):
        removing.carry_out(session.settings, planned, "x", "me", utc_now())
    monkeypatch.undo()
    kept = "select archive_file, archive_offset, archive_length from ops.fetches where kind = 'page'"
    ((file, offset, length),) = rows(session, kept)
    place = place_of({"archive_file": file, "archive_offset": offset, "archive_length": length})
    assert STAYS.encode() in read_record(session.settings.archive, place, 10**6).body
    remove(session, taken)
    assert holders(session.settings.data, GONE) == set()
    assert rows(session, "select count(*) from ops.archive_erasures") == [(0,)]


def test_records_that_are_not_there_are_not_cut_out(session: Session, taken: str) -> None:
    """Beyond the end, or one over another: the file stays as it is."""
    (file,) = session.settings.archive.rglob("*.warc.gz")
    name, size = file.relative_to(session.settings.archive).as_posix(), file.stat().st_size
    for places in ([(size - 1, 2)], [(0, 10), (5, 10)]):
        with pytest.raises(removing.ArchiveError, match="nothing was changed"):
            without_records(session.settings.archive, name, places)


@pytest.mark.parametrize("options", [[], ["--archive"]])
def test_an_older_backup_finds_records_where_they_are(
    session: Session, taken: str, tmp_path: Path, options: list[str]
) -> None:
    """The file that was written anew without what was removed serves the rows of the backup, too."""
    data, saved = ["--data", str(session.settings.data)], str(tmp_path / "saved")
    with writing(session.settings.warehouse) as connection:
        connection.execute(
            """
            insert into ops.robots (origin, archive_file, archive_offset, archive_length)
            select 'x', archive_file, archive_offset, archive_length from ops.fetches where url like ?
            """,
            [f"%{STAYS}"],
        )
    session.__exit__()
    assert run(["backup", saved, *data, *options]) == 0
    remove(session, taken)
    assert run(["restore", saved, "--replace", *data]) == 0
    assert holders(session.settings.data, GONE) == set()
    names = ("archive_file", "archive_offset", "archive_length")
    places = "select archive_file, archive_offset, archive_length from ops.{} where archive_file is not null"
    for sql in map(places.format, ("fetches", "robots")):
        found = [place_of(dict(zip(names, row, strict=True))) for row in rows(session, sql)]
        bodies = [read_record(session.settings.archive, place, 10**6).body for place in found]
        assert any(STAYS.encode() in body for body in bodies), sql


def test_a_record_that_is_noted_twice_moves_others_once(session: Session, taken: str) -> None:
    """Rows find their records after it."""
    session.__exit__()
    settings = session.settings
    sql = (
        "select archive_file, archive_offset, archive_length from ops.fetches where kind = 'page' order by 2"
    )
    first, last = rows(session, sql)
    body = read_record(settings.archive, Place(*last), 10**6).body
    for _ in range(2):
        removals.ask_to_erase(settings.warehouse, [first], utc_now())
    assert removing.erase_pending(settings) == 2
    assert read_record(settings.archive, Place(*rows(session, sql)[-1]), 10**6).body == body
