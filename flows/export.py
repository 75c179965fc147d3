"""Tables of the warehouse as files, for a range of days."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from flows.errors import UsageError
from flows.export_files import Pieces, file_of_day, remove_stale, replaced, writer_for
from warehouse.export import Plan, pieces, plan, tables_in

Report = Callable[[str, int, int], None]  # table, rows written, rows in all


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export: from a file, into a folder; days from since on and before until."""

    file: Path
    folder: Path
    form: str  # parquet, csv, jsonl
    since: date | None
    until: date | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one table. path: its file, or the folder of its days."""

    table: str
    path: Path
    rows: int
    files: int


def check_tables(wanted: Wanted, tables: list[str]) -> None:
    """Raises UsageError for a table that is not there, before anything is written."""
    there = tables_in(wanted.file)
    for table in tables:
        if table not in there:
            raise UsageError(f"there is no table {table!r}: choose from {', '.join(there)}")


def export_table(wanted: Wanted, table: str, report: Report) -> Exported:
    """Writes one table; what an earlier export wrote for the same days is replaced."""
    planned = plan(wanted.file, table, wanted.since, wanted.until)
    rows = _counted(pieces(wanted.file, planned), planned, report)
    if wanted.form == "parquet" and planned.has_day:
        return _by_day(wanted, planned, rows)
    path = wanted.folder / f"{table}.{wanted.form}"
    return Exported(table, path, _write(wanted, planned, path, rows), files=1)


def _by_day(wanted: Wanted, planned: Plan, rows: Pieces) -> Exported:
    table, total, written = planned.table, 0, set()
    for day, of_day in groupby(rows, key=lambda piece: piece[0]):
        path = file_of_day(wanted.folder, table, day)
        total += _write(wanted, planned, path, of_day)
        written.add(path)
    remove_stale(wanted.folder, table, written, wanted.since, wanted.until)
    return Exported(table, wanted.folder / table, total, len(written))


def _write(wanted: Wanted, planned: Plan, path: Path, rows: Pieces) -> int:
    total = 0
    with replaced(path) as file, ExitStack() as stack:
        writer = writer_for(wanted.form, file, planned.schema, planned.table, exact=wanted.exact)
        stack.callback(writer.close)
        for _, frame in rows:
            writer.write(frame)
            total += frame.height
    return total


def _counted(rows: Pieces, planned: Plan, report: Report) -> Pieces:
    done = 0
    for day, frame in rows:
        yield day, frame
        done += frame.height
        report(planned.table, done, planned.rows)
