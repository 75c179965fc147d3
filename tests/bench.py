"""What a page costs (`make bench`): our whole line against trafilatura alone, over the same pages in one run.

    bare    trafilatura.bare_extraction with metadata, bytes to text
    line    archived bytes to rows in DuckDB: archive, extraction, mentions, entities, claims, load

CPU seconds of user and system time, children included. The first half of the pages goes through `bare`
before the line runs and the second half after it, so that a machine that slows down slows both. The real
pages of ../shared are used where present, else the demo's (too few and too small to say much).
"""

import argparse
import gzip
import json
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.archive import ArchiveWriter, Capture
from flows.demo.web import SITE
from flows.ingest import PAGES_A_BATCH
from flows.line import pages_line
from flows.runs import prepare
from flows.session import Session
from flows.settings import Settings
from transforms import schemas
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


def bare(bodies: list[bytes], result: "multiprocessing.Queue[tuple[float, float]]") -> None:
    """CPU seconds of trafilatura alone over some pages, without and with the process's start."""
    import trafilatura  # noqa: PLC0415  # its import is no part of the cost

    before = time.process_time()
    for body in bodies:
        trafilatura.bare_extraction(body, with_metadata=True)
    result.put((time.process_time() - before, time.process_time()))


def bare_seconds(bodies: list[bytes]) -> float:
    """The same in a process of its own."""
    context = multiprocessing.get_context("spawn")
    result: multiprocessing.Queue[tuple[float, float]] = context.Queue()
    process = context.Process(target=bare, args=(bodies, result))
    process.start()
    seconds, _ = result.get()
    process.join()
    return seconds


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


def line_seconds(settings: Settings, asked: pl.DataFrame) -> float:
    """CPU seconds of the line over the supply, worker processes and their start included."""
    before = _cpu()
    with Session(settings) as session:
        for batch in asked.iter_slices(PAGES_A_BATCH):
            pages_line(session, batch)
    return _cpu() - before


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


class PeakMemory(threading.Thread):
    """The largest sum of resident memory of this process and its descendants, in MiB (Linux)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self._stop_now = 0.0, threading.Event()

    def run(self) -> None:
        while not self._stop_now.wait(0.2):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _family(os.getpid())))

    def __enter__(self) -> "PeakMemory":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_now.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return 0.0


def main() -> None:
    """Prints the two costs and their ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, help="so many pages, spread over the corpus (default: all)")
    found = pages(parser.parse_args().pages)
    bodies = [body for _, body in found]
    half = len(bodies) // 2
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        prepare(settings)
        asked = supply(settings, found)
        alone = bare_seconds(bodies[:half])
        with PeakMemory() as memory:
            line = line_seconds(settings, asked)
        alone += bare_seconds(bodies[half:])
    count = len(bodies)
    print(f"pages                       {count}, {sum(map(len, bodies)) / count / 1000:.0f} kB on average")
    print(f"trafilatura with metadata   {1000 * alone / count:.1f} ms CPU a page")
    print(f"the whole line              {1000 * line / count:.1f} ms CPU a page")
    print(f"ratio                       {line / alone:.2f}")
    print(f"peak memory of the line     {memory.peak:.0f} MiB, all processes together")


if __name__ == "__main__":
    main()
