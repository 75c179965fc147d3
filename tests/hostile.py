"""What hostile inputs come to, as a table: `python -m tests.hostile [--only EXPRESSION]`.

Each input is served on loopback, fetched and read as a run does it, one after the other in one session with
its reading process. Measured: the outcome, the seconds, by how many MiB the peak of both processes exceeds
what they held before, and the line that the user sees (`hearsay status`, `hearsay sql`).
"""

import argparse
import logging
import os
import re
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from flows import addresses
from flows.asking import feeds_to_ask
from flows.data_folder import prepare
from flows.line import feeds_line, pages_line
from flows.session import Session
from flows.settings import Settings
from flows.show import printable
from flows.subscribe import subscribe
from tests.hostile_cases import CASES, INSIDE, Case, tls_web
from tests.line import visited
from tests.web import Web
from transforms import schemas
from transforms.identity import key
from transforms.readings import extractor
from warehouse.lookups import due_feeds, due_pages
from warehouse.query import query

_SHOWN = 110  # characters of what the user sees


def lead_inside(host: str, port: int) -> list[str]:
    """Name resolution in which one name leads to a private address."""
    if host == INSIDE:
        return ["10.0.0.1", "127.0.0.1"]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


def take(session: Session, case: Case, url: str) -> tuple[str, str]:
    """The outcome of one input, and what the user sees of it."""
    return _take_feed(session, url) if case.kind == "feed" else _take_page(session, url)


def _take_feed(session: Session, url: str) -> tuple[str, str]:
    subscribe(session.settings, [(url, None)])
    due = due_feeds(session.settings.warehouse, session.now(), everything=True).filter(url=url)
    requests, asked = feeds_to_ask(due, session.now())
    loaded = feeds_line(session, pl.concat(session.fetch(requests, asked, 1)))
    state = _one(
        session,
        """
        select status, last_outcome, last_error, next_check_reason
        from feeds join ops.feed_state using (feed_id) where url = ?
        """,
        url,
    )
    entries = _one(
        session,
        """
        select count(*) as n, any_value(title) as title, any_value(url) as url
        from entries where feed_id = (select feed_id from feeds where url = ?)
        """,
        url,
    )
    seen = f"{state['last_error'] or ''}"
    if entries["n"]:
        seen += f" {entries['n']} entries, such as {(entries['title'] or '')[:40]!r} at {entries['url']}"
    (outcome,) = loaded.outcomes
    return outcome, seen.strip()


def _take_page(session: Session, url: str) -> tuple[str, str]:
    page_id = key("page", url)
    row: dict[str, object] = {"page_id": page_id, "url": url, "state": "pending", "attempts": 0}
    session.load({"ops.pages": schemas.from_rows([row], schemas.PAGES)})
    due = due_pages(session.settings.warehouse, session.now(), everything=True).filter(page_id=page_id)
    supply = visited(session, due)
    (outcome,) = pages_line(session, supply).outcomes
    page = _one(session, "select state, reason from ops.pages where page_id = ?", page_id)
    return outcome, f"{page['state']}: {supply['error'][0] or page['reason']}"


def _one(session: Session, sql: str, parameter: str) -> dict[str, Any]:
    return query(session.settings.warehouse, sql, [parameter]).row(0, named=True)


class Peak:
    """The peak of what this process and its children hold, in MiB, since it was begun (Linux)."""

    def __init__(self) -> None:
        self._before = {}
        for pid in _family(os.getpid()):
            Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")  # forgets the peak so far
            self._before[pid] = _memory(pid, "VmRSS")

    def grown(self) -> float:
        """By how much the peak exceeds what was held at the beginning; the larger of the processes'."""
        return max(_memory(pid, "VmHWM") - self._before.get(pid, 0.0) for pid in _family(os.getpid()))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text("ascii").split():
            yield from _family(int(child))


def _memory(pid: int, name: str) -> float:
    text = Path(f"/proc/{pid}/status").read_text("ascii", errors="replace")
    return int(text.partition(f"{name}:")[2].split()[0]) / 1024


def cases(folder: Path, only: str) -> Iterator[tuple[Case, str]]:
    """Every input, served by a web of its own, and its address there."""
    for case in CASES:
        if re.search(only, f"{case.group} {case.name}"):
            with Web() as web:
                yield case, case.make(web)
    for name, days in (("self-signed certificate", 30), ("expired certificate", -30)):
        if re.search(only, f"TLS {name}"):
            with tls_web(folder, days) as url:
                yield Case(name, "page", lambda _: "", frozenset({"tls_error"}), "TLS"), url


def forget_the_host(session: Session) -> None:
    """All inputs come from one address: what one of them taught of it is not to keep us from the next."""
    hosts = session._fetcher._hosts
    hosts._hosts.clear()
    hosts._closed.clear()


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="inputs whose group and name match this expression")
    only = parser.parse_args().only
    logging.disable(logging.ERROR)
    addresses._look_up = lead_inside
    print(f"{'input':52} {'outcome':18} {'s':>6} {'MiB':>5}  what the user sees")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data=Path(folder) / "data", allow_hosts="127.0.0.1", host_pause=0, read_timeout=2,
            total_timeout=6, page_timeout=30, workers=1,
        )  # fmt: skip
        prepare(settings)
        with Session(settings) as session:
            session.load({"ops.extractors": extractor()})
            list(session.workers.run(len, [b"", b""]))  # the reading process is there before the clock runs
            for case, url in cases(Path(folder), only):
                forget_the_host(session)
                show(session, case, url)


def show(session: Session, case: Case, url: str) -> None:
    """One row of the table."""
    peak, clock = Peak(), time.monotonic()
    outcome, seen = take(session, case, url)
    seconds, grown = time.monotonic() - clock, peak.grown()
    mark = "" if outcome in case.outcomes else "  UNEXPECTED"
    print(
        f"{case.group + ': ' + case.name:52.52} {outcome:18} {seconds:6.1f} {grown:5.0f}  "
        f"{printable(seen)[:_SHOWN]}{mark}",
        flush=True,
    )


if __name__ == "__main__":
    main()
