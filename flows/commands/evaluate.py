"""`hearsay eval`: how good claims and names are on texts that the user has annotated."""

from collections.abc import Callable
from pathlib import Path

import click
import polars as pl

from flows import show
from flows.cli import DONE
from flows.commands.extract import read_texts
from flows.commands.options import json_option, settings_for
from flows.documents import Stated, read_documents
from flows.errors import HearsayError, UsageError
from flows.finders import finder_for
from transforms.alias_file import TYPES
from transforms.extract_table import as_extract_table
from transforms.readings import together
from transforms.scoring import Score, area, by_confidence, error, plotted, score_claims, score_mentions

_CLAIM_COLUMNS = ("article_id", "content_start", "content_end")
_MENTION_COLUMNS = ("article_id", "start", "end", "type")
_TYPES = (*TYPES, "nationality")
_READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    ".parquet": pl.read_parquet,
    ".csv": pl.read_csv,
    ".jsonl": pl.read_ndjson,
    ".ndjson": pl.read_ndjson,
}


@click.command("eval")
@click.argument("texts", type=click.Path(path_type=Path))
@click.option("--claims", type=click.Path(path_type=Path), help="The claims that should be found.")
@click.option("--names", type=click.Path(path_type=Path), help="The mentions that should be found.")
@click.option("--mentions", help="What finds names: spacy:PIPELINE or python:MODULE:FUNCTION.")
@json_option
def command(
    texts: Path, claims: Path | None, names: Path | None, mentions: str | None, *, as_json: bool
) -> int:
    """Score claims and names against an annotation of your own.

    TEXTS is a Parquet file as for `hearsay extract`.

    \b
    An annotation is Parquet, CSV or JSON lines, with offsets in code points, end exclusive:
      --claims  article_id, content_start, content_end; source_start, source_end (who said it)
      --names   article_id, start, end, type (person, organization, place, nationality)
    A claim or name is right if it shares half of its words with an annotated one. "Right" beside
    "said" shows what confidence is worth.

    \b
    Example:
      hearsay eval texts.parquet --claims gold_claims.csv --names gold_names.csv
    """
    if claims is None and names is None:
        raise UsageError("nothing to score against: give --claims, --names or both")
    gold_claims = _gold(claims, _CLAIM_COLUMNS) if claims else None
    gold_names = _known_types(names, _gold(names, _MENTION_COLUMNS)) if names else None
    frame = _texts(texts)
    for gold in (gold_claims, gold_names):
        _require_known(gold, frame)
    chosen = settings_for(None).mentions if mentions is None else mentions
    reading = together(read_texts(frame, finder_for(chosen))[0])
    scores: list[Score] = []
    judged = None
    if gold_claims is not None:
        found = as_extract_table(frame, reading.claims)
        scores, judged = score_claims(frame, gold_claims, found)
    if gold_names is not None:
        scores += score_mentions(frame, gold_names, reading.mentions.rename({"text_id": "article_id"}))
    _print(scores, judged, as_json=as_json)
    return DONE


def _texts(file: Path) -> pl.DataFrame:
    texts, faults = read_documents([file], Stated())
    if faults:
        raise HearsayError(faults[0])
    return texts


def _gold(file: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    reader = _READERS.get(file.suffix)
    if reader is None:
        raise UsageError(f"{file}: an annotation is a file that ends in {', '.join(_READERS)}")
    try:
        gold = reader(file)
    except (OSError, pl.exceptions.PolarsError) as fault:
        reason = str(fault).partition("\n")[0]
        raise UsageError(f"{file} cannot be read: {reason}") from None
    absent = [name for name in columns if name not in gold.columns]
    if absent:
        raise UsageError(f"{file} lacks the column {' and '.join(absent)}")
    return gold.with_columns(pl.col("article_id").cast(pl.String))


def _known_types(file: Path, gold: pl.DataFrame) -> pl.DataFrame:
    unknown = sorted(set(gold["type"].drop_nulls().to_list()) - set(_TYPES))
    if unknown:
        raise UsageError(f"{file}: {unknown[0]!r} is no type: choose from {', '.join(_TYPES)}")
    return gold


def _require_known(gold: pl.DataFrame | None, texts: pl.DataFrame) -> None:
    unknown = [] if gold is None else sorted(set(gold["article_id"]) - set(texts["text_id"]))
    if unknown:
        raise UsageError(f"{len(unknown)} annotated texts are not among the texts, such as {unknown[0]}")


def _print(scores: list[Score], judged: pl.DataFrame | None, *, as_json: bool) -> None:
    rows = [
        {
            "what": score.name,
            "annotated": score.gold,
            "found": score.found,
            "right": score.right,
            "precision": round(100 * score.precision, 1),
            "recall": round(100 * score.recall, 1),
            "f1": round(100 * score.f1, 1),
        }
        for score in scores
    ]
    if as_json:
        tenths = [] if judged is None else by_confidence(judged).to_dicts()
        show.write_json({"scores": rows, "confidence": tenths})
        return
    show.print_table(pl.DataFrame(rows))
    if judged is not None and judged.height:
        print_confidence(judged)


def print_confidence(judged: pl.DataFrame) -> None:
    """What confidence is worth: tenths of the claims, as said (o) and as they were (x).

    judged: one row a claim, its confidence and whether it is right.
    """
    tenths = by_confidence(judged)
    show.print_line("\ntenth  claims  said  right  o said, x right, 8 both: from 0 to 1")
    for line in plotted(tenths):
        show.print_line(line)
    both = judged["right"].n_unique() > 1
    curve = f"{area(judged):.3f}" if both else "not defined: all are right, or all wrong"
    show.print_line(f"mean error {error(tenths):.3f}; area under the ROC curve {curve}")
