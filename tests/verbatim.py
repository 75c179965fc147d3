"""Whether direct quotations are verbatim: `python -m tests.verbatim FOLDER`.

FOLDER holds a warehouse and its archive (`python -m tests.corpus pages --keep FOLDER` leaves them in
FOLDER/data). For every direct claim of a current version: do quotation marks stand at both ends of each of
its fragments in the stored text; and does the page, its bytes read anew from the archive and decoded anew,
hold the fragment with its marks (tags dropped, entities unescaped, white space folded)? Prints the shares,
and what does not with the reason. A quotation that goes on in the next paragraph has, as printers do it, no
closing mark and there a new opening one: such claims are counted by themselves.
"""

import argparse
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.archive import Place, read_record
from transforms.charset import Decoded, decode
from transforms.verbatim import GOES_ON, fragments, in_page, readings
from warehouse.query import query

_MAX_BYTES = 50 * 2**20

CLAIMS = """
    select claims.claim_id, claims.content_spans, versions.text, fetches.url, fetches.content_type,
        fetches.archive_file, fetches.archive_offset, fetches.archive_length
    from current_claims as claims
    join article_versions as versions using (version_id)
    join ops.fetches as fetches on fetches.fetch_id = versions.fetch_id
    where claims.quote_type = 'direct'
    order by fetches.archive_file, fetches.archive_offset, claims.content_start
"""


@lru_cache(maxsize=1)
def page(archive: Path, place: Place, content_type: str | None) -> list[str]:
    """The readings of an archived page; none where it is no text."""
    decoded = decode(read_record(archive, place, _MAX_BYTES).body, content_type)
    return readings(decoded.text) if isinstance(decoded, Decoded) else []


def measure(folder: Path) -> None:
    """Prints the shares and what falls short."""
    marked, found = Counter[str](), Counter[str]()
    claims = query(folder / "warehouse.duckdb", CLAIMS)
    for row in claims.iter_rows(named=True):
        here, there = _judge(folder / "archive", row)
        marked[here or "good"] += 1
        found[there or "good"] += 1
        if there or here not in (None, GOES_ON):
            whole = " | ".join(part for part, _ in fragments(row["text"], row["content_spans"]))
            print(f"{here or 'marks at both ends'}; {there or 'in the page'}: {whole[:200]!r} {row['url']}")
    for what, counts in (
        ("marks at both ends in the stored text", marked),
        ("with marks in the page", found),
    ):
        print(f"{what}: {counts['good']} of {claims.height} ({counts['good'] / max(1, claims.height):.1%})")
        print(
            "".join(f"  {count} {reason}\n" for reason, count in counts.items() if reason != "good"), end=""
        )


def _judge(archive: Path, row: dict[str, Any]) -> tuple[str | None, str | None]:
    place = Place(row["archive_file"], row["archive_offset"], row["archive_length"])
    pages = page(archive, place, row["content_type"])
    parts = list(fragments(row["text"], row["content_spans"]))
    here = next((problem for _, problem in parts if problem), None)
    return here, next((problem for whole, _ in parts if (problem := in_page(whole, pages))), None)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="holds warehouse.duckdb and archive/")
    measure(parser.parse_args().folder)


if __name__ == "__main__":
    main()
