"""The source `warc` over real pages: `python -m tests.past_warc same|speed|flat [--hosts N] [--pages N]`.

Makes WARC files with warcio of the pages of ../shared/corpus, as its replay server serves them:

    same    `hearsay backfill --from warc` against `hearsay run` over the replay server
    speed   pages per CPU second of the whole line against news-please's Common Crawl extractor on one file
            (--newsplease PYTHON: the interpreter of an environment that has it), one after the other
    flat    --pages N clones of the pages (--smallest N: only of so many) under addresses of their own:
            memory, and pages per CPU second at the start and the end

CPU seconds are those of user and system time of a command and all its processes.
"""

import argparse
import http.client
import json
import os
import re
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote, urlsplit

import polars as pl
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.prefect_server import prefect_api
from tests.bench import _family, _resident
from tests.contents import complaints
from tests.corpus import DEV, run_all, subscribe
from tests.replay import HEARSAY, Replay
from warehouse.query import query

Served = tuple[str, list[tuple[str, str]], bytes]  # address, headers, body

_ARTICLES = """
    select articles.article_id, canonical_url, title, text, published_date, published_evidence
    from articles join article_versions as versions on versions.version_id = articles.current_version_id
"""
_CLAIMS = "select claim_id from claims"
_SAFE = "%/:=&?~+!$,;'@()*"  # as the server writes addresses
_OWN_ADDRESS = re.compile(rb"""(?i)(<(?:link|meta)\b[^>]*\b(?:canonical|og:url)\b)""")
_TICKS = os.sysconf("SC_CLK_TCK")


def served(web: Replay) -> Iterator[Served]:
    """Every page that the server has, as it serves it uncompressed."""
    hosts = {row["host"] for row in web.get("/_index.json")}
    pages = pl.read_parquet(DEV / "pages.parquet")
    connection = http.client.HTTPConnection(urlsplit(web.address).netloc, timeout=60)
    missing = 0
    for page in pages["url"]:
        parts = urlsplit(page)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        path = quote(parts.path or "/", safe=_SAFE)
        url = f"http://{host}{path}" + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        if host not in hosts:
            continue
        connection.request("GET", url)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == 200:
            yield url, answer.getheaders(), body
        missing += answer.status != 200
    if missing:
        print(f"{missing} pages are not served under their address")


def write(pages: Iterable[Served], file: Path) -> int:
    """A WARC file of pages; how many they are."""
    count, at = 0, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for count, (url, headers, body) in enumerate(pages, 1):  # noqa: B007  # it is told
            head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", BytesIO(body), http_headers=head, warc_headers_dict={"WARC-Date": at}
            )
            writer.write_record(record)
    print(f"{file.name}: {count} pages, {file.stat().st_size / 1e6:.0f} MB")
    return count


def clones(pages: list[Served], count: int) -> Iterator[Served]:
    """So many pages, each with a paragraph and an address of its own, and none that names the original's."""
    for number, (url, headers, body) in enumerate(islice(cycle(pages), count)):
        note = b"<p>Edition number %d of this report.</p>" % number
        place = body.find(b"</p>") + 4
        whole = _OWN_ADDRESS.sub(rb"\1-of-the-original", body[:place] + note + body[place:])
        sized = [(name, value) for name, value in headers if name.lower() != "content-length"]
        parts = urlsplit(url)
        yield f"http://n{number}.{parts.netloc}{parts.path}", sized, whole


def backfill_command(data: Path, file: Path) -> list[str | Path]:
    """`hearsay backfill --from warc` over a file, of these days."""
    today = datetime.now(UTC).date()
    since, until = today - timedelta(days=1), today + timedelta(days=2)
    window = ("--since", str(since), "--until", str(until))
    return [HEARSAY, "backfill", *window, "--from", "warc", "--place", file, "--data", data, "--json"]


def backfill(data: Path, file: Path) -> subprocess.Popen[str]:
    """The same, begun."""
    return subprocess.Popen(backfill_command(data, file), stdout=subprocess.PIPE, text=True)


def done(process: subprocess.Popen[str]) -> dict[str, object]:
    """What a backfill said that it did."""
    printed, _ = process.communicate()
    said: dict[str, object] = json.loads(printed)
    print(f"backfill: {said['pages']} pages, {said['rows']}, problems {said['problems']}")
    return said


def measure_same(web: Replay, folder: Path, asked: argparse.Namespace) -> None:
    """Live and from a file: the articles side by side."""
    live, past, file = folder / "live" / "data", folder / "past", folder / "corpus.warc.gz"
    live.parent.mkdir()
    write(served(web), file)
    subscribe(web, live, web.host_feeds())
    run_all(web, live)
    done(backfill(past, file))
    ours = query(past / "warehouse.duckdb", _ARTICLES)
    theirs = query(live / "warehouse.duckdb", _ARTICLES)
    both = theirs.join(ours, on="article_id", suffix="_past")
    print(f"articles: live {theirs.height}, past {ours.height}, in both {both.height}")
    for column in ("title", "text"):
        same = both[column].eq_missing(both[f"{column}_past"]).sum()
        print(f"  the same {column}: {same}")
    own = both.filter(pl.col("published_evidence") != "feed")  # the file has no feeds
    same = own["published_date"].eq_missing(own["published_date_past"]).sum()
    print(f"  the same date: {same} of {own.height} that live are not dated by the feed")
    for one, other, name in ((theirs, ours, "live"), (ours, theirs, "past")):
        for url in one.join(other, on="article_id", how="anti")["canonical_url"].head(10):
            print(f"  only {name}: {url}")
    claims = [set(query(data / "warehouse.duckdb", _CLAIMS)["claim_id"]) for data in (live, past)]
    print(f"  claims: live {len(claims[0])}, past {len(claims[1])}, in both {len(claims[0] & claims[1])}")
    print(f"hearsay check: {complaints(past / 'warehouse.duckdb') or 'clean'}")
    again = done(backfill(live, file))
    print(f"the file into the live warehouse adds: { {k: n for k, n in again['rows'].items() if n} }")  # type: ignore[attr-defined]  # JSON


def cpu() -> float:
    """Seconds of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_speed(web: Replay, folder: Path, asked: argparse.Namespace) -> None:
    """Ours, which does all of the line, and news-please's extraction."""
    file = folder / "corpus.warc.gz"
    count = write(served(web), file)
    start = cpu()
    done(backfill(folder / "past", file))
    ours, start = cpu() - start, cpu()
    reader = Path(__file__).with_name("newsplease_reader.py")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [asked.newsplease, "-P", reader, file]  # -P: our tests' names are none of its modules
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=plain)
    theirs = cpu() - start
    print(
        f"hearsay      {ours:7.1f} CPU s, {count / ours:6.2f} pages a CPU second (to claims in the warehouse)"
    )
    print(
        f"news-please  {theirs:7.1f} CPU s, {count / theirs:6.2f} pages a CPU second; {said.stdout.strip()}"
    )


class Watch(threading.Thread):
    """CPU seconds and memory (MiB) of a process and its descendants, every second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[datetime, float, float]] = []
        self._pid, self.over = pid, threading.Event()

    def run(self) -> None:
        while not self.over.wait(1):
            family = list(_family(self._pid))
            used = sum(map(_ticks, family)) / _TICKS
            self.seen.append((datetime.now(UTC), used, sum(_resident(pid) for pid in family)))


def _ticks(pid: int) -> int:
    """Of a process, and of those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))


def measure_flat(web: Replay, folder: Path, asked: argparse.Namespace) -> None:
    """Memory and speed over many pages."""
    file = folder / "clones.warc.gz"
    originals = sorted(served(web), key=lambda page: len(page[2]))[: asked.smallest]
    count = write(clones(originals, asked.pages), file)
    process = backfill(folder / "past", file)
    watch = Watch(process.pid)
    watch.start()
    done(process)
    watch.over.set()
    watch.join()
    rows = query(  # when a page was done with, not when it was copied
        folder / "past" / "warehouse.duckdb", "select loaded_at from article_versions order by loaded_at"
    )
    times = rows["loaded_at"].to_list()
    seen = pl.DataFrame(watch.seen, schema=["at", "cpu", "memory"], orient="row").sort("at")
    print(f"{count} pages; memory of all processes: peak {seen['memory'].max():.0f} MiB")
    for name, low, high in (("10 to 30 %", 0.1, 0.3), ("40 to 60 %", 0.4, 0.6), ("80 to 100 %", 0.8, 1.0)):
        first, last = times[int(low * len(times))], times[min(int(high * len(times)), len(times) - 1)]
        part = seen.filter(pl.col("at").is_between(first, last))
        if part.height > 1:
            used = float(part["cpu"][-1] - part["cpu"][0])
            pages = sum(first < at <= last for at in times)
            seconds = (part["at"][-1] - part["at"][0]).total_seconds()
            print(
                f"  {name}: {pages / used:.2f} pages a CPU second, {pages / seconds:.2f} a second; memory "
                f"mean {part['memory'].mean():.0f}, peak {part['memory'].max():.0f} MiB"
            )


MEASURES = {"same": measure_same, "speed": measure_speed, "flat": measure_flat}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--hosts", type=int, help="only the pages of so many hosts  [default: all]")
    parser.add_argument("--pages", type=int, default=100_000, help="clones, for `flat`")
    parser.add_argument("--smallest", type=int, help="pages to clone, for `flat`  [default: all]")
    parser.add_argument("--newsplease", help="the interpreter that has news-please, for `speed`")
    asked = parser.parse_args()
    if asked.measure == "speed" and not asked.newsplease:
        parser.error("speed needs --newsplease PYTHON")
    options = ["--max-hosts", str(asked.hosts)] if asked.hosts else []
    with (
        tempfile.TemporaryDirectory() as name,
        Replay(*options) as web,
        prefect_api(Path(name)) as url,  # one for all, so that its start is none of the measure
    ):
        os.environ["PREFECT_API_URL"] = url
        began = time.monotonic()
        MEASURES[asked.measure](web, Path(name), asked)
        print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
