"""Reading processes: what hangs, dies or fails costs only itself."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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


STARTING = """
import time
from flows.workers import Workers
if __name__ == "__main__":
    try:
        with Workers(2, 30):
            print("starting", flush=True)
            time.sleep(60)
    except KeyboardInterrupt:
        print("interrupted")
"""


def test_an_interrupt_is_not_for_the_reading_processes(tmp_path: Path) -> None:
    """Ctrl-C reaches the whole group while its processes start: only the run itself takes notice."""
    script = tmp_path / "starting.py"  # what is spawned reads its module from a file
    script.write_text(STARTING, "utf-8")
    run = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "starting\n"
    time.sleep(0.3)  # they are importing what they need
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert (out, err, run.returncode) == ("interrupted\n", "", 0)
