"""When analysts are shown what was loaded: while a run loads, at its end, after commands; and what if not."""

import json
import time
from pathlib import Path

import polars as pl
import pytest

from flows import alerts, cli, publishing
from flows.data_folder import prepare
from flows.errors import UsageError
from flows.publishing import Publisher, at_the_end, failure, publish_now
from flows.session import Session
from flows.settings import Settings
from flows.subscribe import subscribe, subscribe_file
from tests.conftest import Ingest
from tests.web import Web, ok
from warehouse.connect import copy_lock
from warehouse.publish import current, last_publication, published_path
from warehouse.query import query

FEED = b"<rss version='2.0'><channel><title>Pier news</title></channel></rss>"


@pytest.fixture
def settings(local: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A new warehouse, to be published after every load."""
    monkeypatch.setenv("HEARSAY_PUBLISH_EVERY", "0.001")
    prepare(local)
    return local.model_copy(update={"publish_every": 0.001, "lock_timeout": 30})


def feeds(path: Path) -> int:
    """How many there are in a file."""
    return query(path, "from feeds").height


def public(settings: Settings) -> Path:
    """The analysts' file."""
    return published_path(settings.warehouse)


def wait_for(path: Path, number: int) -> None:
    """Waits until the analysts' file has so many feeds."""
    until = time.monotonic() + 60
    while not path.exists() or feeds(path) != number:
        assert time.monotonic() < until, "not published"
        time.sleep(0.05)


def test_a_load_is_published_in_the_background(settings: Settings) -> None:
    """Not by this process, and not before it is due."""
    publisher = Publisher(settings)
    publisher.soon()
    wait_for(public(settings), 0)
    publisher.finish()
    subscribe(settings, [("https://a.example/feed", None)])
    Publisher(settings.model_copy(update={"publish_every": 3600})).soon()
    time.sleep(1)
    assert feeds(public(settings)) == 0
    publisher.soon()
    wait_for(public(settings), 1)
    publisher.finish()


def test_the_end_of_a_run_shows_everything(settings: Settings) -> None:
    """Also of one that fails; where nothing has changed, nothing is done."""
    with at_the_end(Publisher(settings)):
        subscribe(settings, [("https://a.example/feed", None)])
    assert feeds(public(settings)) == 1
    subscribe(settings, [("https://b.example/feed", None)])
    with pytest.raises(UsageError), at_the_end(Publisher(settings)):
        subscribe_file(settings, settings.data / "none.opml")
    assert feeds(public(settings)) == 2
    before = public(settings).stat().st_ino
    with at_the_end(Publisher(settings)):
        pass
    assert public(settings).stat().st_ino == before


def test_zero_is_never(settings: Settings) -> None:
    """But by hand."""
    never = Publisher(settings.model_copy(update={"publish_every": 0}))
    never.soon()
    never.finish()
    assert not public(settings).exists()
    assert cli.run(["publish", "--data", str(settings.data)]) == 0
    assert feeds(public(settings)) == 0


def test_tables_do_not_wait_for_the_search_index(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are public when indexing begins; what it did is public at the end."""
    path = settings.warehouse
    seen = []

    def index(path: Path, timeout: float) -> int:
        seen.append(feeds(public(settings)))
        subscribe(settings, [("https://b.example/feed", None)])  # as if it were the index: a change
        return 1

    subscribe(settings, [("https://a.example/feed", None)])
    monkeypatch.setattr(publishing, "index_new", index)
    done = publish_now(path, 30)
    assert (seen, feeds(public(settings))) == ([1], 2)
    assert done.seconds_to_search > done.seconds > 0


def test_the_index_is_not_looked_at_where_nothing_has_changed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it was found to have everything; after a change it is."""
    publish_now(settings.warehouse, 30)
    looks = []
    monkeypatch.setattr(publishing, "index_new", lambda *_: looks.append(1))
    publish_now(settings.warehouse, 30)
    assert looks == []
    subscribe(settings, [("https://a.example/feed", None)])
    publish_now(settings.warehouse, 30)
    assert looks == [1]


def test_a_failure_is_said_and_no_fault_of_the_run(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is an alert until a publication succeeds."""
    hasty = settings.model_copy(update={"lock_timeout": 0.1})
    with copy_lock(settings.warehouse, 1), at_the_end(Publisher(hasty)):
        pass
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("hearsay: the analysts' file was not brought up to date: ")
    assert "is being copied by process" in line
    message, _ = failure(settings.warehouse) or ("", None)
    assert "is being copied" in message
    assert alerted(settings) == ["publication_failed"]
    Publisher(settings).finish()
    assert failure(settings.warehouse) is None
    assert alerted(settings) == []


def alerted(settings: Settings) -> list[str]:
    """The kinds of the alerts that are open after a look."""
    alerts.look(Session(settings.model_copy(update={"publish_every": 0})))
    open_ = query(settings.warehouse, "from ops.alerts").filter(pl.col("cleared_at").is_null())
    return [kind for kind in open_["kind"] if kind.startswith("publication")]


def test_a_run_ends_with_everything_published(settings: Settings, ingest: Ingest, web: Web) -> None:
    """Its own record included."""
    subscribe(settings, [(web.put("/feed", ok(FEED, "text/xml")), None)])
    ingest(settings)
    assert current(settings.warehouse)
    assert query(public(settings), "select status from ops.runs")["status"].to_list() == ["done"]


def test_commands_show_what_they_changed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """`hearsay sql` finds it at once; `--live` asks the warehouse itself."""
    data = ["--data", str(settings.data)]
    assert cli.run(["feeds", "add", "--no-check", "https://a.example/feed", *data]) == 0
    assert feeds(public(settings)) == 1
    subscribe(settings, [("https://b.example/feed", None)])
    for live, number in (([], 1), (["--live"], 2)):
        capsys.readouterr()
        assert cli.run(["sql", "select count(*) as n from feeds", "--format", "csv", *live, *data]) == 0
        assert capsys.readouterr().out.split() == ["n", str(number)]


def test_status_says_what_analysts_see(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing, everything, or how far it is behind."""
    data = ["--data", str(settings.data)]
    assert cli.run(["status", *data]) == 0
    assert "not published yet: `hearsay publish`" in capsys.readouterr().out
    assert cli.run(["publish", "--json", *data]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done["new"]
    assert done["path"] == str(public(settings))
    assert done["bytes"] == done["bytes_written"] == settings.warehouse.stat().st_size
    assert cli.run(["status", *data]) == 0
    assert "holds everything" in capsys.readouterr().out
    subscribe(settings, [("https://b.example/feed", None)])
    assert cli.run(["status", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)["published"]["seconds_behind"] > 0


def test_an_upgrade_is_published_even_where_nothing_else_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else `hearsay sql` would ask for a migration that has been made."""
    assert cli.run(["publish", "--data", str(settings.data)]) == 0
    before = last_publication(settings.warehouse)
    monkeypatch.setenv("HEARSAY_PUBLISH_EVERY", "0")
    subscribe(settings, [("https://b.example/feed", None)])
    assert last_publication(settings.warehouse) == before
    monkeypatch.setattr("flows.commands.migrate.migrate", lambda *_: ["0099_more"])
    assert cli.run(["migrate", "--data", str(settings.data)]) == 0
    assert feeds(public(settings)) == 1
