"""`hearsay eval`: the user's own annotation in each form, and what is none."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows import cli
from tests.test_cli import fails

TEXT = (
    "“The weir holds,” Ada Orr said. She left for Norway with Bo Lind, and the river did not rise any more."
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A file with one text."""
    file = tmp_path / "texts.parquet"
    pl.DataFrame({"article_id": [7], "text": [TEXT], "language": ["en"]}).write_parquet(file)
    return file


def _gold(folder: Path, form: str) -> tuple[Path, Path]:
    """Annotations: one claim and two names, of which one is no name."""
    claims, names = folder / f"claims{form}", folder / f"names{form}"
    said = TEXT.index("The weir"), TEXT.index(",”")
    rows = {"article_id": [7], "content_start": [said[0]], "content_end": [said[1]]}
    one, other = TEXT.index("Norway"), TEXT.index("river")
    named = {
        "article_id": [7, 7],
        "start": [one, other],
        "end": [one + 6, other + 5],
        "type": ["place", "place"],
    }
    for file, frame in ((claims, pl.DataFrame(rows)), (names, pl.DataFrame(named))):
        {".csv": frame.write_csv, ".jsonl": frame.write_ndjson, ".parquet": frame.write_parquet}[form](file)  # type: ignore[operator]
    return claims, names


@pytest.mark.parametrize("form", [".csv", ".jsonl", ".parquet"])
def test_scores(form: str, texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is annotated, found and right; the confidence of the claims, as said and as it was."""
    claims, names = _gold(texts.parent, form)
    assert cli.run(["eval", str(texts), "--claims", str(claims), "--names", str(names), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    scores = {row["what"]: (row["annotated"], row["right"], row["recall"]) for row in told["scores"]}
    assert scores["claims"] == (1, 1, 100.0)
    assert scores["mentions"] == (2, 1, 50.0)
    assert scores["mentions with type"] == (2, 1, 50.0)
    assert told["confidence"][-1]["right"] == 1.0
    assert cli.run(["eval", str(texts), "--claims", str(claims)]) == 0
    printed = capsys.readouterr().out
    assert "o said, x right" in printed
    assert "mentions" not in printed


def test_wrong_annotations_are_named(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file without the columns, in another form, about other texts, or none at all."""
    folder = texts.parent
    (folder / "bare.csv").write_text("article_id,start\n7,1\n", "utf-8")
    (folder / "other.csv").write_text("article_id,content_start,content_end\nzz,1,2\n", "utf-8")
    (folder / "gold.xlsx").touch()
    for arguments, said in (
        (["--names", "bare.csv"], "lacks the column end and type"),
        (["--claims", "other.csv"], "1 annotated texts are not among the texts, such as zz"),
        (["--claims", "gold.xlsx"], "ends in .parquet, .csv"),
        (["--claims", "missing.csv"], "missing.csv cannot be read"),
        ([], "--claims, --names or both"),
    ):
        full = [str(folder / word) if "." in word else word for word in arguments]
        code, complaint = fails(capsys, "eval", str(texts), *full)
        assert (code, said in complaint) == (2, True), complaint
    code, complaint = fails(capsys, "eval", str(folder / "no.parquet"), "--claims", str(folder / "other.csv"))
    assert (code, "no such file" in complaint) == (1, True)


def test_a_type_that_is_none_is_named(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would count as never found."""
    gold = texts.with_name("names.csv")
    pl.DataFrame({"article_id": ["a1"], "start": [0], "end": [3], "type": ["alien"]}).write_csv(gold)
    assert cli.run(["eval", str(texts), "--names", str(gold)]) == 2
    assert "'alien' is no type" in capsys.readouterr().err
