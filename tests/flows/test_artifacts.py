"""What Prefect's UI shows of a run: nothing that a publisher wrote is markup there."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, FlowRunFilter
from prefect.client.schemas.sorting import FlowRunSort

from flows.artifacts import FAILURES_SHOWN, escaped, failure_list, linked
from flows.data_folder import prepare
from flows.settings import Settings
from flows.subscribe import subscribe
from tests.conftest import Ingest
from tests.web import Web, status

pytestmark = pytest.mark.xdist_group("prefect")

_PLAIN = re.compile(r"(?:\\[!-/:-@\[-`{-~]|[^!-/:-@\[-`{-~\x00-\x1f\x7f])*")
_LINK = re.compile(r"\[(.*)\]\(<(https?://[^<>\s\\\"'`()\[\]]*)>\)", re.IGNORECASE)


@settings(deadline=None)
@given(st.text())
def test_text_is_text(text: str) -> None:
    """Every sign that Markdown could take for markup is escaped, and it stays on one line."""
    assert _PLAIN.fullmatch(escaped(text))


@settings(deadline=None)
@given(st.text())
def test_links_cannot_be_broken_out_of(text: str) -> None:
    """Whatever an address holds."""
    found = _LINK.fullmatch(linked(f"http://a.example/{text}"))
    assert found is not None
    assert _PLAIN.fullmatch(found[1])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", None, " http://a.example"])
def test_only_web_addresses_are_links(url: str | None) -> None:
    """Everything else is shown as text."""
    assert "](" not in linked(url)


def test_many_failures_are_cut() -> None:
    """The list says where the others are."""
    rows = [{"kind": "page", "url": "http://a.example/", "problem": "timeout"}] * (FAILURES_SHOWN + 1)
    lines = failure_list(pl.DataFrame(rows)).splitlines()
    assert len(lines) == FAILURES_SHOWN + 1
    assert lines[-1].startswith("- … and more")


def test_a_run_in_prefect(ingest: Ingest, local: Settings, web: Web) -> None:
    """Its table, its list of what failed, and its tags."""
    prepare(local)
    subscribe(local, [(web.put("/gone", status(404)), None)])
    ingest(local)
    with get_client(sync_client=True) as client:
        (run,) = client.read_flow_runs(
            flow_run_filter=FlowRunFilter.model_validate(
                {"tags": {"all_": ["hearsay", "done_with_failures"]}}
            ),
            sort=FlowRunSort.START_TIME_DESC,
            limit=1,  # other tests of this process may have run it before
        )
        wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
        shown = {one.key: one for one in client.read_artifacts(artifact_filter=wanted)}
    assert sorted(filter(None, shown)) == ["ingest", "ingest-failures"]
    assert web.url("/gone").rpartition("/")[2] in str(shown["ingest-failures"].data)
    assert "http_error" in str(shown["ingest"].data)
