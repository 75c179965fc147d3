"""What the warehouse costs as it grows (`make bench-warehouse`): size, loads, views, search, publication.

Each size is a made-up warehouse (tests.big_warehouse). Of each:

    load         10,000 further articles with all their rows, in batches of 200 pages and as one batch, each
                 in a process of its own on a fresh copy of the file: seconds in all, and the most memory that
                 the process held, its start and the frames included
    migration    of a file of an older schema, where there is one
    look-ups     what a flow asks the warehouse before it loads
    views        `select * from VIEW where …` as `hearsay sql` runs it, for five days or five entities, from
                 one that is named very often to one that is hardly named: the median, and the longest
    index        the search index
    publication  `hearsay publish`: the first two, which make the two copies, one after a load, and how long
                 loads had to wait for it
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from tests.bench_load import Cost, in_own_process, load_all, load_runs
from tests.big_warehouse import generate, more, progress
from warehouse import lookups
from warehouse.migrate import migrate
from warehouse.query import query
from warehouse.search import index_new

NEW = 10_000  # articles to load
Row = tuple[str, str, float, str, float | None]  # what, of what, value, unit, bar

# What analysts would ask of a view that has such a column, the first two that it has: each of the days and
# entities is asked for.
_FILTERS = (
    ("entity_id", "{} = '{entity}'"),
    ("speaker_entity_id", "{} = '{entity}'"),
    ("published_date", "{} = '{day}'"),
    ("day", "{} = '{day}'"),
    ("published_at", "{0} >= '{day}' and {0} < '{day}'::date + 1"),
    ("captured_at", "{0} >= '{day}' and {0} < '{day}'::date + 1"),
    ("last_fetched_at", "{0} >= '{day}' and {0} < '{day}'::date + 1"),
    ("extracted_at", "{0} >= '{day}' and {0} < '{day}'::date + 1"),
)


def measure(path: Path, articles: int, folder: Path) -> Iterator[Row]:
    """All measurements of one generated file, which stays as it is. folder: for copies and frames."""
    path = _copy(path, folder / "current")  # brought to this version's schema
    yield "migration", "migrate", _seconds(lambda: migrate(path)), "s", None
    yield "size", "file", path.stat().st_size / 1e9, "GB", None
    yield "index", "all that is not indexed", _seconds(lambda: index_new(path)), "s", None
    yield "size", "with the search index", path.stat().st_size / 1e9, "GB", None
    yield from _views(path)
    yield from _lookups(path)
    frames = _frames(articles, folder)
    for batch in (200, NEW):
        copy = _copy(path, folder / "data")
        if batch == NEW:
            yield from _publication(copy, "first, in full")
            in_own_process(load_runs, copy, frames)  # a little, so that the other copy is made, too
            yield from _publication(copy, "second, in full")
        cost: Cost = in_own_process(load_all, copy, frames, batch)
        name = f"{NEW} articles by {batch}"
        yield "load", name, cost.seconds, "s", 15.0
        yield "load", f"{name}: processor", cost.cpu, "s", None
        yield "load", f"{name}: a batch", cost.median, "s", None
        yield "load", f"{name}: longest batch", cost.longest, "s", None
        yield "load", f"{name}: memory", cost.peak, "MiB", 1000.0
        yield "size", f"after {name}", copy.stat().st_size / 1e9, "GB", None
    yield "index", f"{NEW} new articles", _seconds(lambda: index_new(copy)), "s", None
    yield from _publication(copy, f"after {NEW} new articles")
    yield from _publication(copy, "of nothing new")
    shutil.rmtree(folder / "current")
    shutil.rmtree(copy.parent)


def _frames(articles: int, folder: Path) -> Path:
    """The new articles as Parquet files."""
    made = folder / f"frames-{articles}"
    if not made.exists():
        found = more(articles, NEW, folder / "scratch.duckdb")
        made.mkdir()
        for name, frame in found.items():
            frame.write_parquet(made / f"{name}.parquet")
    return made


def _copy(path: Path, folder: Path) -> Path:
    copy = folder / "warehouse.duckdb"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)
    copy.with_name(f"{copy.name}.wal").unlink(missing_ok=True)
    os.sync()  # what the disk has still to write of it is no part of the load
    return copy


def _views(path: Path) -> Iterator[Row]:
    asked_for = _asked_for(path)
    found = query(
        path,
        """
        select views.schema_name || '.' || view_name as view, list(column_name) as columns
        from duckdb_views() as views join duckdb_columns() as columns
            on columns.table_name = views.view_name and columns.schema_name = views.schema_name
        where not views.internal group by all order by all
        """,
    )
    for view, columns in found.iter_rows():
        name = view.removeprefix("main.")
        for column, condition in [pair for pair in _FILTERS if pair[0] in columns][:2] or [("", "true")]:
            wheres = dict.fromkeys(
                condition.format(column, day=day, entity=entity) for day, entity in asked_for
            )
            asked = [f"select * from {name} where {where}" for where in wheres]  # noqa: S608  # the file's own
            took = [_median(lambda sql=sql: query(path, sql), 3) for sql in asked]
            yield "view", f"{name} {column}", median(took), "s", 1.0
            if len(took) > 1:
                yield "view", f"{name} {column}: longest", max(took), "s", None
    words = (
        query(path, "select split_part(title, ' ', 2) from article_versions limit 3").to_series().to_list()
    )
    for asked in (words[0], " ".join(words[1:]), "the", f'"{words[0]} {words[1]}"', f"{words[2][:4]}*"):
        for macro in ("search", "search_claims"):
            sql = f"select * from {macro}($asked) limit 20"  # noqa: S608
            took = _median(lambda sql=sql, asked=asked: query(path, sql, {"asked": asked}))
            yield "search", f"{macro}: {asked}", took, "s", 1.0


def _asked_for(path: Path) -> list[tuple[str, str]]:
    """Five days, and the entities named 20th, 200th, … most often and the one named least often."""
    days = query(path, "select max(published_date) - unnest([20, 100, 300, 600, 900]) as day from articles")
    ranked = query(
        path,
        """
        select entity_id from mentions where entity_id is not null
        group by entity_id order by count(*) desc, entity_id
        """,
    )["entity_id"]
    entities = [ranked[min(rank, len(ranked) - 1)] for rank in (20, 200, 2_000, 20_000, len(ranked) - 1)]
    return [(f"{day:%Y-%m-%d}", entity) for day, entity in zip(days["day"], entities, strict=True)]


def _lookups(path: Path) -> Iterator[Row]:
    """What flows look up for a batch of 200 pages, half of which are known."""
    now = datetime.now(UTC)
    ids = query(path, "select article_id, page_id, entry_id from ops.pages using sample 200 (reservoir, 1)")
    asked = {name: [*ids[name].to_list()[:100], *(f"{i:020x}" for i in range(100))] for name in ids.columns}
    looks: dict[str, Callable[[], object]] = {
        "known_versions": lambda: lookups.known_versions(path, asked["article_id"]),
        "known_entries": lambda: lookups.known_entries(path, asked["entry_id"]),
        "known_pages": lambda: lookups.known_pages(path, asked["page_id"]),
        "due_pages": lambda: lookups.due_pages(path, now),
        "due_feeds": lambda: lookups.due_feeds(path, now),
        "status": lambda: lookups.status(path),
    }
    for name, look in looks.items():
        yield "look-up", name, _median(look), "s", None


def _publication(path: Path, name: str) -> Iterator[Row]:
    """`hearsay publish`, as a process."""
    command = [
        sys.executable,
        "-c",
        "from flows.cli import main; raise SystemExit(main())",
        "publish",
        "--json",
    ]
    environment = {**os.environ, "HEARSAY_DATA": str(path.parent)}
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    took = time.perf_counter() - start
    told = json.loads(done.stdout)
    yield "publication", name, told["seconds"], "s", 10.0
    yield "publication", f"{name}: command, search included", took, "s", None
    yield "publication", f"{name}: loads wait", told["seconds_blocked"], "s", 1.0
    yield "publication", f"{name}: written", told["bytes_written"] / 1e9, "GB", None


def _median(work: Callable[[], object], times: int = 5) -> float:
    return median(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _generated(articles: int, folder: Path) -> Path:
    path = folder / f"warehouse-{_short(articles)}.duckdb"
    if not path.exists():
        unfinished = folder / f"unfinished-{_short(articles)}.duckdb"
        unfinished.unlink(missing_ok=True)
        generate(unfinished, articles, progress)
        unfinished.rename(path)
    return path


def _short(articles: int) -> str:
    if articles % 1_000_000 == 0:
        return f"{articles // 1_000_000}m"
    return f"{articles // 1000}k" if articles % 1000 == 0 else str(articles)


def _shown(rows: dict[tuple[str, str], dict[int, Row]], sizes: list[int]) -> Iterator[str]:
    """A table: a line a measurement, a column a size, and whether the bar is met."""
    yield f"{'':12}{'':44}" + "".join(f"{size:>12,}" for size in sizes) + f"{'bar':>10}"
    for (kind, name), by_size in rows.items():
        _, _, _, unit, bar = next(iter(by_size.values()))
        values = [by_size[size][2] if size in by_size else None for size in sizes]
        cells = "".join(f"{'' if value is None else f'{value:.3g}':>12}" for value in values)
        over = bar is not None and any(value is not None and value > bar for value in values)
        yield f"{kind:12}{name:44}{cells} {unit:4}" + (
            "" if bar is None else f"{bar:>5.0f}{'  OVER' if over else ''}"
        )


def main() -> None:
    """Prints one table of all sizes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--articles", default="100000,1000000", help="sizes, separated by commas (default: %(default)s)"
    )
    parser.add_argument(
        "--keep", type=Path, help="folder for the generated files, reused where they are there"
    )
    given = parser.parse_args()
    sizes = [int(size) for size in given.articles.split(",")]
    rows: dict[tuple[str, str], dict[int, Row]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for size in sizes:
            path = _generated(size, folder)
            for row in measure(path, size, Path(scratch)):
                rows.setdefault(row[:2], {})[size] = row
                progress(f"{size:,}: {row[0]} {row[1]} {row[2]:.3g} {row[3]}")
    print("\n".join(_shown(rows, sizes)))


if __name__ == "__main__":
    main()
