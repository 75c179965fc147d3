"""`kill -9` in the midst of work on the file; `python -m tests.kills_of_warehouse` does it often."""

import random
from pathlib import Path

import pytest

from tests.kills_of_warehouse import WORK, kill_often

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("work", WORK)
def test_a_kill_harms_nothing(work: str, tmp_path: Path) -> None:
    """The file opens, every batch is wholly there or not at all, and the next try ends the work."""
    print(kill_often(work, 2, tmp_path, random.Random(3)))  # noqa: S311  # no secret
