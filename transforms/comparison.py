"""What another extractor changes: texts, dates, claims and mentions as stored beside those of today.

Claims are the same if speaker, cue and content are; mentions if surface, type and name are, as often as they
stand in a text.
"""

from dataclasses import dataclass

import polars as pl

CLAIM = ("speaker", "cue", "content")
MENTION = ("surface", "type", "name")
_OF_TEXTS = {"text": "text_hash", "title": "title", "date": "date", "language": "language"}
_PLACE = ("outlet", "url")


@dataclass(frozen=True, slots=True)
class Comparison:
    """counts: one row an outlet, numbers by name. examples: outlet, what, url and what was and is there."""

    counts: pl.DataFrame
    examples: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Found:
    """Claims (version_id, speaker, cue, content) and mentions (version_id, surface, type, name)."""

    claims: pl.DataFrame
    mentions: pl.DataFrame


def compare(texts: pl.DataFrame, old: Found, new: Found) -> Comparison:
    """The differences in some texts.

    texts: one row a text with version_id, outlet, url and title, text_hash, words, date, language, each as
    old_… and new_…; is_read: whether today's code could read it. Only these are compared.
    """
    read = texts.filter("is_read")
    changes = {what: read.filter(_differs(name)) for what, name in _OF_TEXTS.items()}
    moved = {
        "claims gained": _beyond(new.claims, old.claims, CLAIM, read),
        "claims lost": _beyond(old.claims, new.claims, CLAIM, read),
        "mentions gained": _beyond(new.mentions, old.mentions, MENTION, read),
        "mentions lost": _beyond(old.mentions, new.mentions, MENTION, read),
    }
    sums = {
        "words before": pl.col("old_words").sum(),
        "words after": pl.col("new_words").sum(),
    }
    totals = {
        "claims before": _in(old.claims, read),
        "claims after": _in(new.claims, read),
        "mentions before": _in(old.mentions, read),
        "mentions after": _in(new.mentions, read),
    }
    counts = texts.group_by("outlet").agg(texts=pl.len(), read=pl.col("is_read").sum())
    counts = counts.join(read.group_by("outlet").agg(**sums), on="outlet", how="left")
    for name, frame in {
        **{f"{what} changed": rows for what, rows in changes.items()},
        **totals,
        **moved,
    }.items():
        counts = counts.join(frame.group_by("outlet").agg(pl.len().alias(name)), on="outlet", how="left")
    changed = [_shown(frame, what) for what, frame in changes.items()]
    found = [
        frame.select(pl.lit(what).alias("what"), *_PLACE, *_fields(what)) for what, frame in moved.items()
    ]
    return Comparison(counts.fill_null(0), pl.concat([*changed, *found], how="diagonal"))


def _fields(what: str) -> tuple[str, ...]:
    return CLAIM if what.startswith("claims") else MENTION


def _differs(name: str) -> pl.Expr:
    return pl.col(f"old_{name}").ne_missing(pl.col(f"new_{name}"))


def _shown(frame: pl.DataFrame, what: str) -> pl.DataFrame:
    """Before and after; of texts their number of words."""
    name = "words" if what == "text" else what
    before, after = (pl.col(f"{side}_{name}").cast(pl.String) for side in ("old", "new"))
    return frame.select(pl.lit(what).alias("what"), *_PLACE, before=before, after=after)


def _in(found: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    return found.join(texts.select("version_id", *_PLACE), on="version_id", maintain_order="left")


def _beyond(
    one: pl.DataFrame, other: pl.DataFrame, names: tuple[str, ...], texts: pl.DataFrame
) -> pl.DataFrame:
    """What one has more often than the other, in some texts."""
    keys = ["version_id", *names]
    nth = pl.int_range(pl.len()).over(keys).alias("nth")
    return (
        _in(one, texts)
        .with_columns(nth)
        .join(other.with_columns(nth), on=[*keys, "nth"], how="anti", nulls_equal=True, maintain_order="left")
    )
