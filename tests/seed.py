"""The seed article against its annotation, attribute by attribute: called by `tests.evaluate`.

Counts what is equal once spelling is set aside, prints what differs, and tells which annotated entities are
found and which of our mentions are wrongly taken for one entity. The annotator's remarks that no reader of
the text could derive ("expert judgement") stand for nothing, as they are read here.
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

Row = dict[str, Any]
ATTRIBUTES = ("role", "channel", "said_on", "relay", "verification", "verified_by", "quantities")
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_UPPER_BOUND = ("up to", "at most", "no more than")


def with_date(texts: Path, gold: Row, folder: Path) -> Path:
    """The article as a Parquet file that tells its day of publication."""
    published = datetime.fromisoformat(gold["article"]["published"])
    file = folder / "dated" / "text.parquet"
    file.parent.mkdir(exist_ok=True)
    pl.read_parquet(texts).with_columns(published_at=pl.lit(published)).write_parquet(file)
    return file


def show_claims(gold: Row, found: list[Row]) -> None:
    """What the core claims have, lack or have otherwise than the annotation."""
    equal = asked = 0
    print("\nseed article, core claims: what differs (annotation / found)")
    for claim in (claim for claim in gold["claims"] if claim.get("core")):
        best = max(found, key=lambda row: (_overlap(claim, row), _same_speaker(claim, row)))
        asked += len(ATTRIBUTES) + 1
        if _overlap(claim, best) < 0.5:
            print(f"  {claim['id']}: not found ({claim['source_entity']})")
            continue
        wanted, got = _wanted(claim, gold), _got(best)
        differ = {name: (wanted[name], got[name]) for name in wanted if not _equal(wanted[name], got[name])}
        equal += len(wanted) - len(differ)
        lines = "; ".join(f"{name} {a!r} / {b!r}" for name, (a, b) in differ.items()) or "all equal"
        print(f"  {claim['id']} {best['speaker']}: {lines}")
    print(f"  {equal} of {asked} attributes equal (a claim that is not found has none)")


def _overlap(claim: Row, row: Row) -> float:
    span = claim["content_spans"]
    wanted = set(range(span[0]["start"], span[-1]["end"]))
    held = set(range(row["content_start"], row["content_end"]))
    return len(wanted & held) / len(wanted | held)


def _same_speaker(claim: Row, row: Row) -> bool:
    spans = claim["source_spans"] or []
    return bool(spans) and row["source_start"] is not None and spans[0]["start"] == row["source_start"]


def _wanted(claim: Row, gold: Row) -> Row:
    names = {
        entity["id"]: [entity["canonical"], *entity["aliases"], *(m["text"] for m in entity["mentions"])]
        for entity in gold["entities"]
    }
    relay = [name for entity in claim["via"] for name in names[entity]]
    status, verifier = _verification(claim["verification"])
    channel = [claim["channel"], *names.get(claim.get("channel_entity"), [])] if claim["channel"] else []
    return {
        "speaker": (claim["source_spans"] or [{}])[0].get("start"),
        "role": claim["role"],
        "channel": channel,
        "said_on": claim["said_at"],
        "relay": relay,
        "verification": status,
        "verified_by": verifier,
        "quantities": sorted((_quantity(quantity) for quantity in claim["quantities"]), key=str),
    }


def _verification(remark: str) -> tuple[str | None, str | None]:
    """The status and who verified, of the annotator's prose; a remark that nothing is said is None."""
    noted = re.match(r"(not independently verified) by (.+?) \(", remark)
    if noted:
        return noted[1], noted[2]
    if remark == "statement of non-verification":
        return remark, None
    return ("not verified: called a claim", None) if "label" in remark else (None, None)


def _quantity(quantity: Row) -> tuple[Any, ...]:
    low, high = quantity.get("range") or (quantity["value"], None)
    return low, high, quantity["unit"], quantity.get("bound") == "upper"


def _got(row: Row) -> Row:
    quantities = [
        (q["value"], q["upper"], q["unit"], q["qualifier"] in _UPPER_BOUND) for q in row["quantities"] or []
    ]
    return {
        **{name: row[name] for name in ATTRIBUTES},
        "speaker": row["source_start"],
        "said_on": str(row["said_on"]) if row["said_on"] else None,
        "quantities": sorted(quantities, key=str),
    }


def _equal(wanted: Any, got: Any) -> bool:
    """Equal but for case, the article and the apostrophe; of several names any will do."""
    if isinstance(wanted, list) and not isinstance(got, list):
        return any(_equal(name, got) for name in wanted) if wanted else got is None
    if isinstance(wanted, list):
        return [[*map(str, map(_number, q))] for q in wanted] == [[*map(str, map(_number, q))] for q in got]
    return _plain(wanted) == _plain(got)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plain(value: Any) -> str:
    return _ARTICLE.sub("", str(value if value is not None else "")).replace("’", "'").lower()
