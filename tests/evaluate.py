"""How good claims and entities are, on annotated texts: `make eval`.

Needs the texts and scorers beside the repository (../shared/eval). Runs `hearsay extract` and the scorers on
PolNeAR's dev split, the seed article and re3d; shows whether the confidence of claims means something (the
share that was right, by tenths of the claims, and the area under the ROC curve); and prints where the
seed article's claims differ from its annotation.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from tests.gold_entities import compare
from tests.replay import HEARSAY

EVAL = Path(__file__).parents[2] / "shared" / "eval"
ATTRIBUTES = ("role", "channel", "said_on", "relay", "verification", "quantities")


def extracted(texts: Path, folder: Path) -> Path:
    """The folder with what `hearsay extract` finds in a Parquet file of texts."""
    out = folder / texts.parent.name
    subprocess.run([HEARSAY, "extract", texts, "--out", out], check=True, stderr=subprocess.DEVNULL)
    return out


def score(script: str, gold: Path, texts: Path, pred: Path, *more: str | Path) -> None:
    """Runs a scorer."""
    print(f"\n{gold.relative_to(EVAL)}", flush=True)
    command = [sys.executable, EVAL / script, "--gold", gold, "--text", texts, "--pred", pred, *more]
    subprocess.run(command, check=True)


def judged(gold: Path, texts: Path, pred: Path) -> pl.DataFrame:
    """One row a predicted claim: its confidence, and whether the scorer matches it with an annotation."""
    spec = importlib.util.spec_from_file_location("eval_attributions", EVAL / "eval_attributions.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EVAL)
    scorer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    wanted, found = scorer.load(gold), scorer.load(pred)
    rows = []
    for article_id, text in pl.read_parquet(texts).select("article_id", "text").iter_rows():
        article = scorer.Article(text)
        for claim in (*wanted[article_id], *found[article_id]):
            claim["ct"] = article.tokens(claim["content"])
        right = {place for _, place, _ in scorer.match(wanted[article_id], found[article_id], 0.5)}
        rows += [
            (claim["row"]["confidence"], place in right) for place, claim in enumerate(found[article_id])
        ]
    return pl.DataFrame(rows, schema={"confidence": pl.Float64, "right": pl.Boolean}, orient="row")


def show_confidence(claims: pl.DataFrame) -> None:
    """The share that is right in each tenth of the claims, ordered by confidence."""
    ranked = claims.sort("confidence").with_row_index("place")
    tenth = (pl.col("place") * 10 // ranked.height).alias("tenth")
    table = ranked.group_by(tenth, maintain_order=True).agg(
        pl.len().alias("claims"), pl.col("confidence").mean(), pl.col("right").mean()
    )
    print("\nconfidence   claims   said   right")
    for number, count, said, right in table.rows():
        print(f"  tenth {number + 1:2}   {count:6}   {said:.2f}   {right:.2f}   {'#' * round(40 * right)}")
    error = (table["confidence"] - table["right"]).abs().mean()
    right = ranked.with_columns(rank=pl.col("confidence").rank("average")).filter("right")
    good, bad = right.height, ranked.height - right.height
    area = (right["rank"].sum() - good * (good + 1) / 2) / max(1, good * bad)
    print(f"  mean error {error:.3f}; area under the ROC curve {area:.3f}")


def show_seed(pred: Path) -> None:
    """What the seed article's core claims lack or have otherwise than the annotation."""
    gold = json.loads((EVAL / "seed" / "gold.json").read_text("utf-8"))
    found = pl.read_parquet(pred).to_dicts()
    print("\nseed article, core claims, attribute by attribute (annotation / found):")
    for claim in (claim for claim in gold["claims"] if claim.get("core")):
        span = claim["content_spans"]
        wanted = set(range(span[0]["start"], span[-1]["end"]))
        best = max(found, key=lambda row: _overlap(wanted, row))
        if _overlap(wanted, best) < 0.5:
            print(f"  {claim['id']}: not found ({claim['source_entity']})")
            continue
        said = {**claim, "said_on": claim.get("said_at"), "relay": claim.get("via")}
        differ = [
            f"{name} {said.get(name)!r} / {best[name]!r}"
            for name in ATTRIBUTES
            if said.get(name) or best[name]
        ]
        print(f"  {claim['id']} {claim['source_entity']} / {best['speaker']}: " + "; ".join(differ))


def _overlap(wanted: set[int], row: dict[str, Any]) -> float:
    held = set(range(row["content_start"], row["content_end"]))
    return len(wanted & held) / len(wanted | held)


def show_entities(pred: Path) -> None:
    """How many of the seed article's entities are found, and which mentions are linked wrongly."""
    text = (EVAL / "seed" / "article.txt").read_text("utf-8")
    gold = json.loads((EVAL / "seed" / "gold.json").read_text("utf-8"))["entities"]
    seen = compare(text, gold, pl.read_parquet(pred).to_dicts())
    print(f"\nseed article: {len(seen.found)} of {len(gold)} entities found; missed: {seen.missed}")
    print(f"  {seen.mentions_found} of {seen.mentions} mentions; wrong links: {seen.wrong_links}")
    print(f"  links not made: {len(seen.missed_links)}: {seen.missed_links}")


def main() -> None:
    """Runs everything."""
    if not EVAL.exists():
        sys.exit(f"no annotated texts at {EVAL}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        dev, seed, re3d = EVAL / "polnear" / "dev", EVAL / "seed", EVAL / "re3d"
        cues = ("--speech-cues", EVAL / "speech_cues.txt")
        claims = extracted(dev / "text.parquet", folder) / "claims.parquet"
        score("eval_attributions.py", dev / "gold.parquet", dev / "text.parquet", claims, *cues)
        show_confidence(judged(dev / "gold.parquet", dev / "text.parquet", claims))
        claims = extracted(seed / "text.parquet", folder) / "claims.parquet"
        for part in ("core", "all"):
            score("eval_attributions.py", seed / f"gold_{part}.parquet", seed / "text.parquet", claims, *cues)
        show_seed(claims)
        show_entities(claims.with_name("mentions.parquet"))
        mentions = extracted(re3d / "text.parquet", folder) / "mentions.parquet"
        score("eval_entities.py", re3d / "gold.parquet", re3d / "text.parquet", mentions)


if __name__ == "__main__":
    main()
