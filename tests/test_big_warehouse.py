"""The made-up warehouse that speed is measured on is one that the program could have made."""

from pathlib import Path

import pytest

from tests.big_warehouse import generate, more
from warehouse.check import check
from warehouse.load import load
from warehouse.query import query


@pytest.mark.slow
def test_it_passes_every_check_and_takes_more(tmp_path: Path) -> None:
    """Offsets, keys and counts are true, also after a load of further articles."""
    path = tmp_path / "warehouse.duckdb"
    generate(path, 2_000)
    frames = more(2_000, 500, tmp_path / "scratch.duckdb")
    gained = load(path, frames, run_id="r", now=frames["articles"]["first_seen_at"].max())
    assert gained["articles"] == 500
    assert gained["mentions"] == frames["mentions"].height
    assert [result for result in check(path) if not result.passed] == []
    numbers = "select count(*) from {} semi join articles using (article_id)"
    assert query(path, numbers.format("articles")).item() == 2_500
    assert 9.5 < query(path, numbers.format("current_mentions")).item() / 2_500 < 10.5
    assert 4.5 < query(path, numbers.format("current_claims")).item() / 2_500 < 5.5
