"""Backfills over a web on loopback."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows.past.asked import Asked
from flows.settings import Settings
from tests.web import Web, ok
from warehouse.query import query

if TYPE_CHECKING:
    from flows.backfill import Filled

JANUARY = (date(2025, 1, 1), date(2025, 2, 1))
Backfill = Callable[..., "Filled"]

_PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{day}T08:00:00Z"></head><body><article><h1>{title}</h1>
<p>The mayor of Harlow, Ines Marr, said on {day} that the bridge would stay shut until spring. "We found
cracks in every pier," Marr told reporters after an inspection.</p>
<p>The engineers' union denied that its members had warned the council before. {title} was the third report of
its kind, and the council will look at it next week, when the county's own engineers have come back.</p>
</article></body></html>"""


def page(title: str, day: str) -> bytes:
    """An article of a day."""
    return _PAGE.format(title=title, day=day).encode()


def put_pages(web: Web, pages: dict[str, str]) -> list[str]:
    """Puts an article at each path, of the day beside it; their addresses."""
    return [web.put(path, ok(page(f"Report {path}", day), "text/html")) for path, day in pages.items()]


def stored(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a question to the warehouse."""
    return query(settings.warehouse, sql).rows()


@pytest.fixture
def backfill(prefect_url: str) -> Backfill:
    """The flow."""

    def run(settings: Settings, asked: Asked) -> "Filled":
        from flows.backfill import backfill as flow  # noqa: PLC0415  # Prefect reads its settings when it is imported

        filled: Filled = flow(**asked.parameters, settings=settings)
        return filled

    return run


@pytest.fixture
def addresses(tmp_path: Path) -> Path:
    """A file for addresses."""
    return tmp_path / "addresses.txt"
