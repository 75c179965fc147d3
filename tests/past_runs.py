"""Backfills from a WARC file of real pages: `python -m tests.past_runs kills|dask [--hosts N]`.

    kills   `kill -9` ten times at random moments, called again: the same rows as undisturbed
    dask    Dask's local cluster of two workers against one process that reads and one that loads: the same
            rows, and the time of both

The pages are those of ../shared/corpus, as in tests.past_warc.
"""

import argparse
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

from distributed import LocalCluster

from flows.prefect_server import prefect_api
from tests.contents import complaints, news
from tests.past_warc import backfill_command, done, served, write
from tests.replay import Replay
from warehouse.query import query

KILLS, SEED = 10, 6


def seconds_of(data: Path, file: Path, **environment: str) -> float:
    """How long an undisturbed backfill takes."""
    began = time.monotonic()
    done(_begin(data, file, **environment))
    return time.monotonic() - began


def _begin(data: Path, file: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        backfill_command(data, file),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def measure_kills(file: Path, folder: Path) -> None:
    """A data folder whose backfill is killed again and again beside one that is left alone."""
    calm, killed = folder / "calm", folder / "killed"
    took = seconds_of(calm, file)
    dice = random.Random(SEED)  # noqa: S311  # no secret
    for number in range(KILLS):
        process = _begin(killed, file)
        moment = dice.uniform(0, took * 0.6)  # early enough for ten kills before the work is done
        ended = _ends_within(process, moment)
        process.kill()
        process.wait()
        print(f"kill {number + 1} after {moment:.1f} s: {_state(killed)}{' (it had ended)' * ended}")
    done(_begin(killed, file))
    _compare(calm, killed)


def _ends_within(process: subprocess.Popen[str], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _state(data: Path) -> str:
    warehouse = data / "warehouse.duckdb"
    if not warehouse.exists():
        return "no warehouse yet"
    rows = query(warehouse, "select count(*) from articles").item()
    return f"{rows} articles, hearsay check {complaints(warehouse) or 'clean'}"


def measure_dask(file: Path, folder: Path) -> None:
    """One process that reads, then two workers of a cluster."""
    alone = seconds_of(folder / "alone", file, HEARSAY_WORKERS="1")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        together = seconds_of(folder / "together", file, HEARSAY_DASK=str(cluster.scheduler_address))
    print(f"one process {alone:.1f} s, two Dask workers {together:.1f} s: {together / alone:.2f}")
    _compare(folder / "alone", folder / "together")


def _compare(one: Path, other: Path) -> None:
    ours, theirs = (news(data / "warehouse.duckdb") for data in (one, other))
    different = [name for name in ours if ours[name] != theirs[name]]
    print(f"{sum(map(len, ours.values()))} rows; tables that differ: {different or 'none'}")


MEASURES = {"kills": measure_kills, "dask": measure_dask}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--hosts", type=int, help="only the pages of so many hosts  [default: all]")
    asked = parser.parse_args()
    options = ["--max-hosts", str(asked.hosts)] if asked.hosts else []
    with tempfile.TemporaryDirectory() as name, prefect_api(Path(name)) as url:
        os.environ["PREFECT_API_URL"] = url  # one for all, so that its start is none of the measure
        file = Path(name) / "corpus.warc.gz"
        with Replay(*options) as web:
            write(served(web), file)
        MEASURES[asked.measure](file, Path(name))


if __name__ == "__main__":
    main()
