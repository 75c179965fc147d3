"""`hearsay prune`: rows and archive files by age, told first, done with --yes."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.ages import age
from flows.cli import run
from flows.errors import UsageError
from flows.only_one import ARCHIVE_FILES, only_one
from flows.removing import erase_when_idle
from flows.settings import Settings
from tests.contents import complaints, counts
from tests.warehouse.conftest import SEEN, batch, put
from tests.warehouse.test_prune import news
from warehouse.connect import writing
from warehouse.migrate import migrate
from warehouse.query import query
from warehouse.removals import ask_to_erase
from warehouse.search import index_new

TODAY = datetime.now(UTC)
FILES = {"x1": f"{SEEN:%Y/%m/%d}/old.warc.gz", "x1-new": f"{SEEN:%Y/%m/%d}/needed.warc.gz"}


@pytest.fixture
def two_ages(local: Settings) -> Settings:
    """An article of years ago and one of today, each with a file of the archive of the older's day."""
    migrate(local.warehouse)
    put(local.warehouse, batch())
    put(local.warehouse, news(batch(), "-new", TODAY - SEEN), now=TODAY)
    for fetch, name in FILES.items():
        (local.archive / name).parent.mkdir(parents=True, exist_ok=True)
        (local.archive / name).write_bytes(b"record")
        with writing(local.warehouse) as connection:
            connection.execute("update ops.fetches set archive_file = ? where fetch_id = ?", [name, fetch])
    return local


def archived(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.archive.rglob("*.gz"))


def prune(settings: Settings, *options: str) -> int:
    return run(["prune", "--older-than", "1y", "--data", str(settings.data), *options])


def test_a_dry_run_tells_and_leaves(two_ages: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows by table, files and why; --yes does just that, and a second time nothing."""
    before = counts(two_ages.warehouse)
    assert prune(two_ages) == 0
    told = capsys.readouterr().out
    assert "articles" in told
    assert "archive: 1 files, 0.0 MiB would go: no row needed it" in told
    assert (counts(two_ages.warehouse), archived(two_ages)) == (before, ["needed.warc.gz", "old.warc.gz"])
    assert prune(two_ages, "--yes") == 0
    assert archived(two_ages) == ["needed.warc.gz"]
    assert query(two_ages.warehouse, "select article_id from articles")["article_id"].to_list() == ["a1-new"]
    assert complaints(two_ages.warehouse) == []
    capsys.readouterr()
    assert prune(two_ages, "--yes") == 0
    assert "nothing went" in capsys.readouterr().out


def test_a_smaller_file_has_no_words_of_what_went(two_ages: Settings) -> None:
    """They leave the index before it is written anew: no copy of them is left in free blocks."""
    with writing(two_ages.warehouse) as connection:
        connection.execute(
            "update article_versions set text = text || ' Quellenthal' where article_id = 'a1'"
        )
    index_new(two_ages.warehouse)
    assert prune(two_ages, "--yes", "--compact") == 0
    assert b"quellenthal" not in two_ages.warehouse.read_bytes()


def test_files_are_left_to_who_writes_them_anew(
    two_ages: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No row refers yet to a file that a removal has just written; nor is one erased while others prune."""
    monkeypatch.setenv("HEARSAY_LOCK_TIMEOUT", "0.1")
    hasty = two_ages.model_copy(update={"lock_timeout": 0.1})
    ask_to_erase(two_ages.warehouse, [(FILES["x1-new"], 0, 6)], TODAY)
    with only_one(two_ages.data, ARCHIVE_FILES):
        assert prune(two_ages, "--yes") == 1
        assert ARCHIVE_FILES in capsys.readouterr().err
        assert erase_when_idle(hasty) == 0
    assert archived(two_ages) == ["needed.warc.gz", "old.warc.gz"]
    assert prune(two_ages, "--yes") == 0
    assert erase_when_idle(hasty) == 1
    assert archived(two_ages) == ["needed.r1.warc.gz"]


def test_the_archive_can_go_before_the_rows(two_ages: Settings) -> None:
    """The rows stay, and it is on record that their bytes are gone."""
    assert prune(two_ages, "--archive-older-than", "90d", "--yes") == 0
    assert archived(two_ages) == []
    gone = query(two_ages.warehouse, "select archive_file, why from ops.archive_gone order by all").rows()
    assert gone == [
        (FILES["x1-new"], "older than was to be kept"),
        (FILES["x1"], "no row needed it"),
    ]
    assert query(two_ages.warehouse, "select archive_file from ops.fetches")["archive_file"].to_list() == [
        FILES["x1-new"]
    ]
    assert not any(two_ages.archive.iterdir()), "no empty folders"


@pytest.mark.parametrize("text", ["1d", "365", "-1d", "0d", "1h", "d", "999999d"])
def test_ages_that_make_no_sense_are_refused(text: str) -> None:
    """Also one so young that a run may still write into that day's archive."""
    with pytest.raises(UsageError):
        age(text)


def test_ages() -> None:
    """Days, weeks, months of 30 days, years of 365."""
    days = [age(text) / timedelta(days=1) for text in ("2d", "1w", "6m", "2y", " 3D ")]
    assert days == [2, 7, 180, 730, 3]
