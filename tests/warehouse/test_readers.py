"""Analysts, an open session and a load every two seconds: nobody is refused, nobody sees half a batch."""

from pathlib import Path

import pytest

from tests.readers import measure

pytestmark = pytest.mark.slow


def test_nobody_is_refused(tmp_path: Path) -> None:
    """The measure of `python -m tests.readers`, shorter."""
    found = measure(tmp_path, 10)
    for tally in (found.readers, found.session, found.loads):
        assert tally.seconds
        assert (tally.failed, tally.halves, tally.problem) == (0, 0, "")
    assert found.session.changed == 0
    assert found.visible == len(found.loads.seconds)


def test_without_a_published_file_they_are(tmp_path: Path) -> None:
    """The same, all over one file: that there is something to see here."""
    found = measure(tmp_path, 5, plain=True)
    assert found.loads.failed
    assert "Could not set lock" in found.loads.problem
