"""How well pages are read, against bare trafilatura in the same run: `python -m tests.quality [--sample N]`.

Needs the corpus of real pages beside the repository (../shared/corpus/dev). Prints the F1 of 4-word
shingles against the pages' gold texts (a refused page counts as empty; gold that another tool made is left
out), how often date, authors and title are wrong or missing, which pages were refused and which of those
wrongly, and the CPU time of both. They read each page one after the other, in turn, on one core.
"""

import argparse
import gzip
import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import trafilatura

from transforms.article import Page, Refused, extract

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "dev"
CAPTURED = datetime(2026, 12, 1, tzinfo=UTC)  # after every page of the corpus
FIELDS = ("title", "authors", "date")

Reading = dict[str, Any]


def ours(url: str, body: bytes) -> Reading | Refused:
    """The page as this project reads it."""
    page = Page(
        "f", "p", url, url, redirects_permanent=False, content_type=None, body=body, captured_at=CAPTURED
    )
    row = extract(page)
    return row if isinstance(row, Refused) else {**row, "date": str(row["published_date"] or "")}


def theirs(url: str, body: bytes) -> Reading:
    """The page as trafilatura reads it with its defaults and metadata."""
    found = trafilatura.bare_extraction(body, url=url, with_metadata=True)
    if found is None:
        return {}
    known = found if isinstance(found, dict) else found.as_dict()
    return {**known, "authors": [name for name in (known["author"] or "").split("; ") if name]}


def shingle_f1(text: str, gold: str) -> float:
    """F1 of the sets of four words in a row."""
    if not text:
        return 0.0
    found, wanted = _shingles(text), _shingles(gold)
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def same(field: str, found: Reading, gold: dict[str, Any]) -> bool:
    """Whether a field is what the annotation says: case and punctuation aside, the date by its day."""
    if field == "date":
        return bool((found.get("date") or "") == gold["gold_date"][:10])
    if field == "authors":
        return {_plain(name) for name in found.get("authors") or []} == {
            _plain(n) for n in gold["gold_authors"]
        }
    return _plain(found.get("title")) == _plain(gold["gold_title"])


def measure(pages: pl.DataFrame) -> None:
    """Reads every page twice and prints what came of it."""
    readers: dict[str, Callable[[str, bytes], Reading | Refused]] = {"ours": ours, "trafilatura": theirs}
    cpu, scores, wrong, missing = (
        Counter[str](),
        Counter[str](),
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
    )
    refused, false_rejects, asked = Counter[str](), [], Counter[str]()
    for turn, gold in enumerate(pages.iter_rows(named=True)):
        body = gzip.decompress((CORPUS / gold["file"]).read_bytes())
        has_text = bool(gold["gold_text"]) and gold["gold_kind"] != "tool-expected"
        asked.update([field for field in FIELDS if gold[f"gold_{field}"]] + ["text"] * has_text)
        # in turn, since whoever comes second finds trafilatura's caches filled by the first
        for name, read in sorted(readers.items(), reverse=bool(turn % 2)):
            start = time.process_time()
            found = read(gold["url"], body)
            cpu[name] += time.process_time() - start  # type: ignore[assignment]  # typeshed counts in integers
            if isinstance(found, Refused):
                refused[found.reason] += 1
                false_rejects += [f"{found.reason} {gold['url']}: {found.detail}"] if has_text else []
                found = {}
            if has_text:
                scores[name] += shingle_f1(found.get("text") or "", gold["gold_text"])  # type: ignore[assignment]
            for field in FIELDS:
                if gold[f"gold_{field}"] and not same(field, found, gold):
                    (wrong if found.get(field) else missing)[name, field] += 1
    _report(len(pages), list(readers), asked, cpu, scores, wrong, missing)
    print(f"refused: {dict(refused) or 'none'}; of these with a gold text: {len(false_rejects)}")
    for line in false_rejects:
        print(f"  {line}")


def _report(
    pages: int, names: list[str], asked: Counter[str], cpu: Counter[str], scores: Counter[str],
    wrong: Counter[tuple[str, str]], missing: Counter[tuple[str, str]],
) -> None:  # fmt: skip
    print(f"{pages} pages; gold: " + ", ".join(f"{count} {field}" for field, count in sorted(asked.items())))
    for name in names:
        parts = [
            f"F1 {scores[name] / max(1, asked['text']):.4f}",
            f"{1000 * cpu[name] / max(1, pages):.1f} ms CPU a page",
        ]
        for field in FIELDS:
            bad, gone, of = wrong[name, field], missing[name, field], max(1, asked[field])
            parts.append(f"{field} {(bad + gone) / of:.1%} (wrong {bad}, missing {gone})")
        print(f"{name:12} " + "; ".join(parts))
    print(f"CPU, ours / trafilatura: {cpu['ours'] / max(1e-9, cpu['trafilatura']):.2f}")


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(words, words[1:], words[2:], words[3:], strict=False)) or {tuple(words)}


def _plain(text: str | None) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text or "").casefold().split())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, help="so many pages only, the same ones each time")
    sample = parser.parse_args().sample
    if not CORPUS.exists():
        parser.exit(1, f"no corpus at {CORPUS}\n")
    logging.disable(logging.ERROR)
    pages = pl.read_parquet(CORPUS / "pages.parquet")
    pages = pages.sample(min(sample, len(pages)), seed=1, shuffle=True) if sample else pages
    for row in pages.head(5).iter_rows(named=True):  # the first pages pay for lists and patterns
        body = gzip.decompress((CORPUS / row["file"]).read_bytes())
        ours(row["url"], body), theirs(row["url"], body)
    measure(pages)


if __name__ == "__main__":
    main()
