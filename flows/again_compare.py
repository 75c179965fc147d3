"""What a re-extraction would change, told before anything is stored: `hearsay reextract --compare`."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from flows.again_steps import Again
from flows.session import Session
from transforms.comparison import Comparison, Found, compare
from warehouse.reextract import old_claims, old_mentions

_CHANGING = ("text", "title", "date", "language")
EXAMPLES = 3  # of each kind, of each outlet


@dataclass(slots=True)
class Tally:
    """Counts and a few examples by outlet, over as many batches as there are."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, again: Again, differences: Comparison) -> None:
        """Adds a part of a batch."""
        self.outcomes.update(again.outcomes)
        self.failed += again.failed
        for row in differences.counts.iter_rows(named=True):
            outlet = row.pop("outlet") or ""
            self.counts[outlet].update(row)
        for row in differences.examples.iter_rows(named=True):
            outlet, kind = row.pop("outlet") or "", row["what"]
            self._seen[outlet, kind] += 1
            if self._seen[outlet, kind] <= EXAMPLES:
                held = {name: value for name, value in row.items() if value is not None}
                self.examples[outlet].append(held)

    @property
    def total(self) -> Counter[str]:
        """The counts of all outlets together."""
        total: Counter[str] = Counter()
        for counts in self.counts.values():
            total.update(counts)  # + would leave out what is zero
        return total


def differences(session: Session, again: Again) -> Comparison:
    """What a part of a batch would change."""
    old_ids = again.supply["extraction_id"].drop_nulls().unique().to_list()
    path, patience = session.settings.warehouse, session.settings.lock_timeout
    old = Found(old_claims(path, old_ids, timeout=patience), old_mentions(path, old_ids, timeout=patience))
    texts = _of_pages(again) if "is_text" in again.supply.columns else _of_texts(again)
    reread = _found(again)
    if "is_text" in again.supply.columns:  # an unchanged text is not read anew for who says what
        changed = texts.filter(pl.col("old_text_hash") != pl.col("new_text_hash")).select("version_id")
        old = Found(*(part.join(changed, on="version_id", how="semi") for part in (old.claims, old.mentions)))
    return compare(texts, old, reread)


def _found(again: Again) -> Found:
    """Who says what in the new readings, by the version that was stored before."""
    replaced = dict(again.versions.select("version_id", "replaces").iter_rows())
    owner = {
        text: replaced.get(version, version)
        for text, version in again.readings.extractions.select("extraction_id", "version_id").iter_rows()
    }
    of_text = pl.col("text_id").replace_strict(owner, default=None, return_dtype=pl.String)
    claims, speakers = again.readings.reading.claims.claims, again.readings.reading.claims.speakers
    named = speakers.sort("number").group_by("claim_id").agg(speaker=pl.col("speaker").str.join(", "))
    return Found(
        claims.join(named, on="claim_id", how="left", maintain_order="left").select(
            "speaker", "cue", "content", version_id=of_text
        ),
        again.readings.reading.mentions.select("surface", "type", name="canonical_name", version_id=of_text),
    )


def _of_pages(again: Again) -> pl.DataFrame:
    stored = again.supply.filter("is_text")
    new = again.versions.select(
        version_id="replaces", new_title="title", new_text_hash="text_hash", new_words="word_count"
    )
    described = again.described.select("article_id", new_language="language", new_date=_date())
    # Only the article's latest capture says what its dates are.
    current = pl.col("article_id").is_in(described["article_id"].to_list()) & pl.col("describes")
    told = {
        name: pl.when(current).then(f"new_{name}").otherwise(f"old_{name}").alias(f"new_{name}")
        for name in ("date", "language")
    }
    describing = again.supply.filter("is_described")["version_id"].to_list()
    return (
        _old(stored)
        .with_columns(describes=pl.col("version_id").is_in(describing))
        .join(new, on="version_id", how="left")
        .join(described, on="article_id", how="left")
        .with_columns(is_read=pl.col("new_text_hash").is_not_null(), **told)
    )


def _of_texts(again: Again) -> pl.DataFrame:
    read = again.readings.extractions["version_id"].to_list()
    old = _old(again.supply.with_columns(text_hash=pl.lit(""), is_read=pl.col("version_id").is_in(read)))
    same = {f"new_{name}": f"old_{name}" for name in ("title", "text_hash", "words", "date", "language")}
    return old.with_columns(**{new: pl.col(name) for new, name in same.items()})


def _old(stored: pl.DataFrame) -> pl.DataFrame:
    """As it is stored: what is compared, as old_…"""
    return stored.with_columns(old_date=_date(), url="canonical_url").rename(
        {
            "title": "old_title",
            "text_hash": "old_text_hash",
            "word_count": "old_words",
            "language": "old_language",
        }
    )


def _date() -> pl.Expr:
    """Day and time where known, else the day."""
    at = pl.col("published_at").dt.strftime("%Y-%m-%d %H:%M:%S")
    return pl.coalesce(at, pl.col("published_date").cast(pl.String))


def tables(tally: Tally) -> Iterator[tuple[str, pl.DataFrame]]:
    """The tally as tables for the terminal: one of counts, one of examples an outlet."""
    rows = [{"publisher": outlet, **counts} for outlet, counts in sorted(tally.counts.items())]
    if len(rows) > 1:
        rows.append({"publisher": "all", **tally.total})
    if rows:
        yield "What would change", pl.DataFrame([_short(row, _shown(tally.total)) for row in rows])
    for outlet, examples in sorted(tally.examples.items()):
        shown = [(row["what"], *_sides(row), row["url"]) for row in examples]
        yield (
            f"{outlet}, for example",
            pl.DataFrame(shown, schema=["what", "before", "after", "url"], orient="row"),
        )


def _shown(total: Counter[str]) -> list[str]:
    """The changes that there are: a reading of stored texts changes neither texts nor dates."""
    return [name for name in map("{} changed".format, _CHANGING) if total[name]]


def _short(row: dict[str, Any], changes: list[str]) -> dict[str, Any]:
    """A row of counts in few columns: how many there were, and what comes and goes."""
    kept = {name: row.get(name, 0) for name in ("texts", "read", *changes)}
    words = f"{row.get('words before', 0):,} → {row.get('words after', 0):,}"
    moved = {name: _moved(row, name) for name in ("claims", "mentions")}
    return {"publisher": row["publisher"], **kept, "words": words, **moved}


def _moved(row: dict[str, Any], name: str) -> str:
    before, gained, lost = (row.get(f"{name} {what}", 0) for what in ("before", "gained", "lost"))
    return f"{before:,} +{gained:,} −{lost:,}"


def _sides(row: dict[str, Any]) -> tuple[str, str]:
    what = str(row["what"])
    if what.startswith("claims"):
        said = f"{row.get('speaker', 'nobody named')} {row['cue']}: {row['content']}"
    elif what.startswith("mentions"):
        said = f"{row['surface']} ({row['type']}): {row.get('name', '')}"
    else:
        unit = " words" if what == "text" else ""
        return tuple(f"{row.get(side, 'none')}{unit}" for side in ("before", "after"))  # type: ignore[return-value]
    return ("", said) if what.endswith("gained") else (said, "")
