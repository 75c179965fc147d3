"""A copy put in the place of a warehouse: either the old file with all of its batches, or the copy."""

from pathlib import Path

import pytest

from tests.contents import counts
from warehouse.connect import copy_lock, has_log
from warehouse.copies import copy_to, put_in_place
from warehouse.errors import WarehouseLocked


def test_stopped_before_the_copy_is_there_nothing_is_lost(
    warehouse: Path, tmp_path: Path, sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even what stood in the log beside the old file; done again, the copy is there."""
    saved = tmp_path / "saved.duckdb"
    copy_to(warehouse, saved)
    empty = counts(warehouse)
    with copy_lock(warehouse, 1):
        sample.put(warehouse, sample.batch())
    assert has_log(warehouse), "else this test shows nothing"
    before = counts(warehouse)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            put_in_place(saved, warehouse)
    assert counts(warehouse) == before
    put_in_place(saved, warehouse)
    assert counts(warehouse) == empty


def test_a_copy_waits_for_a_publication(warehouse: Path, tmp_path: Path) -> None:
    """Which would go on with the file that it replaces."""
    saved = tmp_path / "saved.duckdb"
    copy_to(warehouse, saved)
    with copy_lock(warehouse, 1), pytest.raises(WarehouseLocked, match="is being copied"):
        put_in_place(saved, warehouse, timeout=0.1)
