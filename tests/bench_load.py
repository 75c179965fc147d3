"""Loads that are measured, each in a process of its own (see tests.bench_warehouse)."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from warehouse.load import load

RUN = "bench"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a load took: seconds of all batches together, of the middle and the longest one, memory in MiB.

    cpu: processor seconds of all threads, which a busy machine changes less.
    """

    seconds: float
    cpu: float
    median: float
    longest: float
    peak: float


def in_own_process(work: Callable[..., Any], *given: object) -> Any:
    """What a function returns when called in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def load_all(path: Path, frames: Path, articles_a_batch: int) -> Cost:
    """Loads frames (a folder of Parquet files) batch by batch, as the line would."""
    whole = {file.stem: pl.read_parquet(file) for file in sorted(frames.glob("*.parquet"))}
    now, took, before = datetime.now(UTC), [], time.process_time()
    for batch in batches(whole, articles_a_batch):
        start = time.perf_counter()
        load(path, batch, run_id=RUN, now=now)
        took.append(time.perf_counter() - start)
    return Cost(sum(took), time.process_time() - before, median(took), max(took), _peak())


def load_runs(path: Path, frames: Path) -> None:
    """Loads the runs alone."""
    load(path, {"ops.runs": pl.read_parquet(frames / "ops.runs.parquet")}, run_id=RUN, now=datetime.now(UTC))


def _peak() -> float:
    """The most memory this process has held, in MiB. (getrusage begins with what its parent held.)"""
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def batches(frames: dict[str, pl.DataFrame], articles: int) -> Iterator[dict[str, pl.DataFrame]]:
    """The rows of so many articles at a time; what belongs to no article comes with the first."""
    pages = frames["ops.pages"].with_columns(fetch_id="last_fetch_id")
    ids = frames["articles"]["article_id"]
    rest = {name: frame for name, frame in frames.items() if name not in _OWNED}
    for start in range(0, len(ids), articles):
        mine = pl.DataFrame({"article_id": ids[start : start + articles]})
        yield {**rest, **_of(frames, pages, mine)}
        rest = {}


_OWNED = {
    "articles", "article_versions", "ops.extractions", "mentions", "claims", "claim_speakers",
    "claim_entities", "claim_quantities", "entities", "entity_aliases", "entries", "ops.pages", "ops.fetches",
}  # fmt: skip


def _of(frames: dict[str, pl.DataFrame], pages: pl.DataFrame, mine: pl.DataFrame) -> dict[str, pl.DataFrame]:
    names = ("articles", "article_versions", "ops.extractions", "mentions", "claims", "ops.pages")
    found = {name: frames[name].join(mine, on="article_id", how="semi") for name in names}
    for name in ("claim_speakers", "claim_entities", "claim_quantities"):
        found[name] = frames[name].join(found["claims"], on="claim_id", how="semi")
    for name in ("entities", "entity_aliases"):
        found[name] = frames[name].join(found["mentions"], on="entity_id", how="semi")
    found["entries"] = frames["entries"].join(found["ops.pages"], on="page_id", how="semi")
    found["ops.fetches"] = frames["ops.fetches"].join(found["article_versions"], on="fetch_id", how="semi")
    return found
