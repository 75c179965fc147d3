"""What Prefect's UI shows of a run: a table of what became of things, links to what failed, and tags.

All of it is for people who look there; where the API does not take it, the run goes on.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote
from uuid import UUID

import polars as pl
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from flows.prefect_faults import of_prefect
from flows.show import printable
from warehouse.check import CheckResult

TAG = "hearsay"
FAILURES_SHOWN = 200
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")  # every ASCII sign that Markdown lets be escaped
_SAFE = "/:?&=%#@!$*+,;~-._"  # of an address; what could end a link in Markdown is escaped


def of_ingest(
    status: str, feeds: Counter[str], pages: Counter[str], rows: Counter[str], failures: pl.DataFrame
) -> None:
    """The artifacts of a run of `ingest`. failures: kind, url, problem."""
    outcomes = [
        {"what": what, "outcome": outcome, "count": count}
        for what, counts in (("feeds", feeds), ("pages", pages), ("new rows", rows))
        for outcome, count in sorted(counts.items())
        if count
    ]
    with _if_taken():
        create_table_artifact(outcomes, key="ingest", description="What became of feeds and pages.")
        if failures.height:
            create_markdown_artifact(
                failure_list(failures), key="ingest-failures", description="What failed."
            )
        _tag(status)


def of_backfill(status: str, partitions: pl.DataFrame) -> None:
    """The artifact of a run of `backfill`: its partitions (schemas.BACKFILL_PARTITIONS)."""
    rows = [{name: str(value) for name, value in row.items()} for row in partitions.iter_rows(named=True)]
    with _if_taken():
        create_table_artifact(rows, key="backfill", description="What became of publishers and days.")
        _tag(status)


def of_reextract(status: str, outcomes: Counter[str], rows: Counter[str], effect: dict[str, int]) -> None:
    """The artifact of a run of `reextract`."""
    found = [
        {"what": what, "outcome": outcome, "count": count}
        for what, counts in (("texts", outcomes), ("new rows", rows), ("took effect", effect))
        for outcome, count in sorted(counts.items())
        if count
    ]
    with _if_taken():
        create_table_artifact(found, key="reextract", description="What became of texts read again.")
        _tag(status)


def of_maintenance(status: str, results: list[CheckResult]) -> None:
    """The artifacts of a run of `maintenance`."""
    found = [{"check": one.name, "rows": one.count, "meaning": one.description} for one in results]
    with _if_taken():
        create_table_artifact(found, key="maintenance", description="Offending rows by check.")
        _tag(status)


def failure_list(failures: pl.DataFrame) -> str:
    """The failures as Markdown: one line each, with a link where there is a web address."""
    lines = [
        f"- {escaped(row['kind'])} {linked(row['url'])}: {escaped(row['problem'])}"
        for row in failures.head(FAILURES_SHOWN).iter_rows(named=True)
    ]
    more = failures.height > FAILURES_SHOWN
    return "\n".join([*lines, *(["- … and more: see ops.fetches and ops.rejects"] if more else [])])


def escaped(text: str | None) -> str:
    """Text that Markdown, and what HTML it lets through, shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", printable(text)[:500])


def linked(url: str | None) -> str:
    """A link to a web address; any other kind of address as text."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return escaped(url)
    return f"[{escaped(url)}](<{quote(url, safe=_SAFE)}>)"


def _tag(status: str) -> None:
    """Adds to the flow run's tags that it is ours, and how it ended."""
    run_id = flow_run.get_id()
    if run_id is not None:
        tags = sorted({*flow_run.get_tags(), TAG, status})
        with get_client(sync_client=True) as client:
            client.update_flow_run(UUID(run_id), tags=tags)


@contextmanager
def _if_taken() -> Iterator[None]:
    try:
        yield
    except Exception as fault:
        if not of_prefect(fault):
            raise
