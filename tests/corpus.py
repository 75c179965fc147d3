"""The main job on real input: `python -m tests.corpus [pages|feeds|faults|kills] [--clones N]`.

Needs the corpus of real pages and feeds beside the repository (../shared/corpus), which its own replay server
serves as the web. Prints what became of every page and feed, and what a second run adds:

    pages    `hearsay run --all` twice over the feeds of all hosts: each page accounted for, text against the
             gold texts (beside trafilatura's), 304s, memory
    feeds    the corpus' real and broken feeds: what each gave
    faults   5 % of all requests fail in every way the server knows; then two more runs
    kills    ten runs killed at random moments, each followed by a whole one, against an undisturbed one
"""

import argparse
import gzip
import json
import logging
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from flows.prefect_server import prefect_api
from tests.contents import complaints, counts, news
from tests.quality import same, shingle_f1, theirs
from tests.replay import CORPUS, Replay
from transforms.urls import page_key, page_url
from warehouse.query import query

DEV = CORPUS / "dev"
ALL_FAULTS = (
    "500,503,404,410,429,timeout,reset,truncate,charset,garbage,"
    "redirect,loop,empty,gzipbomb,badgzip,huge,drip"
)
KILLS, KILLED_HOSTS, SEED = 10, "400", 11


def subscribe(web: Replay, data: Path, feeds: list[str]) -> None:
    """Subscribes to feeds."""
    file = data.with_name("feeds.txt")
    file.write_text("\n".join(feeds) + "\n", "utf-8")
    web.run(data, "feeds", "import", file)


def run_all(web: Replay, data: Path) -> dict[str, Any]:
    """`hearsay run --all`; what it says it did."""
    ran = web.run(data, "run", "--all", "--json")
    print(f"run --all: {ran.seconds:.0f} s, peak {ran.peak:.0f} MiB in all processes together")
    summary: dict[str, Any] = json.loads(ran.printed)
    print(f"  feeds {summary['feeds']}; pages {summary['pages']}")
    print(f"  new rows { {name: n for name, n in summary['rows'].items() if n} }")
    return summary


def show_checks(data: Path) -> None:
    """What `hearsay check` says."""
    print(f"hearsay check: {complaints(data / 'warehouse.duckdb') or 'clean'}")


def _page_id(url: str) -> str:
    linked = url.replace(" ", "%20")  # as the server's feeds have it
    return page_key(page_url(linked) or linked)


def outcomes(data: Path) -> pl.DataFrame:
    """One row a page of the corpus: its gold, its state and reason, and what the warehouse has of it."""
    pages = pl.read_parquet(DEV / "pages.parquet").with_columns(
        page_id=pl.col("url").map_elements(_page_id, return_dtype=pl.String)
    )
    held = query(
        data / "warehouse.duckdb",
        """
        select pages.page_id, pages.state, pages.reason, versions.text, versions.title, versions.authors,
            articles.published_date
        from ops.pages
        left join articles using (article_id)
        left join article_versions as versions on versions.version_id = coalesce(
            (select min(v.version_id) from article_versions as v where v.fetch_id = pages.last_fetch_id),
            articles.current_version_id
        )
        """,
    )
    return pages.join(held, on="page_id", how="left")


def show_pages(data: Path) -> None:
    """What became of each page, and how well those with gold were read."""
    rows = outcomes(data)
    states = rows.group_by("state", "reason").len().sort("len", descending=True)
    print(f"pages: {rows.height}, not accounted for: {rows['state'].null_count()}")
    for state, reason, count in states.rows():
        print(f"  {count:5} {state}: {reason}")
    has_text = pl.col("gold_text").str.len_chars() > 0
    truth = rows.filter(has_text & (pl.col("gold_kind") != "tool-expected"))
    lost = truth.filter(pl.col("text").is_null())
    print(f"gold texts: {truth.height}; false rejects: {lost.height}")
    for url, reason in lost.select("url", "reason").rows():
        print(f"  {reason}: {url}")
    compare(rows)


def compare(rows: pl.DataFrame) -> None:
    """Text F1 and wrong fields of the warehouse and of trafilatura over the same pages."""
    scores, wrong, asked = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for gold in rows.iter_rows(named=True):
        body = gzip.decompress((DEV / gold["file"]).read_bytes())
        ours = {**gold, "date": str(gold["published_date"] or "")}
        for name, found in (("warehouse", ours), ("trafilatura", theirs(gold["url"], body))):
            if gold["gold_text"] and gold["gold_kind"] != "tool-expected":
                scores[name] += shingle_f1(found.get("text") or "", gold["gold_text"])  # type: ignore[assignment]
                asked["text"] += name == "warehouse"
            for field in ("title", "authors", "date"):
                if gold[f"gold_{field}"]:
                    asked[field] += name == "warehouse"
                    wrong[name, field] += not same(field, found, gold)
    for name in ("warehouse", "trafilatura"):
        rates = [f"{field} {wrong[name, field] / asked[field]:.1%}" for field in ("date", "authors", "title")]
        print(f"{name:12} F1 {scores[name] / asked['text']:.4f}; wrong or missing: {', '.join(rates)}")
    print(f"  over {dict(asked)}")


def measure_pages(web: Replay, data: Path) -> None:
    """The feeds of all hosts, twice."""
    subscribe(web, data, web.host_feeds())
    run_all(web, data)
    before = counts(data / "warehouse.duckdb")
    web.post("/_control/reset")
    second = run_all(web, data)
    after = counts(data / "warehouse.duckdb")
    added = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    print(f"rows that the second run added: {added}")
    print(f"304s of feeds: {second['feeds'].get('not_modified', 0)} of {sum(second['feeds'].values())}")
    show_checks(data)


def measure_feeds(web: Replay, data: Path) -> None:
    """The real feeds and the broken ones."""
    subscribe(web, data, web.raw_feeds("_feeds") + web.raw_feeds("_feeds_bad"))
    run_all(web, data)
    given = query(
        data / "warehouse.duckdb",
        """
        select feeds.url, feeds.kind, count(entries.entry_id) as entries,
            any_value(state.last_outcome) as outcome, any_value(state.last_error) as problem
        from feeds left join entries using (feed_id) left join ops.feed_state as state using (feed_id)
        group by all order by feeds.url
        """,
    )
    listed = {row["name"]: row for kind in ("_feeds", "_feeds_bad") for row in web.get(f"/{kind}/")}
    for row in given.iter_rows(named=True):
        name = row["url"].rpartition("/")[2]
        known = listed[name]
        marks = "" if row["entries"] == known["n_entries"] else f" (feedparser alone: {known['n_entries']})"
        gave = f"{row['kind']} {row['entries']}{marks} {row['outcome']} {row['problem'] or ''}"
        print(f"{known['category']:10} {name:46} {gave}")
    show_checks(data)


def measure_faults(web: Replay, data: Path) -> None:
    """A run in which much fails, and two more."""
    subscribe(web, data, web.host_feeds())
    for _ in range(3):
        run_all(web, data)
        print(f"  faults so far: {web.get('/_control/stats')['fault']}")
        failures = query(
            data / "warehouse.duckdb",
            "select outcome, count(*) as n, count(error) as said from ops.fetches"
            " where outcome not in ('ok', 'not_modified') group by all order by n desc",
        )
        print(f"  failed fetches, and how many say why: {failures.rows()}")
    show_checks(data)
    show_pages(data)


def measure_kills(web: Replay, data: Path) -> None:
    """Runs that are killed, each with one after it, against a run that nobody disturbed."""
    with prefect_api(data.parent) as url:  # one for all, so that the moments are not spent on its start
        os.environ["PREFECT_API_URL"] = url
        kill_runs(web, data)


def kill_runs(web: Replay, data: Path) -> None:
    """KILLS runs, each killed at a random moment."""
    subscribe(web, data, web.host_feeds())
    whole = data.with_name("whole")
    subprocess.run(["cp", "-r", data, whole], check=True)
    seconds = web.run(whole, "run", "--all").seconds
    wanted = news(whole / "warehouse.duckdb")
    dice = random.Random(SEED)  # noqa: S311  # no secret
    for number in range(KILLS):
        again, moment = data.with_name(f"killed-{number}"), dice.uniform(0, seconds)
        subprocess.run(["cp", "-r", data, again], check=True)
        ignored = subprocess.DEVNULL
        with web.start(again, "run", "--all", stdout=ignored, stderr=ignored) as process:
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        before = counts(again / "warehouse.duckdb")["main.article_versions"]
        web.run(again, "run", "--all")
        held = news(again / "warehouse.duckdb")
        differ = [name for name in wanted if wanted[name] != held[name]]
        print(
            f"killed after {moment:.1f} of {seconds:.1f} s with {before} versions: "
            f"{f'DIFFERENT {differ}' if differ else 'equal'}"
        )
        show_checks(again)


MEASURES = {
    "pages": (measure_pages, ()),
    "feeds": (measure_feeds, ()),
    "faults": (measure_faults, ("--fault-rate", "0.05", "--faults", ALL_FAULTS)),
    "kills": (measure_kills, ("--max-hosts", KILLED_HOSTS)),
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--clones", type=int, default=1, help="every page under so many addresses")
    parser.add_argument("--keep", type=Path, help="a new folder for the warehouse, kept afterwards")
    asked = parser.parse_args()
    logging.disable(logging.ERROR)
    measure, options = MEASURES[asked.measure]
    clones = ("--clones", str(asked.clones), "--feed-items", str(30 * asked.clones))
    with tempfile.TemporaryDirectory() as folder, Replay(*clones, *options) as web:
        data = (asked.keep or Path(folder)) / "data"
        data.parent.mkdir(parents=True, exist_ok=True)
        measure(web, data)
        if asked.measure == "pages":
            show_pages(data)


if __name__ == "__main__":
    main()
