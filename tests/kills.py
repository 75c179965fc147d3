"""`kill -9` over and over while `hearsay serve` follows a web that goes on: `python -m tests.kills`.

The replay server publishes items tick by tick. In every tick one process is killed at a random moment: serve
(which is started again, as systemd would), its Prefect server, or the run that is under way. At the end every
item ever published must be in the warehouse once, with nothing done by hand. Needs the corpus in ../shared.
"""

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from tests.contents import complaints, counts
from tests.replay import Replay
from tests.served import RUN, SERVER, Served, wait_for
from transforms.urls import page_key, page_url

SEED = 20
_PATIENCE = 600  # seconds after the last kill until everything is there
_LINK = re.compile(r"<item>.*?<link>(.*?)</link>", re.DOTALL)


def published(web: Replay) -> set[str]:
    """The pages that the feeds name now, by key."""
    opener = build_opener(ProxyHandler({"http": web.address}))
    found = set()
    for feed in web.host_feeds():
        with opener.open(feed, timeout=60) as answer:
            text = answer.read().decode()
        found |= {page(link.replace("&amp;", "&")) for link in _LINK.findall(text)}
    return found


def page(url: str) -> str:
    """The key of a page."""
    return page_key(page_url(url) or url)


def requests(web: Replay) -> int:
    """How often feeds and pages of the web were asked for so far."""
    kinds = web.get("/_control/stats")["kind"]
    return int(kinds.get("feed", 0)) + int(kinds.get("page", 0))


def kill_in_every_tick(web: Replay, served: Served, kills: int, wanted: set[str]) -> Counter[str]:
    """Ticks, with a kill in each; adds what is published to `wanted`."""
    dice, done = random.Random(SEED), Counter[str]()  # noqa: S311  # no secret
    for number in range(kills):
        web.post("/_control/advance?ticks=1")
        wanted |= published(web)
        seen = requests(web)
        served.let_time_pass()
        what = ("serve", SERVER, RUN)[number % 3]
        if number % 2:  # in the midst of fetching and reading; the others at any time
            wait_for(lambda seen=seen: requests(web) > seen, "nothing is asked for", 300)
        moment = dice.uniform(0, 2 if number % 2 else 15)
        time.sleep(moment)
        runs = len(served.pids(RUN))
        served.kill(what)
        done[what] += 1
        print(f"  {number + 1:2} kill -9 of {what} after {moment:4.1f} s, {runs} runs under way", flush=True)
    return done


def missing(served: Served, wanted: set[str]) -> int:
    """How many published pages are not in the warehouse yet, or not done with."""
    sql = "select page_id from entries join ops.pages using (page_id) where state in ('done', 'rejected')"
    return len(wanted - set(served.column(sql)))


def wait_for_all(served: Served, wanted: set[str]) -> float:
    """Lets time pass until nothing is missing, or for so long; the seconds that it took."""
    began = time.monotonic()
    while missing(served, wanted) and time.monotonic() < began + _PATIENCE:
        served.let_time_pass()
        time.sleep(10)
    return time.monotonic() - began


def report(served: Served, wanted: set[str]) -> None:
    """What is lost, what is there twice, and how the runs ended."""
    print(f"published {len(wanted)}; lost or not done with: {missing(served, wanted)}")
    entries = served.column("select page_id from entries")
    print(f"entries {len(entries)}, of different pages {len(set(entries))}")
    articles = served.column("select article_id from articles")
    versions = served.column("select article_id || text_hash from article_versions")
    print(f"articles {len(articles)}, versions {len(versions)}, of different texts {len(set(versions))}")
    print(f"hearsay check: {complaints(served.warehouse) or 'clean'}")
    states = Counter(served.column("select flow || ' ' || status from ops.runs"))
    print(f"runs: {dict(sorted(states.items()))}")
    alerts = served.column("select concat_ws(' ', kind, subject, message) from ops.alerts")
    print(f"alerts: {alerts}")
    print(f"rows: {counts(served.warehouse)}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--hosts", type=int, default=30)
    parser.add_argument("--keep", type=Path, help="a new folder for the warehouse, kept afterwards")
    asked = parser.parse_args()
    tick = ("--tick", "--ticks", str(asked.kills), "--max-hosts", str(asked.hosts), "--clones", "6")
    with tempfile.TemporaryDirectory() as folder, Replay(*tick) as web:
        data = (asked.keep or Path(folder)) / "data"
        data.parent.mkdir(parents=True, exist_ok=True)
        feeds = data.with_name("feeds.txt")
        feeds.write_text("\n".join(web.host_feeds()) + "\n", "utf-8")
        web.run(data, "feeds", "import", feeds)
        wanted = published(web)
        with Served(data, {"HEARSAY_PROXY": web.address, "HEARSAY_HOST_PAUSE": "0"}) as served:
            done = kill_in_every_tick(web, served, asked.kills, wanted)
            print(f"killed: {dict(done)}; all there {wait_for_all(served, wanted):.0f} s after the last")
            print(f"ended by SIGTERM in {served.stop():.1f} s")
            report(served, wanted)
            print(served.log.read_text("utf-8"))


if __name__ == "__main__":
    main()
