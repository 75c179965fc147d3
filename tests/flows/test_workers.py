"""Reading processes: what hangs, dies or fails costs only itself."""

import os
import signal
import time

import pytest

from flows.workers import Workers
from transforms.article import Refused


def act(what: str) -> str:
    """Stands in for reading one page."""
    if what == "hang":
        time.sleep(60)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "raise":
        raise RuntimeError("a fault nobody foresaw")
    return what.upper()


@pytest.mark.parametrize(
    ("fault", "reason"), [("hang", "extractor_timeout"), ("crash", "crash"), ("raise", "crash")]
)
def test_one_bad_page_costs_only_itself(fault: str, reason: str) -> None:
    """Results come in order; the bad one is a refusal with its reason, the others are whole."""
    with Workers(2, seconds=3) as workers:
        results = list(workers.run(act, ["a", fault, "b", "c"]))
    assert [result for result in results if isinstance(result, str)] == ["A", "B", "C"]
    refused = results[1]
    assert isinstance(refused, Refused)
    assert refused.reason == reason
    assert refused.detail
