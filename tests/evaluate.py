"""How good claims and entities are, on annotated texts: `make eval`.

Needs the texts and scorers beside the repository (../shared/eval). Runs `hearsay extract` and the scorers on
PolNeAR's dev split, the seed article and re3d; shows whether the confidence of claims means something (as
said and as it was, by tenths of the claims, and the area under the ROC curve); and prints where the seed
article's claims differ from its annotation. `hearsay eval` does the like for anybody's own annotation.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from flows.commands.evaluate import print_confidence
from tests import seed
from tests.gold_entities import compare
from tests.replay import HEARSAY

EVAL = Path(__file__).parents[2] / "shared" / "eval"


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


@cache
def scorer() -> Any:
    """The module that scores attributions. Raises FileNotFoundError where there is none."""
    spec = importlib.util.spec_from_file_location("eval_attributions", EVAL / "eval_attributions.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EVAL)
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(gold: Path, texts: Path, pred: Path) -> pl.DataFrame:
    """One row a predicted claim: its confidence, and whether the scorer matches it with an annotation."""
    wanted, found = scorer().load(gold), scorer().load(pred)
    rows = []
    for article_id, text in pl.read_parquet(texts).select("article_id", "text").iter_rows():
        article = scorer().Article(text)
        for claim in (*wanted[article_id], *found[article_id]):
            claim["ct"] = article.tokens(claim["content"])
        right = {place for _, place, _ in scorer().match(wanted[article_id], found[article_id], 0.5)}
        rows += [
            (claim["row"]["confidence"], place in right) for place, claim in enumerate(found[article_id])
        ]
    return pl.DataFrame(rows, schema={"confidence": pl.Float64, "right": pl.Boolean}, orient="row")


def show_seed(folder: Path) -> None:
    """What the seed article's core claims and entities lack or have otherwise than the annotation."""
    gold = json.loads((EVAL / "seed" / "gold.json").read_text("utf-8"))
    texts = seed.with_date(EVAL / "seed" / "text.parquet", gold, folder)
    out = extracted(texts, folder)
    seed.show_claims(gold, pl.read_parquet(out / "claims.parquet").to_dicts())
    show_entities(out / "mentions.parquet")


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
        dev, article, re3d = EVAL / "polnear" / "dev", EVAL / "seed", EVAL / "re3d"
        cues = ("--speech-cues", EVAL / "speech_cues.txt")
        claims = extracted(dev / "text.parquet", folder) / "claims.parquet"
        score("eval_attributions.py", dev / "gold.parquet", dev / "text.parquet", claims, *cues)
        print_confidence(judged(dev / "gold.parquet", dev / "text.parquet", claims))
        claims = extracted(article / "text.parquet", folder) / "claims.parquet"
        for part in ("core", "all"):
            marked = article / f"gold_{part}.parquet"
            score("eval_attributions.py", marked, article / "text.parquet", claims, *cues)
        show_seed(folder)
        mentions = extracted(re3d / "text.parquet", folder) / "mentions.parquet"
        score("eval_entities.py", re3d / "gold.parquet", re3d / "text.parquet", mentions)


if __name__ == "__main__":
    main()
