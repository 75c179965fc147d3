"""What is wrong with Prefect ends in one line; what is wrong behind it is what the user hears of."""

import errno
import shutil
import socket
from collections import namedtuple
from pathlib import Path

import httpx
import pytest

from flows.archive import ArchiveError
from flows.errors import HearsayError
from flows.prefect_faults import did_not_start, explained
from tests.flows.test_prefect_server import hearsay, unconfigured
from warehouse.errors import DiskFull, WarehouseError

pytestmark = pytest.mark.xdist_group("prefect")

URL = "http://ada:secret@127.0.0.1:4200/api"
Usage = namedtuple("Usage", "total used free")  # as shutil has it


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_api_that_is_not_there_is_named_in_one_line(tmp_path: Path) -> None:
    """Without the password in its address; what to do is said; exit code 1."""
    url = f"http://ada:secret@127.0.0.1:{free_port()}/api"
    done = hearsay(tmp_path / "data", {**unconfigured(tmp_path / "home"), "PREFECT_API_URL": url})
    assert done.returncode == 1
    assert done.stderr.startswith(f"hearsay: Prefect's API at {url.replace('ada:secret@', '')} failed (")
    assert done.stderr.count("\n") == 1
    assert "PREFECT_API_URL" in done.stderr


@pytest.mark.slow
def test_a_private_server_that_cannot_start_is_named_with_its_log(tmp_path: Path) -> None:
    """Something else is in the place of its database."""
    data = tmp_path / "data"
    (data / "prefect" / "prefect.db").mkdir(parents=True)
    done = hearsay(data, unconfigured(tmp_path / "home"))
    log = data / "prefect" / "server.log"
    assert done.returncode == 1
    assert done.stderr == f"hearsay: Prefect's local server did not start; see {log}\n"
    assert log.stat().st_size


def test_a_full_disk_is_why_the_server_did_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its log is empty then: it could not be written."""
    log = tmp_path / "server.log"
    assert "did not start" in str(did_not_start(log))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 0))
    assert "no space left" in str(did_not_start(log))
    with pytest.raises(HearsayError, match="no space left"), explained(URL, log):
        raise httpx.ConnectError("gone")


@pytest.mark.parametrize(
    "behind",
    [
        DiskFull("no space left"),
        ArchiveError("The archive cannot be written"),
        OSError(errno.ENOSPC, "No space left on device"),
        KeyboardInterrupt(),
    ],
)
def test_the_fault_behind_prefects_is_raised(behind: BaseException) -> None:
    """Prefect could not note that the run had failed: that is not what the run failed of."""
    symptom = httpx.ConnectError("All connection attempts failed")
    symptom.__context__ = behind
    with pytest.raises(type(behind)) as caught, explained(URL):
        raise symptom
    assert caught.value is behind


def test_other_faults_pass() -> None:
    """A mistake of ours, and what is said in one line already, are left as they are."""
    for fault in (KeyError("ours"), WarehouseError("said"), HearsayError("said"), PermissionError(13, "no")):
        with pytest.raises(type(fault)) as caught, explained(URL):
            raise fault
        assert caught.value is fault


def test_a_failing_api_says_what_it_answered() -> None:
    """And not the page of advice that comes with it."""
    with pytest.raises(HearsayError) as caught, explained(URL):
        raise httpx.ReadError("Server error '500 Internal Server Error' for url 'http://x' - Response: {}")
    assert "500 Internal Server Error'" in str(caught.value)
    assert "Response" not in str(caught.value)
