"""Locks between works over one data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.only_one import AlreadyRunning, only_one

_COUNT = """
import sys
from pathlib import Path
from flows.only_one import only_one
count = Path("count")
for _ in range(100):
    with only_one(Path(), "counting", 60, goes=True):
        count.write_text(str(int(count.read_text()) + 1))
"""


def test_the_second_is_told_who_is_first(tmp_path: Path) -> None:
    """By its process and command; afterwards only the lock's file is left, or nothing where it goes."""
    for goes, left in ((False, {"digging.lock"}), (True, set())):
        with (
            only_one(tmp_path, "digging", goes=goes),
            pytest.raises(AlreadyRunning, match=r"`digging` is under way .* \(process \d+, "),
            only_one(tmp_path, "digging"),
        ):
            pass
        assert {path.name for path in tmp_path.iterdir()} == left
        (tmp_path / "digging.lock").unlink(missing_ok=True)


def test_one_at_a_time_though_the_file_goes(tmp_path: Path) -> None:
    """Three processes that count in a file, each time under a lock whose file is deleted, miss no count."""
    (tmp_path / "count").write_text("0")
    counting = [subprocess.Popen([sys.executable, "-c", _COUNT], cwd=tmp_path) for _ in range(3)]
    assert [process.wait(120) for process in counting] == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "300"
