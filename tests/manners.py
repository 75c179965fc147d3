"""Manners as the server sees them: `python -m tests.manners [--hosts N] [--ticks N]`.

Needs the corpus of real pages beside the repository (../shared/corpus). Its replay server is the web, by
real host names through HEARSAY_PROXY; a fifth of all requests fail in one of its ways, items appear tick by
tick. `hearsay run --all` after each tick, and again until nothing is left to retry. Then, from the server's
own statistics and log: requests at once to a host, the time between two starts, requests within a host's
Retry-After; and from the warehouse: every item that was ever published, once.
"""

import argparse
import importlib.util
import json
import math
import os
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.contents import complaints
from tests.corpus import subscribe
from tests.replay import CORPUS, Replay
from warehouse.query import query

PAUSE = 0.5
FAULT_RATE = "0.2"
MOST_RETRIES = 12  # runs after the last tick
UNDER_WAY = 0.1  # seconds in which an answer reaches us, and a request that had begun reaches the server
_SETTINGS = {"HEARSAY_READ_TIMEOUT": "3", "HEARSAY_TOTAL_TIMEOUT": "6", "HEARSAY_CONNECT_TIMEOUT": "3"}
Row = dict[str, Any]


def visit(web: Replay, data: Path, title: str) -> None:
    """One run over all that there is; what became of it."""
    ran = web.run(data, "run", "--all", "--json", pause=PAUSE)
    said = json.loads(ran.printed)
    print(f"{title}: {ran.seconds:.0f} s; feeds {said['feeds']}; pages {said['pages']}", flush=True)


def left(data: Path, since: datetime) -> int:
    """Pages that are to be asked for again, and feeds that could not be read since a time."""
    sql = """
        select (select count(*) from ops.pages where state in ('pending', 'retry'))
            + (select count(*) from ops.feed_state where last_ok_at is null or last_ok_at < ?) as n
    """
    return int(query(data / "warehouse.duckdb", sql, [since])["n"].item())


def show_items(data: Path, items: dict[str, str]) -> None:
    """Every published item against the warehouse."""
    warehouse = data / "warehouse.duckdb"
    counted = query(warehouse, "select guid, count(*) as n from entries group by guid")
    held = dict(counted.iter_rows())
    missing = sorted(set(items) - set(held))
    twice = [guid for guid, count in held.items() if count > 1]
    print(
        f"items published: {len(items)}; in the warehouse once: {len(items) - len(missing) - len(twice)}, "
        f"more than once: {len(twice)}, missing: {[items[guid] for guid in missing]}"
    )
    states = query(
        warehouse, "select state, reason, count(*) as n from ops.pages group by all order by n desc, state"
    )
    print(f"pages: {states.rows()}")
    print(f"hearsay check: {complaints(warehouse) or 'clean'}")


def _closures(requests: list[Row]) -> Iterator[tuple[float, float]]:
    """When a host was told to be left alone: from its answer until the end of its Retry-After."""
    spec = importlib.util.spec_from_file_location("replay", CORPUS / "replay.py")
    if spec is None or spec.loader is None:
        raise ImportError("the replay server is not there")
    replay = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(replay)
    for row in requests:
        end = row["t"] + row["ms"] / 1000
        if row["fault"] == "503":
            yield end, end + 2
        elif row["fault"] == "429":  # as the server chooses them: seconds, or a date, which has no fractions
            wait, in_seconds = 1 + replay.h64(row["target"]) % 3, replay.h64(row["target"], "form") % 2
            yield end, end + wait if in_seconds else math.floor(row["t"] + wait)


def show_manners(log: Path, statistics: Row) -> None:
    """What the server has seen."""
    by_host = defaultdict(list)
    for line in log.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] in ("feed", "page", "robots"):
            by_host[row["host"]].append(row)
    gaps, closed, within, at_once = [], 0, [], 0
    for rows in by_host.values():
        rows.sort(key=lambda row: row["t"])
        gaps += [later["t"] - sooner["t"] for sooner, later in pairwise(rows)]
        for start, end in _closures(rows):
            closed += 1
            within += [row["t"] - start for row in rows if start < row["t"] < end]
            at_once += sum(start < row["t"] < min(end, start + UNDER_WAY) for row in rows)
    print(f"requests: {sum(map(len, by_host.values()))} to {len(by_host)} hosts; kinds {statistics['kind']}")
    print(f"faults: {statistics['fault']}")
    print(
        f"most at once: {statistics['peak_inflight_per_host']} a host, {statistics['peak_inflight']} in all"
    )
    gaps.sort()
    print(
        f"time between two starts to a host, at the server (pause {PAUSE} s): least {gaps[0]:.3f} s, "
        f"{sum(gap < PAUSE - 0.05 for gap in gaps)} of {len(gaps)} below {PAUSE - 0.05:.2f} s"
    )
    print(
        f"Retry-After was answered {closed} times; requests within one: {len(within) - at_once}, "
        f"besides {at_once} that were under way when it was said (within {UNDER_WAY} s)"
    )
    print(f"  gaps by tenth of a second: {sorted(Counter(round(min(gap, 2.0), 1) for gap in gaps).items())}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--ticks", type=int, default=4)
    parser.add_argument("--clones", type=int, default=8, help="every page under so many addresses")
    asked = parser.parse_args()
    os.environ |= _SETTINGS
    with tempfile.TemporaryDirectory() as folder:
        log, data = Path(folder) / "requests.jsonl", Path(folder) / "data"
        options = ("--tick", "--ticks", str(asked.ticks), "--fault-rate", FAULT_RATE, "--huge-mb", "20")
        options += ("--clones", str(asked.clones))  # most hosts of the corpus have few pages
        with Replay(
            *options, "--max-hosts", str(asked.hosts), "--feed-items", "200", "--log", str(log)
        ) as web:
            feeds = web.host_feeds()
            subscribe(web, data, feeds)
            for tick in range(asked.ticks):
                visit(web, data, f"tick {tick}")
                web.post("/_control/advance")
            last_tick = datetime.now(UTC)
            for number in range(MOST_RETRIES):
                visit(web, data, f"after the last tick, run {number + 1}")
                if not left(data, last_tick):
                    break
                time.sleep(1)
            show_manners(log, web.get("/_control/stats"))
            show_items(data, published(web))


def published(web: Replay) -> dict[str, str]:
    """Every item of every feed as the server has them now: its guid, and where it is."""
    web.post("/_control/config?fault_rate=0")
    items = {}
    for row in web.get("/_index.json"):
        body = web.read(f"/{row['host']}/feed.xml")
        found = ElementTree.fromstring(body).iterfind("channel/item")  # noqa: S314  # our own server's
        items |= {item.findtext("guid", ""): item.findtext("link", "") for item in found}
    return items


if __name__ == "__main__":
    main()
