"""`hearsay publish`: brings the analysts' file up to date."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from flows import show
from flows.cli import DONE
from flows.commands.options import data_option, json_option, settings_for
from flows.publishing import publish_now
from flows.settings import Settings
from warehouse.publish import Publication, current, last_publication, published_path


@click.command("publish")
@data_option
@json_option
def command(data: Path | None, *, as_json: bool) -> int:
    """Bring the analysts' file, published.duckdb, up to date.

    Runs do this by themselves (HEARSAY_PUBLISH_EVERY; where that is 0, nothing else does). Tables come
    first; then new articles are put into the search index, and that is published, too. Only what has
    changed is written; loads go on meanwhile, and sessions that are open keep what they have opened.

    \b
    Example:
      hearsay publish
      duckdb -readonly hearsay-data/published.duckdb
    """
    settings = settings_for(data)
    done = publish_now(settings.warehouse, settings.lock_timeout)
    path = published_path(settings.warehouse)
    if as_json:
        show.write_json({"path": str(path), **asdict(done)})
    else:
        show.print_line(_line(path, done))
    return DONE


def state(settings: Settings) -> dict[str, Any]:
    """What analysts see: path, bytes, as_of, seconds_behind (0: it holds everything); {} where nothing is."""
    last = last_publication(settings.warehouse)
    if last is None:
        return {}
    behind = 0.0 if current(settings.warehouse) else (datetime.now(UTC) - last.as_of).total_seconds()
    path = str(published_path(settings.warehouse))
    return {"path": path, "bytes": last.bytes, "as_of": last.as_of, "seconds_behind": behind}


def published_line(published: dict[str, Any]) -> str:
    """What `state` says, for people."""
    if not published:
        return "not published yet: `hearsay publish` makes the analysts' file"
    seconds = round(published["seconds_behind"])
    behind = f"{timedelta(seconds=seconds)} behind" if seconds else "holds everything"
    return f"published {published['path']}: {_size(published['bytes'], published['as_of'])}, {behind}"


def _size(size: int, as_of: datetime) -> str:
    return f"{size / 2**20:.1f} MiB, as of {as_of:%Y-%m-%d %H:%M:%S} UTC"


def _line(path: Path, done: Publication) -> str:
    size = _size(done.bytes, done.as_of)
    if not done.new:
        return f"{path}: {size}; up to date"
    searched = f"; in search after {done.seconds_to_search:.1f} s" if done.seconds_to_search else ""
    return (
        f"{path}: {size}; wrote {done.bytes_written / 2**20:.1f} MiB in {done.seconds:.1f} s, "
        f"kept loads waiting for {done.seconds_blocked:.3f} s{searched}"
    )
