"""`hearsay extract` as a reader sees it: the real command, at a terminal, without colour, over a pipe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import cli
from flows.article_view import Look, Mark, marked

HEARSAY = Path(sys.executable).with_name("hearsay")
DATA = Path(__file__).parents[1] / "data" / "extract"
ARTICLE = DATA / "article.txt"
STATED = ("--published", "2025-01-08", "--title", "Weir holds", "--language", "en")
HOSTILE = (
    "“\x1b[31mThe weir\x9b1m \u202ewill [bold]hold[/bold],” Ada Holm said.\r\n"
    "She said that it\x07 rained.\x00"
)
GERMAN = "Der Fluss ist gestiegen, und die Leute an der Brücke sind nicht mehr sicher. " * 5


def extract(*arguments: str | Path, stdin: bytes | None = None, **environment: str) -> tuple[int, str, str]:
    """Runs the command: its exit code, what it prints and what it complains of."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    ran = subprocess.run(
        [HEARSAY, "extract", *arguments],
        input=stdin,
        env={**kept, "COLUMNS": "72", "TERM": "xterm-256color", **environment},
        capture_output=True,
        check=False,
    )
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def lines(printed: str) -> list[str]:
    return [line.rstrip() for line in printed.splitlines()]


@pytest.mark.parametrize(
    ("name", "environment"),
    [("plain", {}), ("colour", {"FORCE_COLOR": "1"}), ("ascii", {"PYTHONIOENCODING": "ascii"})],
)
def test_golden(name: str, environment: dict[str, str]) -> None:
    """The text with its marks, the claims and the entities, as printed for each kind of terminal."""
    code, printed, said = extract(ARTICLE, *STATED, **environment)
    assert (code, said) == (0, "")
    assert lines(printed) == lines((DATA / f"{name}.txt").read_text("utf-8"))


@pytest.mark.parametrize(
    ("arguments", "environment"), [(("--no-color",), {}), ((), {"NO_COLOR": "1"})], ids=["option", "variable"]
)
def test_a_terminal_without_colour_gets_marks(
    arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    """The same as over a pipe: no escape sequence at all."""
    code, printed, _ = extract(ARTICLE, *STATED, *arguments, FORCE_COLOR="1", **environment)
    assert code == 0
    assert lines(printed) == lines((DATA / "plain.txt").read_text("utf-8"))


@pytest.mark.parametrize("columns", [40, 72, 200])
def test_text_is_wrapped_to_the_terminal(columns: int) -> None:
    """No line is longer than the terminal is wide, and prose never longer than is well read."""
    _, printed, _ = extract(ARTICLE, *STATED, COLUMNS=str(columns))
    assert max(map(len, lines(printed))) <= min(columns, 100)


@pytest.mark.parametrize("view", ["text", "table"])
@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1"}])
def test_nothing_of_a_text_controls_the_terminal(
    view: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """Escape sequences, markup and direction overrides of a text, its title and its name are characters."""
    file = tmp_path / "texts.parquet"
    rows = {
        "article_id": ["a\x1b[2J"],
        "text": [HOSTILE],
        "title": ["\x1b]0;owned\x07[red]t"],
        "language": ["en"],
    }
    pl.DataFrame(rows).write_parquet(file)
    code, printed, said = extract(file, "--view", view, **environment)
    assert code == 0
    harmless = printed if environment == {} else _without_sgr(printed)
    assert not any(character in harmless + said for character in "\x1b\x9b\x07\x00\r\u202e")
    assert "[bold]hold[/bold]" in " ".join(harmless.split())


def _without_sgr(printed: str) -> str:
    """What is printed without our own colours, of which the text's red is none."""
    for style in ("0", "1", "2", "32", "35", "1;36"):
        printed = printed.replace(f"\x1b[{style}m", "")
    return printed


def test_json_leaves_the_terminal_alone_and_means_the_same(tmp_path: Path) -> None:
    """What a program reads is the text; what a terminal sees are escapes of JSON."""
    file = tmp_path / "texts.parquet"
    pl.DataFrame({"article_id": ["a"], "text": [HOSTILE], "language": ["en"]}).write_parquet(file)
    code, printed, _ = extract(file, "--json")
    assert code == 0
    assert not any(character in printed for character in "\x1b\x9b\x07\x00\u202e")
    assert json.loads(printed)[0]["content"] in HOSTILE
    assert "\u202e" in json.loads(printed)[0]["content"]


def test_standard_input_is_text_or_html() -> None:
    """`hearsay extract -`, with the day that the page states and the one that the user does."""
    code, printed, _ = extract("-", *STATED, stdin=ARTICLE.read_bytes())
    assert code == 0
    assert "[Roads Minister Ada Holm] {said}" in " ".join(printed.split())
    assert "said on 2025-01-06" in " ".join(printed.replace("│", " ").split())
    paragraphs = (
        ARTICLE.read_text("utf-8").replace("🔥", "The rain is to go on until Friday at least.").split("\n\n")
    )
    body = "".join(f"<p>{paragraph} {paragraph}</p>" for paragraph in paragraphs)
    day = '<meta property="article:published_time" content="2025-02-05">'
    head = f'<!DOCTYPE html><html lang="en"><head><title>Weir</title>{day}</head>'
    page = f"{head}<body><article><h1>Weir</h1>{body}</article></body></html>"
    code, printed, _ = extract("-", *STATED, stdin=page.encode())
    assert code == 0
    assert "published 2025-02-05; language en" in printed


def test_a_text_in_another_language_says_why_it_has_no_claims(tmp_path: Path) -> None:
    """Told from the text, or by the user; in a table of several, how many there are."""
    file = tmp_path / "fluss.txt"
    file.write_text(GERMAN, "utf-8")
    code, printed, _ = extract(file)
    assert code == 0
    assert "no date; language de: claims are found in English only so far" in " ".join(printed.split())
    _, printed, _ = extract(ARTICLE, "--language", "cy")
    assert "language cy: claims are found in English only so far" in " ".join(printed.split())
    _, _, said = extract(file, ARTICLE)
    assert "1 of 2 texts not read for claims: language de" in said
    code, printed, said = extract(file, "--json")
    assert (code, json.loads(printed)) == (0, [])
    assert "1 of 1 texts not read for claims: language de" in said
    _, printed, said = extract("-", "--json", stdin=b"Qux!")
    assert json.loads(printed) == []
    assert "1 of 1 texts read as English, without claims: give --language" in said


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    """It is named, the others are read, and the exit code says so."""
    binary, missing = tmp_path / "program", tmp_path / "missing.txt"
    binary.write_bytes(bytes(range(256)) * 50)
    code, printed, said = extract(binary, ARTICLE, missing, *STATED)
    assert code == 3
    assert "program is no text" in said
    assert "missing.txt: there is no such file" in said
    assert "The weir will hold" in printed
    code, _, said = extract(missing)
    assert code == 1
    assert "nothing could be read" in said


def test_a_long_table_is_cut(tmp_path: Path) -> None:
    """Thousands of texts do not fill the screen: a limit, and a line that says how much more there is."""
    file, out = tmp_path / "texts.parquet", tmp_path / "found"
    count = 3000
    text = "Ada Holm said that it rained. " + "x" * 5
    pl.DataFrame({"article_id": [f"a{n}" for n in range(count)], "text": [text] * count}).write_parquet(file)
    code, printed, _ = extract(file, "--limit", "7", "--language", "en")
    assert code == 0
    assert printed.count("that it rained") == 7
    assert "and 2,993 more claims: --limit, --out and --json give all" in printed
    code, printed, said = extract(file, "--out", out, "--language", "en")
    assert (code, printed) == (0, "")
    assert f"3000 claims in {out}" in said
    assert pl.read_parquet(out / "claims.parquet").height == count


def test_several_texts_can_be_shown_one_after_the_other(tmp_path: Path) -> None:
    """`--view text`, as many as the limit says."""
    for name in "abc":
        (tmp_path / name).write_text(f"Ada Holm said that {name} rained.", "utf-8")
    files = [tmp_path / name for name in "abc"]
    code, printed, _ = extract(*files, "--view", "text", "--limit", "2", "--language", "en")
    assert code == 0
    assert printed.count("[Ada Holm] {said}") == 2
    assert "and 1 more text: " in printed


FINDER = """
import polars as pl

class Finder:
    name, version = "own", "7"
    def find(self, texts):
        found = [(i, t.find("weir")) for i, t in texts.select("text_id", "text").rows()]
        rows = [(text_id, start, start + 4, "place") for text_id, start in found]
        return pl.DataFrame(rows, schema=["text_id", "start", "end", "type"], orient="row")
"""


def test_another_extractor_finds_the_names(tmp_path: Path) -> None:
    """`--mentions`, or the setting; a text that it fails on is named and costs only itself."""
    (tmp_path / "own_extractor.py").write_text(FINDER, "utf-8")
    dry = tmp_path / "dry.txt"
    dry.write_text("Ada Holm said that it rained.", "utf-8")
    choice = "python:own_extractor:Finder"
    code, printed, _ = extract(ARTICLE, *STATED, "--mentions", choice, PYTHONPATH=str(tmp_path))
    assert code == 0
    assert "weir" in printed.partition("\nentities\n")[2]
    assert "Telegram" not in printed.partition("\nentities\n")[2]
    environment = {"HEARSAY_MENTIONS": choice, "PYTHONPATH": str(tmp_path)}
    code, printed, said = extract(ARTICLE, dry, "--language", "en", **environment)
    assert code == 3
    assert f"{dry} could not be read: ValueError: own gave a span from -1" in said
    assert "lorries" in printed
    code, _, said = extract(ARTICLE, "--mentions", "spacy:xx_none")
    assert code == 2
    assert "python -m spacy download xx_none" in said


def test_a_day_that_is_none_is_wrong_usage() -> None:
    """The message shows how one is written."""
    code, _, said = extract(ARTICLE, "--published", "8 January")
    assert code == 2
    assert "%Y-%m-%d" in said


@given(
    st.text(),
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(("speaker", "cue", "content")))
    ),
)
def test_marks_add_nothing_but_themselves(line: str, spans: list[tuple[int, int, str]]) -> None:
    """Whatever overlaps or reaches beyond the line: without its marks it is the line."""
    line = "".join(character for character in line if character not in "<>")
    around = dict.fromkeys(("speaker", "cue", "content"), ("<", ">"))
    marks = sorted(Mark(a, b, kind) for a, b, kind in spans if a < b and a < len(line))
    shown = marked(line, 0, marks, Look(around, "")).plain
    assert shown.count("<") == shown.count(">") == len(marks)
    assert len(shown.replace("<", "").replace(">", "")) == len(line)


def test_long_work_says_how_far_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no person watches a bar, a line now and then, on standard error."""
    monkeypatch.setattr("flows.commands.extract._SECONDS_BETWEEN_LINES", -1)
    file = tmp_path / "texts.parquet"
    ids = [f"a{number}" for number in range(1200)]
    pl.DataFrame({"article_id": ids, "text": "Ada Holm said that it rained."}).write_parquet(file)
    assert cli.run(["extract", str(file), "--limit", "1"]) == 0
    said = capsys.readouterr().err
    assert "50 of 1,200 texts read" in said
    assert "1,200 of 1,200 texts read" in said
