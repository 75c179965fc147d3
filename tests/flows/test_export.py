"""`hearsay export`: what is in the files, which days, what is replaced and what is left alone."""

import csv
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import cli
from tests.test_cli import fails
from transforms import schemas
from warehouse import export
from warehouse.load import load
from warehouse.migrate import migrate

SEEN = datetime(2026, 1, 5, 12, tzinfo=UTC)
TITLES = [
    "=cmd|'/c calc'!A1",
    "+1 for peace",
    "-5 degrees",
    "@minister",
    "＝1+1",
    'say "no",\nhe said',
    "Plain",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder: seven articles over three days, one without a date, with a version and a claim each."""
    folder = tmp_path_factory.mktemp("data")
    migrate(folder / "warehouse.duckdb")
    put(folder, TITLES)
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "warehouse.duckdb").write_bytes((made / "warehouse.duckdb").read_bytes())
    return tmp_path / "data"


def put(folder: Path, titles: list[str]) -> None:
    days = [date(2026, 1, 1 + number // 3) if number < 6 else None for number in range(len(titles))]
    ids = [f"a{number}" for number in range(len(titles))]
    frames = {
        "publishers": [{"publisher_id": "p1", "domain": "x.example"}],
        "articles": [
            {
                "article_id": i,
                "canonical_url": f"http://x.example/{i}",
                "published_date": day,
                "first_seen_at": SEEN,
            }
            for i, day in zip(ids, days, strict=True)
        ],
        "article_versions": [
            {"version_id": i, "article_id": i, "title": title, "text": "It holds.", "captured_at": SEEN}
            for i, title in zip(ids, titles, strict=True)
        ],
        "ops.extractions": [{"extraction_id": i, "version_id": i, "article_id": i} for i in ids],
        "claims": [
            {
                "claim_id": i,
                "extraction_id": i,
                "content": "It holds",
                "content_spans": [{"start": 0, "end": 8}],
            }
            for i in ids
        ],
    }
    kinds = {
        "publishers": schemas.PUBLISHERS,
        "articles": schemas.ARTICLES,
        "article_versions": schemas.VERSIONS,
        "ops.extractions": schemas.EXTRACTIONS,
        "claims": schemas.CLAIMS,
    }
    batch = {name: schemas.from_rows(rows, kinds[name]) for name, rows in frames.items()}
    batch["claims"] = (
        batch["claims"]
        .drop("text_id")
        .with_columns(article_id="claim_id", version_id="claim_id", extraction_id="claim_id")
    )
    load(folder / "warehouse.duckdb", batch, run_id="r1", now=SEEN, timeout=10)


def run(data: Path, out: Path, *arguments: str) -> int:
    return cli.run(["export", "--data", str(data), "--output", str(out), *arguments])


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_parquet_by_day(data: Path, tmp_path: Path) -> None:
    """A folder a day; all rows, with the types of the table; a table of no day is one file."""
    assert run(data, tmp_path / "out", "--tables", "articles,publishers") == 0
    days = ["2026-01-01", "2026-01-02", "2026-01-05"]
    assert files(tmp_path / "out") == [
        *(f"articles/day={day}/articles.parquet" for day in days),
        "publishers.parquet",
    ]
    frame = pl.read_parquet(tmp_path / "out/articles", hive_partitioning=True)
    assert frame.group_by("day").len().sort("day")["len"].to_list() == [3, 3, 1]
    assert frame.schema["first_seen_at"] == pl.Datetime("us", "UTC")
    assert frame["canonical_url"].n_unique() == 7
    found = duckdb.read_parquet(f"{tmp_path}/out/articles/*/*.parquet", hive_partitioning=True).filter(
        "day < '2026-01-05'"
    )
    assert found.count("*").fetchall() == [(6,)]


def test_every_table_in_every_format(data: Path, tmp_path: Path) -> None:
    """All that can be asked for can be exported."""
    tables = export.tables_in(data / "warehouse.duckdb")
    assert {"said", "articles", "ops.fetches"} <= set(tables)
    assert set(export.TABLES) <= set(tables)
    for form in ("parquet", "csv"):
        assert run(data, tmp_path / form, "--format", form, "--tables", ",".join(tables)) == 0
    assert len(files(tmp_path / "csv")) == len(tables)
    assert run(data, tmp_path / "jsonl", "--format", "jsonl") == 0
    assert run(data, tmp_path / "default") == 0


def test_a_range_of_days_is_half_open(data: Path, tmp_path: Path) -> None:
    """The first day counts, the last does not; what belongs to an article goes with it."""
    days = ("--since", "2026-01-02", "--until", "2026-01-05", "--format", "jsonl")
    assert run(data, tmp_path, *days, "--tables", "articles,claims,publishers") == 0
    articles = pl.read_ndjson(tmp_path / "articles.jsonl")
    assert sorted(articles["article_id"]) == ["a3", "a4", "a5"]
    assert sorted(pl.read_ndjson(tmp_path / "claims.jsonl")["claim_id"]) == ["a3", "a4", "a5"]
    assert pl.read_ndjson(tmp_path / "publishers.jsonl").height == 1


def test_csv_for_spreadsheets(data: Path, tmp_path: Path) -> None:
    """No cell is a formula, Excel is told that it is UTF-8, and --exact is the stored text."""
    options = ("--format", "csv", "--tables", "article_versions,claims")
    assert run(data, tmp_path / "safe", *options) == 0
    assert run(data, tmp_path / "exact", *options, "--exact") == 0
    safe, exact = (list(rows(tmp_path / name / "article_versions.csv")) for name in ("safe", "exact"))
    by_id = dict(zip((row["article_id"] for row in exact), (row["title"] for row in exact), strict=True))
    assert by_id == {f"a{number}": title for number, title in enumerate(TITLES)}
    for row in safe:
        original = by_id[row["article_id"]]
        assert row["title"] == (original if original[0] in "sP" else f"'{original}")
    assert (tmp_path / "safe/claims.csv").read_bytes().startswith(b"\xef\xbb\xbfclaim_id,")
    assert (tmp_path / "exact/claims.csv").read_bytes().startswith(b"claim_id,")
    (claim, *_) = rows(tmp_path / "safe/claims.csv")
    assert json.loads(claim["content_spans"]) == [{"start": 0, "end": 8}]
    assert safe[0]["captured_at"].startswith("2026-01-05T12:00:00")
    assert pl.read_csv(tmp_path / "safe/claims.csv").columns[0] == "claim_id"


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_twice_is_once(form: str, data: Path, tmp_path: Path) -> None:
    """The same files with the same rows, and nothing half-written beside them."""
    for _ in range(2):
        assert run(data, tmp_path / "out", "--format", form, "--tables", "said,articles") == 0
    kept = files(tmp_path / "out")
    assert not [name for name in kept if ".tmp" in name]
    if form == "parquet":
        assert pl.read_parquet(tmp_path / "out/articles").height == 7
    else:
        assert len((tmp_path / f"out/articles.{form}").read_text("utf-8").splitlines()) == 7 + (form == "csv")


def test_a_day_without_rows_any_more_goes_but_nothing_else(data: Path, tmp_path: Path) -> None:
    """Only our own files, only of the days of this export; what lies beside them stays."""
    out = tmp_path / "out"
    assert run(data, out, "--tables", "articles") == 0
    theirs = out / "articles/day=2026-01-01/notes.txt"
    theirs.write_text("mine")
    foreign = out / "articles/day=2025-12-31/articles.parquet"
    foreign.parent.mkdir()
    pl.DataFrame({"a": [1]}).write_parquet(foreign)
    with duckdb.connect(data / "warehouse.duckdb") as connection:
        connection.execute(
            "update articles set published_date = '2026-02-01' where published_date < '2026-02-01'"
        )
    assert run(data, out, "--tables", "articles", "--until", "2026-01-02") == 0
    assert files(out) == [
        "articles/day=2025-12-31/articles.parquet",
        "articles/day=2026-01-01/notes.txt",
        "articles/day=2026-01-02/articles.parquet",
        "articles/day=2026-01-05/articles.parquet",
    ]


def test_rows_of_no_day_are_not_lost(data: Path, tmp_path: Path) -> None:
    """A claim whose article is not there is in an export of everything."""
    with duckdb.connect(data / "warehouse.duckdb") as connection:
        connection.execute("delete from articles where article_id = 'a6'")
    assert run(data, tmp_path / "out", "--tables", "claims") == 0
    frame = pl.read_parquet(tmp_path / "out/claims", hive_partitioning=True)
    assert frame.filter(pl.col("day").is_null())["claim_id"].to_list() == ["a6"]
    assert frame.height == 7


def test_many_days_are_read_a_few_at_a_time(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the days fall, each row comes once, in the order of days; a big day comes in pieces."""
    monkeypatch.setattr(export, "_rows_a_part", lambda _: 4)
    monkeypatch.setattr(export, "_BATCH", 2)
    planned = export.plan(data / "warehouse.duckdb", "articles", None, None)
    assert [part.rows for part in planned.parts] == [3, 4]
    found = list(export.pieces(data / "warehouse.duckdb", planned))
    days = [day for day, _ in found]
    assert days == sorted(days)  # type: ignore[type-var]
    assert sorted(pl.concat([frame for _, frame in found])["article_id"]) == [f"a{n}" for n in range(7)]


def test_the_last_day_there_is(data: Path, tmp_path: Path) -> None:
    """A page that says it was published on 9999-12-31 is exported, too."""
    with duckdb.connect(data / "warehouse.duckdb") as connection:
        connection.execute("update articles set published_date = '9999-12-31' where article_id = 'a6'")
    assert run(data, tmp_path / "out", "--tables", "articles") == 0
    assert (tmp_path / "out/articles/day=9999-12-31/articles.parquet").exists()


def test_no_rows(data: Path, tmp_path: Path) -> None:
    """A file with a header, so that a program that reads it goes on."""
    assert run(data, tmp_path, "--format", "csv", "--tables", "articles", "--since", "2030-01-01") == 0
    assert len((tmp_path / "articles.csv").read_text("utf-8").splitlines()) == 1


def test_json(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables, rows, files and places, for a program."""
    assert run(data, tmp_path / "out", "--tables", "articles", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {"table": "articles", "rows": 7, "files": 3, "path": str(tmp_path / "out/articles")}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--tables", "articles,nope"], "no table 'nope'"),
        (["--tables", "'; drop table claims; --"], "no table"),
        (["--tables", "../articles"], "no table"),
        (["--since", "2026-01-02", "--until", "2026-01-02"], "later than --since"),
        (["--since", "soon"], "soon"),
        (["--format", "xlsx"], "xlsx"),
    ],
)
def test_wrong_usage(
    arguments: list[str], words: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told before anything is written."""
    code, said = fails(capsys, "export", "--data", str(data), "--output", str(tmp_path / "out"), *arguments)
    assert code == 2
    assert words in said
    assert not (tmp_path / "out").exists()


def test_odd_paths(data: Path, tmp_path: Path) -> None:
    """A folder's name is never SQL."""
    out = tmp_path / "it's; drop table 'x' {day} %_*"
    assert run(data, out, "--tables", "articles") == 0
    assert len(files(out)) == 3


def test_killed_and_run_again(data: Path, tmp_path: Path) -> None:
    """Whenever it is killed, each file is whole or not there; the next run makes all of them."""
    out, script = tmp_path / "out", "from flows.cli import main; main()"
    command = [sys.executable, "-c", script, "export", "--data", str(data), "--output", str(out)]
    for seconds in (1.0, 1.4, 1.8):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        for path in out.glob("**/[!.]*.parquet"):
            pl.read_parquet(path)
    assert run(data, out) == 0
    assert pl.read_parquet(out / "articles").height == 7


def test_writers_get_their_turn(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two parts of an export from the warehouse itself, somebody else can load."""
    monkeypatch.setattr(export, "_rows_a_part", lambda _: 3)
    monkeypatch.setattr(export, "_TURN", 2.0)  # the machine may be busy
    planned = export.plan(data / "warehouse.duckdb", "articles", None, None)
    assert len(planned.parts) == 3
    loading = threading.Thread(target=put, args=(data, ["again"]))
    for number, _ in enumerate(export.pieces(data / "warehouse.duckdb", planned)):
        if number == 0:
            loading.start()
        if number == 2:
            assert not loading.is_alive()
    loading.join()
