"""What a page costs (`make bench`): our whole line against trafilatura alone, over the same pages in one run.

    bare    trafilatura.bare_extraction with metadata, bytes to text
    line    archived bytes to rows in DuckDB: archive, extraction, mentions, entities, claims, load

CPU seconds of user and system time, all processes of either, their start and imports included. The two take
turns, a batch each, one reading process each, so that a machine that slows down slows both. The real
pages of ../shared are used where present, else the demo's (too few and too small to say much).
"""

import argparse
import gzip
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import polars as pl
from pebble import ProcessPool

from flows.archive import ArchiveWriter, Capture
from flows.data_folder import prepare
from flows.demo.web import SITE
from flows.ingest import PAGES_A_BATCH
from flows.line import pages_line
from flows.session import Session
from flows.settings import Settings
from tests import bare
from transforms import schemas
from transforms.article import Refused
from transforms.identity import key

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "dev"


def pages(limit: int | None) -> list[tuple[str, bytes]]:
    """Addresses and bodies, spread over the whole corpus."""
    if not CORPUS.exists():
        return [
            (f"http://demo.example/{file.name}", file.read_bytes()) for file in sorted(SITE.rglob("*.html"))
        ]
    rows = [json.loads(line) for line in (CORPUS / "pages.jsonl").open(encoding="utf-8")]
    step = max(len(rows) // limit, 1) if limit else 1
    return [(row["url"], gzip.decompress((CORPUS / row["file"]).read_bytes())) for row in rows[::step]]


def supply(settings: Settings, found: list[tuple[str, bytes]]) -> pl.DataFrame:
    """The pages in an archive, as the fetching step would leave them."""
    now = datetime.now(UTC)
    rows: list[dict[str, object]] = []
    with ArchiveWriter(settings.archive, "bench") as archive:
        for url, body in found:
            place = archive.write(Capture(url, now, 200, [(b"Content-Type", b"text/html")], body))
            rows.append(
                {
                    "fetch_id": key("bench", url),
                    "kind": "page",
                    "via": "bench",
                    "url": url,
                    "final_url": url,
                    "outcome": "ok",
                    "archive_file": place.file,
                    "archive_offset": place.offset,
                    "archive_length": place.length,
                    "fetched_at": now,
                }
            )
    frame = schemas.from_rows(rows, schemas.FETCHES)
    return frame.with_columns(
        page_id=pl.col("fetch_id"),
        entry_id=pl.lit(None, pl.String),
        attempts=pl.lit(0),
        entry_published_at=pl.lit(None, schemas.TIME),
    )


class PeakMemory(threading.Thread):
    """The most memory that a process and its descendants hold together, in MiB (Linux)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak, self._pid, self._stop_now = 0.0, pid, threading.Event()
        self.cpu = 0.0  # seconds that looking has cost so far

    def run(self) -> None:
        while not self._stop_now.wait(0.2):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _family(self._pid)))
            self.cpu = time.thread_time()

    def __enter__(self) -> "PeakMemory":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_now.set()
        self.join()


def compare(
    settings: Settings, asked: pl.DataFrame, bodies: list[bytes], memory: PeakMemory
) -> tuple[float, float]:
    """CPU seconds of trafilatura alone and of the line over the same pages, without those of the watch."""
    ours = 0.0
    with Session(settings) as session, ProcessPool(1, context=get_context("spawn")) as alone:
        for start in range(0, len(bodies), PAGES_A_BATCH):
            before = bare.cpu() - memory.cpu
            pages_line(session, asked[start : start + PAGES_A_BATCH])
            ours += bare.cpu() - memory.cpu - before
            list(alone.map(bare.read, bodies[start : start + PAGES_A_BATCH]).result())
        theirs = alone.schedule(bare.cpu).result()
        (readers,) = session.workers.run(bare.cpu, [None])
    if isinstance(readers, Refused):
        raise TypeError("the reading process did not say what it had cost")
    return theirs, ours + readers


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> float:
    """What a process holds, in MiB; of pages that it shares with others, its share."""
    try:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:  # it has ended
        return 0.0
    return int(rolled.partition("\nPss:")[2].split()[0]) / 1024 if "\nPss:" in rolled else 0.0


def main() -> None:
    """Prints the two costs and their ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, help="so many pages, spread over the corpus (default: all)")
    found = pages(parser.parse_args().pages)
    bodies = [body for _, body in found]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), workers=1)
        prepare(settings)
        asked = supply(settings, found)
        with PeakMemory(os.getpid()) as memory:
            alone, line = compare(settings, asked, bodies, memory)
    count = len(bodies)
    print(f"pages                       {count}, {sum(map(len, bodies)) / count / 1000:.0f} kB on average")
    print(f"trafilatura with metadata   {1000 * alone / count:.1f} ms CPU a page")
    print(f"the whole line              {1000 * line / count:.1f} ms CPU a page")
    print(f"ratio                       {line / alone:.2f}")
    print(f"peak memory                 {memory.peak:.0f} MiB, all processes of both together")


if __name__ == "__main__":
    main()
