"""Fits the weights of the evidence: `python -m tests.fit`.

Needs scikit-learn (`pip install -e '.[fit]'`) and PolNeAR's train split beside the repository
(../shared/eval/polnear/train). Reads every possible claim in the training texts, sees which are right, and
writes lexicon/en/cue_weights.csv: numbers only, no text.

A claim can be right in its content alone, with its cue, with its speaker as well, and to the word. Each is a
label of its own; the weights are those that fit all four best, weighted by `LABELS`. That told right from
wrong better than any label alone (cross-validated on train), since annotators differ less where all agree.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from tests.evaluate import EVAL, scorer
from transforms import attribution
from transforms.candidates import Candidate
from transforms.constructions import candidates
from transforms.contents import characters
from transforms.features import features
from transforms.sentences import Paragraph, paragraphs

WEIGHTS = Path(__file__).parents[1] / "transforms" / "lexicon" / "en" / "cue_weights.csv"
# How much each label counts: content, with cue, with cue and speaker, with cue and to the word.
LABELS = (0.3, 0.3, 0.2, 0.2)
STRENGTH = 0.05  # of the fit (the inverse of its regularisation)
RAREST = 8  # features seen less often are left out
SMALLEST = 0.04  # weights nearer to nothing are left out
FOLDS = 3


@dataclass(slots=True)
class Possible:
    """A reading in a training text: its features, and in which respects it is right."""

    sentence: tuple[str, int, int]
    reading: Candidate
    features: list[str]
    right: tuple[bool, ...]


def possibles(article_id: str, text: str, gold: list[dict[str, Any]]) -> Iterator[Possible]:
    """Every reading of a text, judged by the annotations of it."""
    article = scorer().Article(text)
    for claim in gold:
        claim["ct"] = article.tokens(claim["content"])
    for place, p in enumerate(paragraphs(text)):
        for number in range(len(p.sentences)):
            for candidate in candidates(p, p.sentences[number]):
                readings = zip(attribution.spread(candidate), features(p, candidate), strict=True)
                for reading, found in readings:
                    attribution.extend(p, number, reading)
                    right = _judge(article, p, reading, gold)
                    yield Possible((article_id, place, number), reading, found, right)


def _judge(article: Any, p: Paragraph, reading: Candidate, gold: list[dict[str, Any]]) -> tuple[bool, ...]:
    spans = [characters(p, span) for span in reading.content]
    words, cue = article.tokens(spans), [characters(p, reading.cue)]
    source = [characters(p, reading.speaker)] if reading.speaker else None
    found = [False] * len(LABELS)
    for claim in gold:
        likeness = scorer().jac(words, claim["ct"]) if words & claim["ct"] else 0.0
        if likeness < 0.5:
            continue
        cued = not claim["cue"] or scorer().overlap(claim["cue"], cue)
        said = cued and _same_source(article, claim["source"], source)
        found = [a or b for a, b in zip(found, (True, cued, said, cued and likeness >= 0.8), strict=True)]
    return tuple(found)


def _same_source(article: Any, gold: list[Any] | None, found: list[Any] | None) -> bool:
    if not gold or not found:
        return not gold and not found
    likeness = scorer().jac(article.tokens(gold), article.tokens(found))
    return bool(likeness >= 0.5 or article.head(gold) == article.head(found))


def matrix(rows: list[Possible], column: dict[str, int]) -> csr_matrix:
    """One row a reading, one column a feature."""
    places: list[int] = []
    starts = [0]
    for row in rows:
        places += [column[name] for name in row.features if name in column]
        starts.append(len(places))
    return csr_matrix((np.ones(len(places)), places, starts), shape=(len(rows), len(column)))


def fitted(rows: list[Possible]) -> tuple[dict[str, int], Any]:
    """The features' columns and their weights."""
    counts = Counter(name for row in rows for name in set(row.features))
    column = {name: place for place, name in enumerate(n for n, count in counts.items() if count >= RAREST)}
    labels = np.array([row.right for row in rows]).T.reshape(-1)
    counted = np.repeat(LABELS, len(rows))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=300)
    model.fit(vstack([matrix(rows, column)] * len(LABELS)), labels, sample_weight=counted)
    return column, model.coef_[0]


def calibration(rows: list[Possible]) -> tuple[float, float]:
    """Slope and intercept that make shares of log-odds: fitted on claims chosen by weights of other texts."""
    fold = {name: place % FOLDS for place, name in enumerate(sorted({row.sentence[0] for row in rows}))}
    log_odds, right = [], []
    for held in range(FOLDS):
        column, weights = fitted([row for row in rows if fold[row.sentence[0]] != held])
        rest = [row for row in rows if fold[row.sentence[0]] == held]
        for row, odds in zip(rest, matrix(rest, column) @ weights, strict=True):
            row.reading.confidence = float(1 / (1 + np.exp(-odds)))
        for row in _chosen(rest):
            share = min(max(row.reading.confidence, 1e-6), 1 - 1e-6)
            log_odds.append(np.log(share / (1 - share)))
            right.append(row.right[0])
    model = LogisticRegression(C=1e6).fit(np.array(log_odds).reshape(-1, 1), right)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _chosen(rows: list[Possible]) -> Iterator[Possible]:
    by_sentence: dict[tuple[str, int, int], list[Possible]] = defaultdict(list)
    for row in rows:
        if row.reading.confidence >= attribution.THRESHOLD:
            by_sentence[row.sentence].append(row)
    for found in by_sentence.values():
        owner = {id(row.reading): row for row in found}
        for reading in attribution.best([row.reading for row in found], attribution.THRESHOLD):
            yield owner[id(reading)]


def main() -> None:
    """Reads, fits and writes."""
    train = EVAL / "polnear" / "train"
    gold = scorer().load(train / "gold.parquet")
    texts = pl.read_parquet(train / "text.parquet").select("article_id", "text").rows()
    rows = [row for name, text in texts for row in possibles(name, text, gold[name])]
    slope, intercept = calibration(rows)
    column, weights = fitted(rows)
    kept = {name: weights[place] for name, place in column.items() if abs(weights[place]) >= SMALLEST}
    kept |= {"calibration slope": slope, "calibration intercept": intercept}
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weight:.2f}") for name, weight in sorted(kept.items()))
    print(f"{len(rows)} possible claims in {len(texts)} texts; {len(kept)} weights written")


if __name__ == "__main__":
    main()
