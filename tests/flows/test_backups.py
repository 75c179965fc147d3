"""Backup and restore: whole, checked, and never over something by accident."""

import hashlib
import json
from pathlib import Path

import pytest

from flows.cli import run
from flows.settings import Settings
from tests.contents import complaints, counts
from tests.warehouse.conftest import SEEN, batch, put
from warehouse.connect import copy_lock, has_log, writing
from warehouse.migrate import migrate
from warehouse.query import query

ALIASES = "alias,name,type,action\n"


@pytest.fixture
def filled(local: Settings) -> Settings:
    """A data folder with a batch, an alias file and a file of the archive."""
    migrate(local.warehouse)
    put(local.warehouse, batch(), now=SEEN)
    local.alias_file.write_text(ALIASES, "utf-8")
    day = local.archive / "2024/05/02"
    day.mkdir(parents=True)
    (day / "hearsay-1.warc.gz").write_bytes(b"record")
    return local


def backup(settings: Settings, folder: Path, *options: str) -> int:
    return run(["backup", str(folder), "--data", str(settings.data), *options])


def test_what_is_backed_up_is_restored(filled: Settings, tmp_path: Path) -> None:
    """Rows, names and archive, in a new folder; the manifest lists each file."""
    folder, data = tmp_path / "saved", tmp_path / "other"
    assert backup(filled, folder, "--archive") == 0
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert sorted(files) == ["aliases.csv", "archive/2024/05/02/hearsay-1.warc.gz", "warehouse.duckdb"]
    assert run(["restore", str(folder), "--data", str(data)]) == 0
    restored = filled.model_copy(update={"data": data})
    assert counts(restored.warehouse) == counts(filled.warehouse)
    assert complaints(restored.warehouse) == []
    assert restored.alias_file.read_text() == ALIASES
    assert (restored.archive / "2024/05/02/hearsay-1.warc.gz").read_bytes() == b"record"
    assert sorted(path.name for path in data.iterdir() if path.name.startswith(".")) == []


def test_a_warehouse_is_replaced_only_when_told(
    filled: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then what came after the backup is gone; but for removals: what was removed stays away."""
    folder = tmp_path / "saved"
    assert backup(filled, folder) == 0
    assert backup(filled, folder) == 2, "never over another backup"
    with writing(filled.warehouse) as connection:
        connection.execute("delete from entries")
    assert run(["restore", str(folder), "--data", str(filled.data)]) == 2
    assert "--replace" in capsys.readouterr().err
    assert query(filled.warehouse, "from entries").is_empty()
    assert run(["restore", str(folder), "--data", str(filled.data), "--replace"]) == 0
    assert query(filled.warehouse, "from entries").height == 1
    assert run(["remove", "a1", "--why", "court order", "--yes", "--data", str(filled.data)]) == 0
    assert run(["restore", str(folder), "--data", str(filled.data), "--replace"]) == 0
    assert query(filled.warehouse, "from articles").is_empty()
    assert complaints(filled.warehouse) == []
    assert query(filled.warehouse, "select why from ops.removals")["why"].unique().to_list() == [
        "court order"
    ]


def test_a_killed_restore_can_be_done_again(filled: Settings, tmp_path: Path) -> None:
    """The log that it left beside its copy is not read as that of the next copy."""
    folder, data = tmp_path / "saved", tmp_path / "other"
    assert backup(filled, folder) == 0
    fresh = data / ".warehouse.duckdb.restored"
    migrate(fresh)  # another backup
    with copy_lock(fresh, 1), writing(fresh) as connection:  # without a checkpoint, as if killed before it
        connection.execute("insert into ops.pruned values ('x', now())")
    assert has_log(fresh), "else this test shows nothing"
    assert run(["restore", str(folder), "--data", str(data)]) == 0
    assert query(data / "warehouse.duckdb", "from entries").height == 1
    assert [path.name for path in data.iterdir() if path.name.startswith(".")] == []


def test_over_a_damaged_warehouse(
    filled: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it knew of removals is lost: that is said, and it is not replaced before it is moved away."""
    folder = tmp_path / "saved"
    assert backup(filled, folder) == 0
    filled.warehouse.write_bytes(b"no database" * 2_000)
    filled.alias_file.write_text("newer", "utf-8")
    assert run(["restore", str(folder), "--data", str(filled.data), "--replace"]) == 2
    assert "move it away, restore" in capsys.readouterr().err
    assert filled.alias_file.read_text("utf-8") == "newer"
    filled.warehouse.rename(tmp_path / "damaged.duckdb")
    assert run(["restore", str(folder), "--data", str(filled.data)]) == 0
    assert query(filled.warehouse, "from entries").height == 1


@pytest.mark.parametrize("harm", ["warehouse.duckdb", "manifest.json"])
def test_a_backup_that_is_not_whole_is_refused(filled: Settings, tmp_path: Path, harm: str) -> None:
    """A byte changed, or a manifest that reaches out of the folder: nothing is changed."""
    folder, data = tmp_path / "saved", tmp_path / "other"
    assert backup(filled, folder) == 0
    if harm == "manifest.json":
        (folder / harm).write_text(json.dumps({"files": {"warehouse.duckdb": {}, "../x": {}}}))
    else:
        body = bytearray((folder / harm).read_bytes())
        body[-1] ^= 1
        (folder / harm).write_bytes(body)
    assert run(["restore", str(folder), "--data", str(data)]) == 2
    assert not (data / "warehouse.duckdb").exists()


def test_newer_files_are_refused_by_every_command(
    filled: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what to do; also as a backup that a newer version made. The file that is there stays."""
    folder, data = tmp_path / "saved", ["--data", str(filled.data)]
    assert backup(filled, folder) == 0
    for file in (filled.warehouse, folder / "warehouse.duckdb"):
        with writing(file) as connection:
            connection.execute("insert into ops.migrations values (99, 'later', 'hash', now())")
    body = (folder / "warehouse.duckdb").read_bytes()
    told = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps({"files": {"warehouse.duckdb": told}, "made_at": ""}))
    before = filled.warehouse.read_bytes()
    commands = [["sql", "select 1"], ["status"], ["check"], ["migrate"], ["compact"], ["run"], ["note"]]
    commands += [
        ["prune", "--older-than", "1y"],
        ["remove", "a1", "--why", "x"],
        ["backup", str(tmp_path / "b")],
    ]
    commands += [["restore", str(folder), "--replace"]]
    for command in commands:
        assert run([*command, *data]) == 1, command
        assert "upgrade hearsay" in capsys.readouterr().err, command
    assert filled.warehouse.read_bytes() == before
